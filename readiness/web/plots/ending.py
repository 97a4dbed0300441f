"""How much ends when: a cliff of weeks. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from readiness.foundation import words
from readiness.foundation.words import gettext as _
from readiness.web.plots.shapes import PlacedText, Plot, edges


@dataclass(frozen=True, slots=True)
class PlacedColumn:
    """A column of a cliff: in percent of the plot."""

    x: float
    width: float
    height: float
    words: str
    tone: str


@dataclass(frozen=True, slots=True)
class CliffPlot(Plot):
    """How much ends in each week to come."""

    columns: tuple[PlacedColumn, ...]
    days: tuple[PlacedText, ...]
    height: int = 120


def cliff(title: str, sentence: str, ends: Sequence[tuple[date, int]], first: date, weeks: int) -> CliffPlot:
    """What ends, counted by week from `first`: what ends in 30 days is a gap to come, in 90 due."""
    counts = [0] * weeks
    for on, count in ends:
        week = (on - first).days // 7
        if 0 <= week < weeks:
            counts[week] += count
    top = max(*counts, 1)
    width = 100 / weeks
    columns = tuple(
        PlacedColumn(
            round(week * width, 2), round(width * 0.8, 2), round(count / top * 100, 2),
            words.number(count) if count else "", _urgency(week),
        )
        for week, count in enumerate(counts)
    )  # fmt: skip
    rows = tuple(
        (words.day(first + timedelta(weeks=week)), words.number(count)) for week, count in enumerate(counts)
    )
    last = first + timedelta(weeks=weeks, days=-1)
    return CliffPlot(title, sentence, (_("Week from"), _("How many end")), rows, columns, edges(first, last))


def _urgency(week: int) -> str:
    return "gap" if week * 7 < 30 else "due" if week * 7 < 90 else "accent"
