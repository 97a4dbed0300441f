"""From what is true on single days to how long it has been so, and when it will become a gap. Pure."""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from readiness.compliance.findings import Status, Verdict
from readiness.foundation.temporal import LAST_DAY

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
    due_on = None if verdict.status is Status.GAP else _first_gap(judge, days[place:])
    due_from = LAST_DAY if due_on is None else due_on - timedelta(days=due_days)
    status = Status.DUE if verdict.status is Status.MET and due_from <= as_of else verdict.status
    return History(verdict, status, _run_began(judge, days[:place], status, due_from), due_on)


def stood_on(
    as_of: date, judge: Callable[[date], Verdict | None], change_days: Iterable[date], due_days: int
) -> tuple[Status, Verdict] | None:
    """Status and verdict of `history_on` alone, for which no day but those within `due_days` is judged."""
    verdict = judge(as_of)
    if verdict is None or verdict.status is not Status.MET:
        return None if verdict is None else (verdict.status, verdict)
    until_on = as_of + timedelta(days=due_days)
    coming = sorted({day for day in change_days if as_of < day <= until_on})
    return (Status.MET if _first_gap(judge, coming) is None else Status.DUE), verdict


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
