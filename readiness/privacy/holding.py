"""Holds: nothing of somebody is removed or erased while one stands."""

from datetime import date, datetime

from readiness.audit.actions import recording
from readiness.audit.events.privacy import HoldPlaced, HoldReleased
from readiness.foundation.errors import Conflict, InvalidInput
from readiness.foundation.words import gettext as _
from readiness.people.queries import get_person_by_id
from readiness.privacy.models import PrivacyHold


def holds_on(person_id: int, today: date) -> list[PrivacyHold]:
    """The holds that stand on somebody."""
    return list(PrivacyHold.select().where((PrivacyHold.person == person_id) & standing(today)))


def standing(today: date) -> object:
    """The condition that a hold stands."""
    return PrivacyHold.released_at.is_null() & (
        PrivacyHold.until_on.is_null() | (PrivacyHold.until_on >= today)
    )


def standing_holds(today: date) -> list[PrivacyHold]:
    """Every hold that stands, the oldest first."""
    return list(PrivacyHold.select().where(standing(today)).order_by(PrivacyHold.id))


def place_hold(person_id: int, reason: str, until_on: date | None, actor: str, now: datetime) -> None:
    """Keep everything of somebody, until a day or until it is released."""
    person = get_person_by_id(person_id)
    if not reason.strip():
        raise InvalidInput(_("reason: Say why it must be kept: which claim, which inquiry."))
    with recording(actor) as opened:
        PrivacyHold.create(
            person=person, reason=reason.strip(), until_on=until_on, placed_by=actor, placed_at=now
        )
        opened.note(
            HoldPlaced(person.staff_number, until_on=until_on.isoformat() if until_on else "", reason=reason)
        )


def release_hold(hold_id: int, person_id: int, actor: str, now: datetime) -> None:
    """Let go of what was held; raises Conflict where it was let go already."""
    person = get_person_by_id(person_id)
    with recording(actor) as opened:
        released = (
            PrivacyHold.update(released_by=actor, released_at=now)
            .where(
                (PrivacyHold.id == hold_id)
                & (PrivacyHold.person == person_id)
                & PrivacyHold.released_at.is_null()
            )
            .execute()
        )
        if released != 1:
            raise Conflict(_("The hold was released already."))
        opened.note(HoldReleased(person.staff_number, hold=hold_id))
