"""The secret that signs forms: set by whoever runs the service, or made once and kept beside the data."""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from config import Config
from readiness.foundation.errors import ConfigurationError

FILE = "secret_key"
SHORTEST = 32
FEWEST_DIFFERENT = 10


def secret_key(config: Config) -> str:
    """The key that all workers share; raises ConfigurationError for one that could be guessed."""
    given = config.secret_key.get_secret_value()
    path = config.data_dir / FILE
    key = given or _kept(path)
    source = "READINESS_SECRET_KEY" if given else str(path)
    if len(key) < SHORTEST or len(set(key)) < FEWEST_DIFFERENT:
        raise ConfigurationError(
            f"{source} can be guessed: it is too short or too plain. Make one with: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    return key


def _kept(path: Path) -> str:
    """The key in the file; made by whichever worker comes first."""
    if not path.exists():
        _make(path)
    return path.read_text(encoding="ascii").strip()


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{FILE}.")  # readable by its owner only
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # another worker was first; its key is everyone's
            path.hardlink_to(draft)
    finally:
        Path(draft).unlink()
