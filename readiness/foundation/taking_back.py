"""Taking back what a change recorded: what held before it holds again, as new versions; nothing is deleted.

It is only possible while nothing was built on the change, so that what holds now is exactly what
held when the change was made.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from readiness.foundation.database import execute, select
from readiness.foundation.temporal import NEVER, Change


class BuiltOn(Exception):
    """Something rests on the change: later changes, by their numbers, or rows of tables that have no changes."""

    def __init__(self, changes: set[int], tables: Mapping[str, int] | None = None) -> None:
        super().__init__(changes, tables)
        self.changes, self.tables = changes, tables or {}


@dataclass(frozen=True, slots=True)
class FactTable:
    """A table of facts. `key`: versions with the same key stand or fall together; `columns`: what they say."""

    name: str
    key: str
    columns: tuple[str, ...]

    @property
    def touched(self) -> str:
        """SQL: the keys of which the change :change recorded or superseded a version."""
        return f"SELECT {self.key} FROM {self.name} WHERE recorded_in = :change OR superseded_in = :change"

    def same(self, one: str, other: str) -> str:
        """SQL: two versions of one fact say the same."""
        return f"{one}.fact_id = {other}.fact_id AND " + same_values(one, other, self.columns)


def same_values(one: str, other: str, columns: tuple[str, ...]) -> str:
    """SQL: the columns of two rows have the same values, or neither has one."""
    return " AND ".join(f"{one}.{column} IS NOT DISTINCT FROM {other}.{column}" for column in columns)


def built_on(table: FactTable, change: int) -> set[int]:
    """The later changes after which not everything is as this change left it."""
    after = f"a.recorded_in <= :change AND a.superseded_in > :change AND a.{table.key} IN ({table.touched})"
    now = f"n.superseded_in = {NEVER} AND n.{table.key} IN ({table.touched})"
    added = (
        f"SELECT DISTINCT n.recorded_in FROM {table.name} n WHERE {now} AND n.recorded_in > :change "
        f"AND NOT EXISTS (SELECT 1 FROM {table.name} a WHERE {after} AND {table.same('a', 'n')})"
    )
    gone = (
        f"SELECT DISTINCT a.superseded_in FROM {table.name} a WHERE {after} AND a.superseded_in < {NEVER} "
        f"AND NOT EXISTS (SELECT 1 FROM {table.name} n WHERE {now} AND {table.same('a', 'n')})"
    )
    return {row[0] for sql in (added, gone) for row in select(sql, change=change)}


def take_back(table: FactTable, change: int, undoing: Change) -> None:
    """Close what the change recorded, and record again what it superseded."""
    before = f"b.recorded_in < :change AND b.superseded_in >= :change AND b.{table.key} IN ({table.touched})"
    execute(
        f"UPDATE {table.name} SET superseded_in = :undoing WHERE superseded_in = {NEVER} "
        f"AND {table.key} IN ({table.touched}) AND NOT EXISTS "
        f"(SELECT 1 FROM {table.name} b WHERE {before} AND {table.same('b', table.name)})",
        change=change,
        undoing=undoing.id,
    )
    columns = ", ".join(table.columns)
    execute(
        f"INSERT INTO {table.name} (fact_id, recorded_in, superseded_in, {columns}) "
        f"SELECT b.fact_id, :undoing, {NEVER}, {', '.join(f'b.{name}' for name in table.columns)} "
        f"FROM {table.name} b WHERE {before} AND NOT EXISTS "
        f"(SELECT 1 FROM {table.name} n WHERE n.superseded_in = {NEVER} AND {table.same('b', 'n')})",
        change=change,
        undoing=undoing.id,
    )
