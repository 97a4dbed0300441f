"""What follows from an exercise until the weakness is gone: actions given, done and closed, training that was had."""

from dataclasses import dataclass
from datetime import date

from drills.evaluation import REVISION
from readiness.audit.actions import Recording, recording
from readiness.audit.events.exercises import CorrectiveActionChanged, TrainingNeedChanged
from readiness.exercises.chasing import ACTION, NEED, stop_chasing
from readiness.exercises.models import CorrectiveAction, Exercise, ExerciseResult, TrainingNeed
from readiness.exercises.queries import exercises_numbered, get_exercise
from readiness.exercises.signing import CLOSED, DONE, OPEN
from readiness.foundation.errors import Conflict, InvalidInput, NotFound
from readiness.foundation.temporal import current, supersede
from readiness.foundation.words import gettext as _

GOOD = ("P", "S")
"""Ratings that show that a weakness is gone."""


@dataclass(frozen=True, slots=True)
class Effect:
    """A later exercise in which the same objective was rated."""

    exercise: Exercise
    rating: str
    is_good: bool


def get_action(action_id: int) -> CorrectiveAction:
    """A corrective action by its number; raises NotFound."""
    found: CorrectiveAction | None = CorrectiveAction.get_or_none(
        (CorrectiveAction.fact_id == action_id) & current(CorrectiveAction)
    )
    if found is None:
        raise NotFound(_("There is no corrective action with this number."))
    return found


def actions_of(exercise_id: int) -> list[CorrectiveAction]:
    """What an exercise opened."""
    rows = CorrectiveAction.select().where(
        (CorrectiveAction.exercise == exercise_id) & current(CorrectiveAction)
    )
    return list(rows.order_by(CorrectiveAction.fact_id))


def needs_of(exercise_id: int) -> list[TrainingNeed]:
    """The training that an exercise asks for."""
    rows = TrainingNeed.select().where((TrainingNeed.exercise == exercise_id) & current(TrainingNeed))
    return list(rows.order_by(TrainingNeed.fact_id))


def effects_of(action: CorrectiveAction) -> list[Effect]:
    """Exercises held after the one that opened an action, and signed, that rated its objective; the latest first.

    Where the action is of one critical task, it is that task's rating that counts. What was put right at one site
    shows nothing of another, with other people in other rooms: a corrective action needs an exercise at its own site.
    A page of the handbook is the same everywhere, so that an exercise anywhere shows whether its revision helped.
    """
    origin = get_exercise(action.exercise)
    rows = ExerciseResult.select().where(
        (ExerciseResult.objective_key == action.objective_key)
        & (ExerciseResult.task == action.task)
        & (ExerciseResult.exercise != action.exercise)
        & (ExerciseResult.rating != "")
        & current(ExerciseResult)
    )
    ratings = {row.exercise: row.rating for row in rows}
    later = [
        Effect(each, ratings[number], ratings[number] in GOOD)
        for number, each in exercises_numbered(set(ratings)).items()
        if (action.kind == REVISION or each.site == origin.site) and _is_after(each, origin, action)
    ]
    return sorted(later, key=lambda effect: (effect.exercise.held_on, effect.exercise.fact_id), reverse=True)


def _is_after(later: Exercise, origin: Exercise, action: CorrectiveAction) -> bool:
    """Held after the weakness was seen, and not before what was to be done was done."""
    if later.held_on is None or origin.held_on is None or later.fact_id == origin.fact_id:
        return False
    return later.held_on > origin.held_on and (action.done_on is None or later.held_on >= action.done_on)


def give_action(action_id: int, owner: str, due_on: date, actor: str) -> None:
    """Say who sees to an action, until when."""
    action = get_action(action_id)
    if action.state == CLOSED:
        raise Conflict(_("This action is closed."))
    with recording(actor) as opened:
        change_action(action, opened, "given", owner=owner, due_on=due_on)


def finish_action(action_id: int, note: str, done_on: date, today: date, actor: str) -> None:
    """Say that what was to be done is done. It stays open until an exercise has shown its effect."""
    action = get_action(action_id)
    if action.state != OPEN:
        raise Conflict(_("This action is not open."))
    if done_on > today:
        raise InvalidInput(_("done_on: That day is still to come."))
    with recording(actor) as opened:
        change_action(action, opened, "done", state=DONE, note=note, done_on=done_on)


def close_action(action_id: int, effect_exercise: int, today: date, actor: str) -> None:
    """Close an action by an exercise that shows that the weakness is gone; raises InvalidInput where none does."""
    action = get_action(action_id)
    if action.state != DONE:
        raise Conflict(_("Say first what was done, then show its effect."))
    with recording(actor) as opened:
        effects = {effect.exercise.fact_id: effect for effect in effects_of(action)}
        if effect_exercise not in effects:
            raise InvalidInput(
                _(
                    "An action of an M or a U is closed only by a later exercise that rated the same objective, held "
                    "since it was done and signed; at the same site, but for a look at the protocol. This one is none."
                )
            )
        effect = effects[effect_exercise]
        if not effect.is_good:
            raise InvalidInput(
                _("It was rated %(rating)s again. The weakness is still there.", rating=effect.rating)
            )
        change_action(
            action, opened, "closed", state=CLOSED, effect_exercise=effect_exercise, closed_on=today
        )


def reopen_action(action_id: int, reason: str, actor: str) -> None:
    """What was done did not help, or was not done: it is open again."""
    action = get_action(action_id)
    if action.state == OPEN:
        raise Conflict(_("This action is open."))
    with recording(actor) as opened:
        change_action(
            action,
            opened,
            "reopened",
            state=OPEN,
            note=reason,
            done_on=None,
            effect_exercise=None,
            closed_on=None,
        )


def change_action(action: CorrectiveAction, opened: Recording, what: str, **values: object) -> None:
    """Give an action new values within a change that is open, and note it; whoever is chased for it is so no more."""
    supersede(action, opened.change, **values)
    stop_chasing(ACTION, action.fact_id, opened.change.recorded_at)
    told = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
        if value is not None
    }
    opened.note(
        CorrectiveActionChanged(
            get_exercise(action.exercise).site.code,
            exercise=action.exercise,
            corrective_action=action.fact_id,
            what=what,
            values=told,
        )
    )


def get_need(need_id: int) -> TrainingNeed:
    """A training need by its number; raises NotFound."""
    found: TrainingNeed | None = TrainingNeed.get_or_none(
        (TrainingNeed.fact_id == need_id) & current(TrainingNeed)
    )
    if found is None:
        raise NotFound(_("There is no training need with this number."))
    return found


def meet_need(need_id: int, note: str, met_on: date, today: date, actor: str) -> None:
    """Say that the training was had, by whom and how."""
    need = get_need(need_id)
    if need.met_on is not None:
        raise Conflict(_("This training was had already."))
    if met_on > today:
        raise InvalidInput(_("met_on: That day is still to come."))
    with recording(actor) as opened:
        supersede(need, opened.change, note=note, met_on=met_on)
        stop_chasing(NEED, need_id, opened.change.recorded_at)
        opened.note(
            TrainingNeedChanged(
                get_exercise(need.exercise).site.code,
                exercise=need.exercise,
                training_need=need_id,
                what="met",
                values={"met_on": met_on.isoformat(), "note": note},
            )
        )
