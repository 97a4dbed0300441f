"""Who signs for a protocol: that it still holds, that a clinician read it, that it has been read."""

from datetime import date

from readiness.audit.actions import recording
from readiness.audit.events.handbook import (
    ClinicianReviewWithdrawn,
    ProtocolAcknowledged,
    ProtocolReviewed,
)
from readiness.foundation.errors import Conflict, InvalidInput
from readiness.foundation.temporal import current, record, withdraw
from readiness.foundation.words import gettext as _
from readiness.protocols.models import Acknowledgement, ProtocolReview
from readiness.protocols.queries import get_revision
from readiness.protocols.states import CLINICIAN, HOLDS, READY, State


def sign_that_it_holds(slug: str, number: int, today: date, actor: str) -> None:
    """An account has read the revision that is in use, and it still holds: its next review is counted from today."""
    with recording(actor) as opened:
        if get_revision(slug, number).state not in READY:
            raise Conflict(_("This revision is not in use. Look at the protocol again."))
        record(
            ProtocolReview, opened.change,
            slug=slug, number=number, kind=HOLDS, reviewer=actor, reviewed_on=today,
        )  # fmt: skip
        opened.note(
            ProtocolReviewed(slug, number=number, kind=HOLDS, reviewer=actor, reviewed_on=today.isoformat())
        )


def sign_for_clinician(
    slug: str, number: int, reviewer: str, reviewed_on: date | None, *, today: date, actor: str
) -> None:
    """A clinician read a revision; handbook pages say who and when, from the next edition on."""
    faults = []
    if len(reviewer.strip()) < 3 or len(reviewer) > 120:
        faults.append(_("reviewer: write the clinician's name and profession, in at most 120 characters."))
    if reviewed_on is None:
        faults.append(_("reviewed_on: write the day on which it was read."))
    elif reviewed_on > today:
        faults.append(_("reviewed_on: this day is still to come."))
    if faults or reviewed_on is None:
        raise InvalidInput(faults)
    get_revision(slug, number)
    with recording(actor) as opened:
        values = {"kind": CLINICIAN, "reviewer": reviewer.strip()}
        for before in _clinicians(slug, number):
            withdraw(before, opened.change)
        record(ProtocolReview, opened.change, slug=slug, number=number, reviewed_on=reviewed_on, **values)
        opened.note(ProtocolReviewed(slug, number=number, reviewed_on=reviewed_on.isoformat(), **values))


def withdraw_clinician(slug: str, number: int, reason: str, actor: str) -> None:
    """It was wrong that a clinician read a revision."""
    if not reason.strip():
        raise InvalidInput(_("reason: Write why, for those who look at this later."))
    with recording(actor) as opened:
        found = _clinicians(slug, number)
        if not found:
            raise Conflict(_("No clinician's review of this revision is known."))
        for review in found:
            withdraw(review, opened.change)
            opened.note(
                ClinicianReviewWithdrawn(slug, number=number, reviewer=review.reviewer, reason=reason.strip())
            )


def _clinicians(slug: str, number: int) -> list[ProtocolReview]:
    return list(
        ProtocolReview.select().where(
            (ProtocolReview.slug == slug)
            & (ProtocolReview.number == number)
            & (ProtocolReview.kind == CLINICIAN)
            & current(ProtocolReview)
        )
    )


def acknowledge(slug: str, number: int, account_id: int, today: date, actor: str) -> bool:
    """An account has read a revision; False where it said so today. Read again later, it is said again:
    whoever works at another place or as something else is to have read it since then.
    """
    if get_revision(slug, number).state != State.PUBLISHED:
        raise Conflict(_("This revision is not the published one any more. Look at the protocol again."))
    if _has_acknowledged(slug, number, account_id, today):
        return False
    with recording(actor) as opened:
        if _has_acknowledged(slug, number, account_id, today):
            raise Conflict(_("You said so already."))
        record(
            Acknowledgement, opened.change,
            slug=slug, number=number, account=account_id, acknowledged_on=today,
        )  # fmt: skip
        opened.note(ProtocolAcknowledged(slug, number=number))
    return True


def _has_acknowledged(slug: str, number: int, account_id: int, today: date) -> bool:
    return bool(
        Acknowledgement.select()
        .where(
            (Acknowledgement.slug == slug)
            & (Acknowledgement.number == number)
            & (Acknowledgement.account == account_id)
            & (Acknowledgement.acknowledged_on == today)
            & current(Acknowledgement)
        )
        .exists()
    )
