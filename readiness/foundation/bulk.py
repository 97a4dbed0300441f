"""Very many rows at once."""

from collections.abc import Iterator
from contextlib import contextmanager

from readiness.foundation.database import execute, is_sqlite, select


@contextmanager
def indexes_after(table: str, count: int, *, kept: tuple[str, ...]) -> Iterator[None]:
    """A block that adds `count` rows to a table; where they are most of it, its indexes are built after them.

    Building an index sorts all rows once, at about half the cost of finding a place for each.
    `kept` names the indexes that the rows come in the order of. On PostgreSQL nothing is done:
    taking an index off would lock readers out.
    """
    taken = _indexes(table, kept) if is_sqlite() and _is_most(table, count) else []
    for name, _sql in taken:
        execute(f'DROP INDEX "{name}"')
    yield
    for _name, sql in taken:
        execute(sql)


def _is_most(table: str, count: int) -> bool:
    (last,) = next(select(f"SELECT coalesce(max(id), 0) FROM {table}"))
    return count >= int(last)


def _indexes(table: str, kept: tuple[str, ...]) -> list[tuple[str, str]]:
    """The indexes of a table in SQLite, with the statements that made them; those of constraints have none."""
    found = select(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = :name", name=table
    )
    return [(name, sql) for name, sql in found if sql and name not in kept]
