"""The formats in which tables leave the house, row by row as they come: reports, lists, the command line. Pure."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import IO

from readiness.foundation.cells import guard

Cell = str | int | date | None
"""What a table that is taken away holds; a datetime is a date too."""

BYTE_ORDER_MARK = "\ufeff"


def csv_lines(columns: Iterable[str], rows: Iterable[Iterable[Cell]]) -> Iterator[str]:
    """Comma-separated values, guarded so that a spreadsheet program takes no cell for a formula."""
    line = io.StringIO(newline="")
    writer = csv.writer(line, lineterminator="\r\n")
    writer.writerow(columns)
    yield line.getvalue()
    for row in rows:
        line.seek(0)
        line.truncate()
        writer.writerow([_csv_cell(cell) for cell in row])
        yield line.getvalue()


def _csv_cell(cell: Cell) -> Cell:
    if isinstance(cell, str):
        return guard(cell)
    return cell.isoformat() if isinstance(cell, date) else cell


def json_lines(columns: Iterable[str], rows: Iterable[Iterable[Cell]]) -> Iterator[str]:
    """One array of objects, a line each."""
    names = tuple(columns)
    between = "[\n"
    for row in rows:
        yield between + json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, default=_day)
        between = ",\n"
    yield "[]\n" if between == "[\n" else "\n]\n"


def _day(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in a table")


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write a table: its lines, and what browsers call it."""

    lines: Callable[[Iterable[str], Iterable[Iterable[Cell]]], Iterator[str]]
    content_type: str


FORMATS = {
    "csv": Format(csv_lines, "text/csv; charset=utf-8"),
    "json": Format(json_lines, "application/json"),
}


def write_table(form: str, columns: Iterable[str], rows: Iterable[Iterable[Cell]], out: IO[str]) -> int:
    """Write a table in one of FORMATS; gives the number of rows."""
    counted = _Counted(rows)
    for line in FORMATS[form].lines(columns, counted):
        out.write(line)
    return counted.count


class _Counted:
    """Passes rows on, and counts them."""

    def __init__(self, rows: Iterable[Iterable[Cell]]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Iterable[Cell]]:
        for row in self._rows:
            self.count += 1
            yield row
