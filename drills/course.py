"""How an exercise goes on: its two clocks, what is due, what comes next, what is expected by now."""

from datetime import datetime, timedelta

from drills.scenario import Inject, Scenario
from drills.state import RUNNING, State, Tick, minutes_run


def scenario_minutes(state: State, now: datetime) -> float:
    """Minutes on the scenario's clock: it stands still in a pause and after the end."""
    return minutes_run(state.spans, now)


def real_time(state: State, now: datetime) -> timedelta:
    """Time since the start on everybody's watch, pauses included, until the end."""
    if state.started_at is None:
        return timedelta(0)
    return max((state.ended_at or now) - state.started_at, timedelta(0))


def passed_over(scenario: Scenario, state: State) -> frozenset[str]:
    """Injects that a branch leads past: those between it and where it goes."""
    places = {inject.id: place for place, inject in enumerate(scenario.injects)}
    past: set[str] = set()
    for name, target in state.branches:
        if name in places and target in places:
            past |= {each.id for each in scenario.injects[places[name] + 1 : places[target]]}
    return frozenset(past)


def remaining(scenario: Scenario, state: State) -> list[Inject]:
    """Injects still to come, in their order."""
    gone = {each.inject for each in (*state.sent, *state.skipped)} | passed_over(scenario, state)
    return [inject for inject in scenario.injects if inject.id not in gone]


def due(scenario: Scenario, state: State, now: datetime) -> list[Inject]:
    """Injects whose time has come and that were not sent. Nothing is due while the exercise stands still."""
    if state.phase != RUNNING:
        return []
    minute = scenario_minutes(state, now)
    return [inject for inject in remaining(scenario, state) if inject.at <= minute]


def seconds_until_next(scenario: Scenario, state: State, now: datetime) -> float | None:
    """Real seconds until an inject becomes due; None where none will while nothing changes."""
    ahead = remaining(scenario, state)
    if state.phase != RUNNING or not ahead:
        return None
    return max((ahead[0].at - scenario_minutes(state, now)) * 60 / state.spans[-1].speed, 0.0)


def expected(scenario: Scenario, state: State) -> list[tuple[Inject, tuple[Tick, ...]]]:
    """The actions that are expected by now, each with who saw it done."""
    sent = {each.inject for each in state.sent}
    return [
        (inject, tuple(tick for tick in state.ticks if tick.inject == inject.id))
        for inject in scenario.injects
        if inject.id in sent and inject.expected_action
    ]


def labelled(scenario: Scenario, text: str) -> str:
    """What is sent to anybody, with the words on it that it is an exercise."""
    return f"{scenario.safety.label} {text}"
