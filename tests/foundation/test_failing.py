"""A database that fails under the work says what became of the work and what to do, in words."""

from pathlib import Path

import psycopg
import pytest

from config import config_from_environment
from readiness.foundation.database import connected, database, execute, open_database, transaction
from readiness.foundation.errors import ConfigurationError, ReadinessError, Unavailable
from readiness.people.models import Department
from tests.commands import Terminal


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ran = Terminal(f"sqlite:///{tmp_path / 'file' / 'r.sqlite'}", tmp_path).run("init")
    assert ran.status == 1
    assert f"The folder {tmp_path / 'file'} cannot be made: File exists." in ran.err


@pytest.mark.parametrize("command", ["init", "gaps"])
def test_a_file_that_is_no_database_is_named(tmp_path: Path, command: str) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("these are notes, and no database at all" * 50)
    ran = Terminal(f"sqlite:///{path}", tmp_path).run(command)
    assert ran.status == 1
    assert "Traceback" not in ran.err
    assert "The file is no SQLite database." in ran.err


@pytest.mark.parametrize("url", ["sqlite:///", "sqlite:///:memory:"])
def test_a_database_that_would_keep_nothing_is_refused(url: str) -> None:
    with pytest.raises(ConfigurationError, match="names no file, so that nothing would be kept"):
        config_from_environment({"READINESS_DATABASE_URL": url})


def test_a_full_disk_is_said_and_nothing_is_saved(sqlite_url: str) -> None:
    open_database(sqlite_url)
    with connected():
        (pages,) = database.execute_sql("PRAGMA page_count").fetchone()
        database.execute_sql(f"PRAGMA max_page_count = {pages + 4}")
        with pytest.raises(Unavailable, match="The disk is full"), transaction():
            for number in range(1000):
                Department.create(name=f"{number} {'x' * 200}")
        assert Department.select().count() == 0
    database.close()


def test_a_connection_that_is_lost_at_work_is_said(copied_postgresql_url: str) -> None:
    open_database(copied_postgresql_url, connections=2)
    with pytest.raises(Unavailable, match="What was not finished was not saved"), transaction():
        Department.create(name="Nursing")
        (pid,) = execute("SELECT pg_backend_pid()").fetchone()
        with psycopg.connect(copied_postgresql_url, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s)", (pid,))
        Department.create(name="Facilities")
    with connected():
        assert Department.select().count() == 0
    database.obj.close_all()


def test_a_fault_of_ours_is_not_taken_for_a_failure(db: str) -> None:
    with pytest.raises(Exception, match="no_such_table") as raised, connected():
        execute("SELECT 1 FROM no_such_table")
    assert not isinstance(raised.value, ReadinessError)
    if database.in_transaction():
        database.rollback()
