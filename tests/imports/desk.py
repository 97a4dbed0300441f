"""A desk at which tests decide on imports."""

import io
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from config import Config, config_from_environment
from readiness.foundation import clock
from readiness.imports.course import get_import
from readiness.imports.deciding import Desk
from readiness.imports.models import FileImport
from readiness.imports.starting import start_work
from readiness.imports.states import State
from readiness.imports.storage import Storage
from readiness.imports.working import work_on
from readiness.resources.imports import import_kinds
from readiness.standards.certificate_kinds import load_certificate_kinds

SECONDS = 60


def make_desk(database_url: str, folder: Path, *, is_real: bool = False) -> Desk:
    """A desk that has the work done while it waits; `is_real`: by the real process, as the pages do."""
    return Desk(make_config(database_url, folder), "hr@example.org", start_work if is_real else work_here)


def work_here(config: Config, import_id: int, run: int) -> None:
    kinds = import_kinds(load_certificate_kinds(), config.home_country, config.time_zone)
    work_on(import_id, run, kinds, Storage(config.data_dir), clock.today(config.time_zone))


def make_config(database_url: str, folder: Path) -> Config:
    return config_from_environment(
        {"READINESS_DATABASE_URL": database_url, "READINESS_DATA_DIR": str(folder)}
    )


def receive(desk: Desk, content: bytes | str, name: str = "file.csv", kind: str = "") -> int:
    """Drop a file."""
    return desk.receive(io.BytesIO(content.encode() if isinstance(content, str) else content), name, kind)


def settled(import_id: int, *wanted: State) -> FileImport:
    """The import once nothing works on it any more; it must be in one of these states."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        row = get_import(import_id)
        if not State(row.state).is_working:
            if wanted and row.state not in wanted:
                pytest.fail(f"the import is {row.state}: {row.problems}")
            return row
        time.sleep(0.05)
    pytest.fail(f"the import is still {get_import(import_id).state}")


def wait_for(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    until = time.monotonic() + SECONDS
    while not holds():
        if time.monotonic() > until:
            pytest.fail("it does not come to hold")
        time.sleep(0.05)
