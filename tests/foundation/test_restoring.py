"""The tests' own database: whatever one test did to it, the next finds it as it was."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.restoring import RestoredDatabase

EVERYTHING = """
    SELECT (SELECT count(*) FROM department), (SELECT count(*) FROM schema_migration),
           (SELECT last_value FROM department_id_seq), (SELECT is_called FROM department_id_seq),
           (SELECT count(*) FROM pg_trigger WHERE tgenabled <> 'D'), to_regclass('another')"""


@pytest.fixture(scope="module")
def restored(postgresql_url: str, postgresql_template: str, worker_id: str) -> Iterator[RestoredDatabase]:
    database = RestoredDatabase(postgresql_url, f"restored_{worker_id}", postgresql_template)
    yield database
    database.drop()


def asked(database: RestoredDatabase, *statements: str) -> Any:
    with psycopg.connect(database.url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)
        return connection.execute(EVERYTHING).fetchone()


@pytest.mark.parametrize(
    ("statement", "is_copied"),
    [
        ("INSERT INTO department (name, is_sample) VALUES ('Ward', false)", False),
        ("SELECT nextval('department_id_seq')", False),
        (
            "INSERT INTO department (name, is_sample) SELECT n::text, false FROM generate_series(1, 3000) n",
            True,
        ),
        ("DELETE FROM schema_migration WHERE id = (SELECT max(id) FROM schema_migration)", True),
        ("CREATE TABLE another (id integer)", True),
        ("ALTER TABLE audit_event DISABLE TRIGGER ALL", True),
        ("ALTER TABLE department DROP COLUMN is_sample", True),
    ],
)
def test_what_a_test_did_is_taken_back(restored: RestoredDatabase, statement: str, is_copied: bool) -> None:
    before, copies = asked(restored), restored.copies
    assert asked(restored, statement) != before or "COLUMN" in statement
    restored.restore()
    assert asked(restored, "INSERT INTO department (name, is_sample) VALUES ('Ward', false)")[0] == 1
    restored.restore()
    assert asked(restored) == before
    assert (restored.copies > copies) == is_copied


def test_connections_that_a_test_left_open_are_closed_and_ours_is_opened_again(
    restored: RestoredDatabase,
) -> None:
    with psycopg.connect(restored.url, autocommit=True) as left:
        left.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        restored.restore()
        with pytest.raises(psycopg.OperationalError):
            left.execute("SELECT 1")
    assert asked(restored)[0] == 0
