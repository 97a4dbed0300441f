"""The course of an import: each step from state to state is one statement that only one can win."""

from dataclasses import dataclass
from typing import Any

from readiness.audit.events import FileImported
from readiness.foundation import clock
from readiness.foundation.database import connected
from readiness.foundation.errors import Conflict, NotFound
from readiness.foundation.words import gettext as _
from readiness.imports.counts import Counts
from readiness.imports.mapping import Mapping
from readiness.imports.models import FileImport
from readiness.imports.states import State, leading_to

COUNTS = ("new", "changed", "unchanged", "skipped", "refused", "employed", "joined", "moved", "left")


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that has come in, and where it is kept."""

    kind: str
    file_name: str
    size: int
    sha256: str
    folder: str
    actor: str


@dataclass(frozen=True, slots=True)
class Applied:
    """A change by which a file was imported, while it is still open."""

    change: int
    actor: str
    event: FileImported
    size: int
    mapping: Mapping

    @property
    def columns(self) -> dict[str, Any]:
        """What is kept of it with the import."""
        return {
            **counted(self.event),
            "change": self.change,
            "mapping": self.mapping.to_json(),
            "ended_at": clock.now(),
        }


def keep_applied(applied: Applied) -> None:
    """Note an import that nobody followed from page to page: one by the command line."""
    instant = clock.now()
    FileImport.create(
        kind=applied.event.subject,
        state=State.APPLIED,
        file_name=applied.event.file_name,
        file_size=applied.size,
        file_sha256=applied.event.file_sha256,
        actor=applied.actor,
        asked_by=applied.actor,
        uploaded_at=instant,
        asked_at=instant,
        **applied.columns,
    )


def begin(arrival: Arrival) -> int:
    """Note that a file has come in and is to be looked at; gives the import's number."""
    instant = clock.now()
    with connected():
        row = FileImport.create(
            kind=arrival.kind,
            state=State.LOOKING,
            file_name=arrival.file_name,
            file_size=arrival.size,
            file_sha256=arrival.sha256,
            folder=arrival.folder,
            actor=arrival.actor,
            asked_by=arrival.actor,
            uploaded_at=instant,
            asked_at=instant,
            work=State.LOOKING,
            run=1,
        )
    return int(row.id)


def get_import(import_id: int) -> FileImport:
    """The import with this number; raises NotFound."""
    found: FileImport | None = FileImport.get_or_none(FileImport.id == import_id)
    if found is None:
        raise NotFound(_("There is no import with the number %(number)s.", number=import_id))
    return found


def move(import_id: int, to: State, *, run: int | None = None, **values: Any) -> None:
    """Bring an import to another state; raises Conflict where it is no longer in one that leads there.

    `run`: only for the process whose run this is. One that was given up for dead changes nothing any more.
    """
    _step(import_id, leading_to(to), run, {"state": to, **values})


def ask_for(import_id: int, work: State, actor: str, *, run: int | None = None, **values: Any) -> int:
    """Ask for a piece of work, and be the only one who does; gives its run. Raises Conflict as `move`.

    `run`: where work has stopped and is begun again, the run that has stopped.
    """
    states = [*leading_to(work), *([] if run is None else [work])]
    begun = {"state": work, "work": work, "asked_at": clock.now(), "asked_by": actor, "problems": []}
    _step(import_id, states, run, {**begun, **values, "run": FileImport.run + 1})
    return int(get_import(import_id).run)


def keep_columns(import_id: int, kind: str, mapping: Mapping) -> None:
    """Keep how a file is to be read, while nothing works on it: there is more to say before it is."""
    states = [state for state in (State.MAPPING, *leading_to(State.MAPPING)) if not state.is_working]
    values = {"state": State.MAPPING, "kind": kind, "mapping": mapping.to_json(), "problems": []}
    _step(import_id, states, None, values)


def _step(import_id: int, states: list[State], run: int | None, values: dict[str, Any]) -> None:
    condition = (FileImport.id == import_id) & FileImport.state.in_(states)
    if run is not None:
        condition &= FileImport.run == run
    if FileImport.update(**values).where(condition).execute() != 1:
        raise Conflict(_("The import has gone on meanwhile. Look at it again."))


def counted(counts: Counts | FileImported) -> dict[str, int]:
    """The columns that keep what an import comes to."""
    return {f"{name}_count": getattr(counts, name) for name in COUNTS}
