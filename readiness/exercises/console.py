"""A run as its pages show it: what the clocks say, what is due, what was seen; for whoever looks."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from drills import course
from drills.scenario import Inject, Scenario
from drills.state import PLANNED, RUNNING, Note, Sent, State, Tick
from drills.telling import clock_text
from readiness.exercises.at_site import scenario_at
from readiness.exercises.models import Exercise
from readiness.exercises.running import run_state

LATEST_NOTES = 40


@dataclass(frozen=True)
class Run:
    """An exercise with its scenario, what its log comes to, and the instant at which it is looked at."""

    exercise: Exercise
    scenario: Scenario
    state: State
    now: datetime

    @cached_property
    def injects(self) -> dict[str, Inject]:
        return {inject.id: inject for inject in self.scenario.injects}

    @cached_property
    def due(self) -> list[Inject]:
        """What is to be sent now."""
        return course.due(self.scenario, self.state, self.now)

    @cached_property
    def coming(self) -> list[Inject]:
        """What comes later."""
        return [each for each in course.remaining(self.scenario, self.state) if each not in self.due]

    @property
    def sent(self) -> list[tuple[Inject, Sent]]:
        """What was sent, the latest first; injects that the scenario no longer has are left out."""
        found = [(self.injects[each.inject], each) for each in self.state.sent if each.inject in self.injects]
        return sorted(found, key=lambda pair: pair[1].at, reverse=True)

    @property
    def expected(self) -> list[tuple[Inject, tuple[Tick, ...]]]:
        """Actions expected by now, the latest first."""
        return list(reversed(course.expected(self.scenario, self.state)))

    @property
    def branching(self) -> list[Inject]:
        """Sent injects from which a way is still to be chosen."""
        chosen = dict(self.state.branches)
        return [inject for inject, _sent in self.sent if inject.branches and inject.id not in chosen][:1]

    @property
    def notes(self) -> list[Note]:
        """What was written, the latest first."""
        return sorted(self.state.notes, key=lambda note: note.at, reverse=True)[:LATEST_NOTES]

    @property
    def minute(self) -> float:
        return course.scenario_minutes(self.state, self.now)

    @property
    def real_seconds(self) -> int:
        return round(course.real_time(self.state, self.now).total_seconds())

    @property
    def real_clock(self) -> str:
        return clock_text(self.real_seconds / 60)

    @property
    def scenario_clock(self) -> str:
        return clock_text(self.minute)

    @property
    def speed(self) -> float:
        """How fast the scenario's clock runs now; 0 while it stands."""
        return self.state.spans[-1].speed if self.state.phase == RUNNING else 0.0

    @property
    def is_begun(self) -> bool:
        return self.state.phase != PLANNED

    def sent_to(self, role: str) -> list[tuple[Inject, Sent]]:
        """What someone in a role was told; without a role, what everyone was."""
        return [pair for pair in self.sent if "all" in pair[0].to or role in pair[0].to]

    def text_of(self, inject: Inject) -> str:
        """An inject as it is sent: that it is an exercise stands on it."""
        return course.labelled(self.scenario, inject.text)

    @property
    def version(self) -> str:
        """Changes with everything that a page of the run shows, but for the clocks."""
        return f"{self.state.entry_count}-{self.state.phase}-{len(self.due)}"


def run_of(exercise: Exercise, now: datetime) -> Run:
    """The run of an exercise as it is now."""
    return Run(exercise, scenario_at(exercise), run_state(exercise.fact_id), now)


def at_clock(minutes: float) -> str:
    """Minutes of the scenario as its clock shows them."""
    return clock_text(minutes)
