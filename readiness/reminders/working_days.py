"""The days on which people are at work somewhere, and the hours of them that are not quiet. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from readiness.foundation.later import holidays

LONGEST_BREAK = 30
"""Days after which a working day is not looked for any more."""


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The calendar of a country and, where the library knows it, of a part of it. Unknown: Monday to Friday."""

    country: str
    region: str = ""

    def are(self, day: date) -> bool:
        """Whether a day is one of them: no weekend of that country, no public holiday."""
        calendar = _calendar(self.country, self.region)
        return bool(calendar.is_working_day(day)) if calendar is not None else day.weekday() < 5

    def first_from(self, day: date) -> date:
        """The first of them from a day on, that day included."""
        days = (day + timedelta(days=more) for more in range(LONGEST_BREAK))
        return next((each for each in days if self.are(each)), day)


@lru_cache(maxsize=256)
def _calendar(country: str, region: str) -> Any:
    try:
        known = holidays.country_holidays(country)
    except NotImplementedError:
        return None
    names = {alias: code for code, aliases in known.get_subdivision_aliases().items() for alias in aliases}
    part = region if region in known.subdivisions else names.get(region)
    return holidays.country_holidays(country, subdiv=part) if part else known


def first_of_week(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def days_from(first: date, last: date) -> Iterator[date]:
    """Every day from one to another, both included."""
    return (first + timedelta(days=more) for more in range((last - first).days + 1))
