"""A month as weeks of days, each with what happens on it. Pure."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from readiness.classes.class_list import ClassRow


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day of the picture; `is_inside`: of the month itself, not of the weeks at its edges."""

    day: date
    is_inside: bool
    classes: list[ClassRow]


def first_of(text: str, today: date) -> date:
    """The first day of a month as it stands in an address, '2026-12'; of this month where it is none."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)


def next_month(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def month_before(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)


def weeks_of(first: date, classes: Iterable[ClassRow]) -> list[list[MonthDay]]:
    """The weeks of a month from Monday, with the classes of each day in the order in which they begin."""
    by_day: dict[date, list[ClassRow]] = {}
    for each in sorted(classes, key=lambda row: (row.starts_at, row.id)):
        by_day.setdefault(each.held_on, []).append(each)
    return [
        [MonthDay(day, day.month == first.month, by_day.get(day, [])) for day in week]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]
