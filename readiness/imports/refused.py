"""The file of refused rows: what was not taken, and why, to be mended and dropped again.

It is written as the file itself is, so that what opens the one opens the other. Of a workbook, it is CSV with commas.
"""

import csv
import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby, tee
from pathlib import Path

from readiness.foundation.cells import guard
from readiness.foundation.errors import InvalidInput
from readiness.foundation.words import gettext as _
from readiness.imports.mapping import Mapping
from readiness.imports.reading.headers import shape_of
from readiness.imports.reading.opening import Opened
from readiness.imports.reading.tables import BadRow, Table
from readiness.imports.staging import Problem


@contextmanager
def refused_rows(path: Path, table: Opened, mapping: Mapping, problems: Iterator[Problem]) -> Iterator[None]:
    """A block after which the refused rows stand in a file, with their reasons; without it, nothing does.

    It is written before the block begins: where it cannot be, no row may be taken. Raises InvalidInput.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    try:
        with _told(path):
            if path.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            _write(draft, table, mapping, problems)
        yield
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise InvalidInput(
            _(
                "The refused rows cannot be written to %(file)s: %(reason)s. Nothing was changed.",
                file=path,
                reason=error.strerror,
            )
        ) from error


def refused_columns(table: Opened, mapping: Mapping) -> list[tuple[int, str]]:
    """The columns of the file of refused rows, with their places: those that the mapping names."""
    return [
        (place, column) for place, column in enumerate(table.header) if column in mapping.columns.values()
    ]


def refused_shapes(table: Opened, mapping: Mapping) -> tuple[str, str]:
    """The shape of the file of refused rows, with the reasons and without."""
    names = [column for _place, column in refused_columns(table, mapping)]
    return shape_of([*names, reason_column()]), shape_of(names)


def reason_column() -> str:
    """What the column of reasons is called: by it such a file is known."""
    return _("Why it was refused")


def _write(draft: Path, table: Opened, mapping: Mapping, problems: Iterator[Problem]) -> None:
    kept = refused_columns(table, mapping)
    numbered, reasons = tee(_reasons(problems))
    delimiter, encoding = _form(table)
    # A reason may name what the encoding has no letter for; the cells come from the file itself.
    with draft.open("w", encoding=encoding, errors="replace", newline="") as file:
        file.write(_MARKS.get(encoding, ""))
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow([*(column for _place, column in kept), reason_column()])
        rows = table.rows_at(number for number, _reason in numbered)
        for row, (_number, reason) in zip(rows, reasons, strict=True):
            cells = row.cells if isinstance(row, BadRow) else row[1]
            shown = [guard(cells[place]) if place < len(cells) else "" for place, _column in kept]
            writer.writerow([*shown, guard(reason)])
        file.flush()
        os.fsync(file.fileno())


_MARKS = {"utf-8": "\ufeff", "utf-16-le": "\ufeff", "utf-16-be": "\ufeff"}
"""Without it, a spreadsheet program takes them for something else."""


def _form(table: Opened) -> tuple[str, str]:
    """What separates the cells, and how characters become bytes."""
    if isinstance(table, Table) and table.delimiter is not None:
        return table.delimiter, table.encoding
    return ",", "utf-8"


def _reasons(problems: Iterator[Problem]) -> Iterator[tuple[int, str]]:
    """Per refused row, its reasons as one text, in the order of the file."""
    for row, of_row in groupby(problems, key=lambda problem: problem.row):
        sentences = [
            f"{problem.column}: {problem.sentence}" if problem.column else problem.sentence
            for problem in of_row
            if not problem.is_warning
        ]
        if row and sentences:
            yield row, " ".join(sentences)
