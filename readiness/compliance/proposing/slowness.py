"""What exercises were slow at: from an inject until its expected action was seen, in minutes of scenario time. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median

from drills.scenario import Scenario
from drills.state import State

FEWEST = 3
"""What was seen done in fewer exercises is not told: one slow day says little."""


@dataclass(frozen=True, slots=True)
class Slow:
    """An action that is seen later than its scenario gives it: the middle of so many exercises, in whole minutes."""

    scenario: str
    action: str
    minutes: int
    given: int
    count: int


def given_minutes(scenario: Scenario) -> dict[str, int]:
    """By inject, how long its action has: until the next inject comes, after the last one until the end."""
    times = sorted({inject.at for inject in scenario.injects} | {scenario.duration_minutes})
    return {
        inject.id: next((time for time in times if time > inject.at), inject.at) - inject.at
        for inject in scenario.injects
    }


def slow_actions(runs: Iterable[tuple[str, State]], library: Mapping[str, Scenario]) -> dict[str, list[Slow]]:
    """By protocol, what runs of the scenarios that practise it were slow at, the slowest first.

    What nobody saw done has no time: it is for the ratings to tell.
    """
    taken: dict[tuple[str, str], list[float]] = defaultdict(list)
    for name, state in runs:
        for sent in state.sent:
            seen = [tick.minute for tick in state.ticks if tick.inject == sent.inject]
            if seen:
                taken[name, sent.inject].append(max(min(seen) - sent.minute, 0.0))
    found: dict[str, list[Slow]] = defaultdict(list)
    for name in {name for name, _inject in taken if name in library}:
        scenario, given = library[name], given_minutes(library[name])
        for inject in scenario.injects:
            minutes = taken.get((name, inject.id), [])
            if len(minutes) >= FEWEST and round(median(minutes)) > given[inject.id]:
                middle = round(median(minutes))
                found[scenario.protocol].append(
                    Slow(name, inject.expected_action, middle, given[inject.id], len(minutes))
                )
    return {slug: sorted(rows, key=_lateness) for slug, rows in found.items()}


def _lateness(slow: Slow) -> tuple[int, str, str]:
    return slow.given - slow.minutes, slow.scenario, slow.action
