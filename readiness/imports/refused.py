"""The file of refused rows: what was not taken, and why, to be mended and dropped again."""

import csv
import os
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from readiness.foundation.cells import guard
from readiness.foundation.words import gettext as _
from readiness.imports.mapping import Mapping
from readiness.imports.staging import Problem
from readiness.imports.tables import BadRow, Table


def write_refused(path: Path, table: Table, mapping: Mapping, problems: Iterator[Problem]) -> None:
    """Write the refused rows with their reasons: only the columns that the mapping names, and whole or not at all."""
    kept = [
        (place, column) for place, column in enumerate(table.header) if column in mapping.columns.values()
    ]
    reasons = _reasons(problems)
    waiting = next(reasons, None)
    draft = path.with_name(f".{path.name}.draft")
    with draft.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*(column for _place, column in kept), _("Why it was refused")])
        for row in table.rows():
            number, cells = (row.number, row.cells) if isinstance(row, BadRow) else row
            while waiting is not None and waiting[0] < number:
                waiting = next(reasons, None)
            if waiting is None:
                break
            if waiting[0] == number:
                shown = [guard(cells[place]) if place < len(cells) else "" for place, _column in kept]
                writer.writerow([*shown, guard(waiting[1])])
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


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
