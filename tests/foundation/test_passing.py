"""What a power failure may take: it is kept and undone as all else, and makes nothing else less safe."""

import pytest

from readiness.foundation.database import execute, is_sqlite, select, transaction
from readiness.foundation.passing import passing_transaction
from readiness.foundation.sqlite import PRAGMAS


def waits_for_the_disk() -> bool:
    """Whether the end of a transaction does, as this connection is set now."""
    if is_sqlite():
        return next(select("PRAGMA synchronous")) == (PRAGMAS["synchronous"],)
    return next(select("SHOW synchronous_commit")) == ("on",)


@pytest.fixture(autouse=True)
def _safe(db: str) -> None:
    if not is_sqlite():
        execute("SET synchronous_commit = on")  # tests run without it


def add() -> None:
    execute(
        "INSERT INTO sign_in_attempt (who_hash, address, attempted_at) VALUES ('who', 'here', '2026-11-30 09:00:00')"
    )


def count() -> int:
    return int(next(select("SELECT count(*) FROM sign_in_attempt"))[0])


def test_what_passes_does_not_wait_for_the_disk_and_whatever_comes_after_it_does() -> None:
    with passing_transaction():
        assert not waits_for_the_disk()
        add()
    assert count() == 1
    assert waits_for_the_disk()


def test_what_passes_is_all_or_nothing() -> None:
    with pytest.raises(ZeroDivisionError), passing_transaction():
        add()
        raise ZeroDivisionError
    assert count() == 0
    assert waits_for_the_disk()


def test_within_another_transaction_it_is_as_safe_as_that_one() -> None:
    with transaction():
        add()
        with passing_transaction():
            add()
            assert waits_for_the_disk()
        assert waits_for_the_disk()
    assert count() == 2
    with passing_transaction():
        with transaction():
            add()
        assert not waits_for_the_disk()
    assert count() == 3
