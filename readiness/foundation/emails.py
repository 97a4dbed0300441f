"""What an e-mail address looks like: one rule for forms, accounts and files. Pure."""

import re
import unicodedata

from readiness.foundation.words import gettext as _

LONGEST = 254
"""As many bytes as a mail server must take (RFC 5321)."""

_LONGEST_LOCAL, _LONGEST_LABEL = 64, 63

# Almost all addresses: told without looking at each letter.
_PLAIN = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
)
_LOCAL_MARKS = frozenset("!#$%&'*+/=?^_`{|}~-")


def is_email(text: str) -> bool:
    """Whether a text may be an address: name@domain with a dot in the domain, in any script (RFC 6531).

    No comments, quotes or numbers in brackets: whoever has these in a file has something else in mind.
    """
    local, _at, domain = text.rpartition("@")
    labels = domain.split(".")
    if len(text.encode()) > LONGEST or len(local.encode()) > _LONGEST_LOCAL or len(labels) < 2:
        return False
    if max(map(len, labels)) > _LONGEST_LABEL:
        return False
    if text.isascii():
        return _PLAIN.fullmatch(text) is not None
    return all(map(_is_atom, local.split("."))) and all(map(_is_label, labels))


def no_email(text: str) -> str:
    """What is wrong with a text that is no address, and what to do."""
    shown = text if len(text) <= 60 else f"{text[:57]}…"
    return _("'%(email)s' is no e-mail address. Write it as ana@example.org.", email=shown)


def _is_atom(atom: str) -> bool:
    return bool(atom) and all(letter in _LOCAL_MARKS or _is_written(letter) for letter in atom)


def _is_label(label: str) -> bool:
    inner = all(letter == "-" or _is_written(letter) for letter in label)
    return bool(label) and inner and label[0] != "-" and label[-1] != "-"


def _is_written(letter: str) -> bool:
    """Whether it is a letter, a mark upon one, or a digit, in any script."""
    return unicodedata.category(letter)[0] in "LMN"
