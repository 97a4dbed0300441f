"""Columns beside each other, each of parts that stand on each other, as high as what they count. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from readiness.foundation import words
from readiness.foundation.words import gettext as _
from readiness.web.plots.shapes import PlacedText, Plot
from readiness.web.plots.stacking import Part, PlacedPart

HEIGHT = 140
WIDE = 0.8
"""So much of its place a column takes."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What a column counts: its name in full, at its foot ('': nothing stands there), and how much of each part."""

    name: str
    foot: str
    values: Sequence[int]


@dataclass(frozen=True, slots=True)
class ColumnPlot(Plot):
    """Places in percent. `tops`: the sum above each column that has one; `named`: what the parts are called."""

    parts: tuple[PlacedPart, ...]
    tops: tuple[PlacedText, ...]
    feet: tuple[PlacedText, ...]
    named: tuple[Part, ...]
    height: int = HEIGHT


def stacked_columns(
    title: str, sentence: str, parts: Sequence[Part], columns: Sequence[Counted], head: str = ""
) -> ColumnPlot:
    """A column for each of what is counted; the first part stands on the ground. `head` names the first column."""
    most = max((sum(column.values) for column in columns), default=0) or 1
    width = 100 / max(len(columns), 1)
    placed: list[PlacedPart] = []
    tops: list[PlacedText] = []
    feet: list[PlacedText] = []
    for place, column in enumerate(columns):
        x, middle, low = place * width, (place + WIDE / 2) * width, 100.0
        for part, value in zip(parts, column.values, strict=True):
            tall = value / most * 100
            low -= tall
            if value:
                placed.append(
                    PlacedPart(round(x, 2), round(width * WIDE, 2), round(low, 2), round(tall, 2), part.tone)
                )
        if sum(column.values):
            tops.append(
                PlacedText(round(middle, 2), round(low, 2), words.number(sum(column.values)), "middle")
            )
        if column.foot:
            feet.append(PlacedText(round(middle, 2), 0, column.foot, "middle"))
    rows = tuple((column.name, *(words.number(value) for value in column.values)) for column in columns)
    heads = (head or _("When"), *(part.label for part in parts))
    return ColumnPlot(title, sentence, heads, rows, tuple(placed), tuple(tops), tuple(feet), tuple(parts))
