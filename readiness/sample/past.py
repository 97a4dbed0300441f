"""On which day the sample organisation learned what. Pure."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from operator import attrgetter
from zoneinfo import ZoneInfo

from readiness.audit.actions import Recording

_AT = time(20, tzinfo=ZoneInfo("UTC"))
"""When something becomes known on its day: an afternoon at all of its sites."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something that became known on a day, and is written in the change of that day."""

    on: date
    write: Callable[[Recording], None]


@dataclass(frozen=True, slots=True)
class Past:
    """The year that is told: from the first day of a month a year ago until the day before today."""

    today: date

    @property
    def began_on(self) -> date:
        return date(self.today.year - 1, self.today.month, 1)

    def within(self, day: date) -> date:
        """The day itself, or the nearest that can be told."""
        return min(max(day, self.began_on), self.today - timedelta(days=1))

    def staff_file(self, day: date) -> date:
        """When something of a day is told by the staff file, which comes twice a month and tells what comes."""
        known = self.within(day)
        return self.within(known.replace(day=15 if known.day >= 15 else 1))

    def certificate_file(self, issued_on: date) -> date:
        """When a certificate is told by the list of each month; today where that is still to come."""
        known = max(issued_on, self.began_on - timedelta(days=1)) + timedelta(days=3)
        if issued_on <= self.began_on:
            return self.began_on
        coming = known if known.day <= 5 else known.replace(day=1) + timedelta(days=32)
        return min(coming.replace(day=5), self.today)

    def plan(self, planned_on: date) -> date:
        """When an exercise is planned: at the beginning of the quarter, or two weeks ahead."""
        known = planned_on - timedelta(days=14)
        quarter = known.replace(month=known.month - (known.month - 1) % 3, day=1)
        return self.within(min(quarter, self.today - timedelta(days=21)))


def by_day(steps: Iterable[Step]) -> Iterator[tuple[date, list[Step]]]:
    """Steps of one day together, in the order of the days; of one day in the order given."""
    for day, found in groupby(sorted(steps, key=attrgetter("on")), key=attrgetter("on")):
        yield day, list(found)


def told_at(day: date) -> datetime:
    """The instant at which something of a day became known."""
    return datetime.combine(day, _AT)
