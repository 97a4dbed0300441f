"""Bring a database's schema to this release: whole or not at all, one process at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from peewee import OperationalError
from playhouse.migrations import MigrationError, Runner

from readiness.foundation.database import connected, database, is_sqlite, lock
from readiness.foundation.errors import ConfigurationError

MIGRATIONS = Path(__file__).parent.parent / "migrations"
HISTORY = "schema_migration"


def known_migrations() -> list[str]:
    """The names of the migrations that this release has, in order."""
    return sorted(path.stem for path in MIGRATIONS.glob("[0-9]*.py"))


def pending_migrations() -> list[str]:
    """The names of the migrations that this database still needs, in order."""
    with connected():
        status = Runner(database.obj, str(MIGRATIONS), HISTORY).status()
    unknown = [migration.name for migration in status if migration.path is None]
    if unknown:
        raise ConfigurationError(
            f"The database was made by a later release (it has {', '.join(unknown)}). "
            "Install that release, or restore a backup made with this one."
        )
    return [migration.name for migration in status if migration.applied is None]


def migrate() -> list[str]:
    """Apply what is pending in one transaction; gives the names that were applied."""
    with connected(), _alone():
        try:
            applied: list[str] = Runner(database.obj, str(MIGRATIONS), HISTORY).up()
        except MigrationError as error:
            raise ConfigurationError(f"The database could not be brought up to date: {error}") from error
    return applied


@contextmanager
def _alone() -> Iterator[None]:
    """One process migrates, the others wait and then find nothing to do."""
    lock_type = ("EXCLUSIVE",) if is_sqlite() else ()
    try:
        with database.atomic(*lock_type):
            lock("migration")
            yield
    except OperationalError as error:
        raise ConfigurationError(
            f"The database could not be brought up to date: {error}. Nothing was changed."
        ) from error
