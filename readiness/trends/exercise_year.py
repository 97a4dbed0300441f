"""The exercises of a year by site and month: held, planned, missed, called off. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

HELD, PLANNED, MISSED, OFF = "held", "planned", "overdue", "not_held"
STATES = (HELD, PLANNED, MISSED, OFF)
"""As statuses are called; 'overdue' is one whose day went by without it."""


@dataclass(frozen=True, slots=True)
class Exercised:
    """An exercise: where, for which day it was planned, when it was held, whether it was called off."""

    site_id: int
    planned_on: date
    held_on: date | None
    is_off: bool

    def state(self, as_of: date) -> str:
        """How it stands on a day; what was held after it is still to come then."""
        if self.held_on is not None and self.held_on <= as_of:
            return HELD
        if self.is_off:
            return OFF
        return MISSED if self.planned_on < as_of else PLANNED

    def month(self, as_of: date) -> date:
        """The first day of the month in which it stands: when it was held, else when it was to be."""
        on = self.held_on if self.state(as_of) == HELD and self.held_on else self.planned_on
        return on.replace(day=1)


def by_site_and_month(
    found: Iterable[Exercised], as_of: date
) -> Mapping[tuple[int, date], Mapping[str, int]]:
    """How many stand how, by site and first day of the month."""
    counts: dict[tuple[int, date], Counter[str]] = {}
    for each in found:
        counts.setdefault((each.site_id, each.month(as_of)), Counter())[each.state(as_of)] += 1
    return counts
