"""Making a backup while the service runs: first the database, then the files that it names; whole or not at all."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

from config import Config
from readiness.audit.checkpoints import checkpoint_now
from readiness.audit.keys import FILE as SIGNING_KEY
from readiness.audit.keys import signer_of
from readiness.backups.archives import Writer
from readiness.backups.contents import (
    ABOUT,
    CHECKPOINT,
    DATABASES,
    EVIDENCE,
    POSTGRESQL,
    SQLITE,
    SUMS,
    About,
    new_file,
    sync,
)
from readiness.backups.databases import applied_migrations, write_database
from readiness.evidence.queries import whole_files
from readiness.evidence.vault import Vault
from readiness.foundation import clock
from readiness.foundation.database import connected, is_sqlite
from readiness.foundation.errors import Conflict, Unavailable
from readiness.incidents.sealing import FILE as SEALING_KEY
from readiness.web.secret_key import FILE as SECRET_KEY

KEYS = (SECRET_KEY, SIGNING_KEY, SEALING_KEY)
"""Files of the data folder that are kept apart from every backup."""


@dataclass
class Made:
    """A backup. `damaged`: proof that the vault does not have, or not as it was sent in."""

    rows: int
    tables: int
    size: int
    proofs: int = 0
    damaged: list[str] = field(default_factory=list)


def make_backup(config: Config, file: Path) -> Made:
    """Make a backup as a new file; raises Conflict where there is something of that name."""
    with _draft_beside(file) as folder:
        if file.exists() or file.is_symlink():
            raise _taken(file)
        draft = folder / "archive"
        with new_file(draft) as written, new_file(folder / SUMS) as sums:
            archive = Writer(written, sums, int(clock.now().timestamp()))
            made = _fill(archive, folder, config)
            archive.finish()
        sync(draft)
        made.size = draft.stat().st_size
        try:
            file.hardlink_to(draft)
        except FileExistsError:
            raise _taken(file) from None
    sync(file.parent)
    return made


def _taken(file: Path) -> Conflict:
    return Conflict(f"{file} is there already, and nothing is written over. Name a new file.")


@contextmanager
def _draft_beside(file: Path) -> Iterator[Path]:
    """A folder beside it, which only its owner reads, and which is gone when this is left."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{file.name}.", dir=file.parent))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    except OSError as error:
        raise Unavailable(f"The backup could not be written: {error}. Nothing of it is left.") from error


def _fill(archive: Writer, folder: Path, config: Config) -> Made:
    """Add everything; `folder` is for the database, until it is in the archive."""
    kind = SQLITE if is_sqlite() else POSTGRESQL
    signer = signer_of(config)
    with connected():
        now = clock.now()
        checkpoint = checkpoint_now(signer, now)
        migrations = applied_migrations()
        lacking = whole_files()
    database = folder / DATABASES[kind]
    rows = write_database(database)
    about = About(
        version("readiness"), now.isoformat(), kind, migrations, rows, trail_key=signer.verifier.text()
    )
    archive.add(ABOUT, BytesIO(about.text().encode()))
    archive.add(CHECKPOINT, BytesIO(checkpoint.encode()))
    with database.open("rb") as opened:
        archive.add(database.name, opened)
    database.unlink()
    made = Made(sum(rows.values()), len(rows), size=0)
    for name in _add_proof(archive, Vault(config.data_dir)):
        made.proofs += 1
        lacking.discard(name)
    if lacking:
        with connected():  # what was removed meanwhile is nobody's any more
            made.damaged = sorted(lacking & whole_files())
    return made


def _add_proof(archive: Writer, vault: Vault) -> Iterator[str]:
    """Add the vault; gives the names of the files that say what they said when they were sent in."""
    for path in vault.files():
        try:
            opened = path.open("rb")
        except FileNotFoundError:
            continue  # it was removed meanwhile
        with opened:
            digest = archive.add(f"{EVIDENCE}/{path.relative_to(vault.root)}", opened)
        if digest == path.name:
            yield digest
