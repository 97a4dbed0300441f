"""The schema: migrated whole or not at all, by one process, and equal to the models'."""

import subprocess
import sys
from pathlib import Path

import peewee
import pytest

from readiness.foundation import migrating
from readiness.foundation.database import BaseModel, connected, database, open_database, select
from readiness.foundation.errors import ConfigurationError
from readiness.foundation.temporal import Fact, Kept
from tests.conftest import close
from tests.databases import database_named

# Every room's tables must be known before they are compared.
from readiness.accounts import models as _accounts  # isort: skip
from readiness.audit import models as _audit  # isort: skip
from readiness.certificates import models as _certificates  # isort: skip
from readiness.compliance import models as _compliance  # isort: skip
from readiness.duty import models as _duty  # isort: skip
from readiness.exercises import models as _exercises  # isort: skip
from readiness.foundation import settings as _settings  # isort: skip
from readiness.handbook import models as _handbook  # isort: skip
from readiness.imports import models as _imports  # isort: skip
from readiness.lines import models as _lines  # isort: skip
from readiness.notices import models as _notices  # isort: skip
from readiness.protocols import models as _protocols  # isort: skip
from readiness.reminders import models as _reminders  # isort: skip
from readiness.requirements import models as _requirements  # isort: skip
from readiness.resources import models as _resources  # isort: skip
from readiness.trends import models as _trends  # isort: skip

assert all(
    (
        _accounts,
        _audit,
        _certificates,
        _compliance,
        _duty,
        _exercises,
        _settings,
        _handbook,
        _imports,
        _lines,
        _notices,
        _protocols,
        _reminders,
        _requirements,
        _resources,
        _trends,
    )
)


def all_models() -> list[type[peewee.Model]]:
    def below(model: type[peewee.Model]) -> list[type[peewee.Model]]:
        found = []
        for child in model.__subclasses__():
            found += [child, *below(child)]
        return found

    return [model for model in below(BaseModel) if model not in {Fact, Kept, _resources.HsdsObject}]


def definition() -> dict[str, list[tuple[object, ...]]]:
    """Every table's columns and indexes, as the database itself tells them."""
    found = {}
    for table in sorted(database.get_tables()):
        if table == migrating.HISTORY:
            continue
        columns = [(c.name, c.data_type, c.null, c.primary_key) for c in database.get_columns(table)]
        keys = [(k.column, k.dest_table, k.dest_column) for k in database.get_foreign_keys(table)]
        # A primary key's own index is told by its columns; a table without row ids has none.
        indexes = [
            (i.name, tuple(i.columns), i.unique)
            for i in database.get_indexes(table)
            if not i.name.startswith("sqlite_autoindex")
        ]
        found[table] = [*sorted(columns), *sorted(keys), *sorted(indexes)]
    return found


@pytest.fixture(params=["sqlite", "postgresql"])
def two_urls(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str]:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'a.sqlite'}", f"sqlite:///{tmp_path / 'b.sqlite'}"
    url = request.getfixturevalue("fresh_postgresql_url")
    return url, url


def test_the_migrated_schema_equals_the_models(two_urls: tuple[str, str]) -> None:
    migrated_url, modelled_url = two_urls
    open_database(migrated_url)
    migrating.migrate()
    with connected():
        migrated = definition()
        if modelled_url == migrated_url:
            database.execute_sql("DROP SCHEMA public CASCADE")
            database.execute_sql("CREATE SCHEMA public")
    close()
    open_database(modelled_url)
    with connected():
        database.create_tables(all_models())
        modelled = definition()
    close()
    assert migrated == modelled


def test_a_migration_that_fails_leaves_nothing_behind(
    two_urls: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "0001_good.py").write_text(
        "def up(migrator, db):\n    db.execute_sql('CREATE TABLE good (id INTEGER)')\n"
    )
    (folder / "0002_bad.py").write_text(
        "def up(migrator, db):\n    db.execute_sql('CREATE TABLE bad (id INTEGER)')\n"
        "    db.execute_sql('no SQL at all')\n"
    )
    monkeypatch.setattr(migrating, "MIGRATIONS", folder)
    open_database(two_urls[0])
    with pytest.raises((ConfigurationError, peewee.DatabaseError)):
        migrating.migrate()
    with connected():
        assert database.get_tables() == []
    close()


def test_four_processes_migrate_at_once_and_none_fails(two_urls: tuple[str, str]) -> None:
    script = (
        "import sys; from readiness.foundation.database import open_database; "
        "from readiness.foundation.migrating import migrate; open_database(sys.argv[1]); print(migrate())"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", script, two_urls[0]], stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    answers = [process.communicate()[0].strip() for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0, 0]
    every = [path.stem for path in sorted(migrating.MIGRATIONS.glob("[0-9]*.py"))]
    assert min(answers) == str(every)
    assert answers.count("[]") == 3


def test_a_database_of_a_later_release_is_refused(db: str) -> None:
    database.execute_sql(
        f"INSERT INTO {migrating.HISTORY} (name, applied) VALUES ('9999_future', '2026-01-01 00:00:00')"
    )
    with pytest.raises(ConfigurationError, match="9999_future"):
        migrating.pending_migrations()


def test_the_trail_can_only_grow(db: str) -> None:
    from readiness.audit.actions import recording
    from readiness.audit.events import SamplePartRecorded

    with recording("a test") as opened:
        opened.note(SamplePartRecorded("nothing", new=0))
    for statement in ("UPDATE audit_event SET actor = 'someone else'", "DELETE FROM audit_event"):
        with pytest.raises(peewee.DatabaseError, match="only ever added"):
            database.execute_sql(statement)
    assert [row[0] for row in select("SELECT actor FROM audit_event")] == ["a test"]


def test_urls_name_the_database_they_should() -> None:
    assert database_named("postgresql://u:@/postgres?host=/tmp/x", "t") == "postgresql://u:@/t?host=/tmp/x"
