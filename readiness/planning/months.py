"""A site's plan month by month, week by week. Pure."""

from calendar import Calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from readiness.foundation import words


@dataclass(frozen=True, slots=True)
class Square:
    """A day of a month; `why`: why it is not open, `planned`: the exercises on it. Days of other months are None."""

    day: date
    why: str
    planned: Sequence[Any]
    is_in_plan: bool


@dataclass(frozen=True, slots=True)
class Month:
    """A month with its weeks, each of seven days from Monday on."""

    name: str
    weeks: Sequence[Sequence[Square | None]]


def months_of(
    first: date, last: date, closed: Mapping[date, str], planned: Mapping[date, Sequence[Any]]
) -> list[Month]:
    """Every month in which a day of the plan lies."""
    found = []
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        weeks = [
            [
                Square(day, closed.get(day, ""), planned.get(day, ()), first <= day <= last)
                if day.month == month
                else None
                for day in week
            ]
            for week in Calendar().monthdatescalendar(year, month)
        ]
        found.append(Month(words.month(date(year, month, 1)), weeks))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return found
