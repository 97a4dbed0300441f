"""SQLite as it is opened here: connections that are kept, and prove their settings."""

from pathlib import Path
from typing import Any

from playhouse.pool import PooledSqliteDatabase

from readiness.foundation.errors import ConfigurationError

# synchronous 2 is FULL: NORMAL loses commits that were acknowledged when the power fails. The cache is of each
# connection, and a worker keeps one for each of its threads: 4 MiB each, the rest is the system's. Of 8 MiB no page
# was quicker, and whoever takes everything away filled them for nobody.
PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "cache_size": -4096,
}


class CheckedSqliteDatabase(PooledSqliteDatabase):  # type: ignore[misc]
    """SQLite whose connections are kept, with the statements they know, and prove their pragmas once.

    A failed `journal_mode` would otherwise go unseen.
    """

    def __init__(self, *words: Any, **settings: Any) -> None:
        self._files: dict[int, tuple[int, int] | None] = {}
        super().__init__(*words, **settings)

    def _connect(self) -> Any:
        connection = super()._connect()
        self._files[id(connection)] = self._file()
        return connection

    def _is_closed(self, conn: Any) -> bool:
        # A file that was put in the place of the one that is open (a restore) is read from the next request on.
        return super()._is_closed(conn) or self._files.get(id(conn)) != self._file()

    def _file(self) -> "tuple[int, int] | None":
        """Which file the name stands for now."""
        try:
            found = Path(self.database).stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def _add_conn_hooks(self, conn: Any) -> None:
        super()._add_conn_hooks(conn)
        for pragma, wanted in PRAGMAS.items():
            (actual,) = conn.execute(f"PRAGMA {pragma}").fetchone()
            if actual != wanted and not (pragma == "journal_mode" and actual == "memory"):
                raise ConfigurationError(
                    f"SQLite did not accept {pragma}={wanted} (it says {actual}). "
                    "Is the data folder on a disk that can lock files?"
                )
