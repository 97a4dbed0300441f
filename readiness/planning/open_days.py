"""On which days a site is open in a year, and why it is not on the others. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from readiness.foundation.later import holidays
from readiness.foundation.words import gettext as _
from readiness.planning.constraints import Constraints
from readiness.planning.opening import open_weekdays


@dataclass(frozen=True, slots=True)
class Place:
    """What of a site says when it is open."""

    code: str
    country: str
    region: str


def every_day(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def closed_days(
    place: Place, first: date, last: date, constraints: Constraints, classes: Mapping[date, str]
) -> dict[date, str]:
    """The days on which nothing can be planned at a site, each with the reason; `classes` are held there."""
    closed = _closed_weekdays(place, every_day(first, last), constraints)
    if constraints.keeps_holidays:
        named = holidays_of(
            place.country, place.region.removeprefix(f"{place.country}-"), first.year, last.year
        )
        for day, name in named.items():
            if first <= day <= last:
                closed.setdefault(day, _("holiday: %(name)s", name=name))
    for each in constraints.closed:
        if not each.sites or place.code in each.sites or "*" in each.sites:
            for day in every_day(max(first, each.from_on), min(last, each.until_on)):
                closed.setdefault(day, each.why)
    if constraints.avoids_classes:
        for day, title in classes.items():
            closed.setdefault(day, _("class: %(title)s", title=title))
    return closed


def _closed_weekdays(place: Place, days: Sequence[date], constraints: Constraints) -> dict[date, str]:
    """The days of a week on which nothing is planned anywhere, and on which a site is not open."""
    open_on = open_weekdays(constraints.opening, place.code)
    closed = {}
    for day in days:
        if day.weekday() in constraints.closed_weekdays:
            closed[day] = _("a weekday on which nothing is planned")
        elif open_on is not None and day.weekday() not in open_on:
            closed[day] = _("a weekday on which it is not open")
    return closed


@lru_cache(maxsize=256)
def holidays_of(country: str, region: str, first_year: int, last_year: int) -> dict[date, str]:
    """The public holidays of a country and its region; none where they are not known."""
    years = range(first_year, last_year + 1)
    for subdivision in (region or None, None):
        try:
            return dict(holidays.country_holidays(country, subdiv=subdivision, years=years))
        except NotImplementedError:
            continue
    return {}
