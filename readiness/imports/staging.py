"""Staging: where a file's rows wait, apart from the facts, until the whole file has been judged.

The tables are this connection's own: nothing is locked while a large file is read,
nothing is left behind when the process ends, and memory does not grow with the file.

So wait the rows of staff, sites and resources, each of which is held against what is known of the same. Those of
certificates, of which a file may have a million and most are new, wait in memory as a few numbers each (`held`),
and only those that need a closer look are put into the tables.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from operator import itemgetter
from typing import Any

from readiness.foundation.bulk import count_anew, scratch, scratch_index, scratch_table
from readiness.foundation.database import (
    connected,
    database,
    execute,
    insert_rows,
    is_sqlite,
    select,
)
from readiness.imports.held import Held, row_of

BATCH = 10_000
"""Rows that are put into staging in one small transaction, which locks nothing else."""


@dataclass(frozen=True, slots=True)
class StagedTable:
    """A staging table: its name, and its columns with their types. The first column is the row.

    `sorted_by`: the column in whose order each batch goes in, so that the database has little left
    to sort. `drawn`: the table for those of its rows that need a closer look. `held_against`: the
    tables of facts that its rows are joined with. `holds_references`: as `scratch` has it. `held`: the
    columns, with their types, of the rows that wait in memory, of which it has only some.
    """

    name: str
    columns: Mapping[str, str]
    sorted_by: str = ""
    drawn: str = ""
    held_against: tuple[str, ...] = ()
    holds_references: bool = False
    held: Mapping[str, type | str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if next(iter(self.columns)) != "row_number":
            raise ValueError("the first column of a staging table is row_number")

    @property
    def names(self) -> tuple[str, ...]:
        """The tables that are made for it."""
        return (self.name, self.drawn) if self.drawn else (self.name,)


FAULTS = StagedTable(
    "staged_fault",
    {
        "row_number": "INTEGER",
        "column_name": "TEXT",
        "sentence": "TEXT",
        "is_warning": "INTEGER",
        "wording": "INTEGER",
        "value": "TEXT",
        "other": "TEXT",
    },
)

Wording = Callable[[str, str], str]
"""Makes the sentence of a problem from the values that were found with it."""


@dataclass(frozen=True, slots=True)
class Search:
    """A question over all rows: SQL that gives row_number, value and other of those with a problem."""

    sql: str
    wording: Wording
    is_warning: bool = False


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
    """One file's rows and problems on their way in. `file_name`: as the file came.

    `is_partial`: it is not all that its source has; some rows were refused, or are what was refused before.
    """

    table: StagedTable
    file_name: str = ""
    is_partial: bool = False
    problems: list[tuple[int, str, str, int]] = field(default_factory=list)
    wordings: list[Wording] = field(default_factory=list)
    held: Held = field(init=False)

    def __post_init__(self) -> None:
        self.held = Held(self.table.held)

    def fill(self, rows: Iterable[Sequence[Any]]) -> None:
        """Put all rows in, in batches."""
        waiting = iter(rows)
        while batch := list(islice(waiting, BATCH)):
            self._put(batch)
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

    def look(self, column: str, search: Search, **values: Any) -> None:
        """Note what a question over all rows finds; its sentences are made when they are read."""
        self.flush()
        self.wordings.append(search.wording)
        execute(
            f"INSERT INTO {FAULTS.name} (row_number, column_name, sentence, is_warning, wording, value, other) "
            f"SELECT row_number, :column, '', :is_warning, :wording, value, other FROM ({search.sql}) found",
            column=column,
            is_warning=int(search.is_warning),
            wording=len(self.wordings) - 1,
            **values,
        )

    def _put(self, rows: list[Sequence[Any]]) -> None:
        columns = tuple(self.table.columns)
        if self.table.sorted_by:
            rows.sort(key=itemgetter(columns.index(self.table.sorted_by)))
        with _small_transaction():
            insert_rows(self.table.name, columns, rows)

    def flush(self) -> None:
        """Put the problems that wait into their table."""
        with _small_transaction():
            insert_rows(FAULTS.name, tuple(FAULTS.columns)[:4], self.problems)
        self.problems.clear()

    def index(self, *columns: str) -> None:
        """Make ready for set-based questions over all rows."""
        self.flush()
        scratch_index(self.table.name, columns)
        self.analyze()

    def analyze(self) -> None:
        """Let PostgreSQL see how many rows there are; SQLite's questions are put so that it need not."""
        self.flush()
        count_anew(self.table.name)

    def draw(self, condition: str) -> None:
        """Put the rows that meet a condition into the table for a closer look."""
        execute(f"INSERT INTO {self.table.drawn} SELECT * FROM {self.table.name} WHERE {condition}")

    def refused_count(self) -> int:
        """How many rows have a fault; they may be staged nevertheless, for others to be judged by."""
        self.flush()
        found = select(f"SELECT count(DISTINCT row_number) FROM {FAULTS.name} WHERE is_warning = 0")
        return int(next(found)[0])

    def drop_refused(self) -> None:
        """Leave only the rows without a fault."""
        self.is_partial = True
        if len(self.held):
            self.held.drop_rows(
                row
                for (row,) in select(f"SELECT DISTINCT row_number FROM {FAULTS.name} WHERE is_warning = 0")
            )
        for name in self.table.names:
            execute(
                f"DELETE FROM {name} WHERE {row_of('row_number')} IN "
                f"(SELECT row_number FROM {FAULTS.name} WHERE is_warning = 0)"
            )

    def reported(self) -> Iterator[Problem]:
        """Every problem in the order of the file."""
        self.flush()
        for row, column, sentence, is_warning, wording, value, other in select(
            f"SELECT row_number, column_name, sentence, is_warning, wording, value, other FROM {FAULTS.name} "
            "ORDER BY row_number, is_warning, column_name, sentence, wording, value, other"
        ):
            words = sentence if wording is None else self.wordings[wording](value, other)
            yield Problem(row, column, words, bool(is_warning))


@contextmanager
def _small_transaction() -> Iterator[None]:
    # DEFERRED: only temporary tables are written, so the database itself need not be locked.
    with database.atomic(*(("DEFERRED",) if is_sqlite() else ())):
        yield


@contextmanager
def staging(table: StagedTable, file_name: str = "") -> Iterator[Staging]:
    """Staging tables for one file; gone at the end of the block."""
    names = (*table.names, *FAULTS.names)
    with connected(), scratch(holds_references=table.holds_references):
        for each in (table, FAULTS):
            columns = ", ".join(f"{name} {kind}" for name, kind in each.columns.items())
            for name in each.names:
                scratch_table(name, columns)
        count_anew(*table.held_against, waits=False)
        try:
            yield Staging(table, file_name)
        finally:
            for name in names:
                execute(f"DROP TABLE {name}")
