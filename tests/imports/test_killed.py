"""A process that is killed while it writes an import leaves nothing of it, and the import is begun again."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from readiness.foundation.database import execute, impatient, is_sqlite, select, transaction
from readiness.foundation.errors import Unavailable
from readiness.imports.course import get_import
from readiness.imports.deciding import Desk, is_stopped
from readiness.imports.pulse import last_sign
from readiness.imports.states import State
from tests.commands import ROOT, Terminal
from tests.imports.desk import make_desk, receive, settled, wait_for
from tests.imports.test_working import COLUMNS, many, people

ROWS = 20_000


@pytest.fixture
def desk(db: str, tmp_path: Path) -> Desk:
    return make_desk(db, tmp_path, is_real=True)


def is_being_written() -> bool:
    """Whether another process holds the change of an import open."""
    if not is_sqlite():
        return bool(list(select("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted")))
    try:
        with impatient(), transaction():
            return False
    except Unavailable:
        return True


def kill_while_it_writes(process: int) -> None:
    until = time.monotonic() + 60
    while not is_being_written():
        assert time.monotonic() < until
    time.sleep(0.05)  # some rows are written by now
    count_what_is_committed()
    os.kill(process, signal.SIGKILL)


def count_what_is_committed() -> None:
    """Have PostgreSQL look at its tables as it does by itself: what is being written does not count."""
    if not is_sqlite():
        execute("ANALYZE (SKIP_LOCKED)")


def nothing_was_written() -> bool:
    tables = ("person", "employment", "membership", "site", "change", "audit_event")
    return all(next(select(f"SELECT count(*) FROM {table}")) == (0,) for table in tables)


def test_an_import_by_page_says_that_it_stopped_and_is_started_again(desk: Desk, terminal: Terminal) -> None:
    number = receive(desk, many(ROWS), "staff.csv", "staff")
    settled(number, State.MAPPING)
    desk.read(number, COLUMNS)
    row = settled(number, State.PREVIEWED)
    desk.apply(number, takes_good_rows=False)
    row = get_import(number)
    wait_for(lambda: last_sign(desk.storage.kept(row.folder), row.run) is not None)
    sign = last_sign(desk.storage.kept(row.folder), row.run)
    assert sign is not None
    kill_while_it_writes(sign.process)
    wait_for(lambda: is_stopped(get_import(number), desk.storage))
    wait_for(lambda: not is_being_written())
    assert nothing_was_written()
    assert " stopped " in terminal.good("imports", "list")
    desk.start_again(number)
    settled(number, State.APPLIED)
    assert people() == ROWS


def test_an_import_by_command_is_given_again(db: str, terminal: Terminal) -> None:
    file = terminal.folder / "staff.csv"
    file.write_text(many(ROWS))
    terminal.good("import", "sites", _sites(terminal.folder))
    before = people()
    settings = {**os.environ, "READINESS_DATABASE_URL": db, "READINESS_DATA_DIR": str(terminal.folder)}
    command = [sys.executable, "-m", "readiness", "import", "staff", str(file)]
    running = subprocess.Popen(command, cwd=ROOT, env=settings, stderr=subprocess.DEVNULL)
    kill_while_it_writes(running.pid)
    assert running.wait(10) == -signal.SIGKILL
    wait_for(lambda: not is_being_written())
    assert people() == before == 0
    assert next(select("SELECT count(*) FROM employment")) == (0,)
    assert f"{ROWS:,} new" in terminal.good("import", "staff", file)
    assert people() == ROWS


def _sites(folder: Path) -> Path:
    file = folder / "sites.csv"
    file.write_text("code,name\nHQ,Headquarters\n")
    return file
