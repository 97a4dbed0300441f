"""Reads for plans of training: classes with seats, who stands to them, shifts, languages; plans as they were made."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from readiness.classes.models import TrainingClass
from readiness.classes.queries import OpenSeats, all_seats
from readiness.compliance.days.spells import Spell
from readiness.foundation.database import among, as_json, number_list, select
from readiness.foundation.errors import NotFound
from readiness.foundation.temporal import NEVER, current
from readiness.foundation.words import gettext as _
from readiness.people.models import Person, Site
from readiness.training.models import TrainingPlan, TrainingPlanSeat


def classes_to_come(kinds: Collection[str], since: datetime, until: datetime) -> list[OpenSeats]:
    """The classes of these kinds that begin between two instants, full or not; a statement for each kind."""
    return [seats for kind in sorted(kinds) for seats in all_seats(kind, (since, until))]


@dataclass(frozen=True, slots=True)
class Attached:
    """Someone stands to a class that is still to come, in whatever way: in it, invited, waiting, or gone again."""

    person_id: int
    training_class: int
    kind: str
    state: str
    starts_at: datetime
    ends_at: datetime
    time_zone: str


def attached(since: datetime) -> dict[int, list[Attached]]:
    """By person, every class to come to which they stand in some way; one statement."""
    found: dict[int, list[Attached]] = defaultdict(list)
    rows = select(
        "SELECT e.person_id, c.fact_id, c.kind, e.state, c.starts_at, c.ends_at, c.time_zone FROM enrolment e "
        "JOIN training_class c ON c.fact_id = e.training_class AND c.superseded_in = :never "
        "WHERE e.superseded_in = :never AND c.starts_at > :since AND NOT c.is_cancelled ORDER BY e.fact_id",
        never=NEVER,
        since=since,
    )
    for row in rows:
        found[row[0]].append(Attached(*row))
    return found


@dataclass(frozen=True, slots=True)
class Shift:
    """Someone is on duty at a site on a weekday, in minutes after midnight there, on the days of a rota."""

    person_id: int
    site_id: int
    weekday: int
    from_minute: int
    until_minute: int
    from_on: date
    until_on: date


def shifts(first: date, last: date) -> list[Shift]:
    """Every weekly shift that there is on any of the days; one statement."""
    rows = select(
        "SELECT s.person_id, s.site_id, s.weekday, s.from_minute, s.until_minute, s.from_on, s.until_on "
        "FROM duty_shift s WHERE s.superseded_in = :never AND s.from_on <= :last_on AND s.until_on >= :first_on "
        "ORDER BY s.site_id, s.person_id, s.fact_id",
        never=NEVER,
        first_on=first,
        last_on=last,
    )
    return [Shift(*row) for row in rows]


def on_duty_at(site_ids: Collection[int], days: Spell) -> frozenset[int]:
    """Everyone who has a shift at one of the sites on any of the days."""
    return frozenset(
        each.person_id
        for each in (shifts(days.from_on, days.until_on) if site_ids else ())
        if each.site_id in site_ids
    )


def absences(first: date, last: date) -> dict[int, list[Spell]]:
    """By person, when they are not on duty though they are not on leave; one statement."""
    found: dict[int, list[Spell]] = defaultdict(list)
    for person_id, from_on, until_on in select(
        "SELECT d.person_id, d.from_on, d.until_on FROM duty_absence d WHERE d.superseded_in = :never "
        "AND d.from_on <= :last_on AND d.until_on >= :first_on ORDER BY d.person_id, d.fact_id",
        never=NEVER,
        first_on=first,
        last_on=last,
    ):
        found[person_id].append(Spell(from_on, until_on))
    return found


def languages_of(person_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The languages that are recorded of people; one statement."""
    rows = select(
        f"SELECT p.id, p.languages FROM person p WHERE {among('p.id', 'people')}",
        people=number_list(list(person_ids)),
    )
    return {person_id: tuple(as_json(languages) or ()) for person_id, languages in rows}


def staff_numbers(person_ids: Sequence[int]) -> dict[int, str]:
    """The staff numbers of people; one statement."""
    rows = select(
        f"SELECT p.id, p.staff_number FROM person p WHERE {among('p.id', 'people')}",
        people=number_list(list(person_ids)),
    )
    return dict(rows)


def get_plan(plan_id: int) -> TrainingPlan:
    """A plan by its number; raises NotFound."""
    found: TrainingPlan | None = TrainingPlan.get_or_none(TrainingPlan.id == plan_id)
    if found is None:
        raise NotFound(_("There is no plan with this number."))
    return found


def plans() -> list[TrainingPlan]:
    """The latest plans, the newest first."""
    return list(TrainingPlan.select().order_by(TrainingPlan.id.desc()).limit(20))


def classes_of(numbers: Collection[int]) -> dict[int, TrainingClass]:
    """Some classes as they are now, with their sites, by number."""
    rows = (
        TrainingClass.select(TrainingClass, Site)
        .left_outer_join(Site)
        .where(TrainingClass.fact_id.in_(sorted(numbers)) & current(TrainingClass))
    )
    return {row.fact_id: row for row in rows}


def employed_count(day: date) -> int:
    """How many people work here on a day, roughly: whoever has two employments counts twice."""
    rows = select(
        "SELECT count(*) FROM employment e WHERE e.superseded_in = :never AND e.from_on <= :day AND e.until_on >= :day",
        never=NEVER,
        day=day,
    )
    return int(next(rows)[0])


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat of a plan with whom it is for, as its page shows it."""

    row: TrainingPlanSeat
    person: Person

    @property
    def name(self) -> str:
        full = f"{self.person.given_name} {self.person.family_name}".strip()
        return full or str(self.person.staff_number)


def seats_of_plan(plan_id: int) -> list[Seat]:
    """The seats of a plan with the people, by class and staff number."""
    rows = (
        TrainingPlanSeat.select(TrainingPlanSeat, Person)
        .join(Person)
        .where(TrainingPlanSeat.plan == plan_id)
        .order_by(TrainingPlanSeat.held_on, TrainingPlanSeat.training_class, Person.staff_number)
    )
    return [Seat(row, row.person) for row in rows]


def states_of(classes: Collection[int]) -> Mapping[tuple[int, int], str]:
    """How people stand now to some classes, by class and person; one statement."""
    rows = select(
        "SELECT e.training_class, e.person_id, e.state FROM enrolment e WHERE e.superseded_in = :never "
        f"AND {among('e.training_class', 'classes')}",
        never=NEVER,
        classes=number_list(sorted(classes)),
    )
    return {(training_class, person_id): state for training_class, person_id, state in rows}
