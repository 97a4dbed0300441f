"""Files as tables: a header, and rows that come one after the other, each either good or with its fault."""

import csv
import hashlib
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO

from readiness.foundation.cells import unguard
from readiness.foundation.errors import ImportRefused
from readiness.foundation.words import gettext as _
from readiness.imports.encodings import Encoding, look_through
from readiness.imports.workbooks import as_csv, is_workbook

LARGEST = 512 * 1024 * 1024
LONGEST_CELL = 2000
DELIMITERS = (",", ";", "\t")

GoodRow = tuple[int, list[str]]
"""The row as a spreadsheet counts it (the header is row 1), and its cells: trimmed, one for each column."""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be read. `is_fatal`: reading ends here, and the file must be refused."""

    number: int
    problem: str
    column: str = ""
    cells: tuple[str, ...] = ()
    is_fatal: bool = False


@dataclass
class Table:
    """An open file."""

    name: str
    sha256: str
    size: int
    header: tuple[str, ...]
    encoding: str
    delimiter: str
    path: Path
    has_controls: bool
    header_row: int = 1
    _read: int = field(default=0)

    @property
    def shape(self) -> str:
        """What files of the same kind have in common: their columns, in any order."""
        names = "\n".join(sorted(name.casefold() for name in self.header))
        return hashlib.sha256(names.encode()).hexdigest()

    def progress(self) -> tuple[int, int]:
        """Bytes read, and bytes in all."""
        return min(self._read, self.size), self.size

    def sample(self, count: int) -> list[GoodRow]:
        """The first good rows."""
        return list(islice((row for row in self.rows() if not isinstance(row, BadRow)), count))

    def rows(self) -> Iterator[GoodRow | BadRow]:
        """Every row below the header that is not blank; each call starts over."""
        with self.path.open(encoding=self.encoding, newline="") as file:
            yield from _rows(self, file)


def _rows(table: Table, file: IO[str]) -> Iterator[GoodRow | BadRow]:
    reader = csv.reader(file, delimiter=table.delimiter, strict=True)
    width, number, started, raw = len(table.header), 0, 1, file.buffer  # type: ignore[attr-defined]
    try:
        for number, cells in enumerate(reader, 1):
            started = reader.line_num + 1
            if number <= table.header_row or not any(cells):
                continue
            if number % 1000 == 0:
                table._read = raw.tell()  # noqa: SLF001
            if len(cells) != width:
                cells, fault = _fitted(cells, width, number)  # noqa: PLW2901
                if fault is not None:
                    yield fault
                    continue
            together = "\n".join(cells)
            tidy = [_tidy(cell) if cell else cell for cell in cells] if _UNTIDY.search(together) else cells
            if table.has_controls or len(together) > LONGEST_CELL:
                fault = _cell_fault(table, number, tidy)
                if fault is not None:
                    yield fault
                    continue
            yield number, tidy
    except csv.Error as error:
        yield _broken(number + 1, started, error)
    table._read = table.size  # noqa: SLF001


# Most rows have nothing to tidy: one look at all cells together finds those that do.
_UNTIDY = re.compile(r"^[\s']|[\s]$|[^\x00-\x7f]", re.MULTILINE)


def _tidy(cell: str) -> str:
    """Without blanks around it, in composed form, and without the guard of our own exports."""
    if cell.isascii():
        return unguard(cell.strip()) if cell[0] in "' \t\n\r\x0b\x0c'" or cell[-1].isspace() else cell
    return unguard(unicodedata.normalize("NFC", cell).strip())


def _fitted(cells: list[str], width: int, number: int) -> tuple[list[str], BadRow | None]:
    """A row with another number of cells than the header; empty ones at its end do not matter."""
    if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
        return cells[:width], None
    problem = _(
        "has %(cells)s cells where the header has %(columns)s. Is a separator inside a value not in quotes?",
        cells=len(cells),
        columns=width,
    )
    return cells, BadRow(number, problem, cells=tuple(cells))


def _cell_fault(table: Table, number: int, cells: list[str]) -> BadRow | None:
    for column, cell in zip(table.header, cells, strict=True):
        if len(cell) > LONGEST_CELL:
            problem = _(
                "has %(length)s characters; at most %(most)s are read. Shorten it.",
                length=len(cell),
                most=LONGEST_CELL,
            )
            return BadRow(number, problem, column, tuple(cell[:LONGEST_CELL] for cell in cells))
        if "\0" in cell:
            problem = _("contains a NUL character. Save the file again as CSV.")
            return BadRow(number, problem, column, tuple(cell.replace("\0", "") for cell in cells))
        if not cell.isprintable() and any(
            unicodedata.category(letter) == "Cc" and letter not in "\n\r\t" for letter in cell
        ):
            return BadRow(number, _("contains a control character. Remove it."), column, tuple(cells))
    return None


def _broken(number: int, line: int, error: csv.Error) -> BadRow:
    """The file cannot be read on: what follows cannot be told apart any more."""
    said = str(error)
    if "unexpected end of data" in said:
        problem = _("a quote is opened in line %(line)s and never closed. Close it.", line=line)
    elif "field larger than field limit" in said:
        problem = _(
            "a cell that begins in or after line %(line)s has more than %(most)s characters. Is a quote not closed?",
            line=line,
            most=csv.field_size_limit(),
        )
    else:
        problem = _(
            "cannot be read (line %(line)s): %(error)s. Is a quote inside a value not doubled?",
            line=line,
            error=said,
        )
    return BadRow(number, problem, is_fatal=True)


@contextmanager
def open_table(path: Path) -> Iterator[Table]:
    """Open a CSV file or a workbook; raises ImportRefused naming every fault of the file and its header."""
    size = path.stat().st_size
    if size > LARGEST:
        raise ImportRefused(_("The file is larger than %(most)s MB. Split it.", most=LARGEST // 1024 // 1024))
    if size == 0:
        raise ImportRefused(_("The file is empty."))
    if is_workbook(path):
        with as_csv(path) as converted:
            table = _table(converted.path, Encoding("utf-8-sig", has_controls=True), path.name)
            table.sha256, table.header_row = _sha256(path), 1
            yield table
        return
    looked = look_through(path)
    table = _table(path, looked.encoding, path.name)
    table.sha256 = looked.sha256
    yield table


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _table(path: Path, encoding: Encoding, name: str) -> Table:
    delimiter, records = _layout(path, encoding.name)
    header_row = next((number for number, cells in enumerate(records, 1) if any(map(str.strip, cells))), 0)
    if not header_row:
        raise ImportRefused(_("The file is empty."))
    header = [_tidy(cell) if cell else cell for cell in records[header_row - 1]]
    while header and not header[-1]:
        header.pop()
    faults = _header_faults(header)
    if not any(any(map(str.strip, cells)) for cells in records[header_row:]):
        faults.append(_("The file has a header and no rows."))
    if faults:
        raise ImportRefused(faults)
    size = path.stat().st_size
    return Table(
        name, "", size, tuple(header), encoding.name, delimiter, path, encoding.has_controls, header_row
    )


LOOKED_AT = 100
"""Records by which the separator is found."""


def _layout(path: Path, encoding: str) -> tuple[str, list[list[str]]]:
    """The separator that gives the header most columns and the records the same number, and the first records."""
    found: list[tuple[int, int, str, list[list[str]]]] = []
    for rank, delimiter in enumerate(DELIMITERS):
        records = _first_records(path, encoding, delimiter)
        filled = [len(cells) for cells in records if any(cells)]
        if filled:
            alike = sum(1 for width in filled if width == filled[0])
            score = 0 if filled[0] == 1 else filled[0] * alike
            found.append((score, -rank, delimiter, records))
    if not found:
        return DELIMITERS[0], []
    best = max(found)
    if best[0] == 0:
        raise ImportRefused(
            _(
                "The file is no table: nothing separates its values. Save it as CSV with commas, semicolons or tabs."
            )
        )
    return best[2], best[3]


def _first_records(path: Path, encoding: str, delimiter: str) -> list[list[str]]:
    """The first records, as far as they can be read; what cannot is met again, and named, when the rows are read."""
    records: list[list[str]] = []
    with path.open(encoding=encoding, newline="") as file:
        try:
            records.extend(islice(csv.reader(file, delimiter=delimiter, strict=True), LOOKED_AT))
        except csv.Error:
            with path.open(encoding=encoding, newline="") as again:
                lenient = csv.reader(islice(again, LOOKED_AT), delimiter=delimiter)
                return _while_readable(lenient)
    return records


def _while_readable(reader: Iterator[list[str]]) -> list[list[str]]:
    records: list[list[str]] = []
    try:
        for cells in reader:
            records.append(cells)  # noqa: PERF402
    except csv.Error:
        pass
    return records


def _header_faults(header: list[str]) -> list[str]:
    faults: list[str] = []
    places: dict[str, list[int]] = {}
    for place, name in enumerate(header, 1):
        if not name:
            faults.append(_("Column %(place)s has no name above it. Name it, or remove it.", place=place))
        elif len(name) > LONGEST_CELL:
            faults.append(_("Column %(place)s has an over-long name.", place=place))
        places.setdefault(" ".join(name.casefold().split()), []).append(place)
    for name, where in places.items():
        if name and len(where) > 1:
            columns = ", ".join(map(str, where))
            faults.append(
                _(
                    "The header '%(name)s' stands above several columns (%(columns)s). Rename or remove one.",
                    name=header[where[0] - 1],
                    columns=columns,
                )
            )
    return faults
