"""What would be otherwise, each told with the day on which it is looked at. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from readiness.compliance.days.supposing import Difference


@dataclass(frozen=True, slots=True)
class OnDay:
    """The findings that would be others on a day."""

    day: date
    differences: Sequence[Difference]


def together(found: Iterable[OnDay]) -> list[OnDay]:
    """Those of one day together, the earliest first; days on which nothing would be otherwise are left out."""
    by_day: dict[date, list[Difference]] = defaultdict(list)
    for each in found:
        by_day[each.day] += each.differences
    return [OnDay(day, by_day[day]) for day in sorted(by_day) if by_day[day]]
