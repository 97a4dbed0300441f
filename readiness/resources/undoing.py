"""Taking back an import of resources: what held before it holds again, where nothing later rests on it."""

from readiness.foundation.database import execute, select
from readiness.foundation.taking_back import BuiltOn, FactTable, built_on, take_back
from readiness.foundation.temporal import NEVER, Change
from readiness.resources.applying import touch
from readiness.resources.models import TABLES

_VISIBILITY = FactTable(
    "resource_visibility",
    "record",
    ("record", "kind", "visibility", "is_proposed", "hides_phone", "reason"),
)


def take_back_resources(change: int, undoing: Change) -> None:
    """Let hold again what held before the change; raises BuiltOn where a later one touched the same objects."""
    tables = [model._meta.table_name for model in TABLES.values()]
    later = built_on(_VISIBILITY, change)
    for table in tables:
        later |= _later(table, change)
    if later:
        raise BuiltOn(later)
    for table in tables:
        _take_back(table, change, undoing)
    take_back(_VISIBILITY, change, undoing)
    touch(undoing.id)


def _touched(table: str) -> str:
    return f"SELECT record FROM {table} WHERE recorded_in = :change OR superseded_in = :change"


def _later(table: str, change: int) -> set[int]:
    """The later changes after which an object that this change touched is not as it left it."""
    after = f"a.recorded_in <= :change AND a.superseded_in > :change AND a.record IN ({_touched(table)})"
    now = f"n.superseded_in = {NEVER} AND n.record IN ({_touched(table)})"
    same = "a.record = n.record AND a.digest = n.digest"
    added = (
        f"SELECT n.recorded_in FROM {table} n WHERE {now} AND n.recorded_in > :change "
        f"AND NOT EXISTS (SELECT 1 FROM {table} a WHERE {after} AND {same})"
    )
    gone = (
        f"SELECT a.superseded_in FROM {table} a WHERE {after} AND a.superseded_in < {NEVER} "
        f"AND NOT EXISTS (SELECT 1 FROM {table} n WHERE {now} AND {same})"
    )
    return {row[0] for row in select(f"{added} UNION {gone}", change=change)}


def _take_back(table: str, change: int, undoing: Change) -> None:
    kept = {"id", "recorded_in", "superseded_in"}
    columns = ", ".join(name for name in _columns(table) if name not in kept)
    before = f"b.recorded_in < :change AND b.superseded_in >= :change AND b.record IN ({_touched(table)})"
    values = {"change": change, "undoing": undoing.id}
    execute(
        f"UPDATE {table} AS t SET superseded_in = :undoing WHERE t.superseded_in = {NEVER} "
        f"AND t.record IN ({_touched(table)}) AND NOT EXISTS "
        f"(SELECT 1 FROM {table} b WHERE {before} AND b.record = t.record AND b.digest = t.digest)",
        **values,
    )
    execute(
        f"INSERT INTO {table} (recorded_in, superseded_in, {columns}) SELECT :undoing, {NEVER}, {columns} "
        f"FROM {table} b WHERE {before} AND NOT EXISTS "
        f"(SELECT 1 FROM {table} n WHERE n.superseded_in = {NEVER} AND n.record = b.record)",
        **values,
    )


def _columns(table: str) -> list[str]:
    model = next(model for model in TABLES.values() if model._meta.table_name == table)
    return [field.column_name for field in model._meta.sorted_fields]
