"""Where proof is kept: in the data folder, each file once, under the hash of what is in it."""

import hashlib
import logging
import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from readiness.foundation.errors import NotFound
from readiness.foundation.words import gettext as _

log = logging.getLogger(__name__)

_NAME = re.compile(r"[0-9a-f]{64}")
_SMALL = ".small"
STRAY_AFTER = timedelta(days=1)
"""So long a file may wait for its row: whoever sends it is still at it."""


@dataclass(frozen=True, slots=True)
class Vault:
    """The part of the data folder that is for proof; nobody else on the machine reads it."""

    data_dir: Path

    @property
    def root(self) -> Path:
        return self.data_dir / "evidence"

    def keep(self, content: bytes, small: bytes) -> str:
        """Write a file and its small picture, safe from a power cut when this returns; gives its name."""
        name = hashlib.sha256(content).hexdigest()
        path = self.path(name)
        path.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
        _write(path.with_suffix(_SMALL), small)
        _write(path, content)
        _sync(path.parent)
        return name

    def read(self, name: str) -> bytes:
        """The file, as it was written; raises NotFound where it is gone or damaged, which the log tells."""
        content = _read(self.path(name))
        if content is None or hashlib.sha256(content).hexdigest() != name:
            log.error("The proof %s in %s is %s.", name, self.root, "gone" if content is None else "damaged")
            raise NotFound(
                _("It is in the backup, if there is one. Tell an administrator."),
                title=_("The file is gone, or damaged."),
            )
        return content

    def read_small(self, name: str) -> bytes:
        """The small picture; raises NotFound."""
        content = _read(self.path(name).with_suffix(_SMALL))
        if content is None:
            raise NotFound(_("There is no picture of it."))
        return content

    def is_whole(self, name: str) -> bool:
        """Whether the file is there, and says what it said when it was written."""
        content = _read(self.path(name))
        return content is not None and hashlib.sha256(content).hexdigest() == name

    def path(self, name: str) -> Path:
        """Where a file is; raises NotFound for what cannot be one of ours."""
        if not _NAME.fullmatch(name):
            raise NotFound(_("There is no such file."))
        return self.root / name[:2] / name

    def files(self) -> Iterator[Path]:
        """All proof and its small pictures, in the order of their names; not what is just being sent."""
        for folder in sorted(self.root.glob("??")):
            for path in sorted(folder.glob("*")):
                name = path.name.removesuffix(_SMALL)
                if _NAME.fullmatch(name) and name.startswith(folder.name) and path.is_file():
                    yield path

    def strays(self, known: set[str]) -> Iterator[Path]:
        """The files that nobody knows of, and has not for a while."""
        for path in self.root.glob("??/*"):
            is_known = path.name.removesuffix(_SMALL) in known
            if not is_known and not _is_young(path):
                yield path

    def is_young(self, name: str) -> bool:
        """Whether somebody may just be sending this file, who finds it here already."""
        path = self.path(name)
        return path.exists() and _is_young(path)

    def remove(self, name: str) -> None:
        """Remove a file with its small picture."""
        for path in (self.path(name), self.path(name).with_suffix(_SMALL)):
            path.unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    """All of it under its name, or nothing. What is there already is the same, and only becomes young again."""
    if path.exists():
        os.utime(path)
        return
    draft = path.with_name(f"{path.name}.{os.getpid()}-{time.monotonic_ns()}.draft")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _is_young(path: Path) -> bool:
    return path.stat().st_mtime > time.time() - STRAY_AFTER.total_seconds()


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
