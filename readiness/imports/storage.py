"""Where the bytes of a file wait: in the data folder, under a name that nobody can guess, for a while."""

import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from readiness.foundation.errors import ImportRefused, NotFound
from readiness.foundation.words import gettext as _
from readiness.imports.reading.tables import LARGEST

_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Stored:
    """A file as it was stored."""

    folder: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Storage:
    """The part of the data folder that is for imports; nobody else on the machine reads it."""

    data_dir: Path

    @property
    def root(self) -> Path:
        return self.data_dir / "imports"

    def store(self, content: IO[bytes]) -> Stored:
        """Write a stream to the disk as it comes in; raises ImportRefused where it is empty or too large."""
        name = self.new_folder()
        try:
            size, sha256 = _write(self.kept(name).file, content)
        except BaseException:
            self.remove(name)
            raise
        return Stored(name, size, sha256)

    def new_folder(self) -> str:
        """Make a folder; gives its name."""
        self.root.mkdir(parents=True, mode=0o700, exist_ok=True)
        name = secrets.token_hex(16)
        (self.root / name).mkdir(mode=0o700)
        return name

    def kept(self, name: str) -> "Folder":
        """What is kept of one import, if anything is."""
        return Folder(self.root / (name or "none"))

    def folder(self, name: str) -> "Folder":
        """What is kept of one import; raises NotFound where it was removed."""
        folder = self.kept(name)
        if not folder.file.is_file():
            raise NotFound(
                _("The file was removed, as every file is after a while. Drop it again."),
                title=_("The file is no longer here."),
            )
        return folder

    def remove(self, name: str) -> None:
        """Remove everything that is kept of one import."""
        if name:
            shutil.rmtree(self.root / name, ignore_errors=True)

    def names(self) -> Iterator[str]:
        """The names of all folders that there are."""
        if self.root.is_dir():
            yield from (path.name for path in self.root.iterdir())


@dataclass(frozen=True, slots=True)
class Folder:
    """What is kept of one import: the file itself, and what was found in it."""

    path: Path

    @property
    def file(self) -> Path:
        """The file, byte for byte as it came."""
        return self.path / "file"

    @property
    def seen(self) -> Path:
        """The header, the first rows and the values that the columns have."""
        return self.path / "seen.json"

    @property
    def problems(self) -> Path:
        """Every fault and warning."""
        return self.path / "problems.sqlite"

    @property
    def new_sites(self) -> Path:
        """The sites that it would make."""
        return self.path / "new_sites.json"

    @property
    def refused(self) -> Path:
        """The refused rows, with their reasons."""
        return self.path / "refused.csv"

    @property
    def pulse(self) -> Path:
        """Written again and again by the process that works."""
        return self.path / "pulse.json"

    @property
    def cancel(self) -> Path:
        """There while the work is asked to stop."""
        return self.path / "cancel"


def open_private(path: Path) -> int:
    """Open a new file that only its owner reads and writes; gives its descriptor."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)


def _write(path: Path, content: IO[bytes]) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    with os.fdopen(open_private(path), "wb") as file:
        for chunk in iter(partial(content.read, _CHUNK), b""):
            size += len(chunk)
            if size > LARGEST:
                raise ImportRefused(
                    _("The file has more than %(most)s MB. Split it.", most=LARGEST // 1024**2)
                )
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    if not size:
        raise ImportRefused(_("The file is empty. Choose another, or export it again."))
    return size, digest.hexdigest()
