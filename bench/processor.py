"""Time of the processor, of this process and of the database's server: it tells something on a busy machine too."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

from readiness.foundation.database import database, is_sqlite


@dataclass(frozen=True, slots=True)
class Processor:
    """What this process takes, and the server of PostgreSQL with all that it starts."""

    server: psutil.Process | None = None

    @classmethod
    def of_the_database(cls) -> "Processor":
        """For the database that is open."""
        if is_sqlite():
            return cls()
        (own,) = database.execute_sql("SELECT pg_backend_pid()").fetchone()
        return cls(psutil.Process(own).parent())

    def spent(self, work: Callable[[], object]) -> float:
        """Milliseconds that a piece of work takes."""

        def here() -> float:
            start = time.process_time()
            work()
            return time.process_time() - start

        return self.spent_with(here)

    def spent_with(self, work: Callable[[], float]) -> float:
        """Milliseconds of the server and of a piece of work that tells its own seconds."""
        before = self._served()
        own = work()
        return (own + self._served() - before) * 1000

    def _served(self) -> float:
        if self.server is None:
            return 0.0
        ended = self.server.cpu_times()
        return float(ended.children_user + ended.children_system) + sum(map(_seconds, self.server.children()))


def _seconds(process: psutil.Process) -> float:
    """Finer than the ticks in which the system counts it otherwise; nothing of what tidies up behind a large import."""
    try:
        if "autovacuum" in " ".join(process.cmdline()):
            return 0.0
        return int(Path(f"/proc/{process.pid}/schedstat").read_text().split()[0]) / 1e9
    except (OSError, psutil.NoSuchProcess):
        return 0.0
