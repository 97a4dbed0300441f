"""A site's week as a grid: who is on the rota when, who of them counts, and where nobody is. Pure.

Hours that the rota keeps on any working day of the week are expected on every one of them, and those that it keeps
on Saturday or Sunday on both: so nobody has to say when a site is open, and a gap is what differs from other days.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from readiness.duty.presence import DAY, MINUTES, begins_on, last_said, skills_on
from readiness.duty.roster import Responder, SiteRoster
from readiness.foundation.words import msgid

PARTS = (
    ("night", msgid("Night"), 0, 6 * 60),
    ("morning", msgid("Morning"), 6 * 60, 12 * 60),
    ("afternoon", msgid("Afternoon"), 12 * 60, 18 * 60),
    ("evening", msgid("Evening"), 18 * 60, MINUTES),
)
WEEKDAYS = (
    msgid("Monday"),
    msgid("Tuesday"),
    msgid("Wednesday"),
    msgid("Thursday"),
    msgid("Friday"),
    msgid("Saturday"),
    msgid("Sunday"),
)
WHY_NOT = {
    "not employed": msgid("does not work here then"),
    "leave": msgid("on leave"),
    "absent": msgid("absent"),
    "said": msgid("says: not here"),
    "no certificate": msgid("no certificate that counts"),
}
"""Why someone who is on the rota does not count."""


@dataclass(frozen=True, slots=True)
class Turn:
    """The part of a shift that goes on a day, in minutes of it; `why_not` '': it counts."""

    person_id: int
    shift: int
    from_minute: int
    until_minute: int
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A part of a day: who is on duty in it, and the hours in which somebody is expected and nobody is."""

    part: str
    turns: tuple[Turn, ...]
    gaps: tuple[tuple[int, int], ...]
    is_empty: bool
    """Whether nobody counts in any of the hours in which somebody is expected."""


@dataclass(frozen=True, slots=True)
class DayPlan:
    """A day of the week, part by part."""

    day: date
    cells: tuple[Cell, ...]

    @property
    def open_parts(self) -> list[str]:
        """The parts in which nobody counts though somebody is expected."""
        return [cell.part for cell in self.cells if cell.is_empty]


def monday_of(day: date) -> date:
    return day - DAY * day.weekday()


def week_of(site: SiteRoster, monday: date) -> list[DayPlan]:
    """The seven days from a Monday on."""
    days = [monday + DAY * number for number in range(7)]
    turns = {day: list(_turns(site, day)) for day in days}
    return [_plan(day, turns[day], _kept(turns, group)) for group in (days[:5], days[5:]) for day in group]


def is_kept(site: SiteRoster, day: date, minute: int) -> bool:
    """Whether somebody is expected at a minute of a day: the rota keeps it on a day of its kind in that week."""
    monday = monday_of(day)
    days = [monday + DAY * number for number in range(7)]
    group = days[:5] if day in days[:5] else days[5:]
    return any(
        turn.from_minute <= minute < turn.until_minute for each in group for turn in _turns(site, each)
    )


def _kept(turns: Mapping[date, list[Turn]], days: list[date]) -> set[int]:
    return {minute for day in days for turn in turns[day] for minute in _minutes(turn)}


def _minutes(turn: Turn) -> range:
    return range(turn.from_minute, turn.until_minute)


def _turns(site: SiteRoster, day: date) -> Iterator[Turn]:
    for responder in site.responders:
        for shift in responder.shifts:
            if shift.passes_midnight and shift.until_minute and begins_on(shift, day - DAY):
                why_not = _why_not(site, responder, day - DAY, day)
                yield Turn(responder.person_id, shift.number, 0, shift.until_minute, why_not)
            if begins_on(shift, day):
                until = MINUTES if shift.passes_midnight else shift.until_minute
                why_not = _why_not(site, responder, day)
                yield Turn(responder.person_id, shift.number, shift.from_minute, until, why_not)


def _why_not(site: SiteRoster, responder: Responder, *days: date) -> str:
    """Why a shift on these days does not count; '' where it does. A certificate has to count on the last of them."""
    for day in days:
        if not any(day in spell for spell in responder.employed):
            return "not employed"
        if any(day in spell for spell in responder.on_leave):
            return "leave"
        if any(day in spell for spell in responder.absent):
            return "absent"
        said = last_said(responder, day)
        if said is not None and said.site != site.code:
            return "said"
    return "" if skills_on(responder, days[-1]) else "no certificate"


def _plan(day: date, turns: list[Turn], expected: set[int]) -> DayPlan:
    covered = {minute for turn in turns if not turn.why_not for minute in _minutes(turn)}
    cells = []
    for name, _title, start, end in PARTS:
        wanted = expected & set(range(start, end))
        there = tuple(turn for turn in turns if turn.from_minute < end and turn.until_minute > start)
        gaps = tuple(_spans(sorted(wanted - covered)))
        cells.append(Cell(name, there, gaps, is_empty=bool(wanted) and not wanted & covered))
    return DayPlan(day, tuple(cells))


def _spans(minutes: list[int]) -> Iterator[tuple[int, int]]:
    """Minutes that follow on each other, as from and until."""
    start = before = None
    for minute in minutes:
        if start is None or before is None:
            start = minute
        elif minute != before + 1:
            yield start, before + 1
            start = minute
        before = minute
    if start is not None and before is not None:
        yield start, before + 1
