"""What a backup is: one tar archive of the database, the proof, what was counted as it was made, and their hashes.

    backup.json   by which release, when, which kind of database, rows by table, the public key of the trail
    checkpoint    what the audit trail came to, signed
    readiness.sqlite or readiness.dump
    evidence/…    the files of proof, in the order of their names
    SHA256SUMS    of each of them, as sha256sum writes and checks it

The keys are not in it: whoever has them and the database can read what is sealed and sign another trail.
"""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from readiness.foundation.errors import ReadinessError

ABOUT, CHECKPOINT, SUMS, EVIDENCE = "backup.json", "checkpoint", "SHA256SUMS", "evidence"
SQLITE, POSTGRESQL = "sqlite", "postgresql"
DATABASES = {SQLITE: "readiness.sqlite", POSTGRESQL: "readiness.dump"}
"""The member that is the database, by its kind."""
_PROOF = re.compile(rf"{EVIDENCE}/([0-9a-f]{{2}})/\1[0-9a-f]{{62}}(\.small)?")


class NotWhole(ReadinessError):
    """A backup, or what was restored from it, is not as it was made."""

    status = 500
    title = "This backup is not whole."


def place_of(name: str) -> tuple[int, str] | None:
    """Where a member stands among the others; None for what no backup has. Of two that are alike one may be there."""
    if _PROOF.fullmatch(name):
        return 3, name
    places = {ABOUT: 0, CHECKPOINT: 1, **dict.fromkeys(DATABASES.values(), 2), SUMS: 4}
    return (places[name], "") if name in places else None


@dataclass(frozen=True)
class About:
    """What is known of a backup. `rows`: by table. `trail_key`: by which its checkpoint is verified."""

    release: str
    made_at: str
    database: str
    migrations: list[str]
    rows: Mapping[str, int]
    trail_key: str

    def text(self) -> str:
        return json.dumps(asdict(self), indent=1) + "\n"

    @classmethod
    def read(cls, text: bytes) -> "About":
        """Raises NotWhole for what no backup says of itself."""
        try:
            about = cls(**json.loads(text))
        except (ValueError, TypeError, RecursionError):
            raise NotWhole(f"{ABOUT} cannot be read.") from None
        if not about._is_sound():
            raise NotWhole(f"{ABOUT} says what no backup says.")
        return about

    def _is_sound(self) -> bool:
        if not isinstance(self.migrations, list) or not isinstance(self.rows, dict):
            return False
        texts = (self.release, self.made_at, self.trail_key, *self.migrations, *self.rows)
        return (
            all(isinstance(text, str) and text.isprintable() for text in texts)
            and all(isinstance(count, int) for count in self.rows.values())
            and self.database in (SQLITE, POSTGRESQL)
        )


def new_file(path: Path) -> BinaryIO:
    """A file for its owner alone, to be written and read. Nothing is written over."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")


def sync(path: Path) -> None:
    """Have a file, or the names in a folder, outlive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
