"""What a backup is: a folder with the database, the proof, what was counted as it was made, and a hash of each file.

    backup.json   by which release, when, which kind of database, rows by table, the public key of the trail
    checkpoint    what the audit trail came to, signed
    readiness.sqlite or readiness.dump
    evidence/     the files of proof
    SHA256SUMS    of each of them, as sha256sum writes and checks it

The keys are not in it: whoever has them and the database can read what is sealed and sign another trail.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from readiness.foundation.errors import InvalidInput, ReadinessError

ABOUT, CHECKPOINT, SUMS, EVIDENCE = "backup.json", "checkpoint", "SHA256SUMS", "evidence"
SQLITE, POSTGRESQL = "sqlite", "postgresql"
DATABASES = {SQLITE: "readiness.sqlite", POSTGRESQL: "readiness.dump"}
"""The file of the database by its kind."""
_CHUNK = 1024 * 1024


class NotWhole(ReadinessError):
    """A backup, or what was restored from it, is not as it was made."""

    status = 500
    title = "This backup is not whole."


@dataclass(frozen=True)
class About:
    """What is known of a backup. `rows`: by table. `trail_key`: by which its checkpoint is verified."""

    release: str
    made_at: str
    database: str
    migrations: list[str]
    rows: Mapping[str, int]
    trail_key: str

    def write(self, folder: Path) -> None:
        (folder / ABOUT).write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> "About":
        """Raises InvalidInput for a folder that is no backup."""
        try:
            return cls(**json.loads((folder / ABOUT).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            raise InvalidInput(f"{folder} is no backup: it holds no {ABOUT} that can be read.") from None


def files_of(folder: Path) -> Iterator[Path]:
    """Every file below a folder, by its path there; in order."""
    yield from sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())


def copy_file(source: Path, target: Path) -> str:
    """Copy one file for its owner alone, safe from a power cut; gives its SHA-256. Nothing is written over."""
    with source.open("rb") as read, _new(target) as written:
        digest = hashlib.sha256()
        while chunk := read.read(_CHUNK):
            digest.update(chunk)
            written.write(chunk)
        written.flush()
        os.fsync(written.fileno())
    return digest.hexdigest()


def _new(target: Path) -> BinaryIO:
    return os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def sync(path: Path) -> None:
    """Have a file, or the names in a folder, outlive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sum_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_sums(folder: Path) -> None:
    """Write the hash of each file, and have everything on the disk."""
    files = list(files_of(folder))
    lines = [f"{sum_of(folder / path)}  {path}\n" for path in files]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")
    for path in (*files, Path(SUMS)):
        sync(folder / path)
    for path in sorted({folder, *(folder / path.parent for path in files)}):
        sync(path)


def check_sums(folder: Path) -> None:
    """Raise NotWhole naming each file that is gone, altered, or not of the backup."""
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise NotWhole(f"{folder / SUMS} cannot be read.") from None
    wanted = {name: digest for digest, _space, name in (line.partition("  ") for line in lines)}
    found = {str(path) for path in files_of(folder)} - {SUMS}
    faults = [f"{name} is gone." for name in sorted(wanted.keys() - found)]
    faults += [f"{name} is not of this backup." for name in sorted(found - wanted.keys())]
    faults += [
        f"{name} is not as it was written."
        for name in sorted(wanted.keys() & found)
        if sum_of(folder / name) != wanted[name]
    ]
    if faults:
        raise NotWhole(faults)
