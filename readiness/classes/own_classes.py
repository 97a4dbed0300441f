"""Classes as one person sees them: what they are in or wait for, and what they may ask for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from readiness.classes.models import ClassAttendance, Enrolment, TrainingClass
from readiness.classes.queries import Seats, find_enrolment, seats_of_many
from readiness.classes.states import ENROLLED, INVITED, LEFT, WAITING
from readiness.foundation.database import among, number_list, select
from readiness.foundation.temporal import NEVER, current
from readiness.people.models import Site


@dataclass(frozen=True, slots=True)
class OwnClass:
    """A class as one person sees it: how they stand to it ('' not at all), and how full it is."""

    training_class: TrainingClass
    seats: Seats
    state: str
    place_in_line: int
    attendance: ClassAttendance | None


def classes_for(person_id: int, since: datetime, *, is_own: bool) -> list[OwnClass]:
    """The classes that somebody has to do with, that end after an instant; else those that they may ask for.

    A constant number of statements whatever their number.
    """
    mine = {
        row.training_class: row
        for row in Enrolment.select().where((Enrolment.person == person_id) & current(Enrolment))
        if row.state in (ENROLLED, WAITING, INVITED)
    }
    wanted = (
        (TrainingClass.fact_id.in_(list(mine)))
        if is_own
        else (
            TrainingClass.is_open
            & ~TrainingClass.is_cancelled
            & (TrainingClass.fact_id.not_in(list(mine)) if mine else True)
        )
    )
    rows = list(
        TrainingClass.select(TrainingClass, Site)
        .left_outer_join(Site)
        .where(wanted & (TrainingClass.ends_at > since) & current(TrainingClass))
        .order_by(TrainingClass.starts_at, TrainingClass.fact_id)
        .limit(200)
    )
    return _as_own(rows, mine, person_id)


def own_class(training_class: TrainingClass, person_id: int) -> OwnClass:
    """One class as one person sees it."""
    known = find_enrolment(training_class.fact_id, person_id)
    mine = {known.training_class: known} if known is not None and known.state != LEFT else {}
    return _as_own([training_class], mine, person_id)[0]


def _as_own(rows: list[TrainingClass], mine: dict[int, Enrolment], person_id: int) -> list[OwnClass]:
    numbers = [row.fact_id for row in rows]
    full, waiting = seats_of_many(numbers), _waiting_in_line(numbers)
    noted = {
        row.training_class: row
        for row in ClassAttendance.select().where(
            (ClassAttendance.person == person_id) & current(ClassAttendance)
        )
    }
    return [
        OwnClass(
            row,
            Seats(row.seat_count, *full.get(row.fact_id, (0, 0, 0))),
            mine[row.fact_id].state if row.fact_id in mine else "",
            waiting.get(row.fact_id, []).index(person_id) + 1
            if person_id in waiting.get(row.fact_id, [])
            else 0,
            noted.get(row.fact_id),
        )
        for row in rows
    ]


def _waiting_in_line(numbers: Collection[int]) -> dict[int, list[int]]:
    rows = select(
        "SELECT e.training_class, e.person_id FROM enrolment e WHERE e.superseded_in = :never "
        f"AND e.state = 'waiting' AND {among('e.training_class', 'numbers')} ORDER BY e.asked_at, e.fact_id",
        never=NEVER,
        numbers=number_list(sorted(numbers)),
    )
    found: dict[int, list[int]] = {}
    for number, person_id in rows:
        found.setdefault(number, []).append(person_id)
    return found
