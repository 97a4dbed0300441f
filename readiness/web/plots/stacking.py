"""How a whole is made up through the days: columns of parts that stand on each other. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from readiness.foundation import words
from readiness.foundation.words import gettext as _
from readiness.web.plots.shapes import TONES, Mark, PlacedText, Plot, edges, percent

HEIGHT = 200
LOWEST_WITH_WORDS = 9
"""In percent of the height: a lower part has no room for its words."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the whole: its label and its tone."""

    label: str
    tone: str

    def __post_init__(self) -> None:
        if self.tone not in TONES:
            raise ValueError(f"{self} cannot be drawn")


@dataclass(frozen=True, slots=True)
class PlacedPart:
    """A part in a column: from the top, in percent."""

    x: float
    width: float
    y: float
    height: float
    tone: str


@dataclass(frozen=True, slots=True)
class Link:
    """A line between two points of a course that is drawn over the columns, in percent."""

    x: float
    y: float
    until_x: float
    until_y: float


@dataclass(frozen=True, slots=True)
class StackedPlot(Plot):
    """Columns from the left to the right; the first part stands on the ground. `over`: another course of the first.

    `rest`: the parts of the last column that are too low for words.
    """

    parts: tuple[PlacedPart, ...]
    labels: tuple[PlacedText, ...]
    rest: tuple[str, ...]
    days: tuple[PlacedText, ...]
    over: tuple[Link, ...]
    points: tuple[PlacedText, ...]
    mark: PlacedText | None
    height: int = HEIGHT


Counts = Sequence[tuple[date, Sequence[int]]]
"""For each day that is told, how much there is of each part; it holds until the next."""


def stacked_course(
    title: str,
    sentence: str,
    parts: Sequence[Part],
    counts: Counts,
    until: date,
    over: Sequence[tuple[date, float]] = (),
    mark: Mark | None = None,
) -> StackedPlot:
    """Shares of a whole through the days, the last holding through `until`; at least one day is told.

    `over`: on some days the share of the first part, from 0 to 1, as it is told otherwise.
    """
    first = counts[0][0]
    days = max((until - first).days + 1, 1)

    def at(day: date) -> float:
        return percent((day - first).days / days)

    ends = [*(at(day) for day, _values in counts[1:]), 100.0]
    placed: list[PlacedPart] = []
    for (day, values), end in zip(counts, ends, strict=True):
        placed += _column(at(day), end - at(day), values, parts)
    labels, rest = _labels(parts, counts[-1][1])
    links, points = _over([(at(day), 100 - share * 100, share) for day, share in over])
    at_mark = _mark(mark, at(mark.on)) if mark else None
    rows = tuple((words.day(day), *(words.number(value) for value in values)) for day, values in counts)
    heads = (_("Day"), *(part.label for part in parts))
    return StackedPlot(
        title, sentence, heads, rows, tuple(placed), labels, rest, edges(first, until), links, points, at_mark
    )


def _column(x: float, width: float, values: Sequence[int], parts: Sequence[Part]) -> list[PlacedPart]:
    """The parts of a column from the ground up; of a whole of nothing there are none."""
    whole, found, low = sum(values), [], 100.0
    for part, value in zip(parts, values, strict=True):
        height = value / whole * 100 if value else 0
        low -= height
        if height:
            found.append(PlacedPart(x, round(width, 2), round(low, 2), round(height, 2), part.tone))
    return found


def _labels(parts: Sequence[Part], values: Sequence[int]) -> tuple[tuple[PlacedText, ...], tuple[str, ...]]:
    """Words at the right end: in the part where there is room, else behind the plot."""
    whole, low = sum(values) or 1, 100.0
    placed: list[PlacedText] = []
    rest: list[str] = []
    for part, value in zip(parts, values, strict=True):
        height = value / whole * 100
        said = f"{part.label}: {words.number(value)}"
        if height >= LOWEST_WITH_WORDS:
            placed.append(PlacedText(100, round(low - height / 2, 2), said, "end"))
        elif value:
            rest.append(said)
        low -= height
    return tuple(placed), tuple(rest)


def _over(points: Sequence[tuple[float, float, float]]) -> tuple[tuple[Link, ...], tuple[PlacedText, ...]]:
    links = tuple(
        Link(x, round(y, 2), until_x, round(until_y, 2))
        for (x, y, _share), (until_x, until_y, _next) in pairwise(points)
    )
    return links, tuple(
        PlacedText(x, round(y, 2), f"{words.number(round(share * 100))} %") for x, y, share in points
    )


def _mark(mark: Mark, x: float) -> PlacedText:
    return PlacedText(x, 0, mark.label, "end" if x > 55 else "start")
