"""What is done about imports by the clock."""

import time
from datetime import timedelta
from typing import Any

from config import config_from_environment
from readiness.foundation import clock
from readiness.foundation.database import connected, database
from readiness.imports.models import FileImport
from readiness.imports.states import State
from readiness.imports.storage import Storage

FILES_FOR = timedelta(days=7)
"""So long a file stays after anyone last did something with it; what it brought in, and its counts, stay."""


def remove_old_files() -> None:
    """Remove the files that nobody has touched for a while, with what was found in them."""
    remove_files_before(Storage(config_from_environment().data_dir), FILES_FOR)


def remove_files_before(storage: Storage, kept_for: timedelta) -> None:
    """Remove files that are older; an import that still waited for someone is given up."""
    with connected():
        remove_files_where(FileImport.asked_at < clock.now() - kept_for, storage)
        known = {row.folder for row in FileImport.select(FileImport.folder)}
    _remove_strays(storage, known)


def remove_files_where(condition: Any, storage: Storage) -> int:
    """Remove the files of some imports, and give up those that waited for someone; how many files there were."""
    waiting, removed = [state for state in State if state.may_be_cancelled], 0
    for row in FileImport.select().where((FileImport.folder != "") & condition):
        with database.atomic():
            FileImport.update(state=State.CANCELLED, ended_at=clock.now()).where(
                (FileImport.id == row.id) & FileImport.state.in_(waiting)
            ).execute()
            # An undo that was broken off may be asked for again: it needs no file.
            FileImport.update(state=State.APPLIED).where(
                (FileImport.id == row.id) & (FileImport.state == State.UNDOING)
            ).execute()
            FileImport.update(folder="").where(FileImport.id == row.id).execute()
        storage.remove(row.folder)
        removed += 1
    return removed


def _remove_strays(storage: Storage, known: set[str]) -> None:
    """Remove what no import knows of: whoever sent it was cut off."""
    for name in storage.names():
        path = storage.kept(name).path
        if name not in known and time.time() - path.stat().st_mtime > timedelta(days=1).total_seconds():
            storage.remove(name)
