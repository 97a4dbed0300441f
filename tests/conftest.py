"""What every test may ask for: a database of either kind, and the shared files."""

import gc
import importlib
import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings

from config import config_from_environment
from readiness.app import create_app
from readiness.foundation import clock
from readiness.foundation.database import connected, database, open_database
from readiness.foundation.migrating import migrate
from tests.commands import Terminal
from tests.costs import SMALL, cost
from tests.databases import MEMORY, PostgresqlServer, database_named
from tests.ordering import long_ones_first
from tests.remembering import remember
from tests.restoring import RestoredDatabase

# The commands and servers that tests start would compile every module anew, each time.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

if MEMORY is not None:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

SHARED_DATA = Path(
    os.environ.get("READINESS_TEST_DATA", Path(__file__).parent.parent.parent / "shared" / "data")
)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real files to run on; CI fails when a test is skipped for want of them."""
    if not SHARED_DATA.is_dir():
        pytest.skip("READINESS_TEST_DATA names no folder of shared test data")
    return SHARED_DATA


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the schema, to copy."""
    path = tmp_path_factory.mktemp("template") / "template.sqlite"
    open_database(f"sqlite:///{path}")
    migrate()
    with connected():
        database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.obj.close_all() if hasattr(database.obj, "close_all") else None
    return path


POSTGRESQL = PostgresqlServer()


class ServerForWorkers:
    """Starts the server in the process that outlives all workers, and tells them where it is."""

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        node.workerinput["postgresql"] = POSTGRESQL.url()


def _days() -> tuple[date, ...]:
    return tuple(clock.today(zone) for zone in ("UTC", "America/New_York"))


_LOADED_ON = _days()

# How long an example takes says more of the machine than of the code.
settings.register_profile("readiness", deadline=None)
settings.load_profile("readiness")
remember()
cost(*SMALL)


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(ServerForWorkers())


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):
        order = long_ones_first([item.nodeid for item in items], config.workerinput["workercount"])
        items[:] = [items[place] for place in order]


def pytest_collection_finish() -> None:
    """What was read until now stays: the collector of garbage need not walk through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


_days_of: dict[str, tuple[date, ...]] = {}


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A run may last past midnight: a module that reckons from TODAY, as it was loaded, is loaded anew."""
    module = getattr(item, "module", None)
    if module is None or not hasattr(module, "TODAY"):
        return
    days = _days()
    if _days_of.setdefault(module.__name__, _LOADED_ON) != days:
        importlib.reload(module)
        _days_of[module.__name__] = days


def pytest_unconfigure() -> None:
    POSTGRESQL.stop()


@pytest.fixture(scope="session")
def postgresql_url(request: pytest.FixtureRequest) -> str:
    """The URL of the maintenance database of a PostgreSQL server that all tests of the run share."""
    workerinput = getattr(request.config, "workerinput", None)
    return str(workerinput["postgresql"]) if workerinput else POSTGRESQL.url()


@pytest.fixture(scope="session")
def postgresql_template(postgresql_url: str, worker_id: str) -> str:
    """The name of a database with the schema, to copy; one for each worker."""
    name = f"template_{worker_id}"
    with psycopg.connect(postgresql_url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    open_database(database_named(postgresql_url, name), connections=2)
    migrate()
    database.close_all()
    return name


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    path = tmp_path / "readiness.sqlite"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def modules_terminal(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Iterator[Terminal]:
    """A command line on a database that the tests of a module share: none of them may change what is in it."""
    folder = tmp_path_factory.mktemp("module")
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), folder / "readiness.sqlite")
        yield Terminal(f"sqlite:///{folder / 'readiness.sqlite'}", folder)
        return
    url, template = request.getfixturevalue("postgresql_url"), request.getfixturevalue("postgresql_template")
    name = f"module_{worker_id}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        yield Terminal(database_named(url, name), folder)
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def fresh_postgresql_url(postgresql_url: str, worker_id: str) -> Iterator[str]:
    """An empty database on PostgreSQL, dropped after the test."""
    name = f"fresh_{worker_id}"
    with psycopg.connect(postgresql_url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield database_named(postgresql_url, name)
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def workers_database(
    postgresql_url: str, postgresql_template: str, worker_id: str
) -> Iterator[RestoredDatabase]:
    """The database on PostgreSQL that the tests of a worker use one after the other."""
    kept = RestoredDatabase(postgresql_url, f"test_{worker_id}", postgresql_template)
    yield kept
    kept.drop()


@pytest.fixture
def copied_postgresql_url(workers_database: RestoredDatabase) -> Iterator[str]:
    yield workers_database.url
    workers_database.restore()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A database with the schema and nothing in it: the test runs on both kinds."""
    fixture = "sqlite_url" if request.param == "sqlite" else "copied_postgresql_url"
    return str(request.getfixturevalue(fixture))


@pytest.fixture
def db(database_url: str) -> Iterator[str]:
    """The same, opened and connected."""
    open_database(database_url, connections=5)
    with connected():
        yield database_url
    close()


@pytest.fixture
def base_url() -> str:
    """The address that the application is told to have; a folder whose tests need one says which."""
    return ""


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The application as it is set up by itself."""
    settings = {"READINESS_DATABASE_URL": database_url, "READINESS_DATA_DIR": str(tmp_path)}
    yield create_app(config_from_environment(settings))
    close()


@pytest.fixture
def client(database_url: str, tmp_path: Path, base_url: str) -> Iterator[FlaskClient]:
    """A visitor of a running application, on a database that the test writes to as well."""
    settings = {
        "READINESS_DATABASE_URL": database_url,
        "READINESS_DATA_DIR": str(tmp_path),
        "READINESS_TIME_ZONE": "UTC",
        "READINESS_BASE_URL": base_url,
    }
    app = create_app(config_from_environment({name: value for name, value in settings.items() if value}))
    with connected():
        yield app.test_client()
    close()


def close() -> None:
    """Leave no connection behind, so that the database can be dropped."""
    if hasattr(database.obj, "close_all"):
        database.close_all()
    elif not database.is_closed():
        database.close()


@pytest.fixture
def terminal(database_url: str, tmp_path: Path) -> Terminal:
    """A command line on an empty database, of both kinds."""
    return Terminal(database_url, tmp_path)
