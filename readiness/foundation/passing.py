"""Writing what a power failure may take: what is worked out again, or counts for minutes only."""

from collections.abc import Iterator
from contextlib import contextmanager

from readiness.foundation.database import connected, database, execute, is_sqlite, transaction
from readiness.foundation.sqlite import PRAGMAS

_NORMAL = 1
"""SQLite hands a commit to the system, which writes it to the disk in its own time."""


@contextmanager
def passing_transaction() -> Iterator[None]:
    """All or nothing, as `transaction`, but its end does not wait for the disk.

    Everybody sees what it wrote, and no process that ends takes it along. When the power fails the last of it may be
    gone, and nothing that was written before it: the next transaction that waits for the disk takes it there, too.
    Within another transaction it is a part of that one, and as safe.
    """
    with connected():
        if database.in_transaction():
            with transaction():
                yield
        elif is_sqlite():
            execute(f"PRAGMA synchronous = {_NORMAL}")
            try:
                with transaction():
                    yield
            finally:
                execute(f"PRAGMA synchronous = {PRAGMAS['synchronous']}")
        else:
            with transaction():
                execute("SET LOCAL synchronous_commit = off")
                yield
