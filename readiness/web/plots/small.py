"""A line in a sentence, and a grid of shades. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from readiness.foundation import words
from readiness.web.plots.shapes import Plot


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
