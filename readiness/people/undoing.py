"""Taking back what a change said of people, sites and departments: their facts, their columns, themselves."""

from collections.abc import Iterator
from typing import Any

from readiness.foundation.database import execute, select
from readiness.foundation.taking_back import BuiltOn, FactTable, built_on, same_values, take_back
from readiness.foundation.temporal import NEVER, Change, Fact, Kept, current
from readiness.people.models import Department, Person, Site
from readiness.people.search_index import index_people
from readiness.people.versions import PERSON_COLUMNS, SITE_COLUMNS

_SPELL = ("person_id", "from_on", "until_on")
FACT_TABLES = (
    FactTable("employment", "person_id", _SPELL),
    FactTable("membership", "person_id", (*_SPELL, "site_id", "department_id", "job_title")),
    FactTable("leave", "person_id", _SPELL),
    FactTable("headcount_override", "site_id", ("site_id", "from_on", "headcount")),
    FactTable("nearby_care", "site_id", ("site_id", "from_on", "minutes")),
)
COLUMNS = {"person": PERSON_COLUMNS, "site": SITE_COLUMNS}
KEPT = (Person, Site, Department)


def take_back_people(change: int, undoing: Change) -> None:
    """Let hold again what held before the change, whoever and whatever it made among them.

    Raises BuiltOn where something later rests on it; the open change is then to be rolled back.
    """
    later = set().union(*(built_on(table, change) for table in FACT_TABLES))
    for table, columns in COLUMNS.items():
        later |= _later_columns(table, columns, change)
    if later:
        raise BuiltOn(later)
    for fact_table in FACT_TABLES:
        take_back(fact_table, change, undoing)
    for table, columns in COLUMNS.items():
        _restore(table, columns, change, undoing)
    for model in KEPT:
        model.update(superseded_in=undoing.id).where((model.recorded_in == change) & current(model)).execute()
    _leave_managers(undoing)
    index_people([row[0] for row in select(_RESTORED, undoing=undoing.id)])
    _check_references(undoing)


def _later_columns(table: str, columns: tuple[str, ...], change: int) -> set[int]:
    """The changes after which the columns of a row are not as this change left them."""
    rows = select(
        f"SELECT v.superseded_in FROM {table}_version v JOIN {table} t ON t.id = v.{table}_id "
        f"WHERE v.superseded_in > :change AND NOT ({same_values('v', 't', columns)}) "
        f"AND (t.recorded_in = :change OR EXISTS (SELECT 1 FROM {table}_version o "
        f"WHERE o.{table}_id = t.id AND o.superseded_in = :change)) "
        f"AND NOT EXISTS (SELECT 1 FROM {table}_version e WHERE e.{table}_id = t.id "
        "AND e.superseded_in > :change AND e.superseded_in < v.superseded_in)",
        change=change,
    )
    return {row[0] for row in rows}


def _restore(table: str, columns: tuple[str, ...], change: int, undoing: Change) -> None:
    """Give back the columns' earlier values, and keep those that they have now."""
    names, kept = ", ".join(columns), ", ".join(f"t.{column}" for column in columns)
    execute(
        f"INSERT INTO {table}_version (superseded_in, {table}_id, {names}) SELECT :undoing, t.id, {kept} "
        f"FROM {table} t JOIN {table}_version v ON v.{table}_id = t.id AND v.superseded_in = :change",
        change=change,
        undoing=undoing.id,
    )
    execute(
        f"UPDATE {table} SET ({names}) = (SELECT {', '.join(f'v.{column}' for column in columns)} "
        f"FROM {table}_version v WHERE v.{table}_id = {table}.id AND v.superseded_in = :change) "
        f"WHERE id IN (SELECT {table}_id FROM {table}_version WHERE superseded_in = :change)",
        change=change,
    )


_RESTORED = "SELECT person_id FROM person_version WHERE superseded_in = :undoing"


def _leave_managers(undoing: Change) -> None:
    """Whoever gets back a manager that was taken back meanwhile has none."""
    execute(
        f"UPDATE person SET manager_id = NULL WHERE id IN ({_RESTORED}) "
        f"AND manager_id IN (SELECT id FROM person WHERE superseded_in < {NEVER})",
        undoing=undoing.id,
    )


def _check_references(undoing: Change) -> None:
    """Raise BuiltOn where anything that holds now refers to what has just been taken back."""
    later: set[int] = set()
    tables: dict[str, int] = {}
    for model, column in _references():
        rows = model.select().where(_holds(model) & column.in_(_taken_back(column.rel_model, undoing)))
        if issubclass(model, Fact):
            later |= {row.recorded_in for row in rows.select(model.recorded_in).distinct()}
        elif found := rows.count():
            tables[model._meta.table_name] = found
    later |= {row[0] for row in select(_EXEMPTIONS, undoing=undoing.id)}
    if later or tables:
        raise BuiltOn(later, tables)


def _references() -> Iterator[tuple[Any, Any]]:
    """Every table, of whatever room, that refers to people, sites or departments, and by which column."""
    for kept in KEPT:
        for column, model in kept._meta.backrefs.items():
            if not model.is_derived:
                yield model, column


def _holds(model: Any) -> Any:
    return current(model) if issubclass(model, Fact | Kept) else model._meta.primary_key.is_null(False)


def _taken_back(model: Any, undoing: Change) -> Any:
    # By any change: what was recorded between two undone imports may refer to what the first one made.
    return model.select(model.id).where(model.superseded_in <= undoing.id)


# Exemptions name sites and people by what is printed of them.
_EXEMPTIONS = f"""
    SELECT DISTINCT x.recorded_in FROM exemption x WHERE x.superseded_in = {NEVER} AND (
      x.site_code IN (SELECT s.code FROM site s WHERE s.superseded_in = :undoing)
      OR x.staff_number IN (SELECT p.staff_number FROM person p WHERE p.superseded_in = :undoing))
"""
