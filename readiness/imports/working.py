"""The work on an import, in a process of its own: looking, reading, applying, undoing."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from readiness.foundation import clock
from readiness.foundation.database import connected, interrupter
from readiness.foundation.errors import Conflict, ImportRefused, InvalidInput, ReadinessError
from readiness.foundation.words import gettext as _
from readiness.imports.actions import ImportKind, ImportOutcome, ImportRequest, import_file, takes_packages
from readiness.imports.contents import likely_kind
from readiness.imports.course import Applied, ask_for, counted, get_import, move
from readiness.imports.mapping import Mapping as ColumnMapping
from readiness.imports.mapping import column_faults
from readiness.imports.models import FileImport
from readiness.imports.new_sites import keep_new_sites, new_sites
from readiness.imports.problem_list import Tally, write_problems
from readiness.imports.pulse import Cancelled, Pulse
from readiness.imports.queries import kind_of_shape, offered_mapping, remembered_mapping
from readiness.imports.reading.opening import open_file
from readiness.imports.reading.packages import HEADER as PACKAGE
from readiness.imports.seeing import Seen, keep_seen, look_through
from readiness.imports.states import ENDS, State
from readiness.imports.storage import Folder, Storage
from readiness.imports.undoing import undo_import

log = logging.getLogger(__name__)

Kinds = Mapping[str, ImportKind]


@dataclass
class Work:
    """One run of work on one import. `today`: the organisation's day."""

    row: FileImport
    kinds: Kinds
    storage: Storage
    today: date
    pulse: Pulse = field(init=False)
    tally: Tally = field(default_factory=Tally)

    @property
    def folder(self) -> Folder:
        return self.storage.folder(self.row.folder)

    def move(self, to: State, **values: Any) -> None:
        move(self.row.id, to, run=self.row.run, **values)

    def end(self, to: State, problems: tuple[str, ...] = (), **values: Any) -> None:
        ended = {"ended_at": clock.now()} if to in ENDS else {}
        self.move(to, problems=list(problems), **ended, **values)


def work_on(import_id: int, run: int, kinds: Kinds, storage: Storage, today: date) -> None:
    """Do what an import is asked for, and say in its row what came of it.

    Another process may have been asked meanwhile: then this one changes nothing.
    """
    with connected():
        row = get_import(import_id)
        if row.run != run or not State(row.state).is_working:
            return
        work = Work(row, kinds, storage, today)
        with Pulse(storage.kept(row.folder), run, interrupter()) as work.pulse:
            _do(work)


def _do(work: Work) -> None:
    """Do one step; whatever ends it is said in the row."""
    try:
        _STEPS[State(work.row.state)](work)
    except Exception as error:
        # What breaks off a statement raises whatever the database's library raises, or what became of that.
        if isinstance(error, Cancelled) or work.pulse.is_cancelled:
            _give_up(work, State.CANCELLED, ())
            return
        if isinstance(error, ReadinessError | OSError):
            problems = error.problems if isinstance(error, ReadinessError) else (str(error),)
            _give_up(work, _after(work, error), problems)
            return
        log.exception("import %s failed while %s", work.row.id, work.row.state)
        reason = _(
            "Something went wrong here (%(error)s). Try it again; if it happens again, the service's log says more.",
            error=type(error).__name__,
        )
        _give_up(work, State.FAILED, (reason,))


def _after(work: Work, error: Exception) -> State:
    """What becomes of an import whose step has ended with an error."""
    match State(work.row.state):
        case State.UNDOING:
            return State.APPLIED
        case State.READING if isinstance(error, InvalidInput | ImportRefused):
            return State.MAPPING
        case State.LOOKING | State.APPLYING if isinstance(error, ImportRefused):
            return State.REFUSED
        case _:
            return State.FAILED


def _give_up(work: Work, to: State, problems: tuple[str, ...]) -> None:
    work.pulse.stop()
    try:
        work.end(State.APPLIED if work.row.state == State.UNDOING else to, problems)
    except Conflict:
        # It was applied before it could be stopped, or another process goes on with it.
        log.warning("import %s went on by itself", work.row.id)


def _look(work: Work) -> None:
    asked = work.kinds.get(work.row.kind)
    with open_file(work.folder.file, takes_packages=asked is None or takes_packages(asked)) as table:
        seen = look_through(table, work.pulse.progress)
    keep_seen(work.folder.seen, seen)
    kind = work.row.kind or kind_of_shape(seen.shape) or likely_kind(work.kinds.values(), seen)
    mapping = _fitting(kind, seen)
    if mapping is None:
        offered = _sound(offered_mapping(kind, seen.shape), seen)
        work.move(State.MAPPING, kind=kind, mapping=offered.to_json() if offered else None)
        return
    # As if someone had asked for it, and with no moment in between at which someone could.
    run = ask_for(
        work.row.id, State.READING, work.row.asked_by, run=work.row.run, kind=kind, mapping=mapping.to_json()
    )
    work.row = get_import(work.row.id)
    work.pulse.go_on(run)
    _read(work)


def _fitting(kind: str, seen: Seen) -> ColumnMapping | None:
    """The mapping that fitted the last file of this shape, or that of a package: then nobody is asked."""
    if seen.header == PACKAGE:
        return ColumnMapping(kind, {name: name for name in PACKAGE})
    return _sound(remembered_mapping(kind, seen.shape), seen)


def _sound(mapping: ColumnMapping | None, seen: Seen) -> ColumnMapping | None:
    return mapping if mapping and not column_faults(mapping, seen.header) else None


def _read(work: Work) -> None:
    outcome = _import(work, is_dry_run=True, skip_refused=True)
    known = work.kinds[work.row.kind].vocabulary("site")
    keep_new_sites(work.folder.new_sites, new_sites(outcome.counts.new_sites, known))
    work.move(State.PREVIEWED, may_skip=outcome.may_skip, **_came_to(work, outcome))


def _apply(work: Work) -> None:
    outcome = _import(work, is_dry_run=False, skip_refused=work.row.takes_good_rows)
    if not outcome.is_applied:
        reason = _(
            "Rows have faults, and nothing was changed: since the file was read, records have changed."
        )
        work.end(State.REFUSED, (reason,), may_skip=outcome.may_skip, **_came_to(work, outcome))


def _came_to(work: Work, outcome: ImportOutcome) -> dict[str, int]:
    return {
        **counted(outcome.counts),
        "fault_count": work.tally.faults,
        "warning_count": work.tally.warnings,
    }


def _import(work: Work, *, is_dry_run: bool, skip_refused: bool) -> ImportOutcome:
    row, folder = work.row, work.folder
    folder.refused.unlink(missing_ok=True)

    def told(problems: Any) -> None:
        work.tally = write_problems(folder.problems, problems)
        work.pulse.check()

    def applied(change: Applied) -> None:
        tally = {"fault_count": work.tally.faults, "warning_count": work.tally.warnings}
        work.move(State.APPLIED, **change.columns, **tally)
        work.pulse.check()  # the last moment: what follows is kept

    return import_file(
        work.kinds[row.kind],
        ImportRequest(
            path=folder.file,
            actor=row.asked_by,
            today=work.today,
            mapping=ColumnMapping.from_json(row.mapping),
            is_dry_run=is_dry_run,
            skip_refused=skip_refused,
            refused_file=folder.refused,
            file_name=row.file_name,
            sha256=row.file_sha256,
            progress=work.pulse.progress,
            told=told,
            applied=applied,
        ),
    )


def _undo(work: Work) -> None:
    undo_import(work.row.id, work.row.run, work.kinds[work.row.kind], work.row.asked_by)


_STEPS: dict[State, Callable[[Work], None]] = {
    State.LOOKING: _look,
    State.READING: _read,
    State.APPLYING: _apply,
    State.UNDOING: _undo,
}
