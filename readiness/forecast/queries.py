"""What is booked: seats in classes to come, and exercises that are planned."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from readiness.compliance.checks import HeldExercise
from readiness.compliance.record_facts import listed
from readiness.foundation.database import among, number_list, select
from readiness.foundation.temporal import NEVER


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody has a seat in a class to come."""

    person_id: int
    staff_number: str
    kind: str
    ends_at: datetime
    time_zone: str


def booked_seats(since: datetime) -> list[Seat]:
    """The seats of all classes to come; one statement."""
    rows = select(
        "SELECT p.id, p.staff_number, c.kind, c.ends_at, c.time_zone FROM enrolment e "
        "JOIN training_class c ON c.fact_id = e.training_class AND c.superseded_in = :never "
        "JOIN person p ON p.id = e.person_id WHERE e.superseded_in = :never AND e.state = 'enrolled' "
        "AND c.starts_at > :since AND NOT c.is_cancelled ORDER BY c.starts_at, p.id",
        never=NEVER,
        since=since,
    )
    return [Seat(*row) for row in rows]


def planned_exercises(first: date) -> dict[int, list[HeldExercise]]:
    """By site, the exercises that are planned from a day on, as if each were held on its day; one statement."""
    found: dict[int, list[HeldExercise]] = defaultdict(list)
    for site_id, planned_on, kind, topic, shift, is_announced, traits in select(
        "SELECT site_id, planned_on, kind, topic, shift, is_announced, traits FROM exercise "
        "WHERE superseded_in = :never AND held_on IS NULL AND not_held_why = '' AND planned_on >= :first "
        "ORDER BY site_id, planned_on, fact_id",
        never=NEVER,
        first=first,
    ):
        exercise = HeldExercise(planned_on, kind, topic, shift, bool(is_announced), frozenset(listed(traits)))
        found[site_id].append(exercise)
    return found


def codes_of(person_ids: Collection[int], site_ids: Collection[int], from_on: date) -> Sequence[str]:
    """The codes of some sites, and of those at which some people work on a day or later."""
    rows = select(
        f"SELECT code FROM site WHERE superseded_in = :never AND ({among('id', 'sites')} OR id IN ("
        f"SELECT site_id FROM membership WHERE superseded_in = :never AND until_on >= :from_on AND "
        f"{among('person_id', 'people')})) ORDER BY code",
        never=NEVER,
        from_on=from_on,
        sites=number_list(sorted(site_ids)),
        people=number_list(sorted(person_ids)),
    )
    return [code for (code,) in rows]
