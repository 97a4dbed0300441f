"""What was so from when until when, on lines under each other. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from readiness.foundation import words
from readiness.foundation.words import gettext as _
from readiness.web.plots.shapes import NARROWEST_WITH_WORDS, Amount, PlacedBar, PlacedText, Plot, percent

NARROWEST_SPAN = 0.6
"""In percent: a single day is still to be seen."""


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


def spans(title: str, sentence: str, found: Sequence[Span], as_of: date) -> SpanPlot:
    """What was so when, on one axis of days. Open ends run to the edge, beyond all days that are known."""
    first, last = _axis([as_of, *(on for span in found for on in (span.from_on, span.until_on) if on)])
    whole = (last - first).days + 1
    lines = tuple(
        (line, tuple(_placed_span(span, first, whole) for span in found if span.line == line))
        for line in dict.fromkeys(span.line for span in found)
    )
    at = percent((as_of - first).days / whole)
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
    width = max(percent((end - start) / whole), NARROWEST_SPAN)
    amount = Amount(span.label, max(end - start, 0), span.tone)
    return PlacedBar(amount, percent(start / whole), width, width >= NARROWEST_WITH_WORDS)


def _end(on: date | None) -> str:
    return _("open") if on is None else words.day(on)
