"""Workbooks (XLSX): opened in a child process with bounds, and read on as the CSV that it writes.

A workbook of a few hundred kilobytes can unpack to gigabytes. Its size is looked at before it is
opened, and the process that opens it can take no more memory and time than it is given.
"""

import csv
import resource
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from readiness.foundation.errors import ImportRefused
from readiness.foundation.words import gettext as _

MOST_ROWS = 1_048_576
MOST_UNPACKED = 1024 * 1024 * 1024
MOST_RATIO = 100
UNSUSPECTED = 20 * 1024 * 1024
"""Unpacked bytes below which the ratio does not matter: small tables compress well."""
MOST_MEMORY = 6 * 1024 * 1024 * 1024
MOST_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Converted:
    """The first sheet that has rows, as a CSV file in UTF-8."""

    path: Path


def is_workbook(path: Path) -> bool:
    """Whether the file is an Office workbook, by its content."""
    if not zipfile.is_zipfile(path):
        return False
    try:
        with zipfile.ZipFile(path) as parts:
            return any(name.startswith("xl/") for name in parts.namelist())
    except zipfile.BadZipFile:
        return False


@contextmanager
def as_csv(path: Path) -> Iterator[Converted]:
    """Convert a workbook for the time of the block; raises ImportRefused where it is broken or too large."""
    _refuse_bombs(path)
    with tempfile.TemporaryDirectory(prefix="readiness-import-") as folder:
        out = Path(folder) / "sheet.csv"
        command = [sys.executable, "-m", "readiness.imports.workbooks", str(path), str(out)]
        try:
            child = subprocess.run(command, capture_output=True, text=True, timeout=MOST_SECONDS, check=False)  # noqa: S603
        except subprocess.TimeoutExpired as error:
            raise ImportRefused(_("The workbook takes too long to open. Save the sheet as CSV.")) from error
        if child.returncode == _NO_ROWS:
            raise ImportRefused(_("The workbook has no sheet with rows."))
        if child.returncode != 0:
            raise ImportRefused(
                _("The workbook cannot be opened: it is broken, locked or too large. Save the sheet as CSV.")
            )
        yield Converted(out)


def _refuse_bombs(path: Path) -> None:
    with zipfile.ZipFile(path) as parts:
        entries = parts.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    if unpacked > MOST_UNPACKED or (unpacked > UNSUSPECTED and unpacked / packed > MOST_RATIO):
        raise ImportRefused(
            _(
                "The workbook unpacks to %(size)s MB and is not opened. Save the sheet as CSV.",
                size=unpacked // 1024 // 1024,
            )
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise ImportRefused(_("The workbook is locked by a password. Save it without one."))


_NO_ROWS = 3
_BROKEN = 4


def _text(cell: Any) -> str:
    """A cell as text: days in ISO form, whole numbers without a fraction."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if not (cell.hour or cell.minute or cell.second) else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return str(cell)


def _convert(path: str, out: str) -> int:
    """In the child: write the first sheet that has rows, and each row at its own number."""
    from python_calamine import CalamineError, CalamineWorkbook

    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    try:
        workbook = CalamineWorkbook.from_path(path)
        for name in workbook.sheet_names:
            sheet = workbook.get_sheet_by_name(name)
            if sheet.start is None:
                continue
            with Path(out).open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                writer.writerows([] for _row in range(sheet.start[0]))
                for number, row in enumerate(sheet.iter_rows(), 1):
                    if number > MOST_ROWS:
                        return _BROKEN
                    writer.writerow([_text(cell) for cell in row])
            return 0
    except (CalamineError, MemoryError, OSError, ValueError):
        return _BROKEN
    return _NO_ROWS


if __name__ == "__main__":
    sys.exit(_convert(sys.argv[1], sys.argv[2]))
