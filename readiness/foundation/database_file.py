"""Where the file of a SQLite database lies: its folder, and who may read it."""

import os
from contextlib import suppress
from pathlib import Path

from readiness.foundation.errors import ConfigurationError


def prepare_folder(url: str) -> Path | None:
    """Make the folder of a SQLite file; None for another database. Raises ConfigurationError."""
    if not url.startswith("sqlite:///"):
        return None
    folder = Path(url.removeprefix("sqlite:///")).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(
            f"The folder {folder} cannot be made: {error.strerror}. Name another one in READINESS_DATA_DIR."
        ) from error
    return folder


def prepare_file(url: str) -> None:
    """Make the file of a SQLite database where there is none, for its owner alone: people stand in it.

    SQLite gives what it writes beside it the same rights. Raises ConfigurationError for the folder; a file that cannot
    be made is named by whoever opens it next.
    """
    if prepare_folder(url) is not None:
        with suppress(OSError):
            os.close(os.open(url.removeprefix("sqlite:///"), os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
