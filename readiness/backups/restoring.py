"""Restoring a backup into an empty place, and proving that what stands there is what was backed up."""

from dataclasses import dataclass, field
from pathlib import Path

from config import Config
from readiness.audit.checkpoints import kept_checkpoints, read_checkpoint
from readiness.audit.keys import has_key, signer_of
from readiness.audit.notes import Verifier
from readiness.audit.verifying import verify
from readiness.backups.contents import (
    CHECKPOINT,
    DATABASES,
    EVIDENCE,
    POSTGRESQL,
    SQLITE,
    About,
    NotWhole,
    check_sums,
    copy_file,
    files_of,
)
from readiness.backups.databases import read_database, refuse_unless_empty, rows_now
from readiness.evidence.queries import whole_files
from readiness.evidence.vault import Vault
from readiness.foundation.database import connected, open_database
from readiness.foundation.database_file import prepare_folder
from readiness.foundation.errors import Conflict, InvalidInput, Unavailable
from readiness.foundation.migrating import known_migrations, pending_migrations
from readiness.incidents.queries import some_sealed
from readiness.incidents.sealing import FILE as SEALING_KEY
from readiness.incidents.sealing import sealer_of


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


def restore_backup(config: Config, folder: Path) -> Restored:
    """Fill an empty place. Everything is looked at before anything is written; raises what is wrong in words."""
    about = About.read(folder)
    check_sums(folder)
    _refuse_another_kind(config, about)
    open_database(config.database, connections=config.database_connections)
    refuse_unless_empty()
    vault = Vault(config.data_dir)
    if vault.root.exists() and any(files_of(vault.root)):
        raise Conflict(
            f"{vault.root} holds files already, and nothing is written over. Name another folder in "
            "READINESS_DATA_DIR, or move them away.",
            title="Nothing was restored.",
        )
    try:
        _copy_proof(folder / EVIDENCE, vault.root)
        prepare_folder(config.database)
        read_database(folder / DATABASES[about.database])
    except OSError as error:
        raise Unavailable(
            f"It could not be restored: {error}. Empty the place again before the next try."
        ) from error
    return _proven(config, folder, about)


def _refuse_another_kind(config: Config, about: About) -> None:
    kind = SQLITE if config.database.startswith("sqlite:") else POSTGRESQL
    if about.database != kind:
        raise InvalidInput(
            f"This is a backup of {about.database}, and READINESS_DATABASE_URL names {kind}. Restore it into its own "
            "kind.",
            title="Nothing was restored.",
        )
    unknown = sorted(set(about.migrations) - set(known_migrations()))
    if unknown:
        raise InvalidInput(
            f"The backup was made by a later release (it has {', '.join(unknown)}). Install release {about.release}.",
            title="Nothing was restored.",
        )


def _copy_proof(source: Path, target: Path) -> None:
    for path in files_of(source):
        (target / path.parent).mkdir(mode=0o700, parents=True, exist_ok=True)
        copy_file(source / path, target / path)


def _proven(config: Config, folder: Path, about: About) -> Restored:
    """Hold what stands there against the backup; raises NotWhole, or TrailBroken."""
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
            f"its checkpoint: readiness audit verify --checkpoint {folder / CHECKPOINT}"
        )
        return restored
    vault = Vault(config.data_dir)
    verifier = Verifier.read(about.trail_key)
    note = (folder / CHECKPOINT).read_text(encoding="utf-8")
    with connected():
        known = whole_files()
        gone = sorted(name for name in known if not vault.is_whole(name))
        restored.events = verify([*kept_checkpoints(verifier), read_checkpoint(note, verifier)]).events
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
