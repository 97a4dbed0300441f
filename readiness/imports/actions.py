"""Importing a file: read, map, judge every row, then apply the whole in one short transaction, or nothing."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from readiness.audit.actions import Recording, recording
from readiness.audit.events import FileImported
from readiness.foundation.errors import ImportRefused
from readiness.foundation.words import gettext as _
from readiness.imports.fields import FieldList
from readiness.imports.guessing import guess_mapping
from readiness.imports.mapping import Mapping, column_faults
from readiness.imports.queries import remember_mapping, remembered_mapping
from readiness.imports.refused import write_refused
from readiness.imports.staging import Problem, StagedTable, Staging, staging
from readiness.imports.tables import BadRow, Table, open_table


@dataclass(slots=True)
class Counts:
    """What an import comes to, in rows."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    skipped: int = 0
    refused: int = 0


class RowReader(Protocol):
    """Reads the rows of one file. `skipped` counts those that the mapping leaves out."""

    skipped: int

    def read(self, number: int, cells: Sequence[str]) -> Sequence[Any] | None:
        """The row as it is staged; None where it is left out or refused (its faults are noted)."""


class ImportKind(Protocol):
    """A kind of file that can be imported."""

    @property
    def name(self) -> str: ...

    @property
    def fields(self) -> FieldList: ...

    @property
    def staged(self) -> StagedTable: ...

    def reader(self, mapping: Mapping, header: Sequence[str], stage: Staging, today: date) -> RowReader:
        """A reader for one file; raises InvalidInput where the mapping itself is at fault."""

    def judge(self, mapping: Mapping, stage: Staging, today: date) -> None:
        """Note the problems that only the whole file shows, once all rows are staged."""

    def apply(self, mapping: Mapping, stage: Staging, today: date, opened: Recording) -> Counts:
        """Turn the staged rows into facts, within the open change."""


def _silent(_done: int, _total: int) -> None:
    return


def _unread(_problems: Iterator[Problem]) -> None:
    return


@dataclass(frozen=True)
class ImportRequest:
    """A file to import, and who is to be told what.

    `told` is given every problem of the file, in order, before anything is applied. `refused_file`
    is where refused rows go when the good ones are taken; None: any fault refuses the file.
    """

    path: Path
    actor: str
    today: date
    mapping: Mapping | None = None
    is_dry_run: bool = False
    refused_file: Path | None = None
    progress: Callable[[int, int], None] = _silent
    told: Callable[[Iterator[Problem]], None] = _unread
    is_sample: bool = False


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What became of a file. `is_applied` False: nothing was changed."""

    counts: Counts
    is_applied: bool
    mapping: Mapping
    refused_file: Path | None = None


class _DryRun(Exception):
    """Carries the counts out of a change that is rolled back."""

    def __init__(self, counts: Counts) -> None:
        self.counts = counts


@dataclass
class _Work:
    """One file being imported."""

    kind: ImportKind
    request: ImportRequest
    table: Table
    mapping: Mapping
    stage: Staging
    is_readable: bool = True
    skipped: int = field(default=0)

    def read(self) -> None:
        reader = self.kind.reader(self.mapping, self.table.header, self.stage, self.request.today)
        rows = 0
        for row in self.table.rows():
            if isinstance(row, BadRow):
                self.stage.fault(row.number, row.column or "", row.problem)
                self.is_readable = self.is_readable and not row.fatal
                continue
            number, cells = row
            staged = reader.read(number, cells)
            if staged is not None:
                self.stage.add(staged)
            rows += 1
            if rows % 5000 == 0:
                self.request.progress(*self.table.progress())
        self.skipped = reader.skipped
        self.stage.flush()
        self.kind.judge(self.mapping, self.stage, self.request.today)
        self.request.progress(*self.table.progress())

    def apply(self) -> Counts:
        try:
            with recording(self.request.actor, is_sample=self.request.is_sample) as opened:
                counts = self.kind.apply(self.mapping, self.stage, self.request.today, opened)
                counts.skipped, counts.refused = self.skipped, self.stage.refused_count()
                if self.request.is_dry_run:
                    raise _DryRun(counts)
                opened.note(self._event(counts))
                remember_mapping(self.table.shape, self.mapping)
        except _DryRun as dry_run:
            return dry_run.counts
        return counts

    def _event(self, counts: Counts) -> FileImported:
        return FileImported(
            self.kind.name,
            file_name=self.table.name,
            file_sha256=self.table.sha256,
            new=counts.new,
            changed=counts.changed,
            unchanged=counts.unchanged,
            skipped=counts.skipped,
            refused=counts.refused,
        )


def import_file(kind: ImportKind, request: ImportRequest) -> ImportOutcome:
    """Import one file, whole or not at all.

    Raises ImportRefused where the file is no table or its columns cannot be told; rows at fault
    are told to the request, and the outcome then says that nothing was applied.
    """
    with open_table(request.path) as table:
        mapping = chosen_mapping(kind, request.mapping, table)
        with staging(kind.staged) as stage:
            work = _Work(kind, request, table, mapping, stage)
            work.read()
            refused = stage.refused_count()
            request.told(stage.reported())
            may_skip = request.refused_file is not None and work.is_readable
            if refused and not may_skip:
                counts = Counts(skipped=work.skipped, refused=refused)
                return ImportOutcome(counts, is_applied=False, mapping=mapping)
            if refused:
                stage.drop_refused()
            counts = work.apply()
            refused_file = request.refused_file if refused and not request.is_dry_run else None
            if refused_file is not None:
                write_refused(refused_file, table, mapping, stage.reported())
            return ImportOutcome(counts, not request.is_dry_run, mapping, refused_file)


def chosen_mapping(kind: ImportKind, given: Mapping | None, table: Table) -> Mapping:
    """The mapping that was given, else the one remembered for files of this shape, else a guess that is sure."""
    mapping = given or remembered_mapping(kind.name, table.shape) or guess_mapping(kind, table)
    faults = column_faults(mapping, table.header)
    if faults:
        columns = _("The file has the columns: %(columns)s.", columns=", ".join(table.header))
        raise ImportRefused([*faults, columns])
    return mapping


def places(mapping: Mapping, header: Sequence[str], names: Iterable[str]) -> dict[str, int]:
    """Where in a row each of our fields stands; fields without a column are left out."""
    positions = {column: place for place, column in enumerate(header)}
    return {name: positions[mapping.columns[name]] for name in names if name in mapping.columns}
