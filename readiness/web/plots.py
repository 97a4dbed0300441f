"""Plots as values: places worked out here, drawn by components/plots.html as SVG with a table beside it. Pure.

Widths are percentages and heights pixels, so that words keep their size on a phone. What a plot
says, its labels say: there is no legend. Every plot keeps the rows that its table shows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from readiness.foundation import words
from readiness.foundation.words import gettext as _

TONES = frozenset({"accent", "met", "due", "gap", "unknown", "quiet"})


@dataclass(frozen=True, slots=True)
class Amount:
    """Something counted: its label, how many, and its tone. `said`: the words for the amount ('7 of 9')."""

    label: str
    value: float
    tone: str = "accent"
    said: str = ""

    def __post_init__(self) -> None:
        if self.tone not in TONES or self.value < 0:
            raise ValueError(f"{self} cannot be drawn")

    @property
    def words(self) -> str:
        return self.said or words.number(self.value)


@dataclass(frozen=True, slots=True)
class PlacedBar:
    """A bar: from where, how wide, in percent of the plot's width."""

    amount: Amount
    x: float
    width: float
    has_room: bool = True

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class Plot:
    """What every plot has: a title, a sentence that says what it shows, and its table."""

    title: str
    sentence: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class BarPlot(Plot):
    """Bars under each other, or the parts of one bar."""

    bars: tuple[PlacedBar, ...]


def bars(title: str, sentence: str, amounts: Sequence[Amount], *, most: float | None = None) -> BarPlot:
    """A bar for each amount; `most` is the whole width, by default the largest amount."""
    whole = most or max((amount.value for amount in amounts), default=0) or 1
    placed = tuple(PlacedBar(amount, 0, _percent(amount.value / whole)) for amount in amounts)
    return BarPlot(title, sentence, (_("What"), _("How many")), _rows(amounts), placed)


NARROWEST_WITH_WORDS = 14
"""In percent: a narrower part of a bar has no room for its words."""


def stacked_bar(title: str, sentence: str, amounts: Sequence[Amount]) -> BarPlot:
    """One bar whose parts are the amounts; those of nothing are left out of it, not of the table."""
    whole = sum(amount.value for amount in amounts) or 1
    placed: list[PlacedBar] = []
    start = 0.0
    for amount in amounts:
        width = _percent(amount.value / whole)
        if width:
            placed.append(PlacedBar(amount, round(start, 2), width, width >= NARROWEST_WITH_WORDS))
        start += width
    return BarPlot(title, sentence, (_("What"), _("How many")), _rows(amounts), tuple(placed))


def _percent(share: float) -> float:
    return round(min(share, 1) * 100, 2)


def _rows(amounts: Sequence[Amount]) -> tuple[tuple[str, ...], ...]:
    return tuple((amount.label, amount.words) for amount in amounts)


@dataclass(frozen=True, slots=True)
class Mark:
    """A day that has a word to it: 'Leeds, 14 December'."""

    on: date
    label: str


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A word at a place; `anchor` says which of its ends stands there, or that its middle does."""

    x: float
    y: float
    text: str
    anchor: str = "start"


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


MARK_HEIGHT = 16


def steps(
    title: str, sentence: str, counts: Sequence[tuple[date, int]], until: date, marks: Sequence[Mark] = ()
) -> StepPlot:
    """A line that steps at each day of `counts` (in order, at least one) and holds until `until`."""
    first = counts[0][0]
    top = max(*(count for _on, count in counts), 1)
    whole = max((until - first).days, 1)
    points = [(_percent((on - first).days / whole), 100 - count / top * 100) for on, count in counts]
    line = _path(points)
    levels = tuple(PlacedText(0, 100 - level / top * 100, words.number(level)) for level in _levels(top))
    rows = tuple((words.day(on), words.number(count)) for on, count in counts)
    return StepPlot(
        title, sentence, (_("From"), _("How many")), rows, line, f"{line}V100H0Z", levels,
        _edges(first, until), _placed_marks(marks, first, whole),
    )  # fmt: skip


def _path(points: Sequence[tuple[float, float]]) -> str:
    steps = "".join(f"H{x:g}V{y:g}" for x, y in points[1:])
    return f"M{points[0][0]:g} {points[0][1]:g}{steps}H100"


def _levels(top: int) -> list[int]:
    return sorted({0, top // 2, top}) if top > 1 else [0, top]


def _edges(first: date, last: date) -> tuple[PlacedText, ...]:
    middle = first + (last - first) / 2
    return (
        PlacedText(0, 0, words.short_day(first, first)),
        PlacedText(50, 0, words.short_day(middle, first), "middle"),
        PlacedText(100, 0, words.short_day(last, first), "end"),
    )


def _placed_marks(marks: Sequence[Mark], first: date, whole: int) -> tuple[PlacedText, ...]:
    """Words beside their days; each a line lower than the last, so that none lies on another."""
    return tuple(
        PlacedText(x, MARK_HEIGHT * (place + 1), mark.label, "end" if x > 55 else "start")
        for place, mark in enumerate(marks)
        for x in [_percent((mark.on - first).days / whole)]
    )


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
    return CliffPlot(title, sentence, (_("Week from"), _("How many end")), rows, columns, _edges(first, last))


def _urgency(week: int) -> str:
    return "gap" if week * 7 < 30 else "due" if week * 7 < 90 else "accent"


@dataclass(frozen=True, slots=True)
class Span:
    """Days on which something was so: on which line, in which words ('' where the line says it), in which tone.

    None is an open end.
    """

    line: str
    label: str
    from_on: date | None
    until_on: date | None
    tone: str = "accent"


@dataclass(frozen=True, slots=True)
class SpanPlot(Plot):
    """Lines under each other, each with its spans; `mark` is the day in question."""

    lines: tuple[tuple[str, tuple[PlacedBar, ...]], ...]
    days: tuple[PlacedText, ...]
    mark: PlacedText


NARROWEST_SPAN = 0.6
"""In percent: a single day is still to be seen."""


def spans(title: str, sentence: str, found: Sequence[Span], as_of: date) -> SpanPlot:
    """What was so when, on one axis of days. Open ends run to the edge, beyond all days that are known."""
    first, last = _axis([as_of, *(on for span in found for on in (span.from_on, span.until_on) if on)])
    whole = (last - first).days + 1
    lines = tuple(
        (line, tuple(_placed_span(span, first, whole) for span in found if span.line == line))
        for line in dict.fromkeys(span.line for span in found)
    )
    at = _percent((as_of - first).days / whole)
    mark = PlacedText(at, 0, words.short_day(as_of, as_of), "end" if at > 55 else "start")
    rows = tuple((span.line, span.label or "–", _end(span.from_on), _end(span.until_on)) for span in found)
    heads = (_("What"), _("Which"), _("From"), _("Until"))
    days = (PlacedText(0, 0, words.day(first)), PlacedText(100, 0, words.day(last), "end"))
    return SpanPlot(title, sentence, heads, rows, lines, days, mark)


def _axis(known: Sequence[date]) -> tuple[date, date]:
    """The first and last day of an axis with some room beyond all days that are known, within the calendar."""
    first, last = min(known).toordinal(), max(known).toordinal()
    room = max((last - first) // 12, 30)
    return date.fromordinal(max(first - room, 1)), date.fromordinal(min(last + room, date.max.toordinal()))


def _placed_span(span: Span, first: date, whole: int) -> PlacedBar:
    start = 0 if span.from_on is None else (span.from_on - first).days
    end = whole if span.until_on is None else (span.until_on - first).days + 1
    width = max(_percent((end - start) / whole), NARROWEST_SPAN)
    amount = Amount(span.label, max(end - start, 0), span.tone)
    return PlacedBar(amount, _percent(start / whole), width, width >= NARROWEST_WITH_WORDS)


def _end(on: date | None) -> str:
    return _("open") if on is None else words.day(on)


@dataclass(frozen=True, slots=True)
class Spark:
    """A line so small that it stands in a sentence or a cell; `words` say what it shows."""

    line: str
    words: str


def spark(values: Sequence[float], said: str) -> Spark:
    """The course of some values, in a box of 80 by 20."""
    top, low = max(values, default=0), min(values, default=0)
    span = (top - low) or 1
    step = 76 / max(len(values) - 1, 1)
    points = [
        f"{2 + place * step:.1f},{18 - (value - low) / span * 16:.1f}" for place, value in enumerate(values)
    ]
    return Spark(" ".join(points), said)


@dataclass(frozen=True, slots=True)
class HeatGrid(Plot):
    """Rows by columns: each cell has its words, and a level from 0 to 4 that is its shade."""

    names: tuple[str, ...]
    cells: tuple[tuple[tuple[str, int | None], ...], ...]


def heat_grid(
    title: str, sentence: str, columns: Sequence[str], lines: Sequence[tuple[str, Sequence[float | None]]]
) -> HeatGrid:
    """A shade for each value between none and the largest; None: it is not known, and has no shade."""
    top = max((value for _name, values in lines for value in values if value is not None), default=0) or 1
    cells = tuple(
        tuple(
            ("?", None) if value is None else (words.number(value), round(value / top * 4))
            for value in values
        )
        for _name, values in lines
    )
    names = tuple(name for name, _values in lines)
    return HeatGrid(title, sentence, ("", *columns), (), names, cells)
