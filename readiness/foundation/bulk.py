"""Very many rows at once: where they wait, and how they come into a table; in little memory."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from peewee import IntegrityError

from readiness.foundation.database import database, execute, is_sqlite, select
from readiness.foundation.sqlite import PRAGMAS

_MODEST_CACHE, _SORTING_CACHE = -16384, -2048
"""In KiB, as the pragma wants it."""

_SCRATCH_PRAGMAS = {
    "journal_mode": "memory",
    "synchronous": "off",
    "locking_mode": "exclusive",
    "cache_size": str(_MODEST_CACHE),
}


@contextmanager
def scratch(*, holds_references: bool = False) -> Iterator[None]:
    """A block with room for tables of the open connection alone, which are gone at its end.

    PostgreSQL has temporary tables. Those of our SQLite stay in memory and would grow with the rows:
    it gets a file without a name, which is gone with the process, however that ends.

    `holds_references`: who fills tables from it calls `hold_references` in the same transaction. Then SQLite,
    which can only be told so before a transaction begins, does not look for what each single row refers to.
    """
    if not is_sqlite():
        yield
        return
    folder = Path(database.database).absolute().parent
    handle, name = tempfile.mkstemp(prefix=".scratch-", dir=folder if folder.is_dir() else None)
    os.close(handle)
    try:
        execute("ATTACH :name AS scratch", name=name)
    finally:
        Path(name).unlink()
    try:
        for pragma, value in _SCRATCH_PRAGMAS.items():
            execute(f"PRAGMA scratch.{pragma} = {value}")
        execute(f"PRAGMA main.cache_size = {_MODEST_CACHE}")
        execute(f"PRAGMA foreign_keys = {int(not holds_references)}")
        yield
    finally:
        execute(f"PRAGMA foreign_keys = {PRAGMAS['foreign_keys']}")
        execute(f"PRAGMA main.cache_size = {PRAGMAS['cache_size']}")
        execute("DETACH scratch")


def scratch_table(name: str, columns: str) -> None:
    """Make a table within a block of `scratch`."""
    if is_sqlite():
        execute(f"CREATE TABLE scratch.{name} ({columns})")
    else:
        execute(f"DROP TABLE IF EXISTS {name}")
        execute(f"CREATE TEMPORARY TABLE {name} ({columns})")


def scratch_index(table: str, columns: Sequence[str]) -> None:
    """Make an index of such a table."""
    place = "scratch." if is_sqlite() else ""
    execute(f"CREATE INDEX {place}{table}_{'_'.join(columns)} ON {table} ({', '.join(columns)})")


def count_anew(*tables: str, waits: bool = True) -> None:
    """Let PostgreSQL see how many rows tables hold, with those that the open change has written.

    By itself it looks every minute, and sees what is committed then: having looked in the midst of an
    import it takes a table for empty, and whatever joins that reads it whole once for every row. Within
    a change nobody else looks until its end. `waits` False: a table that another change holds is left out.
    """
    if tables and not is_sqlite():
        execute(f"ANALYZE {'' if waits else '(SKIP_LOCKED) '}{', '.join(tables)}")


def hold_references(table: str, column: str, referred: str) -> None:
    """Hold the references of a whole table against what they refer to; raises IntegrityError.

    Where an index begins with the column it is one walk along it. PostgreSQL has held them by then.
    """
    if not is_sqlite():
        return
    lost = select(
        f"SELECT {column} FROM (SELECT DISTINCT {column} FROM {table}) d "
        f"WHERE NOT EXISTS (SELECT 1 FROM {referred} r WHERE r.id = d.{column}) LIMIT 1"
    )
    if next(lost, None):
        raise IntegrityError(f"{table}: a row refers to what is not in {referred}")


@contextmanager
def indexes_after(table: str, count: int) -> Iterator[None]:
    """A block that adds `count` rows to a table; where they are most of it, its indexes are built after them.

    Building an index sorts all rows once, at about half the cost of finding a place for each; even
    where they come in its order it costs less. PostgreSQL lets nobody read the table meanwhile: there
    it is done for the first rows of all, and the references to other tables are held against them all
    at once too.
    """
    with _built_after(_built(table) if _is_most(table, count) else []):
        yield


@dataclass(frozen=True, slots=True)
class _Built:
    """Something that costs less for all rows at once: how it is taken off a table, and made again."""

    drop: str
    make: str


@contextmanager
def _built_after(built: list[_Built]) -> Iterator[None]:
    for each in built:
        execute(each.drop)
    yield
    with _sorting():
        for each in built:
            execute(each.make)


@contextmanager
def _sorting() -> Iterator[None]:
    """A block in which SQLite sorts in small parts: they stay near the processor, and merging them costs little."""
    if not is_sqlite():
        yield
        return
    (before,) = next(select("PRAGMA main.cache_size"))
    execute(f"PRAGMA main.cache_size = {_SORTING_CACHE}")
    yield
    execute(f"PRAGMA main.cache_size = {before}")


def _is_most(table: str, count: int) -> bool:
    (last,) = next(select(f"SELECT coalesce(max(id), 0) FROM {table}"))
    return count >= int(last) if is_sqlite() else last == 0


def _built(table: str) -> list[_Built]:
    """The indexes of a table, but for those of its constraints; on PostgreSQL its references too."""
    if is_sqlite():
        indexes = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = :name"
        references: list[_Built] = []
    else:
        indexes = """
            SELECT i.relname, pg_get_indexdef(i.oid) FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
            WHERE x.indrelid = CAST(:name AS regclass)
            AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.oid)
        """
        references = [
            _Built(
                f'ALTER TABLE {table} DROP CONSTRAINT "{name}"',
                f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}',
            )
            for name, definition in select(
                "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint "
                "WHERE conrelid = CAST(:name AS regclass) AND contype = 'f'",
                name=table,
            )
        ]
    return [
        *(_Built(f'DROP INDEX "{name}"', sql) for name, sql in select(indexes, name=table) if sql),
        *references,
    ]
