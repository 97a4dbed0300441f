"""A count through the days, which holds until it changes. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from readiness.foundation import words
from readiness.foundation.words import gettext as _
from readiness.web.plots.shapes import Mark, PlacedText, Plot, edges, percent

MARK_HEIGHT = 16


@dataclass(frozen=True, slots=True)
class StepPlot(Plot):
    """A count through the days that stays until it changes. The paths are in a square of 100 by 100."""

    line: str
    area: str
    levels: tuple[PlacedText, ...]
    days: tuple[PlacedText, ...]
    marks: tuple[PlacedText, ...]
    height: int = 150

    @property
    def top(self) -> int:
        """Room above the line for the words of the marks, so that none lies on it."""
        return MARK_HEIGHT * len(self.marks) + 8


def steps(
    title: str, sentence: str, counts: Sequence[tuple[date, int]], until: date, marks: Sequence[Mark] = ()
) -> StepPlot:
    """A line that steps at each day of `counts` (in order, at least one) and holds until `until`."""
    first = counts[0][0]
    top = max(*(count for _on, count in counts), 1)
    whole = max((until - first).days, 1)
    points = [(percent((on - first).days / whole), 100 - count / top * 100) for on, count in counts]
    line = path_of(points)
    levels = tuple(PlacedText(0, 100 - level / top * 100, words.number(level)) for level in levels_to(top))
    rows = tuple((words.day(on), words.number(count)) for on, count in counts)
    return StepPlot(
        title, sentence, (_("From"), _("How many")), rows, line, f"{line}V100H0Z", levels,
        edges(first, until), _placed_marks(marks, first, whole),
    )  # fmt: skip


def path_of(points: Sequence[tuple[float, float]]) -> str:
    steps = "".join(f"H{x:g}V{y:g}" for x, y in points[1:])
    return f"M{points[0][0]:g} {points[0][1]:g}{steps}H100"


def levels_to(top: int) -> list[int]:
    return sorted({0, top // 2, top}) if top > 1 else [0, top]


def _placed_marks(marks: Sequence[Mark], first: date, whole: int) -> tuple[PlacedText, ...]:
    """Words beside their days; each a line lower than the last, so that none lies on another."""
    return tuple(
        PlacedText(x, MARK_HEIGHT * (place + 1), mark.label, "end" if x > 55 else "start")
        for place, mark in enumerate(marks)
        for x in [percent((mark.on - first).days / whole)]
    )
