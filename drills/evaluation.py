"""From a log to what an exercise has shown: ratings, what was strong, what is to be improved, and what follows."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from drills.course import passed_over, real_time, scenario_minutes
from drills.scenario import Inject, Objective, Scenario, Task
from drills.state import Note, Participant, Rated, Sent, State, Void

RATINGS = {
    "P": "Done. It was achieved as meant, harmed nothing else, put nobody at further risk, and kept to plans and law.",
    "S": "Done, with room to gain. As P; but it could have been quicker, simpler or surer.",
    "M": "Done, at a price. It was achieved, yet it disturbed something else, put someone at further risk, or broke a "
    "plan, a rule or a law.",
    "U": "Not done. It was not achieved.",
}
"""What each of HSEEP's ratings means, in our words. M has still met the objective: it is no failure to achieve."""
ORDER = "PSMU"
NOT_RATED = ""
OPENS = frozenset("MU")
"""Ratings that ask for an action."""


@dataclass(frozen=True, slots=True)
class Rollup:
    """Several ratings together: the worst of them and how many there are of each, never an average.

    `worst` is NOT_RATED while something is not rated, unless what is rated is M or U already: what nobody has rated
    is no P.
    """

    worst: str
    counts: tuple[tuple[str, int], ...]
    not_rated: int


@dataclass(frozen=True, slots=True)
class TaskResult:
    """A critical task: every rating that stands, and what was expected for it and seen."""

    task: Task
    rollup: Rollup
    ratings: tuple[Rated, ...]
    expected: tuple[Inject, ...]
    seen: tuple[str, ...]
    """Ids of the injects whose expected action somebody ticked."""
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ObjectiveResult:
    objective: Objective
    rollup: Rollup
    tasks: tuple[TaskResult, ...]
    ratings: tuple[Rated, ...]
    """Ratings of the objective itself, beside those of its tasks."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an M or a U asks for: a corrective action, a look at the protocol's steps, a training need."""

    kind: str
    objective: str
    task: str
    rating: str
    steps: tuple[str, ...]
    text: str


CORRECTIVE, REVISION, TRAINING = "corrective action", "protocol revision", "training need"


@dataclass(frozen=True, slots=True)
class Report:
    """What an after-action report holds."""

    scenario: Scenario
    started_at: datetime | None
    ended_at: datetime | None
    real_minutes: float
    scenario_minutes: float
    overall: Rollup
    objectives: tuple[ObjectiveResult, ...]
    strengths: tuple[str, ...]
    improvements: tuple[str, ...]
    proposals: tuple[Proposal, ...]
    not_sent: tuple[Inject, ...]
    timeline: tuple[Sent, ...]
    observations: tuple[Note, ...]
    hot_wash: tuple[Note, ...]
    feedback: tuple[Note, ...]
    stop_words: tuple[Note, ...]
    participants: tuple[Participant, ...]
    void: tuple[Void, ...]


def roll_up(ratings: Iterable[str]) -> Rollup:
    """The worst and the counts of some ratings, of which some may be NOT_RATED."""
    counted = Counter(ratings)
    not_rated = counted.pop(NOT_RATED, 0)
    worst = max(counted, key=ORDER.index, default=NOT_RATED)
    if not_rated and worst not in OPENS:
        worst = NOT_RATED
    return Rollup(worst, tuple((each, counted[each]) for each in ORDER if counted[each]), not_rated)


def evaluate(scenario: Scenario, state: State) -> tuple[ObjectiveResult, ...]:
    """Each objective with its critical tasks, as they were rated."""
    return tuple(_objective(scenario, state, objective) for objective in scenario.objectives)


def _objective(scenario: Scenario, state: State, objective: Objective) -> ObjectiveResult:
    tasks = tuple(_task(scenario, state, task) for task in objective.tasks)
    own = _ratings_of(state, objective.id)
    rollup = roll_up([*(result.rollup.worst for result in tasks), *(each.rating for each in own)])
    return ObjectiveResult(objective, rollup, tasks, own)


def _task(scenario: Scenario, state: State, task: Task) -> TaskResult:
    ratings = _ratings_of(state, task.id)
    sent = {each.inject for each in state.sent}
    shown = tuple(inject for inject in scenario.injects if inject.task == task.id)
    ticked = {tick.inject for tick in state.ticks}
    return TaskResult(
        task,
        roll_up([each.rating for each in ratings] or [NOT_RATED]),
        ratings,
        tuple(inject for inject in shown if inject.id in sent and inject.expected_action),
        tuple(inject.id for inject in shown if inject.id in ticked),
        tuple(dict.fromkeys(step for inject in shown for step in inject.steps)),
    )


def _ratings_of(state: State, subject: str) -> tuple[Rated, ...]:
    return tuple(each for each in state.ratings if each.subject == subject and each.rating in RATINGS)


def proposals(results: Iterable[ObjectiveResult]) -> tuple[Proposal, ...]:
    """What every M and U asks for: three things each, to be taken up or declined by a person."""
    found: list[Proposal] = []
    for result in results:
        for each in result.tasks:
            if each.rollup.worst in OPENS:
                found += _for_task(result.objective, each)
        found += [
            Proposal(CORRECTIVE, result.objective.id, "", own.rating, (), own.why or result.objective.text)
            for own in result.ratings
            if own.rating in OPENS
        ]
    return tuple(found)


def _for_task(objective: Objective, result: TaskResult) -> list[Proposal]:
    rating, task, why = result.rollup.worst, result.task, _why(result)
    steps = ", ".join(result.steps) or "no step is named"
    told = (
        (CORRECTIVE, f"{task.text} Rated {rating}{why}. Decide what is to be different, who does it, until when."),
        (REVISION, f"Look at {steps}: did the page say it plainly and in time? {task.text}"),
        (TRAINING, f"Practise it with those who play this part: {task.text}"),
    )  # fmt: skip
    return [Proposal(kind, objective.id, task.id, rating, result.steps, text) for kind, text in told]


def _why(result: TaskResult) -> str:
    words = [each.why for each in result.ratings if each.rating == result.rollup.worst and each.why]
    return f" ({'; '.join(words)})" if words else ""


def report_of(scenario: Scenario, state: State, now: datetime) -> Report:
    """Everything that an after-action report tells."""
    results = evaluate(scenario, state)
    over = state.ended_at or now
    gone = passed_over(scenario, state)
    sent = {each.inject for each in state.sent}
    notes = {
        kind: tuple(note for note in state.notes if note.kind == kind)
        for kind in ("observation", "hot_wash", "feedback")
    }
    return Report(
        scenario=scenario,
        started_at=state.started_at,
        ended_at=state.ended_at,
        real_minutes=round(real_time(state, over).total_seconds() / 60, 1),
        scenario_minutes=round(scenario_minutes(state, over), 1),
        overall=roll_up([result.rollup.worst for result in results]),
        objectives=results,
        strengths=_strengths(results),
        improvements=_improvements(results),
        proposals=proposals(results),
        not_sent=tuple(each for each in scenario.injects if each.id not in sent and each.id not in gone),
        timeline=state.sent,
        observations=notes["observation"],
        hot_wash=notes["hot_wash"],
        feedback=notes["feedback"],
        stop_words=state.stop_words,
        participants=state.participants,
        void=state.void,
    )


def _strengths(results: Iterable[ObjectiveResult]) -> tuple[str, ...]:
    """What every rating calls done as meant; a task that nobody rated is none."""
    return tuple(
        each.task.text + _why(each) for result in results for each in result.tasks if each.rollup.worst == "P"
    )


def _improvements(results: Iterable[ObjectiveResult]) -> tuple[str, ...]:
    """The tasks of S, M and U, the worst first, and expected actions that nobody saw."""
    tasks = [each for result in results for each in result.tasks]
    rated = sorted(
        (each for each in tasks if each.rollup.worst in ("S", "M", "U")),
        key=lambda each: -ORDER.index(each.rollup.worst),
    )
    told = [f"{each.task.text} Rated {each.rollup.worst}{_why(each)}." for each in rated]
    unseen = [
        f"Nobody noted this as seen: {inject.expected_action}"
        for each in tasks
        for inject in each.expected
        if inject.id not in each.seen
    ]
    return (*told, *unseen)
