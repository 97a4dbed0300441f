"""Signing an after-action report: what was rated becomes a fact, who was there too, and an M or U opens actions."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from drills.evaluation import CORRECTIVE, REVISION, Proposal, Report, Rollup, report_of
from drills.scenario import Scenario
from drills.state import Participant, State
from readiness.audit.actions import Recording, recording
from readiness.audit.events.exercises import CorrectiveActionChanged, ReportSigned, TrainingNeedChanged
from readiness.exercises.at_site import scenario_at
from readiness.exercises.codes import end_codes
from readiness.exercises.models import (
    AfterActionReport,
    CorrectiveAction,
    Exercise,
    ExerciseAttendance,
    ExerciseResult,
    TrainingNeed,
)
from readiness.exercises.queries import get_exercise
from readiness.exercises.running import run_state
from readiness.foundation.errors import Conflict, InvalidInput
from readiness.foundation.temporal import current, record, supersede, withdraw
from readiness.foundation.words import gettext as _
from readiness.people.queries import find_person

DUE_AFTER = timedelta(days=30)
"""So long after the signature an action is due, until somebody says otherwise."""
OPEN, DONE, CLOSED = "open", "done", "closed"


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs, when, and what they say in a few sentences. `entry_count`: of the log as it was seen."""

    summary: str
    entry_count: int
    now: datetime
    today: date


def objective_key(scenario: Scenario, objective: str) -> str:
    """An objective through all exercises, wherever they are held: scenarios of one protocol may share it by its id."""
    return f"{scenario.protocol}/{objective}"


def sign_report(exercise_id: int, signature: Signature, actor: str) -> None:
    """Sign the report of an exercise that is over; again where notes came late.

    Raises InvalidInput where it is not over, where nothing is rated, or where the log is another than was seen.
    """
    exercise, state = get_exercise(exercise_id), run_state(exercise_id)
    scenario = scenario_at(exercise)
    _check(state, signature)
    report = report_of(scenario, state, signature.now)
    if not any(each.rollup.counts for each in report.objectives):
        raise InvalidInput(_("No critical task is rated yet. Rate at least one, then sign."))
    with recording(actor) as opened:
        _check(run_state(exercise_id), signature)
        _write_report(exercise_id, signature, actor, opened)
        _write_results(exercise_id, report, opened)
        _write_attendance(exercise_id, state.participants, opened)
        actions, needs = _open_what_follows(exercise, report, signature.today, actor, opened)
        end_codes(exercise_id, signature.now)
        opened.note(
            ReportSigned(
                exercise.site.code,
                exercise=exercise_id,
                entries=state.entry_count,
                overall=report.overall.worst,
                actions=actions,
                training_needs=needs,
            )
        )


def _check(state: State, signature: Signature) -> None:
    if not state.is_over:
        raise InvalidInput(_("The exercise is not over. End it first."))
    if state.entry_count != signature.entry_count:
        raise Conflict(_("Something was handed in meanwhile. Read the report again, then sign it."))


def _write_report(exercise_id: int, signature: Signature, actor: str, opened: Recording) -> None:
    values = {
        "signed_by": actor,
        "signed_on": signature.today,
        "summary": signature.summary,
        "entry_count": signature.entry_count,
    }
    before = find_report(exercise_id)
    if before is None:
        record(AfterActionReport, opened.change, exercise=exercise_id, **values)
    else:
        supersede(before, opened.change, **values)


def find_report(exercise_id: int) -> AfterActionReport | None:
    """The report as it was signed last."""
    found: AfterActionReport | None = (
        AfterActionReport.select()
        .where((AfterActionReport.exercise == exercise_id) & current(AfterActionReport))
        .first()
    )
    return found


def _write_results(exercise_id: int, report: Report, opened: Recording) -> None:
    before = {
        (row.objective_key, row.task): row
        for row in ExerciseResult.select().where(
            (ExerciseResult.exercise == exercise_id) & current(ExerciseResult)
        )
    }
    for objective in report.objectives:
        key = objective_key(report.scenario, objective.objective.id)
        told = [("", objective.rollup), *((each.task.id, each.rollup) for each in objective.tasks)]
        for task, rollup in told:
            values = {"rating": rollup.worst, "counts": _counts(rollup)}
            there = before.get((key, task))
            if there is None:
                record(
                    ExerciseResult,
                    opened.change,
                    exercise=exercise_id,
                    objective_key=key,
                    task=task,
                    **values,
                )
            elif (there.rating, there.counts) != (values["rating"], values["counts"]):
                supersede(there, opened.change, **values)


def _counts(rollup: Rollup) -> dict[str, int]:
    return {**dict(rollup.counts), "not_rated": rollup.not_rated}


def _write_attendance(exercise_id: int, there: tuple[Participant, ...], opened: Recording) -> None:
    before = {
        row.name: row
        for row in ExerciseAttendance.select().where(
            (ExerciseAttendance.exercise == exercise_id) & current(ExerciseAttendance)
        )
    }
    for each in there:
        values = {"role": each.role, "stands_in_for": each.stands_in_for}
        known = before.pop(each.name, None)
        if known is None:
            record(
                ExerciseAttendance, opened.change, exercise=exercise_id, name=each.name,
                person=find_person(each.name), **values,
            )  # fmt: skip
        elif (known.role, known.stands_in_for) != (each.role, each.stands_in_for):
            supersede(known, opened.change, **values)
    for gone in before.values():
        withdraw(gone, opened.change)


def _open_what_follows(
    exercise: Exercise, report: Report, today: date, actor: str, opened: Recording
) -> tuple[list[int], list[int]]:
    """One action or need for each proposal, once: signing again opens only what is new."""
    number = exercise.fact_id
    actions, needs = [], []
    for proposal in report.proposals:
        key = objective_key(report.scenario, proposal.objective)
        about = {"exercise": number, "objective_key": key, "task": proposal.task, "rating": proposal.rating}
        if proposal.kind in (CORRECTIVE, REVISION):
            if not _has_action(number, key, proposal):
                actions.append(_open_action(exercise, proposal, about, today, actor, opened))
        elif not _has_need(number, key, proposal.task):
            needs.append(_open_need(exercise, report, proposal, about, today, opened))
    return actions, needs


def _has_action(exercise_id: int, key: str, proposal: Proposal) -> bool:
    return bool(
        CorrectiveAction.select()
        .where(
            (CorrectiveAction.exercise == exercise_id)
            & (CorrectiveAction.objective_key == key)
            & (CorrectiveAction.task == proposal.task)
            & (CorrectiveAction.kind == proposal.kind)
            & current(CorrectiveAction)
        )
        .exists()
    )


def _open_action(
    exercise: Exercise,
    proposal: Proposal,
    about: dict[str, object],
    today: date,
    actor: str,
    opened: Recording,
) -> int:
    action = record(
        CorrectiveAction, opened.change, kind=proposal.kind, steps=list(proposal.steps), text=proposal.text,
        owner=actor, due_on=today + DUE_AFTER, state=OPEN, note="", **about,
    )  # fmt: skip
    values = {"kind": proposal.kind, "rating": proposal.rating, "owner": actor, "due_on": str(action.due_on)}
    opened.note(
        CorrectiveActionChanged(
            exercise.site.code,
            exercise=exercise.fact_id,
            corrective_action=action.fact_id,
            what="opened",
            values=values,
        )
    )
    return action.fact_id


def _has_need(exercise_id: int, key: str, task: str) -> bool:
    return bool(
        TrainingNeed.select()
        .where(
            (TrainingNeed.exercise == exercise_id)
            & (TrainingNeed.objective_key == key)
            & (TrainingNeed.task == task)
            & current(TrainingNeed)
        )
        .exists()
    )


def _open_need(
    exercise: Exercise,
    report: Report,
    proposal: Proposal,
    about: dict[str, object],
    today: date,
    opened: Recording,
) -> int:
    receivers = dict.fromkeys(
        name for inject in report.scenario.injects if inject.task == proposal.task for name in inject.to
    )
    titles = {role.id: role.title for role in report.scenario.roles}
    who = ", ".join(titles.get(name, name) for name in receivers)
    need = record(
        TrainingNeed, opened.change, text=proposal.text, who=who, certificate="", due_on=today + DUE_AFTER,
        note="", **about,
    )  # fmt: skip
    opened.note(
        TrainingNeedChanged(
            exercise.site.code, exercise=exercise.fact_id, training_need=need.fact_id, what="opened",
            values={"rating": proposal.rating, "who": who},
        )
    )  # fmt: skip
    return need.fact_id
