"""Guessing by what stands in a file: which kind of file it is, and columns whose names say nothing. Pure.

Such a guess is never sure: it is shown to someone who checks it, and nothing is read by it unseen.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from readiness.imports.fields import Field, FieldList, FieldType
from readiness.imports.guessing import (
    SAMPLE,
    Kind,
    Sampled,
    guess_columns,
    how_days_are_written,
    read_as_days,
)

FITS = 0.8
"""The share of a column's values that must fit a field."""

FEWEST = 3
"""Values from which a column's contents say anything."""

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_NUMBER = re.compile(r"(?=.*\d)[\w./-]{1,32}")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The columns of a file as they were guessed. `by_contents`: fields whose column was told by its values."""

    columns: dict[str, str]
    date_formats: tuple[str, ...]
    doubts: dict[str, str] = field(default_factory=dict)
    by_contents: frozenset[str] = frozenset()


def likely_kind(kinds: Iterable[Kind], seen: Sampled) -> str:
    """The kind of file of which no needed column is missing, and of those the one with most columns.

    Columns are told by their contents too: what a training company calls them is its own.
    """

    def fit(kind: Kind) -> tuple[int, int]:
        told = suggest(kind, seen)
        return -len(told.doubts.keys() - told.columns.keys()), len(told.columns)

    return max(kinds, key=fit).name


def suggest(kind: Kind, seen: Sampled) -> Suggestion:
    """The most likely columns: by their names, and where those say nothing, by their contents."""
    guess = guess_columns(kind, seen)
    columns = dict(guess.mapping.columns)
    by_contents: set[str] = set()
    samples = _samples(seen)
    for each in kind.fields.fields:
        fit = None if each.name in columns else _fit(kind, each)
        if fit is None:
            continue
        shares = {column: fit(cells) for column, cells in samples.items() if column not in columns.values()}
        best = max(shares, key=lambda column: shares[column], default="")
        if best and shares[best] >= FITS:
            columns[each.name] = best
            by_contents.add(each.name)
    doubts = {name: sentence for name, sentence in guess.doubts.items() if name not in by_contents}
    by_field = {name: samples[column] for name, column in columns.items()}
    formats, unclear = how_days_are_written(kind.fields, columns, by_field)
    return Suggestion(columns, formats, doubts | unclear, frozenset(by_contents))


def _samples(seen: Sampled) -> dict[str, list[str]]:
    rows = seen.sample(SAMPLE)
    return {
        column: [cells[place] for _number, cells in rows if cells[place]]
        for place, column in enumerate(seen.header)
    }


def _fit(kind: Kind, each: Field) -> Callable[[Sequence[str]], float] | None:
    """Which share of a column's values fits a field; None where no value can show that it does."""
    words = kind.vocabulary(each.name)
    if words is not None:
        return lambda cells: _share(cells, lambda cell: bool(words.of(cell)))
    if each.name == "email":
        return lambda cells: _share(cells, lambda cell: _EMAIL.fullmatch(cell) is not None)
    if not _is_asked_for(kind.fields, each):
        return None
    if each.type is FieldType.DAY:
        return lambda cells: read_as_days(cells) if len(cells) >= FEWEST else 0
    if each.name in {"staff_number", "code"}:
        return lambda cells: (
            0
            if read_as_days(cells) >= FITS
            else _share(cells, lambda cell: _NUMBER.fullmatch(cell) is not None)
        )
    return None


def _share(cells: Sequence[str], fits: Callable[[str], bool]) -> float:
    return sum(map(fits, cells)) / len(cells) if len(cells) >= FEWEST else 0


def _is_asked_for(fields: FieldList, each: Field) -> bool:
    return each.needed or each.name in fields.one_of
