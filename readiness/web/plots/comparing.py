"""Counts through the same days beside each other, as before and after something is done, and what is needed. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from readiness.foundation import words
from readiness.foundation.words import gettext as _
from readiness.web.plots.shapes import PlacedText, Plot, edges, percent
from readiness.web.plots.stepping import levels_to, path_of

APART = 16
"""In pixels: so far apart stand the words of two lines that end at one height."""


HEIGHT = 160
ABOVE, BELOW = 5, 18
"""In pixels: so far from its line a name stands."""


@dataclass(frozen=True, slots=True)
class Course:
    """A count through the days, with its name. It begins on its first day, and each count holds until the next."""

    label: str
    counts: Sequence[tuple[date, int]]

    def on(self, day: date) -> int:
        """How many there are on a day; before the first day as many as on it."""
        count = self.counts[0][1]
        for begins_on, each in self.counts:
            if begins_on > day:
                break
            count = each
        return count


@dataclass(frozen=True, slots=True)
class PlacedCourse:
    """A line, how it is drawn, and its name where it ends. `style` is before, after or need."""

    style: str
    line: str
    label: PlacedText


@dataclass(frozen=True, slots=True)
class ComparedPlot(Plot):
    """Up to three lines: dashed is before, whole is after, dotted is what is needed. Paths are in a square of 100."""

    courses: tuple[PlacedCourse, ...]
    levels: tuple[PlacedText, ...]
    days: tuple[PlacedText, ...]
    height: int = HEIGHT

    @property
    def top(self) -> int:
        """Room for the names of all lines, should all end at the top."""
        return APART * len(self.courses) + 6


def compared_steps(
    title: str, sentence: str, before: Course, after: Course, until: date, need: Course | None = None
) -> ComparedPlot:
    """Two counts through the days from the first of either until `until`, and how many are needed.

    The table has a row for each day on which one of them changes.
    """
    drawn = [("before", before), ("after", after), *([("need", need)] if need else [])]
    courses = [course for _style, course in drawn]
    days = sorted({day for course in courses for day, _count in course.counts if day <= until})
    first, most = days[0], max(max(count for _day, count in course.counts) for course in courses)
    top, whole = max(most, 1), max((until - first).days, 1)

    def line(course: Course) -> str:
        points = [first, *(day for day, _count in course.counts if first < day <= until)]
        return path_of([(percent((day - first).days / whole), _y(course.on(day), top)) for day in points])

    labels = _labels([(course.label, course.on(until)) for course in courses], top)
    placed = [
        PlacedCourse(style, line(course), label) for (style, course), label in zip(drawn, labels, strict=True)
    ]
    rows = tuple((words.day(day), *(words.number(course.on(day)) for course in courses)) for day in days)
    levels = tuple(PlacedText(0, _y(level, top), words.number(level)) for level in levels_to(top))
    heads = (_("From"), *(course.label for course in courses))
    return ComparedPlot(title, sentence, heads, rows, tuple(placed), levels, edges(first, until))


def _y(count: int, top: int) -> float:
    return round(100 - count / top * 100, 2)


def _labels(ends: Sequence[tuple[str, int]], top: int) -> list[PlacedText]:
    """A name where each line ends, in pixels from the top: below the lowest line, above the others.

    One that would lie on another is moved up.
    """
    placed: dict[int, PlacedText] = {}
    taken: list[float] = []
    for place in sorted(range(len(ends)), key=lambda each: ends[each][1]):
        label, count = ends[place]
        line = _y(count, top) * HEIGHT / 100
        y = line + BELOW if not taken and line + BELOW < HEIGHT else line - ABOVE
        while any(abs(y - other) < APART for other in taken):
            y -= APART
        taken.append(y)
        placed[place] = PlacedText(100, round(y, 1), f"{label}: {words.number(count)}", "end")
    return [placed[place] for place in range(len(ends))]
