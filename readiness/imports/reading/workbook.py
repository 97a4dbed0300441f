"""A program of its own that writes the first sheet with rows of a workbook as CSV: `IN OUT`.

It runs apart, with little memory and time, because a workbook of some kilobytes can unpack to
gigabytes. It prints one word: the form of the workbook, or with exit code 3 why it was refused.
"""

import csv
import mmap
import resource
import sys
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from readiness.imports.reading.error_cells import error_cells

REFUSED = 3

_MEMORY = 2 * 1024**3
_WRITTEN = 1024**3
_SECONDS = 120

_UNPACKED = 1024**3
_PARTS = 20_000
_ROWS = 1_048_576
_RATIO = 100
_SMALL = 10 * 1024**2
"""Up to this size unpacked, a high ratio is only an orderly sheet."""

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

Value = int | float | str | bool | time | date | datetime | timedelta


class RefusedError(Exception):
    """The workbook is refused; its text is the one word that says why."""


def main(arguments: Sequence[str]) -> int:
    """Convert one workbook; returns the exit code."""
    _limit()
    source, target = map(Path, arguments)
    try:
        print(convert(source, target))  # noqa: T201
    except RefusedError as refused:
        print(refused)  # noqa: T201
        return REFUSED
    except (MemoryError, OSError):
        print("large")  # noqa: T201
        return REFUSED
    return 0


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_WRITTEN, _WRITTEN))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def convert(source: Path, target: Path) -> str:
    """Write the first visible sheet with rows; returns the form of the workbook. Raises RefusedError."""
    is_packed = zipfile.is_zipfile(source)
    form = _packed_form(source) if is_packed else "xls"
    if not is_packed and _is_encrypted(source):
        raise RefusedError("encrypted")
    try:
        with source.open("rb") as file, CalamineWorkbook.from_filelike(file) as workbook:
            sheet = _first_with_rows(workbook)
            errors = error_cells(source, sheet.name) if form == "xlsx" else iter(())
            _write(target, sheet, errors)
    except PasswordError:
        raise RefusedError("encrypted") from None
    except (CalamineError, zipfile.BadZipFile, EOFError, SyntaxError, ValueError, KeyError):
        raise RefusedError("broken") from None
    return form


def _packed_form(source: Path) -> str:
    """The form of an archive that is safe to unpack."""
    try:
        with zipfile.ZipFile(source) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        raise RefusedError("broken") from None
    is_office = any(name.startswith("xl/") for name in names)
    if not is_office and not {"mimetype", "content.xml"} <= names:
        raise RefusedError("foreign")
    if any(part.flag_bits & 1 for part in parts):
        raise RefusedError("encrypted")
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, min(sum(part.compress_size for part in parts), source.stat().st_size))
    if unpacked > _UNPACKED or len(parts) > _PARTS:
        raise RefusedError("large")
    if unpacked > _SMALL and unpacked > _RATIO * packed:
        raise RefusedError("bomb")
    if not is_office:
        return "ods"
    return "xlsb" if "xl/workbook.bin" in names else "xlsx"


def _is_encrypted(source: Path) -> bool:
    """Whether a compound file holds an encrypted package instead of sheets."""
    with source.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(_ENCRYPTED) >= 0


def _first_with_rows(workbook: CalamineWorkbook) -> CalamineSheet:
    for described in workbook.sheets_metadata:
        # Hidden sheets hold lists for other sheets: a person does not know that they are there.
        if described.typ != SheetTypeEnum.WorkSheet or described.visible != SheetVisibleEnum.Visible:
            continue
        sheet = workbook.get_sheet_by_name(described.name)
        if sheet.end is not None:
            return sheet
    raise RefusedError("empty")


def _write(target: Path, sheet: CalamineSheet, errors: Iterator[tuple[int, int, str]]) -> None:
    if sheet.start is None or sheet.end is None or sheet.end[0] >= _ROWS:
        raise RefusedError("rows")
    before, width = [""] * sheet.start[1], sheet.end[1] + 1
    error = next(errors, None)
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for row, values in enumerate(sheet.iter_rows()):
            cells = before + [value if type(value) is str else text_of(value) for value in values]
            while error is not None and error[0] <= row:
                if error[0] == row and error[1] < width:
                    cells[error[1]] = error[2]
                error = next(errors, None)
            writer.writerow(cells if any(cells) else ())


def text_of(value: Value) -> str:
    """A cell's value as text: days in ISO form, whole numbers without a point."""
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return str(int(value)) if value.is_integer() else repr(value)
        case datetime():
            is_day = (value.hour, value.minute, value.second) == (0, 0, 0)
            return value.date().isoformat() if is_day else value.replace(microsecond=0).isoformat()
        case date():
            return value.isoformat()
        case time():
            return value.replace(microsecond=0).isoformat()
        case timedelta():
            seconds = round(value.total_seconds())
            minutes, second = divmod(abs(seconds), 60)
            return f"{'-' if seconds < 0 else ''}{minutes // 60}:{minutes % 60:02}:{second:02}"
        case _:
            return str(value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
