"""Restoring a backup into an empty place, and proving that what stands there is what was backed up."""

import fcntl
import os
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from config import Config
from readiness.audit.checkpoints import kept_checkpoints
from readiness.audit.keys import has_key, signer_of
from readiness.audit.verifying import verify
from readiness.backups.checking import Checked, Take, check, pass_by, read
from readiness.backups.contents import (
    ABOUT,
    CHECKPOINT,
    DATABASES,
    EVIDENCE,
    POSTGRESQL,
    SQLITE,
    About,
    NotWhole,
    new_file,
    sync,
)
from readiness.backups.databases import draft_of_database, read_database, refuse_unless_empty, rows_now
from readiness.evidence.queries import whole_files
from readiness.evidence.vault import Vault
from readiness.foundation.database import connected, open_database
from readiness.foundation.database_file import prepare_folder
from readiness.foundation.errors import Conflict, InvalidInput, Unavailable
from readiness.foundation.migrating import known_migrations, pending_migrations
from readiness.incidents.queries import some_sealed
from readiness.incidents.sealing import FILE as SEALING_KEY
from readiness.incidents.sealing import sealer_of

NOTHING = "Nothing was restored."
EMPTY_IT = "Empty the place again before the next try."


@dataclass
class Restored:
    """What stands there now. `events` None: the trail is of an earlier release and was not read yet.

    `to_do`: sentences of what is still missing.
    """

    rows: int
    tables: int
    proofs: int
    events: int | None = None
    to_do: list[str] = field(default_factory=list)


def restore_backup(config: Config, file: Path) -> Restored:
    """Fill an empty place. Everything is looked at before anything is written; raises what is wrong in words."""
    open_database(config.database, connections=config.database_connections)
    _refuse_unless_empty(config)
    if not file.is_file():
        raise InvalidInput(f"{file} is no file. It is read twice, and must be one.", title=NOTHING)
    with _failing_in_words("It could not be read", NOTHING), file.open("rb") as backup:
        try:
            checked = check(backup)
        except NotWhole as error:
            raise NotWhole(error.problems, title=f"{NOTHING} {file} is not whole, or no backup.") from None
        _refuse_another_kind(config, checked.about)
        with _failing_in_words("It could not be restored", EMPTY_IT):
            _write(config, backup)
    return _proven(config, file, checked)


@contextmanager
def _failing_in_words(what: str, then: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Unavailable(f"{what}: {error}. {then}") from error


def _refuse_unless_empty(config: Config) -> None:
    refuse_unless_empty()
    root = Vault(config.data_dir).root
    if any(path.is_file() for path in root.rglob("*")):
        raise Conflict(
            f"{root} holds files already, and nothing is written over. Name another folder in "
            "READINESS_DATA_DIR, or move them away.",
            title=NOTHING,
        )


def _refuse_another_kind(config: Config, about: About) -> None:
    kind = SQLITE if config.database.startswith("sqlite:") else POSTGRESQL
    if about.database != kind:
        raise InvalidInput(
            f"This is a backup of {about.database}, and READINESS_DATABASE_URL names {kind}. Restore it into its own "
            "kind.",
            title=NOTHING,
        )
    unknown = sorted(set(about.migrations) - set(known_migrations()))
    if unknown:
        raise InvalidInput(
            f"The backup was made by a later release (it has {', '.join(unknown)}). Install release {about.release}.",
            title=NOTHING,
        )


def _write(config: Config, backup: BinaryIO) -> None:
    """Write what was checked, held against its hashes once more on the way; the database takes its name last."""
    prepare_folder(config.database)
    root = Vault(config.data_dir).root
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone_in(root):
        _refuse_unless_empty(config)  # another restore may have filled it while this one read the backup
        _fill(config, backup, root)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Raise Conflict where another restore is at it: each would take the other's draft for its own."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise Conflict(f"Another restore is filling {folder.parent}. Wait for it.", title=NOTHING) from None
    except OSError:
        pass  # a network's disk may know no locks of folders
    try:
        yield
    finally:
        os.close(handle)


def _fill(config: Config, backup: BinaryIO, root: Path) -> None:
    draft = draft_of_database(config.data_dir)
    draft.unlink(missing_ok=True)

    @contextmanager
    def written(name: str) -> Iterator[Take]:
        if name in (ABOUT, CHECKPOINT):
            yield pass_by
            return
        path = draft if name in DATABASES.values() else root / name.removeprefix(f"{EVIDENCE}/")
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with new_file(path) as file:
            yield file.write

    try:
        read(backup, written)
        os.sync()  # of very many small files, one by one, it would take minutes
        read_database(draft)
    except NotWhole as error:
        raise NotWhole(error.problems, title=f"The backup changed while it was read. {EMPTY_IT}") from None
    finally:
        draft.unlink(missing_ok=True)
    sync(draft.parent)


def _proven(config: Config, file: Path, checked: Checked) -> Restored:
    """Hold what stands there against the backup; raises NotWhole, or TrailBroken."""
    about = checked.about
    rows = rows_now()
    if rows != about.rows:
        other = sorted(
            name for name in rows.keys() | about.rows.keys() if rows.get(name) != about.rows.get(name)
        )
        raise NotWhole(f"Other rows were restored than were backed up, in: {', '.join(other)}.")
    restored = Restored(sum(rows.values()), len(rows), proofs=0)
    if pending_migrations():
        restored.to_do.append(
            "The backup is of an earlier release. Bring it to this one: readiness init. Then hold the trail against "
            f"its checkpoint: tar -xf {shlex.quote(str(file))} {CHECKPOINT} && readiness audit verify --checkpoint "
            f"{CHECKPOINT}"
        )
        return restored
    vault = Vault(config.data_dir)
    with connected():
        known = whole_files()
        gone = sorted(name for name in known if not vault.is_whole(name))
        restored.events = verify([*kept_checkpoints(checked.verifier), checked.checkpoint]).events
    restored.proofs = len(known) - len(gone)
    restored.to_do += [
        f"The proof {name} is gone or damaged, and was so when the backup was made." for name in gone
    ]
    restored.to_do += _missing_keys(config, about)
    return restored


def _missing_keys(config: Config, about: About) -> list[str]:
    """What to do about the keys, which no backup holds."""
    told = []
    if not has_key(config) or signer_of(config).verifier.text() != about.trail_key:
        told.append(
            f"Put signing_key, as it was, into {config.data_dir} (or set READINESS_SIGNING_KEY) before anything is "
            "served: otherwise checkpoints and reports are signed by another key than the one that people hold."
        )
    with connected():
        sealed = some_sealed()
    has_sealing_key = config.sealing_key.get_secret_value() or (config.data_dir / SEALING_KEY).exists()
    if sealed is None:
        return told
    if not has_sealing_key:
        told.append(
            f"Put sealing_key, as it was, into {config.data_dir} (or set READINESS_SEALING_KEY): without it what is "
            "sealed of incidents can be read by nobody, ever."
        )
    else:
        sealer_of(config).opened(*sealed)  # raises what to do where the key is another
    return told
