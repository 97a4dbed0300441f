"""Reads of classes: one of them, how many seats are free, who is in, who waits, who was there."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from readiness.accounts.models import Account
from readiness.classes.models import ClassAttendance, Enrolment, TrainingClass
from readiness.foundation.database import among, number_list, select
from readiness.foundation.errors import NotFound
from readiness.foundation.temporal import NEVER, Fact, Knowledge, current, known, known_sql
from readiness.foundation.words import gettext as _
from readiness.people.models import Person, Site
from readiness.people.reach import Reach, within_reach


def get_class(number: int, knowledge: Knowledge | None = None) -> TrainingClass:
    """What we hold true of a class, or held true by some knowledge, by its number (`fact_id`); raises NotFound."""
    found: TrainingClass | None = (
        TrainingClass.select(TrainingClass, Site)
        .left_outer_join(Site)
        .where((TrainingClass.fact_id == number) & _holds(TrainingClass, knowledge))
        .first()
    )
    if found is None:
        raise NotFound(_("Check the address, or go back to the start."), title=_("There is no such page."))
    return found


def _holds(model: type[Fact], knowledge: Knowledge | None) -> Any:
    return current(model) if knowledge is None else known(model, knowledge)


@dataclass(frozen=True, slots=True)
class Seats:
    """How full a class is."""

    seat_count: int
    enrolled_count: int
    waiting_count: int
    invited_count: int = 0

    @property
    def free_count(self) -> int:
        return max(0, self.seat_count - self.enrolled_count)


_COUNTED = (
    "sum(CASE WHEN e.state = 'enrolled' THEN 1 ELSE 0 END), sum(CASE WHEN e.state = 'waiting' THEN 1 ELSE 0 END), "
    "sum(CASE WHEN e.state = 'invited' THEN 1 ELSE 0 END)"
)


def seats_of(training_class: TrainingClass) -> Seats:
    """How full one class is."""
    rows = select(
        f"SELECT {_COUNTED} FROM enrolment e WHERE e.training_class = :number AND e.superseded_in = :never",
        number=training_class.fact_id,
        never=NEVER,
    )
    enrolled, waiting, invited = next(rows)
    return Seats(training_class.seat_count, int(enrolled or 0), int(waiting or 0), int(invited or 0))


@dataclass(frozen=True, slots=True)
class OpenSeats:
    """Seats that somebody can be given: in which class, when and where, for how much each.

    `promised_count`: so many are invited or wait; signing up is over at `cut_off_at`.
    """

    training_class: int
    kind: str
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    site_id: int | None
    language: str
    free_count: int
    seat_cost: int
    currency: str
    promised_count: int = 0
    cut_off_at: datetime | None = None


def open_seats(kind: str, between: tuple[datetime, datetime]) -> list[OpenSeats]:
    """The classes of a kind with a free seat that begin between two instants, by when; one statement."""
    return [each for each in all_seats(kind, between) if each.free_count > 0]


def all_seats(kind: str, between: tuple[datetime, datetime]) -> list[OpenSeats]:
    """How full classes of a kind are that begin between two instants, by when; one statement.

    Classes that are cancelled or closed are left out. `seat_cost` is in hundredths of the currency.
    """
    rows = select(
        "SELECT c.fact_id, c.kind, c.starts_at, c.ends_at, c.time_zone, c.site_id, c.language, c.seat_count - "
        "(SELECT count(*) FROM enrolment e WHERE e.training_class = c.fact_id AND e.superseded_in = :never "
        "AND e.state = 'enrolled') AS free, c.seat_cost, c.currency, "
        "(SELECT count(*) FROM enrolment w WHERE w.training_class = c.fact_id AND w.superseded_in = :never "
        "AND w.state IN ('invited', 'waiting')), c.cut_off_at FROM training_class c "
        "WHERE c.kind = :kind AND c.superseded_in = :never AND c.starts_at >= :since AND c.starts_at < :until "
        "AND NOT c.is_cancelled AND NOT c.is_closed ORDER BY c.starts_at, c.fact_id",
        kind=kind,
        never=NEVER,
        since=between[0],
        until=between[1],
    )
    return [OpenSeats(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Participant:
    """Someone and a class: how they stand, and whether they were there. `attendance` None: nothing is noted."""

    person_id: int
    staff_number: str
    name: str
    email: str
    state: str
    asked_at: datetime
    asked_by: str
    attendance: ClassAttendance | None


def participants(
    number: int, reach: Reach | None = None, knowledge: Knowledge | None = None
) -> list[Participant]:
    """Everyone who is in a class, waits for it or is invited, in the order in which they asked; two statements."""
    wanted, values = ["e.training_class = :number"], {"never": NEVER}
    if knowledge is None:
        wanted.append("e.superseded_in = :never")
    else:
        wanted.append(known_sql("e"))
        values["known"] = knowledge.number
    if reach is not None:
        wanted += within_reach(reach, "e.person_id")
        values |= reach.values()
    rows = select(
        "SELECT p.id, p.staff_number, p.given_name, p.family_name, p.email, e.state, e.asked_at, e.asked_by "
        f"FROM enrolment e JOIN person p ON p.id = e.person_id WHERE {' AND '.join(wanted)} "
        "AND e.state IN ('enrolled', 'waiting', 'invited') ORDER BY e.asked_at, e.fact_id",
        number=number,
        **values,
    )
    noted = attendances(number, knowledge)
    return [
        Participant(
            person_id,
            staff,
            f"{given} {family}".strip() or staff,
            email,
            state,
            asked_at,
            by,
            noted.get(person_id),
        )
        for person_id, staff, given, family, email, state, asked_at, by in rows
    ]


def attendances(number: int, knowledge: Knowledge | None = None) -> dict[int, ClassAttendance]:
    """What is noted of who was at a class, by the person's number."""
    rows = ClassAttendance.select().where(
        (ClassAttendance.training_class == number) & _holds(ClassAttendance, knowledge)
    )
    return {row.person_id: row for row in rows}


def find_enrolment(number: int, person_id: int) -> Enrolment | None:
    """How someone stands to a class, gone again or not; None where they never asked."""
    found: Enrolment | None = Enrolment.get_or_none(
        (Enrolment.training_class == number) & (Enrolment.person == person_id) & current(Enrolment)
    )
    return found


def enrolments_in(number: int, *states: str) -> list[Enrolment]:
    """Those who stand to a class in one of the ways, with the people, in the order in which they asked."""
    return list(
        Enrolment.select(Enrolment, Person)
        .join(Person)
        .where((Enrolment.training_class == number) & Enrolment.state.in_(states) & current(Enrolment))
        .order_by(Enrolment.asked_at, Enrolment.fact_id)
    )


def seats_of_many(numbers: Collection[int]) -> dict[int, tuple[int, int, int]]:
    """How many are enrolled in, wait for and are invited to each class of which anybody is; one statement."""
    rows = select(
        f"SELECT e.training_class, {_COUNTED} FROM enrolment e WHERE e.superseded_in = :never "
        f"AND {among('e.training_class', 'numbers')} GROUP BY e.training_class",
        never=NEVER,
        numbers=number_list(sorted(numbers)),
    )
    return {
        number: (int(enrolled), int(waiting), int(invited)) for number, enrolled, waiting, invited in rows
    }


def people_numbered(numbers: Iterable[str], reach: Reach) -> dict[str, Person]:
    """Those with these staff numbers, within a reach, by their numbers; one statement."""
    wanted = {f"n_{place}": number for place, number in enumerate(sorted(set(numbers)))}
    if not wanted:
        return {}
    conditions = ["p.superseded_in = :never", f"p.staff_number IN ({', '.join(f':{n}' for n in wanted)})"]
    values: dict[str, Any] = {**wanted, **reach.values(), "never": NEVER}
    sql = f"SELECT p.id FROM person p WHERE {' AND '.join([*conditions, *within_reach(reach, 'p.id')])}"
    ids = [row[0] for row in select(sql, **values)]
    return {row.staff_number: row for row in Person.select().where(Person.id.in_(ids))}


def person_within(person_id: int, reach: Reach) -> Person | None:
    """Someone by the number of ours; None where they are not within a reach."""
    wanted = " AND ".join(["p.id = :person", "p.superseded_in = :never", *within_reach(reach, "p.id")])
    values: dict[str, Any] = {**reach.values(), "never": NEVER}
    rows = select(f"SELECT p.id FROM person p WHERE {wanted}", person=person_id, **values)
    return next((Person.get_by_id(number) for (number,) in rows), None)


def to_remind(now: datetime, within: timedelta) -> list[TrainingClass]:
    """The classes that begin within some time, and are held."""
    return list(
        TrainingClass.select(TrainingClass, Site)
        .left_outer_join(Site)
        .where(
            (TrainingClass.starts_at > now)
            & (TrainingClass.starts_at <= now + within)
            & ~TrainingClass.is_cancelled
            & current(TrainingClass)
        )
        .order_by(TrainingClass.starts_at)
    )


def to_close(now: datetime, after: timedelta) -> list[TrainingClass]:
    """The classes that ended some time ago and are not settled, of which somebody was seen there."""
    seen = ClassAttendance.select(ClassAttendance.training_class).where(
        (ClassAttendance.state == "there") & current(ClassAttendance)
    )
    return list(
        TrainingClass.select()
        .where(
            (TrainingClass.ends_at <= now - after)
            & ~TrainingClass.is_cancelled
            & ~TrainingClass.is_closed
            & TrainingClass.fact_id.in_(seen)
            & current(TrainingClass)
        )
        .order_by(TrainingClass.ends_at)
    )


def trainers() -> list[tuple[int, str]]:
    """The accounts that can be named as the trainer of a class, by name: those that may sign in."""
    rows = Account.select().where(Account.disabled_at.is_null()).order_by(Account.name_key, Account.id)
    return [(row.id, row.name) for row in rows.limit(500)]
