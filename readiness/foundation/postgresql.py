"""PostgreSQL as it is asked here: connections are kept, and asked whether they hold only where that is in doubt."""

import select
import time
from typing import Any
from weakref import WeakKeyDictionary

from playhouse.pool import PooledPostgresqlDatabase

SURE = 30.0
"""So long (seconds) after its last use a connection holds, unless its server has said something since."""


class KeptPostgresqlDatabase(PooledPostgresqlDatabase):  # type: ignore[misc]
    """PostgreSQL whose connections are taken again without a question where they were in use a moment ago.

    A server that ended, or that ended a connection, says so on the connection itself. What lies between us and it may
    drop one that is long unused, and say nothing: such a one is asked first.
    """

    def __init__(self, *words: Any, **settings: Any) -> None:
        self._last_used: WeakKeyDictionary[Any, float] = WeakKeyDictionary()
        super().__init__(*words, **settings)

    def _can_reuse(self, conn: Any) -> bool:
        self._last_used[conn] = time.monotonic()
        return bool(super()._can_reuse(conn))

    def _is_closed(self, conn: Any) -> bool:
        is_sure = time.monotonic() - self._last_used.get(conn, -SURE) < SURE
        if is_sure and not conn.closed and _says_nothing(conn):
            return False
        return bool(super()._is_closed(conn))


def _says_nothing(connection: Any) -> bool:
    """Whether nothing waits to be read from the server: neither words nor the end of the connection."""
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    return not waiting.poll(0)
