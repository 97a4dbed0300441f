"""A report as a workbook: real dates, a frozen head that filters, and a sheet that says which question it answers."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from readiness.foundation.errors import InvalidInput
from readiness.foundation.formats import Cell
from readiness.foundation.later import rustpy_xlsxwriter as xlsx
from readiness.reports.shapes import Holds, Report

MOST_ROWS = 1_048_575
_WIDEST, _LONGEST = 60.0, 32_767
_AT_ONCE = 500
_FIRST_YEAR = 1900
"""A workbook knows no day before it."""


def write_workbook(
    path: Path, report: Report, rows: Iterable[Sequence[Cell]], about: Sequence[tuple[str, str]]
) -> int:
    """Write it row by row, with memory that does not grow; gives the number of rows. Raises InvalidInput."""
    columns = report.columns
    counted = _Rows(columns, rows)
    day = xlsx.Format().set_num_format("yyyy-mm-dd")
    xlsx.write_worksheets(
        [("Report", iter(counted)), ("About", [{"What": what, "Says": says} for what, says in about])],
        str(path),
        freeze_panes={"Report": {"row": 1, "col": 0}},
        autofilter={"Report": True},
        bold_headers=True,
        column_formats={"Report": dict.fromkeys(_days_of(report), day)},
        column_widths={
            "Report": {name: _width(name) for name in columns},
            "About": {"What": 24.0, "Says": 90.0},
        },
    )
    return counted.count


def _days_of(report: Report) -> list[str]:
    return [field.name for field in report.fields if field.holds is Holds.DAY]


def _width(name: str) -> float:
    return _WIDEST if name in {"reason", "remedy", "details", "what"} else max(12.0, len(name) + 4.0)


class _Rows:
    """The rows as the writer takes them, counted."""

    def __init__(self, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
        self._columns, self._rows = columns, rows
        self.count = 0

    def __iter__(self) -> Iterator[dict[str, Any]]:
        waiting, names = iter(self._rows), self._columns
        while some := list(islice(waiting, _AT_ONCE)):
            self.count += len(some)
            if self.count > MOST_ROWS:
                raise InvalidInput(f"A sheet has at most {MOST_ROWS:,} rows. Ask for one site, or take CSV.")
            for row in zip(*map(_fitting, zip(*some, strict=True)), strict=True):
                yield dict(zip(names, row, strict=True))
        if not self.count:  # without a row there would be no head
            yield dict.fromkeys(self._columns, None)


def _fitting(cells: Sequence[Cell]) -> Sequence[Cell]:
    """A column's cells as a workbook can hold them; most are looked at all at once."""
    types = set(map(type, cells)) - {type(None)}
    given: Any = [cell for cell in cells if cell]
    fits = (
        types <= {int}
        or (types == {str} and max(map(len, given), default=0) <= _LONGEST)
        or (types == {date} and min(given).year >= _FIRST_YEAR)
    )
    return cells if fits else [_cell(cell) for cell in cells]


def _cell(cell: Cell) -> Cell:
    if isinstance(cell, str) and len(cell) > _LONGEST:
        return f"{cell[: _LONGEST - 1]}…"
    if isinstance(cell, date) and cell.year < _FIRST_YEAR:
        return cell.isoformat()
    return cell
