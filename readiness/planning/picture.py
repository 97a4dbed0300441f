"""The plan as a picture: a row for each site, a column for each week, a letter for what is practised. Pure."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from readiness.foundation import words
from readiness.foundation.words import gettext as _
from readiness.planning.shapes import PlannedDate

LETTERS = {
    "": "D", "fire": "F", "evacuation": "E", "lockdown": "L", "shelter": "H", "tornado": "T", "earthquake": "Q",
    "active-threat": "A", "bomb-threat": "B", "security": "S", "medical": "M", "other": "O",
}  # fmt: skip
"""Read without colour: each topic has its own letter."""
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Week:
    """A column: the Monday with which it begins, and the month's name where that is the first in it."""

    monday: date
    month: str

    @property
    def name(self) -> str:
        return _("week of %(day)s", day=words.day(self.monday))


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A row: the site, and for each week the letters of what is practised in it."""

    code: str
    cells: Sequence[str]
    count: int


def weeks(first: date, last: date) -> list[Week]:
    """The weeks of a plan."""
    found, monday, month = [], first - timedelta(days=first.weekday()), ""
    while monday <= last:
        name = words.month(max(monday, first))
        found.append(Week(monday, name if name != month else ""))
        month, monday = name, monday + _WEEK
    return found


def picture(sites: Sequence[str], dates: Sequence[PlannedDate], columns: Sequence[Week]) -> list[SiteRow]:
    """The rows of these sites."""
    there: dict[str, dict[date, str]] = defaultdict(dict)
    counts: dict[str, int] = defaultdict(int)
    for each in sorted(dates, key=lambda planned: planned.day):
        monday = each.day - timedelta(days=each.day.weekday())
        there[each.site][monday] = there[each.site].get(monday, "") + LETTERS.get(each.form.topic, "O")
        counts[each.site] += 1
    return [
        SiteRow(code, [there[code].get(week.monday, "") for week in columns], counts[code]) for code in sites
    ]
