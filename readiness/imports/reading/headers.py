"""The header of a file: its columns, and every fault of it at once."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from readiness.foundation.words import gettext as _
from readiness.imports.reading.places import at_row, column_letter, shown
from readiness.imports.reading.records import RecordError, TextSource, records
from readiness.imports.reading.tidying import cell_problem, tidy

_LOOKED_AT = 1000
"""Rows below the header in which a column without a name is looked for; the rest is judged row by row."""

_TITLES = 20
"""Rows in which the header is looked for where a title stands above it."""


@dataclass(frozen=True, slots=True)
class Header:
    """The columns that have a name.

    `row`: the number of its row; `width`: cells from the first column to the last that has a name;
    `places`: where in a row the named columns stand.
    """

    row: int
    names: tuple[str, ...]
    places: tuple[int, ...]
    width: int

    @property
    def is_plain(self) -> bool:
        """Whether every column has a name, so that rows are taken as they are."""
        return self.places == tuple(range(self.width))

    @property
    def shape(self) -> str:
        """What files with the same columns have in common, in whatever order and case."""
        return shape_of(self.names)


def shape_of(names: Iterable[str]) -> str:
    """The shape of a file with these columns."""
    return hashlib.sha256("\n".join(sorted(name.casefold() for name in names)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class FirstRows:
    """What reading the beginning of a file has found; without a header there are faults."""

    header: Header | None
    faults: tuple[str, ...]


def first_rows(source: TextSource, delimiter: str) -> FirstRows:
    """The header and its faults."""
    filled = _filled(source, delimiter)
    try:
        row, cells = next(filled, (0, []))
    except RecordError as error:
        return FirstRows(None, (_broken(error, ()),))
    if not cells:
        return FirstRows(None, (_("The file has no rows, only blank ones."),))
    names = [tidy(cell) for cell in cells]
    faults = [*_name_faults(row, names), *_twice(row, names)]
    if sum(map(bool, names)) == 1:
        return FirstRows(_header(row, names), (*faults, _lone(row, filled)))
    try:
        faults.extend(_unnamed(row, names, filled))
    except RecordError as error:
        # Without another fault the rows are read, and tell it with all the others.
        faults.extend([_broken(error, names)] if faults else [])
    return FirstRows(_header(row, names), tuple(faults))


def _filled(source: TextSource, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    for number, cells in records(source, delimiter):
        if any(map(str.strip, cells)):
            yield number, cells


def _header(row: int, names: Sequence[str]) -> Header:
    places = tuple(place for place, name in enumerate(names) if name)
    return Header(row, tuple(names[place] for place in places), places, places[-1] + 1 if places else 0)


def _broken(error: RecordError, names: Sequence[str]) -> str:
    place = error.broken.column
    if place is None:
        return at_row(error.broken.number, None, error.broken.problem)
    named = shown(names[place]) if place < len(names) else ""
    return at_row(error.broken.number, named or _column(place), error.broken.problem)


def _column(place: int) -> str:
    return _("column %(letter)s", letter=column_letter(place))


def _lone(row: int, below: Iterator[tuple[int, list[str]]]) -> str:
    """Why the first row has a single cell: a title above the table, or nothing that separates cells."""
    try:
        wider = (
            number for number, cells in islice(below, _TITLES) if sum(1 for cell in cells if cell.strip()) > 1
        )
        header = next(wider, None)
    except RecordError:
        header = None
    if header is not None:
        return _(
            "Row %(row)s has one cell, and row %(next)s has more: a title stands above the table. "
            "Remove it, so that the names of the columns are the first row.",
            row=row,
            next=header,
        )
    return _(
        "The file has only one column: nothing separates its cells. "
        "Export it again as CSV with commas, semicolons or tabs between the cells."
    )


def _name_faults(row: int, names: Sequence[str]) -> Iterator[str]:
    for place, name in enumerate(names):
        problem = cell_problem(name)
        if problem is not None:
            yield at_row(row, _column(place), problem)


def _twice(row: int, names: Sequence[str]) -> Iterator[str]:
    first: dict[str, int] = {}
    for place, name in enumerate(names):
        before = first.setdefault(name.casefold(), place)
        if name and before != place:
            yield at_row(
                row,
                None,
                _(
                    "The column '%(name)s' stands in column %(first)s and again in column %(second)s. "
                    "Rename or remove one.",
                    name=shown(name),
                    first=column_letter(before),
                    second=column_letter(place),
                ),
            )


def _unnamed(row: int, names: Sequence[str], below: Iterator[tuple[int, list[str]]]) -> Iterator[str]:
    """Faults of columns that have cells and no name; and of a header with nothing below it."""
    unnamed = {place for place, name in enumerate(names) if not name}
    number = 0
    for number, cells in islice(below, _LOOKED_AT if unnamed else 1):
        for place in sorted(unnamed):
            if place < len(cells) and cells[place].strip():
                unnamed.discard(place)
                yield at_row(row, _column(place), _no_name(number))
    if not number:
        yield _("The file has a header and no rows below it.")


def _no_name(number: int) -> str:
    return _("The column has no name, but row %(row)s has a value in it. Give it a name.", row=number)
