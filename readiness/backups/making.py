"""Making a backup while the service runs: first the database, then the files that it names; whole or not at all."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from config import Config
from readiness.audit.checkpoints import checkpoint_now
from readiness.audit.keys import FILE as SIGNING_KEY
from readiness.audit.keys import signer_of
from readiness.backups.contents import (
    CHECKPOINT,
    DATABASES,
    EVIDENCE,
    POSTGRESQL,
    SQLITE,
    About,
    copy_file,
    files_of,
    sync,
    write_sums,
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


def make_backup(config: Config, folder: Path) -> Made:
    """Make a backup as a new folder; raises Conflict where there is something of that name."""
    if folder.exists() or folder.is_symlink():
        raise Conflict(f"{folder} is there already, and nothing is written over. Name a new folder.")
    with _draft_of(folder) as draft:
        made = _fill(draft, config)
        write_sums(draft)
        made.size = sum((draft / path).stat().st_size for path in files_of(draft))
        draft.rename(folder)
    sync(folder.parent)
    return made


@contextmanager
def _draft_of(folder: Path) -> Iterator[Path]:
    """A folder beside it, which only its owner reads, and which is gone unless it was given the name."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        try:
            yield draft
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    except OSError as error:
        raise Unavailable(f"The backup could not be written: {error}. Nothing of it is left.") from error


def _fill(draft: Path, config: Config) -> Made:
    kind = SQLITE if is_sqlite() else POSTGRESQL
    signer = signer_of(config)
    with connected():
        now = clock.now()
        (draft / CHECKPOINT).write_text(checkpoint_now(signer, now), encoding="utf-8")
        migrations = applied_migrations()
        known = whole_files()
    rows = write_database(draft / DATABASES[kind])
    about = About(
        version("readiness"), now.isoformat(), kind, migrations, rows, trail_key=signer.verifier.text()
    )
    about.write(draft)
    made = Made(sum(rows.values()), len(rows), size=0)
    found = _copy_proof(Vault(config.data_dir), draft / EVIDENCE)
    made.proofs = len(found)
    if known - found:
        with connected():  # what was removed meanwhile is nobody's any more
            made.damaged = sorted((known - found) & whole_files())
    return made


def _copy_proof(vault: Vault, target: Path) -> set[str]:
    """Copy the vault; gives the names of the files that say what they said when they were sent in."""
    whole = set()
    target.mkdir(mode=0o700)
    for path in files_of(vault.root):
        if path.suffix == ".draft":
            continue  # somebody is just sending it
        (target / path.parent).mkdir(mode=0o700, exist_ok=True)
        try:
            digest = copy_file(vault.root / path, target / path)
        except FileNotFoundError:
            continue  # it was removed meanwhile
        if digest == path.name:
            whole.add(digest)
    return whole
