"""A connection that was in use a moment ago is taken again without a question, and never one that has ended."""

import time
from collections.abc import Iterator

import psycopg
import pytest

from readiness.foundation import postgresql
from readiness.foundation.database import connected, database, execute, open_database


@pytest.fixture
def url(copied_postgresql_url: str) -> Iterator[str]:
    open_database(copied_postgresql_url, connections=2)
    yield copied_postgresql_url
    database.obj.close_all()


def work() -> int:
    """Something that is asked of the database; the number of the connection on the server."""
    with connected():
        return int(execute("SELECT pg_backend_pid() AS work").fetchone()[0])


def last_asked(url: str, pid: int) -> str:
    """What the server was asked last on a connection."""
    with psycopg.connect(url, autocommit=True) as other:
        (asked,) = other.execute("SELECT query FROM pg_stat_activity WHERE pid = %s", (pid,)).fetchone() or (
            "",
        )
        return str(asked)


def test_it_is_not_asked_whether_it_holds(url: str) -> None:
    pid = work()
    with connected():
        assert "AS work" in last_asked(url, pid)


def test_one_that_was_not_used_for_long_is_asked_first(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pid = work()
    later = time.monotonic() + postgresql.SURE
    monkeypatch.setattr(time, "monotonic", lambda: later)
    with connected():
        assert last_asked(url, pid) == "SELECT 1"


def test_one_that_the_server_has_ended_is_given_up(url: str) -> None:
    pid = work()
    with psycopg.connect(url, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 10000)", (pid,))
    assert work() != pid
