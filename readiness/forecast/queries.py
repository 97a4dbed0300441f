"""What is booked: seats in classes to come, invitations to them, and exercises that are planned."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from readiness.compliance.days.records import HeldExercise
from readiness.compliance.facts.exercises import listed
from readiness.foundation.database import among, number_list, select
from readiness.foundation.temporal import Knowledge, known_sql


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody has a seat in a class to come, or is invited to one and has not answered."""

    person_id: int
    staff_number: str
    kind: str
    ends_at: datetime
    time_zone: str
    state: str


def seats_and_invitations(since: datetime, known: Knowledge) -> list[Seat]:
    """Who has a seat or is invited in all classes that began later, as it was known; one statement."""
    rows = select(
        "SELECT p.id, p.staff_number, c.kind, c.ends_at, c.time_zone, e.state FROM enrolment e "
        f"JOIN training_class c ON c.fact_id = e.training_class AND {known_sql('c')} "
        f"JOIN person p ON p.id = e.person_id WHERE {known_sql('e')} AND e.state IN ('enrolled', 'invited') "
        "AND c.starts_at > :since AND NOT c.is_cancelled ORDER BY c.starts_at, p.id",
        known=known.number,
        since=since,
    )
    return [Seat(*row) for row in rows]


def planned_exercises(first: date, known: Knowledge) -> dict[int, list[HeldExercise]]:
    """By site, the exercises that were known to be planned from a day on, as if held on their day; one statement."""
    found: dict[int, list[HeldExercise]] = defaultdict(list)
    for site_id, planned_on, kind, topic, shift, is_announced, traits in select(
        "SELECT site_id, planned_on, kind, topic, shift, is_announced, traits FROM exercise x "
        f"WHERE {known_sql('x')} AND held_on IS NULL AND not_held_why = '' AND planned_on >= :first "
        "ORDER BY site_id, planned_on, fact_id",
        known=known.number,
        first=first,
    ):
        exercise = HeldExercise(planned_on, kind, topic, shift, bool(is_announced), frozenset(listed(traits)))
        found[site_id].append(exercise)
    return found


def codes_of(
    person_ids: Collection[int], site_ids: Collection[int], from_on: date, known: Knowledge
) -> Sequence[str]:
    """The codes of some sites, and of those at which some people were known to work on a day or later."""
    rows = select(
        f"SELECT code FROM site s WHERE {known_sql('s')} AND ({among('id', 'sites')} OR id IN ("
        f"SELECT site_id FROM membership m WHERE {known_sql('m')} AND until_on >= :from_on AND "
        f"{among('person_id', 'people')})) ORDER BY code",
        known=known.number,
        from_on=from_on,
        sites=number_list(sorted(site_ids)),
        people=number_list(sorted(person_ids)),
    )
    return [code for (code,) in rows]
