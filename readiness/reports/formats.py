"""The formats in which reports are written, row by row, as they come."""

import csv
import json
from collections.abc import Callable, Iterable
from datetime import date
from typing import IO

from readiness.foundation.cells import guard
from readiness.reports.tables import Cell

BYTE_ORDER_MARK = "\ufeff"


def write_csv(columns: Iterable[str], rows: Iterable[Iterable[Cell]], out: IO[str]) -> int:
    """Comma-separated values, guarded so that a spreadsheet program takes no cell for a formula."""
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    count = 0
    for row in rows:
        writer.writerow([guard(cell) if isinstance(cell, str) else cell for cell in row])
        count += 1
    return count


def write_json(columns: Iterable[str], rows: Iterable[Iterable[Cell]], out: IO[str]) -> int:
    """One array of objects, a line each."""
    names = tuple(columns)
    count = 0
    out.write("[")
    for row in rows:
        out.write(",\n" if count else "\n")
        out.write(json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, default=_day))
        count += 1
    out.write("\n]\n" if count else "]\n")
    return count


def _day(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in a report")


FORMATS: dict[str, Callable[[Iterable[str], Iterable[Iterable[Cell]], IO[str]], int]] = {
    "csv": write_csv,
    "json": write_json,
}
