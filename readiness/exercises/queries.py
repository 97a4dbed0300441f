"""Reads of exercises."""

from collections.abc import Collection, Sequence

from readiness.exercises.models import Exercise
from readiness.foundation.errors import InvalidInput, NotFound
from readiness.foundation.temporal import current
from readiness.foundation.words import gettext as _
from readiness.people.models import Person, Site
from readiness.people.queries import find_person


def get_exercise(exercise_id: int) -> Exercise:
    """What we hold true of an exercise, by its number (`fact_id`); raises NotFound."""
    exercise: Exercise | None = (
        Exercise.select(Exercise, Site)
        .join(Site)
        .where((Exercise.fact_id == exercise_id) & current(Exercise))
        .first()
    )
    if exercise is None:
        raise NotFound(f"There is no exercise with the number {exercise_id}.")
    return exercise


def exercises_at(site_code: str | None = None) -> list[Exercise]:
    """All exercises, or those of one site, in the order of their planned days."""
    rows = Exercise.select(Exercise, Site).join(Site).where(current(Exercise))
    if site_code is not None:
        rows = rows.where(Site.code == site_code)
    return list(rows.order_by(Exercise.planned_on, Exercise.fact_id))


def exercises_numbered(numbers: Collection[int]) -> dict[int, Exercise]:
    """What we hold true of some exercises, by their numbers; those that are none are left out."""
    if not numbers:
        return {}
    rows = (
        Exercise.select(Exercise, Site)
        .join(Site)
        .where(Exercise.fact_id.in_(list(numbers)) & current(Exercise))
    )
    return {row.fact_id: row for row in rows}


def people_named(staff_numbers: Sequence[str]) -> list[Person]:
    """Those with these staff numbers, each once; raises InvalidInput naming every number that is nobody's."""
    found = {number: find_person(number) for number in dict.fromkeys(staff_numbers)}
    faults = [
        _("people: There is nobody with the staff number ‘%(number)s’.", number=number)
        for number, person in found.items()
        if person is None
    ]
    if faults or not found:
        raise InvalidInput(faults or [_("people: Write at least one staff number.")])
    return [person for person in found.values() if person]
