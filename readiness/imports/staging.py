"""Staging: where a file's rows wait, apart from the facts, until the whole file has been judged.

The tables are temporary ones of this connection: nothing is locked while a large file is read,
nothing is left behind when the process ends, and memory does not grow with the file.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from readiness.foundation.database import connected, database, execute, insert_rows, is_sqlite, select

BATCH = 10_000
"""Rows that are put into staging in one small transaction."""


@dataclass(frozen=True, slots=True)
class StagedTable:
    """A staging table: its name, and its columns with their types. The first column is the row."""

    name: str
    columns: Mapping[str, str]

    def __post_init__(self) -> None:
        if next(iter(self.columns)) != "row_number":
            raise ValueError("the first column of a staging table is row_number")


FAULTS = StagedTable(
    "staged_fault",
    {"row_number": "INTEGER", "column_name": "TEXT", "sentence": "TEXT", "is_warning": "INTEGER"},
)


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault or warning of a file: the row as a spreadsheet counts it (0: the file), and the column."""

    row: int
    column: str
    sentence: str
    is_warning: bool

    def __str__(self) -> str:
        place = f"Row {self.row}" if self.row else ""
        if self.column:
            place = f"{place}, {self.column}" if place else self.column
        return f"{place}: {self.sentence}" if place else self.sentence


@dataclass
class Staging:
    """One file's rows and problems on their way in."""

    table: StagedTable
    rows: list[Sequence[Any]] = field(default_factory=list)
    problems: list[tuple[int, str, str, int]] = field(default_factory=list)

    def add(self, row: Sequence[Any]) -> None:
        self.rows.append(row)
        if len(self.rows) >= BATCH:
            self.flush()

    def fault(self, row: int, column: str, sentence: str) -> None:
        """Refuse a row (0: the file) with a sentence that says what to do."""
        self._note((row, column, sentence, 0))

    def warn(self, row: int, column: str, sentence: str) -> None:
        """Say what looks wrong with a row that goes in all the same."""
        self._note((row, column, sentence, 1))

    def _note(self, problem: tuple[int, str, str, int]) -> None:
        self.problems.append(problem)
        if len(self.problems) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Put what waits into the tables, in one small transaction that locks nothing else."""
        with _small_transaction():
            insert_rows(self.table.name, tuple(self.table.columns), self.rows)
            insert_rows(FAULTS.name, tuple(FAULTS.columns), self.problems)
        self.rows.clear()
        self.problems.clear()

    def index(self, *columns: str) -> None:
        """Make ready for set-based questions over all rows."""
        self.flush()
        name = f"{self.table.name}_{'_'.join(columns)}"
        execute(f"CREATE INDEX {name} ON {self.table.name} ({', '.join(columns)})")
        if not is_sqlite():
            execute(f"ANALYZE {self.table.name}")

    def refused_count(self) -> int:
        """How many rows have a fault."""
        self.flush()
        found = select(f"SELECT count(DISTINCT row_number) FROM {FAULTS.name} WHERE is_warning = 0")
        return int(next(found)[0])

    def drop_refused(self) -> None:
        """Leave only the rows without a fault."""
        execute(
            f"DELETE FROM {self.table.name} WHERE row_number IN "
            f"(SELECT row_number FROM {FAULTS.name} WHERE is_warning = 0)"
        )

    def reported(self) -> Iterator[Problem]:
        """Every problem in the order of the file."""
        self.flush()
        for row, column, sentence, is_warning in select(
            f"SELECT row_number, column_name, sentence, is_warning FROM {FAULTS.name} "
            "ORDER BY row_number, is_warning, column_name, sentence"
        ):
            yield Problem(row, column, sentence, bool(is_warning))


@contextmanager
def _small_transaction() -> Iterator[None]:
    # DEFERRED: only temporary tables are written, so the database itself need not be locked.
    with database.atomic(*(("DEFERRED",) if is_sqlite() else ())):
        yield


@contextmanager
def staging(table: StagedTable, more: Iterable[StagedTable] = ()) -> Iterator[Staging]:
    """Staging tables for one file; gone at the end of the block."""
    tables = (table, *more, FAULTS)
    with connected():
        for each in tables:
            execute(f"DROP TABLE IF EXISTS {each.name}")
            columns = ", ".join(f"{name} {kind}" for name, kind in each.columns.items())
            execute(f"CREATE TEMPORARY TABLE {each.name} ({columns})")
        try:
            yield Staging(table)
        finally:
            for each in tables:
                execute(f"DROP TABLE IF EXISTS {each.name}")
