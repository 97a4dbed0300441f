"""What is said when the database fails under the work: what became of the work, and what to do."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import psycopg
from peewee import DatabaseError, InterfaceError, OperationalError
from peewee import sqlite3 as engine  # type: ignore[attr-defined]
from playhouse.pool import MaxConnectionsExceeded

from readiness.foundation.errors import ConfigurationError, ReadinessError, Unavailable

FAILURES = (
    DatabaseError,
    InterfaceError,
    engine.DatabaseError,
    engine.InterfaceError,
    psycopg.OperationalError,
    psycopg.InterfaceError,
    MaxConnectionsExceeded,
)
"""What the drivers and peewee raise when a database fails, among other things."""

_FAILED = (
    OperationalError,
    InterfaceError,
    psycopg.OperationalError,
    psycopg.InterfaceError,
    MaxConnectionsExceeded,
)


def failure_in_words(error: BaseException) -> ReadinessError | None:
    """What an error of the database means for who is waiting; None where it is a fault of ours.

    When the connection is gone, undoing fails as well: the first of the errors tells the reason.
    """
    while isinstance(error.__context__, FAILURES):
        error = error.__context__
    is_sqlite = isinstance(error, engine.Error)
    if not is_sqlite and not isinstance(error, _FAILED):
        return None
    said = " ".join(str(error).split())
    for sign, told in _SENTENCES.items():
        if sign in said.casefold():
            return told()
    if is_sqlite:
        return None  # such as a column that is not there
    return Unavailable(f"The database does not answer ({said}). What was not finished was not saved.")


def _unavailable(sentence: str) -> Callable[[], ReadinessError]:
    return partial(Unavailable, sentence)


def _damaged(sentence: str) -> Callable[[], ReadinessError]:
    return partial(ConfigurationError, sentence)


_FULL = _unavailable("The disk is full. Nothing was saved. Make room, then do it again.")
_LOCKED = _unavailable(
    "Another process has been writing for very long. Nothing was saved. Do it again in a moment."
)
_SENTENCES = {
    "is full": _FULL,
    "no space left": _FULL,
    "is locked": _LOCKED,
    "lock timeout": _LOCKED,
    "readonly database": _unavailable(
        "The database can be read, but not written to. Nothing was saved. "
        "Check who owns its folder, and whether the disk is mounted to be written."
    ),
    "disk i/o error": _unavailable("The disk fails. Nothing was saved. Check it, then do it again."),
    "max connections": _unavailable("All connections to the database are in use. Do it again in a moment."),
    "unable to open database file": _damaged(
        "The database's file cannot be opened. Check READINESS_DATABASE_URL and READINESS_DATA_DIR, "
        "and who owns the folder."
    ),
    "file is not a database": _damaged(
        "The file is no SQLite database. Name another one in READINESS_DATABASE_URL or READINESS_DATA_DIR."
    ),
    "disk image is malformed": _damaged("The database's file is damaged. Restore the latest backup."),
}
"""By what the driver says: SQLite gives one class of errors to failures and to faults of ours alike."""


@contextmanager
def failing_in_words() -> Iterator[None]:
    """A block in which the failures of the database become errors that say what to do."""
    try:
        yield
    except FAILURES as error:
        told = failure_in_words(error)
        if told is None:
            raise
        raise told from error
