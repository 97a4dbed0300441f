"""Terms that say which exercises count; and the windows in which they do. Pure."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Literal

from pydantic import Field, StrictBool, model_validator

from readiness.compliance.checks.registry import CheckTerms
from readiness.compliance.days.records import ExerciseKind, HeldExercise, Topic, Trait, spaced
from readiness.foundation.words import msgid

SHORTEST_MONTH, LONGEST_MONTH = 28, 31


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


class Counted(CheckTerms):
    """Which exercises count, and how many must."""

    at_least: int = Field(ge=1, strict=True, title=msgid("Exercises at least"))
    kinds: tuple[ExerciseKind, ...] = Field(
        default=(), title=msgid("Kinds of exercise"), description=msgid("None chosen: any kind counts.")
    )
    topics: tuple[Topic, ...] = Field(
        default=(), title=msgid("What is practised"), description=msgid("None chosen: whatever is practised.")
    )
    traits: tuple[Trait, ...] = Field(
        default=(), title=msgid("How it is held"), description=msgid("All that are chosen must be so.")
    )
    announced: Literal["announced", "unannounced"] | None = Field(
        default=None, title=msgid("Announced"), description=msgid("None chosen: both count.")
    )
    shifts: tuple[str, ...] = Field(
        default=(),
        title=msgid("On each of these shifts"),
        description=msgid("One a line; so many are asked for on each."),
    )
    spacing_days: int | None = Field(
        default=None,
        ge=1,
        strict=True,
        title=msgid("Days apart at least"),
        description=msgid("Those that are nearer to each other count once."),
    )
    participants_at_least: int | None = Field(
        default=None,
        ge=1,
        strict=True,
        title=msgid("Participants at least"),
        description=msgid("An exercise of which nobody wrote down who was there does not count then."),
    )
    incidents_count: StrictBool = Field(
        default=False,
        title=msgid("A real incident may count"),
        description=msgid("Where it is credited for this clause, with its proof."),
    )

    @property
    def need(self) -> int:
        """So many on all shifts together."""
        return self.at_least * max(1, len(self.shifts))

    def counts(self, held: HeldExercise) -> bool:
        """Whether an exercise is one that is asked for; an incident that is credited is, where incidents may be."""
        if held.for_clause is not None:
            return self.incidents_count
        return (
            (not self.kinds or held.kind in self.kinds)
            and (not self.topics or held.topic in self.topics)
            and set(self.traits) <= held.traits
            and (self.announced is None or held.is_announced == (self.announced == "announced"))
            and (not self.shifts or held.shift in self.shifts)
            and (held.participants or 0) >= (self.participants_at_least or 0)
        )

    def number_of(self, held: Sequence[HeldExercise]) -> int:
        """How many of these count: on each shift no more than it needs, and only those that lie apart."""
        counting = [each for each in held if self.counts(each)]
        if not self.shifts:
            return self._apart(counting)
        return sum(
            min(self.at_least, self._apart([each for each in counting if each.shift == shift]))
            for shift in self.shifts
        )

    def _apart(self, held: Sequence[HeldExercise]) -> int:
        return sum(1 for _each in spaced(held, self.spacing_days)) if self.spacing_days else len(held)

    def counts_others_than(self, other: "Counted") -> bool:
        """Whether something may count here that does not count there."""
        is_wider = any(
            theirs and not (mine and set(mine) <= set(theirs))
            for mine, theirs in ((self.kinds, other.kinds), (self.topics, other.topics))
        )
        return (
            is_wider
            or not set(other.traits) <= set(self.traits)
            or self.incidents_count > other.incidents_count
            or not set(other.shifts) <= set(self.shifts)
            or (other.announced is not None and self.announced != other.announced)
            or (other.spacing_days or 0) > (self.spacing_days or 0)
            or (other.participants_at_least or 0) > (self.participants_at_least or 0)
        )


class Windowed(CheckTerms):
    """A window of days or months that ends on the day in question."""

    within_months: int | None = Field(
        default=None,
        ge=1,
        strict=True,
        title=msgid("Within months"),
        description=msgid("Months or days: fill in one of the two."),
    )
    within_days: int | None = Field(default=None, ge=1, strict=True, title=msgid("Within days"))

    @model_validator(mode="after")
    def _one_window(self) -> "Windowed":
        if (self.within_days is None) == (self.within_months is None):
            raise ValueError("exactly one of 'within_days' and 'within_months' is needed")
        return self

    def counts_until(self, held_on: date) -> date:
        """The last day on which an exercise still counts: in the window of N days that ends on that day."""
        if self.within_days is not None:
            return held_on + timedelta(days=self.within_days - 1)
        return months_after(held_on, self.within_months or 0) - timedelta(days=1)

    def holds(self, held_on: date, day: date) -> bool:
        return held_on <= day <= self.counts_until(held_on)

    def days_of(self, held_on: date) -> Iterator[date]:
        """The days on which an exercise begins or ceases to count."""
        yield held_on
        yield self.counts_until(held_on) + timedelta(days=1)

    def surely_within(self, other: "Windowed") -> int:
        """How many windows of these terms surely go into one of the others'."""
        if self.within_days is not None and other.within_days is not None:
            return other.within_days // self.within_days
        if self.within_months is not None and other.within_months is not None:
            return other.within_months // self.within_months
        longest = self.within_days or (self.within_months or 0) * LONGEST_MONTH
        return (other.within_days or (other.within_months or 0) * SHORTEST_MONTH) // longest
