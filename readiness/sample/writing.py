"""Writing versions of many facts of the sample at once."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from readiness.audit.actions import Recording
from readiness.foundation.database import among, execute, insert_rows, number_list
from readiness.foundation.temporal import NEVER, Fact

ACTOR = "sample"


def write_versions(
    model: type[Fact], columns: Sequence[str], rows: Sequence[Sequence[Any]], opened: Recording
) -> None:
    """Record versions, each row beginning with the number of its fact; one that was known before is superseded."""
    table, change = model._meta.table_name, opened.change.id
    if not rows:
        return
    execute(
        f"UPDATE {table} SET superseded_in = :change WHERE superseded_in = {NEVER} AND {among('fact_id', 'facts')}",
        change=change,
        facts=number_list([row[0] for row in rows]),
    )
    insert_rows(
        table,
        ("fact_id", "recorded_in", "superseded_in", *columns),
        [(fact, change, NEVER, *map(_cell, cells)) for fact, *cells in rows],
    )


def _cell(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
