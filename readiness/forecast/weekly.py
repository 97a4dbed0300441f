"""What becomes a gap within a year if nobody acts, week by week: counted as a plot, and named."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from readiness.compliance.judging.ahead import HORIZON, WEEKS
from readiness.compliance.judging.cells import Cell
from readiness.foundation.words import gettext as _
from readiness.foundation.words import ngettext
from readiness.web.plots import CliffPlot, cliff

MOST_NAMED = 20
"""So many requirements of one week are named: what is more is counted, and stands at the sites."""


@dataclass(frozen=True, slots=True)
class FallingWeek:
    """What becomes a gap in the week from a day on: how many requirements at sites, and the first of them."""

    first_on: date
    count: int
    named: Sequence[Cell]

    @property
    def more(self) -> int:
        return self.count - len(self.named)


def falling(cells: Iterable[Cell], as_of: date) -> list[tuple[date, Cell]]:
    """What becomes a gap within a year, in the order of the days."""
    found = [(cell.due_on, cell) for cell in cells if cell.due_on is not None]
    return sorted(
        ((day, cell) for day, cell in found if day <= as_of + HORIZON),
        key=lambda each: (each[0], each[1].site, each[1].pack, each[1].clause),
    )


def falling_weeks(found: Iterable[tuple[date, Cell]], as_of: date) -> list[FallingWeek]:
    """The weeks from the day on in which anything becomes a gap, given in the order of the days."""
    of_week: dict[int, list[Cell]] = defaultdict(list)
    for day, cell in found:
        of_week[(day - as_of).days // 7].append(cell)
    return [
        FallingWeek(as_of + timedelta(weeks=week), len(cells), cells[:MOST_NAMED])
        for week, cells in of_week.items()
    ]


def falling_plot(found: Sequence[tuple[date, Cell]], as_of: date) -> CliffPlot | None:
    """How many requirements become gaps at sites in each week of the year; None where none does."""
    if not found:
        return None
    sentence = ngettext(
        "%(count)s requirement at a site becomes a gap within a year if nobody acts.",
        "%(count)s requirements at sites become gaps within a year if nobody acts.",
        len(found),
    )
    counted = list(Counter(day for day, _cell in found).items())
    return cliff(_("What becomes a gap, week by week"), sentence, counted, as_of, WEEKS)
