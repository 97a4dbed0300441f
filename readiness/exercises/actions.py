"""What may be done with exercises: planning one, and saying that it was held."""

from dataclasses import dataclass
from datetime import date

from drills.library import load_library
from drills.scenario import Scenario
from readiness.audit.actions import Recording, recording
from readiness.audit.events import ExerciseHeld, ExercisePlanned
from readiness.exercises.models import Exercise
from readiness.exercises.queries import get_exercise
from readiness.foundation.errors import Conflict, InvalidInput, NotFound
from readiness.foundation.temporal import record, supersede
from readiness.foundation.text import nearest
from readiness.people.models import Site
from readiness.people.queries import get_site


@dataclass(frozen=True, slots=True)
class Practised:
    """What an exercise practises as laws name it, on which shift, and how it is held."""

    topic: str = ""
    shift: str = ""
    traits: tuple[str, ...] = ()


NOTHING_SAID = Practised()


def plan_exercise(
    site_code: str,
    scenario_id: str,
    planned_on: date,
    actor: str,
    *,
    is_announced: bool = True,
    practised: Practised = NOTHING_SAID,
) -> int:
    """Plan an exercise from the library at a site; gives its number.

    Raises InvalidInput where the scenario does not allow its day to be kept back.
    """
    site, scenario = get_site(site_code), get_scenario(scenario_id)
    if not is_announced and not scenario.safety.may_be_unannounced:
        raise InvalidInput("is_announced: This scenario is always announced: people must be able to prepare.")
    with recording(actor) as opened:
        return write_plan(site, scenario, planned_on, opened, is_announced=is_announced, practised=practised)


def write_plan(
    site: Site,
    scenario: Scenario,
    planned_on: date,
    opened: Recording,
    *,
    is_announced: bool = True,
    practised: Practised = NOTHING_SAID,
) -> int:
    """Plan an exercise within a change that is open; gives its number."""
    exercise = record(
        Exercise,
        opened.change,
        site=site,
        kind=scenario.kind,
        scenario=scenario.id,
        planned_on=planned_on,
        held_on=None,
        is_announced=is_announced,
        topic=practised.topic,
        shift=practised.shift,
        traits=list(practised.traits),
    )
    opened.note(
        ExercisePlanned(
            site.code,
            exercise=exercise.fact_id,
            scenario=scenario.id,
            kind=scenario.kind,
            planned_on=planned_on.isoformat(),
        )
    )
    return exercise.fact_id


def hold_exercise(
    exercise_id: int, held_on: date, today: date, actor: str, *, participant_count: int | None = None
) -> None:
    """Say that a planned exercise was held on a day; raises InvalidInput for a day to come."""
    exercise = get_exercise(exercise_id)
    if held_on > today:
        raise InvalidInput("An exercise is recorded as held once it was held; that day is still to come.")
    if exercise.held_on is not None:
        raise Conflict(f"Exercise {exercise_id} was held on {exercise.held_on} already.")
    if exercise.not_held_why:
        raise Conflict(f"Exercise {exercise_id} was not held: {exercise.not_held_why}")
    with recording(actor) as opened:
        write_held(exercise, held_on, opened, participant_count=participant_count)


def write_held(
    exercise: Exercise, held_on: date, opened: Recording, *, participant_count: int | None = None
) -> None:
    """Say that an exercise was held, within a change that is open."""
    supersede(exercise, opened.change, held_on=held_on, participant_count=participant_count, not_held_why="")
    opened.note(
        ExerciseHeld(
            exercise.site.code,
            exercise=exercise.fact_id,
            scenario=exercise.scenario,
            kind=exercise.kind,
            held_on=held_on.isoformat(),
        )
    )


def get_scenario(scenario_id: str) -> Scenario:
    """A scenario of the library; raises NotFound naming one that is alike."""
    library = load_library()
    if scenario_id not in library:
        near = nearest(scenario_id, library)
        hint = f" Did you mean '{near}'?" if near else f" There are: {', '.join(library)}."
        raise NotFound(f"There is no scenario '{scenario_id}'.{hint}")
    return library[scenario_id]
