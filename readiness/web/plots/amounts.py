"""Amounts as bars: under each other, or the parts of one. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from readiness.foundation.words import gettext as _
from readiness.web.plots.shapes import NARROWEST_WITH_WORDS, Amount, PlacedBar, Plot, percent


@dataclass(frozen=True, slots=True)
class BarPlot(Plot):
    """Bars under each other, or the parts of one bar."""

    bars: tuple[PlacedBar, ...]


def bars(title: str, sentence: str, amounts: Sequence[Amount], *, most: float | None = None) -> BarPlot:
    """A bar for each amount; `most` is the whole width, by default the largest amount."""
    whole = most or max((amount.value for amount in amounts), default=0) or 1
    placed = tuple(PlacedBar(amount, 0, percent(amount.value / whole)) for amount in amounts)
    return BarPlot(title, sentence, (_("What"), _("How many")), _rows(amounts), placed)


def stacked_bar(title: str, sentence: str, amounts: Sequence[Amount]) -> BarPlot:
    """One bar whose parts are the amounts; those of nothing are left out of it, not of the table."""
    whole = sum(amount.value for amount in amounts) or 1
    placed: list[PlacedBar] = []
    start = 0.0
    for amount in amounts:
        width = percent(amount.value / whole)
        if width:
            placed.append(PlacedBar(amount, round(start, 2), width, width >= NARROWEST_WITH_WORDS))
        start += width
    return BarPlot(title, sentence, (_("What"), _("How many")), _rows(amounts), tuple(placed))


def _rows(amounts: Sequence[Amount]) -> tuple[tuple[str, ...], ...]:
    return tuple((amount.label, amount.words) for amount in amounts)
