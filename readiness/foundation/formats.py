"""The formats in which tables leave the house, as they come: reports, lists, the command line. Pure."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from typing import IO, cast

from readiness.foundation.cells import guard, is_harmless
from readiness.foundation.remembering import Remembered

Cell = str | int | date | None
"""What a table that is taken away holds; a datetime is a date too."""

BYTE_ORDER_MARK = "\ufeff"


def instant_text(at: datetime) -> str:
    """An instant in UTC as 2026-06-30T12:00:00.000000Z: it sorts, and can be given back to `--known-at`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


_ROWS = 500
"""Rows that are written at a time: writing each for itself would cost as much as finding it."""


def csv_pieces(columns: Iterable[str], rows: Iterable[Iterable[Cell]]) -> Iterator[str]:
    """Comma-separated values, guarded so that a spreadsheet program takes no cell for a formula."""
    names = tuple(columns)
    yield _csv_lines([(name,) for name in names])
    waiting = map(tuple, rows)
    while some := list(islice(waiting, _ROWS)):
        # A column at a time: `csv` looks at each letter, and at what each cell is.
        yield _csv_rows([*zip(*some, strict=True)])


def _csv_rows(columns: Sequence[Sequence[Cell]]) -> str:
    # What most cells are is written as it is, and looked at all at once.
    written = _csv_lines(columns)
    if is_harmless(written, len(columns[0])):
        return written
    return _csv_lines([[*map(_guarded, column)] for column in columns])


def _csv_lines(columns: Sequence[Sequence[Cell]]) -> str:
    """As the module `csv` writes it."""
    cells: list[Sequence[str]] = [_csv_column(column) for column in columns]
    if len(cells) == 1:
        cells = [[cell or '""' for cell in cells[0]]]  # an empty line would be none
    return "\r\n".join([*map(",".join, zip(*cells, strict=True)), ""])


def _csv_column(column: Sequence[Cell]) -> Sequence[str]:
    kinds = set(map(type, column))
    if kinds == {str}:
        written = cast("Sequence[str]", column)
    elif kinds == {int}:
        return [*map(str, column)]
    elif kinds <= _DAYS_AND_NONE:
        return [*map(_written_days.__getitem__, cast("Sequence[date | None]", column))]
    else:
        written = [*map(_csv_cell, column)]
    together = "".join(written)
    if any(mark in together for mark in _QUOTED):
        return [_quoted(cell) if any(mark in cell for mark in _QUOTED) else cell for cell in written]
    return written


_QUOTED = (",", '"', "\n", "\r")
_DAYS_AND_NONE = {date, type(None)}
_written_days: Remembered[date | None, str] = Remembered(lambda day: day.isoformat() if day else "")


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def _csv_cell(cell: Cell) -> str:
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def _guarded(cell: Cell) -> Cell:
    return guard(cell) if isinstance(cell, str) else cell


def json_pieces(columns: Iterable[str], rows: Iterable[Iterable[Cell]]) -> Iterator[str]:
    """One array of objects, a line each."""
    names, written = tuple(columns), json.JSONEncoder(ensure_ascii=False, default=_day).encode
    waiting, between = iter(rows), "[\n"
    while some := list(islice(waiting, _ROWS)):
        yield between + ",\n".join([written(dict(zip(names, row, strict=True))) for row in some])
        between = ",\n"
    yield "[]\n" if between == "[\n" else "\n]\n"


def _day(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in a table")


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write a table: piece by piece, the first at once; and what browsers call it."""

    pieces: Callable[[Iterable[str], Iterable[Iterable[Cell]]], Iterator[str]]
    content_type: str


FORMATS = {
    "csv": Format(csv_pieces, "text/csv; charset=utf-8"),
    "json": Format(json_pieces, "application/json"),
}


def write_table(form: str, columns: Iterable[str], rows: Iterable[Iterable[Cell]], out: IO[str]) -> int:
    """Write a table in one of FORMATS; gives the number of rows."""
    counted = Counted(rows)
    for piece in FORMATS[form].pieces(columns, counted):
        out.write(piece)
    return counted.count


class Counted:
    """Passes rows on, and counts them."""

    def __init__(self, rows: Iterable[Iterable[Cell]]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Iterable[Cell]]:
        for row in self._rows:
            self.count += 1
            yield row
