"""What may be done with what people learned: writing it down, confirming it, withdrawing it."""

from dataclasses import dataclass
from datetime import date

from readiness.audit.actions import recording
from readiness.audit.events.evidence import LearningRecorded, LearningWithdrawn
from readiness.evidence.actions import Desk
from readiness.evidence.keeping import Kept, file_row
from readiness.evidence.learning_queries import find_same_activity, get_activity
from readiness.evidence.models import LearningActivity
from readiness.foundation.errors import Conflict, NotAllowed
from readiness.foundation.temporal import record, supersede
from readiness.foundation.temporal import withdraw as withdraw_fact
from readiness.foundation.words import gettext as _
from readiness.people.models import Person
from readiness.people.typed import Typed

MOST_MINUTES = 24 * 60 * 7


@dataclass(frozen=True, slots=True)
class Activity:
    """What someone learned, as it is typed. `minutes` None: nothing was written."""

    done_on: date | None
    minutes: int | None
    title: str = ""
    topic: str = ""


def write_down(person: Person, typed_in: Activity, kept: Kept | None, desk: Desk, *, is_own: bool) -> int:
    """Write down what someone learned; what they write themselves needs a proof, and counts once it is confirmed.

    Raises InvalidInput naming every fault, Conflict where it is there already.
    """
    values = _checked(typed_in, kept, desk, is_own=is_own)
    with recording(desk.actor) as opened:
        if find_same_activity(person.id, typed_in.done_on, values["title"]):
            raise Conflict(_("title: This is written down already, for the same day."))
        row = record(
            LearningActivity,
            opened.change,
            person=person,
            done_on=typed_in.done_on,
            minutes=typed_in.minutes,
            file=file_row(kept, person.id) if kept is not None else None,
            entered_by=desk.actor,
            confirmed_by="" if is_own else desk.actor,
            **values,
        )
        opened.note(_recorded(row))
    return row.fact_id


def _checked(typed_in: Activity, kept: Kept | None, desk: Desk, *, is_own: bool) -> dict[str, str]:
    typed = Typed()
    values = {
        "title": typed.text("title", typed_in.title, missing=_("Write what it was.")),
        "topic": typed.text("topic", typed_in.topic, longest=80),
    }
    if typed_in.done_on is None:
        typed.fault("done_on", _("Write the day on which it was done."))
    elif typed_in.done_on > desk.today:
        typed.fault("done_on", _("This day is still to come. It is written down once it is done."))
    if typed_in.minutes is None or not 1 <= typed_in.minutes <= MOST_MINUTES:
        typed.fault("hours", _("Write for how many hours, such as 1.5."))
    if is_own and kept is None:
        typed.fault("file", _("Take a picture of the confirmation, or choose a file."))
    typed.check()
    return values


def confirm(activity_id: int, version: int, desk: Desk) -> None:
    """Say that it is right: from now on it counts. Nobody confirms their own."""
    with recording(desk.actor) as opened:
        row = _as_seen(activity_id, version)
        if row.person.id == desk.person_id:
            raise NotAllowed(_("Somebody else has to look at your own. Ask a colleague in HR."))
        if row.confirmed_by:
            raise Conflict(_("It is confirmed already."))
        opened.note(_recorded(supersede(row, opened.change, confirmed_by=desk.actor)))


def withdraw(activity_id: int, version: int, reason: str, desk: Desk) -> None:
    """Say that it never was; it stays known that it was held true until now."""
    typed = Typed()
    reason = typed.reason(reason)
    typed.check()
    with recording(desk.actor) as opened:
        row = _as_seen(activity_id, version)
        withdraw_fact(row, opened.change)
        opened.note(LearningWithdrawn(row.person.staff_number, activity=row.fact_id, reason=reason))


def _as_seen(activity_id: int, version: int) -> LearningActivity:
    row = get_activity(activity_id)
    if row.id != version:
        raise Conflict(_("Something was done with it meanwhile. Look at it again, then repeat what you did."))
    return row


def _recorded(row: LearningActivity) -> LearningRecorded:
    return LearningRecorded(
        row.person.staff_number,
        activity=row.fact_id,
        done_on=row.done_on.isoformat(),
        minutes=row.minutes,
        topic=row.topic,
        is_confirmed=bool(row.confirmed_by),
    )
