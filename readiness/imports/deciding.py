"""What people decide about an import: bring in a file, say how it is read, confirm, cancel, undo."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import IO, Any

from config import Config
from readiness.foundation import clock
from readiness.foundation.errors import Conflict
from readiness.foundation.words import gettext as _
from readiness.imports.course import Arrival, ask_for, begin, get_import, move
from readiness.imports.mapping import Mapping
from readiness.imports.models import FileImport
from readiness.imports.new_sites import kept_new_sites
from readiness.imports.pulse import has_stopped, last_sign
from readiness.imports.reading.places import shown
from readiness.imports.starting import start_work
from readiness.imports.states import State
from readiness.imports.storage import Storage


@dataclass(frozen=True, slots=True)
class Desk:
    """Where imports are decided on: by whom, with which settings, and how the work is started."""

    config: Config
    actor: str
    start: Callable[[Config, int, int], None] = start_work

    @property
    def storage(self) -> Storage:
        return Storage(self.config.data_dir)

    def receive(self, content: IO[bytes], file_name: str, kind: str = "") -> int:
        """Take in a file and have it looked at; gives the import's number. `kind` "": it is to be found out.

        Raises ImportRefused where it is empty or too large.
        """
        stored = self.storage.store(content)
        arrival = Arrival(kind, plain_name(file_name), stored.size, stored.sha256, stored.folder, self.actor)
        try:
            import_id = begin(arrival)
        except BaseException:
            self.storage.remove(stored.folder)
            raise
        self.start(self.config, import_id, 1)
        return import_id

    def read(self, import_id: int, mapping: Mapping) -> None:
        """Read the file in this way and show what would come of it."""
        self.storage.folder(get_import(import_id).folder)
        self._ask(import_id, State.READING, kind=mapping.kind, mapping=mapping.to_json())

    def apply(self, import_id: int, *, takes_good_rows: bool, is_seen: bool = False) -> None:
        """Import the file as it was previewed. Of two who confirm at once, one is told that it goes on already.

        `is_seen`: somebody has looked at the preview, and where its new sites are is said by that.
        """
        row = get_import(import_id)
        assumed = kept_new_sites(self.storage.folder(row.folder).new_sites).assumed
        if row.refused_count and not (takes_good_rows and row.may_skip):
            raise Conflict(
                _(
                    "Rows have faults. Say that the good rows are to be taken, or mend the file and drop it again."
                )
            )
        values: dict[str, Any] = {"takes_good_rows": takes_good_rows}
        if is_seen and assumed is not None:
            mapping = Mapping.from_json(row.mapping)
            said = replace(mapping, country=assumed.country, time_zone=assumed.time_zone)
            values["mapping"] = said.to_json()
        self._ask(import_id, State.APPLYING, **values)

    def undo(self, import_id: int) -> None:
        """Take back everything that the import recorded."""
        self._ask(import_id, State.UNDOING)

    def start_again(self, import_id: int) -> None:
        """Begin again work that has stopped or failed."""
        row = get_import(import_id)
        if State(row.state).is_working and not has_stopped(
            last_sign(self.storage.kept(row.folder), row.run), row.asked_at
        ):
            raise Conflict(_("The work goes on. There is nothing to start again."))
        work = State(row.work)
        if row.state != work and work is State.APPLYING:
            work = State.READING  # what failed is shown once more before it is confirmed
        self._ask(import_id, work, run=row.run)

    def cancel(self, import_id: int) -> None:
        """Stop the work, or give up a file that waits for a decision; nothing of it is left."""
        row = get_import(import_id)
        state, folder = State(row.state), self.storage.kept(row.folder)
        if not state.may_be_cancelled:
            raise Conflict(_("There is nothing to cancel: the import has come to its end."))
        if state.is_working and not has_stopped(last_sign(folder, row.run), row.asked_at):
            folder.cancel.touch()
            return
        move(import_id, State.CANCELLED, run=row.run, ended_at=clock.now())

    def _ask(self, import_id: int, work: State, **values: Any) -> None:
        row = get_import(import_id)
        if not row.folder:  # by the command line, or its file was removed
            values["folder"] = self.storage.new_folder()
        run = ask_for(import_id, work, self.actor, **values)
        self.storage.kept(values.get("folder", row.folder)).cancel.unlink(missing_ok=True)
        self.start(self.config, import_id, run)


def plain_name(file_name: str) -> str:
    """A file's name as it is shown and kept: without folders, of one line, and not too long."""
    return shown(PurePosixPath(file_name.replace("\\", "/")).name).strip() or _("file")


def is_stopped(row: FileImport, storage: Storage) -> bool:
    """Whether work is asked for, and no process does it."""
    if not State(row.state).is_working:
        return False
    return has_stopped(last_sign(storage.kept(row.folder), row.run), row.asked_at)
