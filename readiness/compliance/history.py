"""From what is true on single days to how long it has been so, and when it will become a gap. Pure."""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from readiness.compliance.findings import Status, Verdict

Judged = TypeVar("Judged")


@dataclass(frozen=True, slots=True)
class History:
    """The verdict of a day, with its place in time."""

    verdict: Verdict
    status: Status
    since: date
    due_on: date | None


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
    began = _run_began(judge, days[:place], verdict.status)
    due_on = None if verdict.status is Status.GAP else _first_gap(judge, days[place:])
    if verdict.status is Status.MET and due_on is not None and (due_on - as_of).days <= due_days:
        return History(verdict, Status.DUE, max(began, due_on - timedelta(days=due_days)), due_on)
    return History(verdict, verdict.status, began, due_on)


def _run_began(judge: Callable[[date], Verdict | None], earlier: list[date], status: Status) -> date:
    """The first day of the unbroken run of this status; the first change day at the earliest."""
    began = None
    for day in reversed(earlier):
        verdict = judge(day)
        if verdict is None or verdict.status is not status:
            break
        began = day
    if began is None:
        raise ValueError("the first day in force must be among the change days")
    return began


def _first_gap(judge: Callable[[date], Verdict | None], later: list[date]) -> date | None:
    for day in later:
        verdict = judge(day)
        if verdict is not None and verdict.status is Status.GAP:
            return day
    return None
