"""The formats in which tables leave the house, as they come: reports, lists, the command line. Pure."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain, islice
from typing import IO

from readiness.foundation.cells import guard, is_harmless

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
    yield _written([columns])
    waiting = map(tuple, rows)
    while some := list(islice(waiting, _ROWS)):
        yield _csv_rows(some)


def _csv_rows(rows: Sequence[Sequence[Cell]]) -> str:
    # What most rows are is written as it is, and looked at once: a day is written as `isoformat` has it.
    if datetime not in set(map(type, chain.from_iterable(rows))):
        written = _written(rows)
        if is_harmless(written):
            return written
    return _written([[*map(_csv_cell, row)] for row in rows])


def _written(rows: Iterable[Iterable[Cell]]) -> str:
    piece = io.StringIO(newline="")
    csv.writer(piece, lineterminator="\r\n").writerows(rows)
    return piece.getvalue()


def _csv_cell(cell: Cell) -> Cell:
    if isinstance(cell, str):
        return guard(cell)
    return cell.isoformat() if isinstance(cell, date) else cell


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
