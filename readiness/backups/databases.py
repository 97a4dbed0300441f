"""The database in a file and back, by its own means: VACUUM INTO for SQLite, pg_dump and pg_restore for PostgreSQL."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from readiness.backups.contents import NotWhole
from readiness.foundation.database import connected, database_name, execute, is_sqlite, reading, select
from readiness.foundation.errors import Conflict, Unavailable
from readiness.foundation.migrating import HISTORY

_TABLES = (
    "SELECT tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1"
)


def write_database(file: Path) -> dict[str, int]:
    """The whole database as it is at one moment, while it is served; gives how many rows each table has."""
    return _write_sqlite(file) if is_sqlite() else _write_postgresql(file)


def _write_sqlite(file: Path) -> dict[str, int]:
    with connected():
        execute("VACUUM INTO :file", file=str(file))
    file.chmod(0o600)
    return sqlite_rows(file)


def _write_postgresql(file: Path) -> dict[str, int]:
    with reading():
        execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        ((snapshot,),) = select("SELECT pg_export_snapshot()")
        file.touch(0o600)
        _run("pg_dump", ["--format=custom", f"--snapshot={snapshot}", f"--file={file}"])
        return _postgresql_rows()


def sqlite_rows(file: Path) -> dict[str, int]:
    """How many rows each table of a file has; raises NotWhole where SQLite finds it damaged."""
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as opened:
        try:
            (found,) = opened.execute("PRAGMA integrity_check").fetchone()
            if found != "ok":
                raise NotWhole(f"{file}: {found}")
            names = [
                name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            ]
            return {
                name: opened.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in sorted(names)
            }
        except sqlite3.DatabaseError as error:
            raise NotWhole(f"{file}: {error}") from None


def _postgresql_rows() -> dict[str, int]:
    names = [name for (name,) in select(_TABLES)]
    return {name: next(select(f'SELECT count(*) FROM "{name}"'))[0] for name in names}


def rows_now() -> dict[str, int]:
    """How many rows each table of the database has that is open."""
    if is_sqlite():
        return sqlite_rows(Path(database_name()))
    with connected():
        return _postgresql_rows()


def applied_migrations() -> list[str]:
    """The migrations that this database has seen."""
    return [name for (name,) in select(f"SELECT name FROM {HISTORY} ORDER BY name")]


def refuse_unless_empty() -> None:
    """Raise Conflict where a database stands already."""
    if is_sqlite():
        name = Path(database_name())
        # What stands beside a file SQLite would play into the one that is restored.
        beside = (name.with_name(f"{name.name}{each}") for each in ("-wal", "-journal"))
        there = [str(path) for path in (name, *beside) if path.exists()]
    else:
        with connected():
            there = [f"the table {name}" for (name,) in select(_TABLES)][:1]
    if there:
        raise Conflict(
            f"A database is there already ({there[0]}), and nothing is written over. Name an empty one in "
            "READINESS_DATABASE_URL, or another folder in READINESS_DATA_DIR.",
            title="Nothing was restored.",
        )


def draft_of_database(data_dir: Path) -> Path:
    """Where the file waits from which an empty database is filled."""
    if not is_sqlite():
        return data_dir / ".readiness.dump.restoring"
    target = Path(database_name())
    return target.with_name(f".{target.name}.restoring")


def read_database(draft: Path) -> None:
    """Fill the database, which is empty, from such a file: whole or not at all."""
    if is_sqlite():
        Path(database_name()).hardlink_to(draft)  # which fails where somebody made one meanwhile
    else:
        _run("pg_restore", ["--exit-on-error", "--single-transaction", str(draft)])


def _run(tool: str, words: Sequence[str]) -> None:
    """Run a tool of PostgreSQL on the database that is open; no list of processes shows the password."""
    if shutil.which(tool) is None:
        raise Unavailable(
            f"{tool} was not found. On Debian: apt-get install postgresql-client; it must not be older than the server."
        )
    settings = {name: value for name, value in conninfo_to_dict(database_name()).items() if value is not None}
    password = settings.pop("password", None)
    environment = {**os.environ, **({"PGPASSWORD": str(password)} if password else {})}
    target = f"--dbname={make_conninfo('', **settings)}"
    ran = subprocess.run(  # noqa: S603 - the words are ours
        [tool, "--no-owner", "--no-privileges", target, *words],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if ran.returncode != 0:
        raise Unavailable(f"{tool} could not do it: {' '.join(ran.stderr.split())}")
