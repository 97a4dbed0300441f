"""The messages that are owed for what was sent in: to whoever sent it, and once a day to those who look at it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from readiness.audit.actions import Recording
from readiness.evidence.models import ProofSubmission
from readiness.evidence.queries import Submission
from readiness.foundation.words import ngettext
from readiness.notices.actions import Message, Tap, owe
from readiness.people.models import Person
from readiness.standards.certificate_kinds import CertificateKinds
from readiness.web.access import Account
from readiness.web.settings import LANGUAGES

PURPOSE = "proof"
"""What a one-tap link opens: a form to send in a certificate."""
_NAMED = 10


def owe_returned(row: ProofSubmission, kinds: CertificateKinds, now: datetime, opened: Recording) -> None:
    """To the person: it was sent back, with a word, and with a way to send it again that needs no sign-in."""
    message = Message(
        f"evidence/{row.id}/returned/{row.version}",
        "evidence.returned",
        row.person.email,
        _content(row, kinds),
        now,
        language=language_of(row.person),
        person=row.person.id,
        link=f"/mine/proof/{row.id}/again",
        tap=Tap(PURPOSE, f"submission:{row.id}"),
    )
    owe(message, opened)


def owe_approved(row: ProofSubmission, kinds: CertificateKinds, now: datetime, opened: Recording) -> None:
    """To the person: it is recorded."""
    message = Message(
        f"evidence/{row.id}/approved",
        "evidence.approved",
        row.person.email,
        _content(row, kinds),
        now,
        language=language_of(row.person),
        person=row.person.id,
        link="/mine",
    )
    owe(message, opened)


def owe_waiting(
    account: Account, waiting: Sequence[Submission], kinds: CertificateKinds, today: date, opened: Recording
) -> bool:
    """To one of those who look at proof: what waits, once a day. False where it was told today already."""
    lines = [f"{each.name}: {kinds.known(each.kind).title}" for each in waiting[:_NAMED]]
    if len(waiting) > _NAMED:
        more = len(waiting) - _NAMED
        lines.append(ngettext("and one more", "and %(count)s more", more))
    message = Message(
        f"evidence/waiting/{today.isoformat()}/{account.id}",
        "evidence.waiting",
        account.email,
        {"count": len(waiting), "lines": lines},
        opened.change.recorded_at,
        link="/certificates/proof",
    )
    return owe(message, opened)


def language_of(person: Person) -> str:
    """The first of someone's languages in which we write; '' the organisation's."""
    return next((tag for tag in person.languages if tag in LANGUAGES), "")


def _content(row: ProofSubmission, kinds: CertificateKinds) -> dict[str, Any]:
    return {
        "submission": row.id,
        "kind": kinds.known(row.kind).title,
        "issued_on": row.issued_on.isoformat(),
        "word": row.word,
    }
