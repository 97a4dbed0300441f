"""Importing a file: read, map, judge every row, then apply the whole in one short transaction, or nothing."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Protocol

from readiness.audit.actions import Recording, recording
from readiness.audit.events import FileImported
from readiness.foundation.errors import ImportRefused
from readiness.foundation.temporal import Change
from readiness.foundation.words import gettext as _
from readiness.imports.counts import Counts
from readiness.imports.course import Applied, keep_applied
from readiness.imports.fields import FieldList, Vocabulary
from readiness.imports.guessing import guess_mapping
from readiness.imports.mapping import Mapping, column_faults
from readiness.imports.meanings import Meanings
from readiness.imports.queries import remember_mapping, remembered_mapping
from readiness.imports.reading.opening import Opened, open_file
from readiness.imports.reading.packages import HEADER as PACKAGE
from readiness.imports.reading.tables import BadRow, Chunk
from readiness.imports.refused import refused_rows, refused_shapes
from readiness.imports.staging import Problem, StagedTable, Staging, staging

_TOLD_EVERY = 5000
"""Rows after which the progress is told."""


class RowReader(Protocol):
    """Reads the rows of one file. `skipped` counts those that the mapping leaves out."""

    skipped: int

    def read(self, chunks: Iterable[Chunk]) -> None:
        """Stage the rows, without those that are left out or refused (their faults are noted)."""


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

    def take_back(self, change: int, undoing: Change) -> None:
        """Let hold again what held before a change that `apply` made; raises BuiltOn."""

    def vocabulary(self, field: str) -> Vocabulary | None:
        """What the values of a field may mean; None where a value stands for itself."""


def _silent(_done: int, _total: int) -> None:
    return


def _unread(_problems: Iterator[Problem]) -> None:
    return


@dataclass(frozen=True)
class ImportRequest:
    """A file to import, and who is to be told what.

    `file_name` and `sha256`: as the file came, where it is kept under another name; it is refused
    where its bytes are others now. `told` is given every problem of the file, in order, before
    anything is applied. `skip_refused`: the good rows are taken; otherwise any fault refuses the
    file. `refused_file` is where refused rows are written. `applied` is told of the change
    within it: what it writes is there with the facts, or not at all.
    """

    path: Path
    actor: str
    today: date
    mapping: Mapping | None = None
    is_dry_run: bool = False
    skip_refused: bool = False
    refused_file: Path | None = None
    file_name: str = ""
    sha256: str = ""
    progress: Callable[[int, int], None] = _silent
    told: Callable[[Iterator[Problem]], None] = _unread
    applied: Callable[[Applied], None] = keep_applied
    is_sample: bool = False


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What became of a file. `is_applied` False: nothing was changed.

    `may_skip` False: it cannot be read to its end, so that its good rows cannot be taken either.
    """

    counts: Counts
    is_applied: bool
    mapping: Mapping
    refused_file: Path | None = None
    may_skip: bool = True


class _DryRun(Exception):
    """Carries the counts out of a change that is rolled back."""

    def __init__(self, counts: Counts) -> None:
        self.counts = counts


@dataclass
class _Work:
    """One file being imported."""

    kind: ImportKind
    request: ImportRequest
    table: Opened
    mapping: Mapping
    stage: Staging
    is_guess: bool
    is_readable: bool = True
    skipped: int = field(default=0)

    def read(self) -> None:
        reader = self.kind.reader(self.mapping, self.table.header, self.stage, self.request.today)
        reader.read(self._meant(self._good_rows()))
        self.skipped += reader.skipped
        self.kind.judge(self.mapping, self.stage, self.request.today)
        self.request.progress(*self.table.progress())

    def _good_rows(self) -> Iterator[Chunk]:
        """The rows that can be read; the others are noted."""
        told = 0
        for chunk in self.table.chunks():
            if isinstance(chunk, BadRow):
                self.stage.fault(chunk.number, chunk.column or "", chunk.problem)
                self.is_readable = self.is_readable and not chunk.fatal
            elif chunk.numbers:
                if chunk.numbers[-1] - told >= _TOLD_EVERY:
                    told = chunk.numbers[-1]
                    self.request.progress(*self.table.progress())
                yield chunk

    def _meant(self, chunks: Iterator[Chunk]) -> Iterator[Chunk]:
        """The rows with the file's values put into our words, where the mapping says what they mean."""
        meanings = Meanings(self.mapping, self.table.header, self.kind.fields)
        return self._translated(chunks, meanings) if meanings else chunks

    def _translated(self, chunks: Iterator[Chunk], meanings: Meanings) -> Iterator[Chunk]:
        for chunk in chunks:
            told = [(number, meanings.of(cells)) for number, cells in chunk.rows()]
            kept = [(number, cells) for number, cells in told if cells is not None]
            self.skipped += len(told) - len(kept)
            if kept:
                yield Chunk.of(kept)

    def apply(self, more_shapes: Iterable[str] = ()) -> Counts:
        """Apply what is staged; the mapping is remembered for files of more shapes than this one's."""
        try:
            with recording(self.request.actor, is_sample=self.request.is_sample) as opened:
                counts = self.kind.apply(self.mapping, self.stage, self.request.today, opened)
                counts.skipped, counts.refused = self.skipped, self.stage.refused_count()
                if self.request.is_dry_run:
                    raise _DryRun(counts)
                event = self._event(counts)
                opened.note(event)
                for shape in (self.table.shape, *more_shapes):
                    remember_mapping(shape, self._remembered(counts))
                self.request.applied(
                    Applied(opened.change.id, self.request.actor, event, self.table.size, self.mapping)
                )
        except _DryRun as dry_run:
            return dry_run.counts
        return counts

    def _remembered(self, counts: Counts) -> Mapping:
        """The mapping for files to come: a guess made these sites, and no others that may be slips of the pen.

        That a file lists everybody is said of it alone: the next may be of a department.
        """
        mapping = replace(self.mapping, lists_everybody=False)
        if not (self.is_guess and self.mapping.create_sites):
            return mapping
        made = tuple(site.name for site in counts.new_sites)
        return replace(mapping, create_sites=False, new_sites=made)

    def _event(self, counts: Counts) -> FileImported:
        return FileImported(
            self.kind.name,
            file_name=self.request.file_name or self.table.name,
            file_sha256=self.table.sha256,
            new=counts.new,
            changed=counts.changed,
            unchanged=counts.unchanged,
            skipped=counts.skipped,
            refused=counts.refused,
            employed=counts.employed,
            joined=counts.joined,
            moved=counts.moved,
            left=counts.left,
        )


def import_file(kind: ImportKind, request: ImportRequest) -> ImportOutcome:
    """Import one file, whole or not at all.

    Raises ImportRefused where the file is no table or its columns cannot be told; rows at fault
    are told to the request, and the outcome then says that nothing was applied.
    """
    with open_file(request.path, takes_packages=takes_packages(kind)) as table:
        if request.sha256 not in {"", table.sha256}:
            raise ImportRefused(_("The file is not the one that was looked at. Drop it again."))
        told = request.mapping or remembered_mapping(kind.name, table.shape)
        mapping = chosen_mapping(kind, told, table)
        with staging(kind.staged, request.file_name or table.name) as stage:
            work = _Work(kind, request, table, mapping, stage, is_guess=told is None)
            work.read()
            refused = stage.refused_count()
            request.told(stage.reported())
            if refused and not (request.skip_refused and work.is_readable):
                counts = Counts(skipped=work.skipped, refused=refused)
                return ImportOutcome(counts, False, mapping, may_skip=work.is_readable)
            refused_file = request.refused_file if refused else None
            if refused:
                stage.drop_refused()
            if refused_file is None:
                counts = work.apply()
            else:
                with refused_rows(refused_file, table, mapping, stage.reported()):
                    counts = work.apply(refused_shapes(table, mapping))
            return ImportOutcome(counts, not request.is_dry_run, mapping, refused_file)


def takes_packages(kind: ImportKind) -> bool:
    """Whether files of this kind may hold several tables."""
    return {*PACKAGE} <= {*kind.fields.names}


def chosen_mapping(kind: ImportKind, told: Mapping | None, table: Opened) -> Mapping:
    """The mapping that was given or remembered, else a guess that is sure."""
    mapping = told or guess_mapping(kind, table)
    faults = column_faults(mapping, table.header)
    if faults:
        columns = _("The file has the columns: %(columns)s.", columns=", ".join(table.header))
        raise ImportRefused([*faults, columns])
    return mapping


def places(mapping: Mapping, header: Sequence[str], names: Iterable[str]) -> dict[str, int]:
    """Where in a row each of our fields stands; fields without a column are left out."""
    positions = {column: place for place, column in enumerate(header)}
    return {name: positions[mapping.columns[name]] for name in names if name in mapping.columns}
