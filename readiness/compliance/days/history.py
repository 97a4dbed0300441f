"""From what is true on single days to how long it has been so, and when it will become a gap. Pure."""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple, TypeVar

from readiness.compliance.days.findings import Status, Verdict
from readiness.compliance.days.spells import Spell
from readiness.foundation.temporal import LAST_DAY, day_after, day_before

Judged = TypeVar("Judged")


@dataclass(frozen=True, slots=True)
class History:
    """The verdict of a day, with its place in time."""

    verdict: Verdict
    status: Status
    since: date
    due_on: date | None
    falls_on: date


@dataclass(frozen=True, slots=True)
class Run:
    """Unbroken days of one status, with what was needed and there on the first and on the last of them."""

    status: Status
    days: Spell
    first: Verdict
    last: Verdict


def history_on(
    as_of: date, judge: Callable[[date], Verdict | None], change_days: Iterable[date], due_days: int
) -> History | None:
    """What is so on `as_of`, since when, and when it will be a gap.

    `judge` gives the verdict of any day (None: the clause is not in force); its status changes on
    `change_days` only. A subject that meets the clause but will not within `due_days` is due.
    """
    verdict = judge(as_of)
    if verdict is None:
        return None
    days = sorted(set(change_days))
    place = bisect_right(days, as_of)
    due_on = None if verdict.status is Status.GAP else _first_gap(judge, days[place:])
    due_from = LAST_DAY if due_on is None else due_on - timedelta(days=due_days)
    status = Status.DUE if verdict.status is Status.MET and due_from <= as_of else verdict.status
    since = _run_began(judge, days[:place], status, due_from)
    return History(verdict, status, since, due_on, _falls_on(status, due_on, as_of, due_days))


def _falls_on(status: Status, due_on: date | None, as_of: date, due_days: int) -> date:
    """By which day what is due stands among its like: the last one where it is not due, or not by the days ahead."""
    is_soon = due_on is not None and due_on <= as_of + timedelta(days=due_days)
    return due_on if status is Status.DUE and due_on is not None and is_soon else LAST_DAY


class Stood(NamedTuple):
    """How something stands on a day; `due_on`: the first day ahead on which it is a gap, of the days looked at."""

    status: Status
    verdict: Verdict
    due_on: date | None
    falls_on: date


def stood_on(
    as_of: date,
    judge: Callable[[date], Verdict | None],
    change_days: Iterable[date],
    due_days: int,
    ahead: int = 0,
) -> Stood | None:
    """What `history_on` says apart from since when, for which no day is judged but those that it looks ahead.

    It looks as far ahead as makes something 'due', or so many days as are asked for: a later gap is not told.
    """
    verdict = judge(as_of)
    if verdict is None:
        return None
    if verdict.status is Status.GAP:
        return Stood(verdict.status, verdict, None, LAST_DAY)
    until_on = as_of + timedelta(days=max(due_days, ahead))
    due_on = _first_gap(judge, sorted({day for day in change_days if as_of < day <= until_on}))
    is_due = due_on is not None and due_on <= as_of + timedelta(days=due_days)
    status = Status.DUE if verdict.status is Status.MET and is_due else verdict.status
    return Stood(status, verdict, due_on, _falls_on(status, due_on, as_of, due_days))


def runs_until(
    as_of: date,
    judge: Callable[[date], Verdict | None],
    change_days: Iterable[date],
    due_days: int,
    most: int,
) -> list[Run]:
    """How it stood up to `as_of`, the latest run first, and no more of them than `most`.

    The first begins on the `since` of `history_on`. Days on which the clause is not in force are in none.
    """
    days = sorted(set(change_days))
    place = bisect_right(days, as_of)
    soon = as_of + timedelta(days=due_days)
    gap_on = _first_gap(judge, [day for day in days[place:] if day <= soon])
    found: list[Run] = []
    until_on = as_of
    for day in reversed(days[:place]):
        verdict = judge(day)
        if verdict is not None:
            for run in _runs_within(verdict, Spell(day, until_on), gap_on, due_days):
                _put_before(found, run)
            gap_on = day if verdict.status is Status.GAP else gap_on
        if len(found) > most:
            break
        until_on = day_before(day)
    return found[:most]


def _runs_within(verdict: Verdict, days: Spell, gap_on: date | None, due_days: int) -> list[Run]:
    """Days of one verdict, the latest first: who meets the clause is due once the next gap is near enough."""
    due_from = LAST_DAY if gap_on is None else gap_on - timedelta(days=due_days)
    if verdict.status is not Status.MET or due_from > days.until_on:
        return [Run(verdict.status, days, verdict, verdict)]
    due = Run(Status.DUE, Spell(max(days.from_on, due_from), days.until_on), verdict, verdict)
    if due_from <= days.from_on:
        return [due]
    return [due, Run(Status.MET, Spell(days.from_on, day_before(due_from)), verdict, verdict)]


def _put_before(found: list[Run], run: Run) -> None:
    """The run as the earliest, or as more days of what was the earliest."""
    later = found[-1] if found else None
    if later is None or later.status is not run.status or later.days.from_on != day_after(run.days.until_on):
        found.append(run)
    else:
        found[-1] = Run(run.status, Spell(run.days.from_on, later.days.until_on), run.first, later.last)


def _run_began(
    judge: Callable[[date], Verdict | None], earlier: list[date], status: Status, due_from: date
) -> date:
    """The first day of the unbroken run of this status; the first change day at the earliest.

    No gap lies within such a run, so that one who meets the clause is due from the same day on in all of it.
    """
    began: date | None = None
    for day in reversed(earlier):
        verdict = judge(day)
        if verdict is None:
            break
        if verdict.status is status:
            began = day
        elif status is Status.DUE and verdict.status is Status.MET and (began is None or due_from < began):
            began = max(day, due_from)
        else:
            break
        if began > day:
            break
    if began is None:
        raise ValueError("the first day in force must be among the change days")
    return began


def _first_gap(judge: Callable[[date], Verdict | None], later: list[date]) -> date | None:
    for day in later:
        verdict = judge(day)
        if verdict is not None and verdict.status is Status.GAP:
            return day
    return None
