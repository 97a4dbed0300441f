"""Spells: runs of days, both ends included; and how many of something there are from day to day. Pure."""

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate, repeat
from typing import NamedTuple

from readiness.foundation.temporal import LAST_DAY, day_after, day_before

LAST = LAST_DAY.toordinal()
"""The number of the last day of the calendar."""


class Spell(NamedTuple):
    """Days from the first to the last, both included."""

    from_on: date
    until_on: date

    def holds(self, day: date) -> bool:
        return self.from_on <= day <= self.until_on


Spells = Sequence[Spell]


def merged(spells: Iterable[Spell]) -> list[Spell]:
    """The same days as few spells in order: overlapping and adjoining ones become one, empty ones go."""
    ordered = sorted(spell for spell in spells if spell.from_on <= spell.until_on)
    if len(ordered) < 2:
        return ordered
    runs = [ordered[0]]
    for spell in ordered[1:]:
        latest = runs[-1]
        if spell.from_on <= day_after(latest.until_on):
            if spell.until_on > latest.until_on:
                runs[-1] = Spell(latest.from_on, spell.until_on)
        else:
            runs.append(spell)
    return runs


def shared(some: Spells, others: Spells) -> list[Spell]:
    """The days that both have; each side is merged."""
    if len(some) == len(others) == 1:
        from_on, until_on = max(some[0][0], others[0][0]), min(some[0][1], others[0][1])
        return [Spell(from_on, until_on)] if from_on <= until_on else []
    return merged(Spell(max(a.from_on, b.from_on), min(a.until_on, b.until_on)) for a in some for b in others)


def without(spells: Spells, removed: Spells) -> list[Spell]:
    """The days of the first that the second does not have; each side is merged."""
    rest = list(spells)
    for gone in removed:
        kept: list[Spell] = []
        for spell in rest:
            if gone.until_on < spell.from_on or gone.from_on > spell.until_on:
                kept.append(spell)
                continue
            if gone.from_on > spell.from_on:
                kept.append(Spell(spell.from_on, day_before(gone.from_on)))
            if gone.until_on < spell.until_on:
                kept.append(Spell(day_after(gone.until_on), spell.until_on))
        rest = kept
    return rest


def spell_on(spells: Spells, day: date) -> Spell | None:
    """The spell that a day belongs to."""
    for spell in spells:
        if spell.from_on <= day <= spell.until_on:
            return spell
    return None


def along(steps: Mapping[int, int], numbers: Iterable[int]) -> list[int]:
    """How many there are on each of some days, which are in order and have all of `steps` among them."""
    return list(accumulate(map(steps.get, numbers, repeat(0))))


def day_numbers(days: Iterable[int] = ()) -> "array[int]":
    """Days by their number in the calendar (`date.toordinal`), in four bytes each: a million of them are 4 MB."""
    return array("i", days)


@dataclass(slots=True)
class Count:
    """How many there are from day to day, told by the spells of each.

    Days are kept by their number, as `day_numbers` has them: these are compared in half the time, and take a tenth.
    """

    starts: "array[int]" = field(default_factory=day_numbers)
    ends: "array[int]" = field(default_factory=day_numbers)
    _is_sorted: bool = False

    def add(self, spells: Iterable[Spell], times: int = 1) -> None:
        """Count those who are there through these spells: one, or so many alike."""
        for from_on, until_on in spells:
            if times == 1:
                self.starts.append(from_on.toordinal())
                self.ends.append(until_on.toordinal())
            else:
                self.starts.extend(repeat(from_on.toordinal(), times))
                self.ends.extend(repeat(until_on.toordinal(), times))
        self._is_sorted = False

    def _sort(self) -> None:
        if not self._is_sorted:
            self.starts, self.ends = day_numbers(sorted(self.starts)), day_numbers(sorted(self.ends))
            self._is_sorted = True

    def on(self, day: date) -> int:
        """Those that have begun, less those whose last day is past."""
        if not self.starts:
            return 0
        self._sort()
        number = day.toordinal()
        return bisect_right(self.starts, number) - bisect_left(self.ends, number)

    def steps(self) -> dict[int, int]:
        """By how much it differs from the day before, by the number of each day on which it may."""
        found: dict[int, int] = Counter(self.starts)
        before = found.get
        for end in self.ends:
            if end < LAST:
                found[end + 1] = before(end + 1, 0) - 1
        return found

    def change_days(self, within: Spell) -> set[date]:
        """The days within a spell on which the number may differ from the day before."""
        self._sort()
        first, last = within.from_on.toordinal(), within.until_on.toordinal()
        starts = self.starts[bisect_left(self.starts, first) : bisect_right(self.starts, last)]
        ends = self.ends[bisect_left(self.ends, max(first - 1, 1)) : bisect_left(self.ends, last)]
        return set(map(date.fromordinal, {*starts, *(end + 1 for end in ends)}))
