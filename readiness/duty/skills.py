"""Which kinds of certificates make a responder, and what each is called in a word or two. Pure."""

from collections.abc import Iterable

from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid
from readiness.standards.certificate_kinds import CertificateKinds

SETTING = "responder_kinds"
SHIPPED = ("mhfa-adult", "mhfa-youth", "pfa", "de-escalation", "first-aid", "cpr-aed", "naloxone")
"""Where the organisation settled nothing."""
SHORT = {
    "mhfa-adult": msgid("mental health"),
    "mhfa-youth": msgid("young people’s mental health"),
    "pfa": msgid("support after a shock"),
    "cism": msgid("support after an incident"),
    "de-escalation": msgid("calming things down"),
    "suicide-prevention": msgid("talk of suicide"),
    "first-aid": msgid("first aid"),
    "cpr-aed": msgid("resuscitation (CPR)"),
    "naloxone": msgid("overdose"),
    "crisis-management": msgid("crisis management"),
}


def short_words(kind: str, title: str) -> str:
    """What someone with a certificate of this kind can help with, in the reader's language."""
    return _(SHORT[kind]) if kind in SHORT else title


def counting_as(responder_kinds: Iterable[str], kinds: CertificateKinds) -> dict[str, str]:
    """By the code of each kind that counts, the kind that it counts as: itself, or one that it covers."""
    found: dict[str, str] = {}
    wanted = [code for code in responder_kinds if code in kinds]
    for code in wanted:
        for counting in kinds.counting_as(code):
            found.setdefault(counting, code)
    return {**found, **{code: code for code in wanted}}
