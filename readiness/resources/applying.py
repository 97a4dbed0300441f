"""From staged objects to the tables of HSDS: what is new, what differs, what a directory no longer names."""

from readiness.audit.actions import Recording
from readiness.foundation.database import execute, is_sqlite, json_type, select
from readiness.foundation.temporal import NEVER, record
from readiness.imports.counts import Counts
from readiness.resources.models import TABLES, HsdsObject, ResourceState, ResourceVisibility
from readiness.resources.shapes import SHAPES
from readiness.resources.visibility import Visibility

LINKS = tuple(dict.fromkeys(name for shape in SHAPES.values() for name in shape.links))
"""Every field by which one object names another."""
_STAGED = "SELECT 1 FROM staged_resource s WHERE s.kind = :kind AND s.record = t.record"


def apply_staged(opened: Recording, directory: str, *, is_whole: bool) -> Counts:
    """Keep what is staged, within an open change; `is_whole`: what the file does not name is no longer there."""
    counts = Counts()
    change = opened.change.id
    for kind, model in TABLES.items():
        _apply(kind, model._meta.table_name, change, counts)
        if is_whole:
            counts.changed += _take_out(kind, model._meta.table_name, change, directory)
    _propose(opened)
    if counts.new or counts.changed:
        touch(change)
    return counts


def _apply(kind: str, table: str, change: int, counts: Counts) -> None:
    ((staged, known, differing),) = select(
        f"SELECT count(*), count(t.id), sum(CASE WHEN t.digest <> s.digest OR t.directory <> s.directory "
        f"THEN 1 ELSE 0 END) FROM staged_resource s LEFT JOIN {table} t "
        f"ON t.record = s.record AND t.superseded_in = {NEVER} WHERE s.kind = :kind",
        kind=kind,
    )
    differing = differing or 0
    counts.new += staged - known
    counts.changed += differing
    counts.unchanged += known - differing
    if differing:
        execute(
            f"UPDATE {table} AS t SET superseded_in = :change WHERE t.superseded_in = {NEVER} "
            f"AND EXISTS ({_STAGED} AND (s.digest <> t.digest OR s.directory <> t.directory))",
            change=change,
            kind=kind,
        )
    names = ", ".join(SHAPES[kind].links)
    names = f", {names}" if names else ""
    content = "s.content" if is_sqlite() else f"CAST(s.content AS {json_type()})"
    execute(
        f"INSERT INTO {table} (recorded_in, superseded_in, record, directory, source, digest, content{names}) "
        f"SELECT :change, {NEVER}, s.record, s.directory, s.source, s.digest, {content}"
        f"{''.join(f', s.{name}' for name in SHAPES[kind].links)} FROM staged_resource s WHERE s.kind = :kind "
        f"AND NOT EXISTS (SELECT 1 FROM {table} t WHERE t.record = s.record AND t.superseded_in = {NEVER}) "
        "ORDER BY s.row_number",
        change=change,
        kind=kind,
    )


def _take_out(kind: str, table: str, change: int, directory: str) -> int:
    """End what the directory has no longer; gives how many objects."""
    ended = execute(
        f"UPDATE {table} AS t SET superseded_in = :change WHERE t.superseded_in = {NEVER} "
        f"AND t.directory = :directory AND NOT EXISTS ({_STAGED})",
        change=change,
        kind=kind,
        directory=directory,
    )
    return int(ended.rowcount)


def _propose(opened: Recording) -> None:
    """Hide what is best not shown, where nobody has decided on it yet."""
    rows = select(
        "SELECT DISTINCT s.record, s.kind, s.marked FROM staged_resource s WHERE s.marked <> '' AND NOT EXISTS "
        f"(SELECT 1 FROM resource_visibility v WHERE v.record = s.record AND v.superseded_in = {NEVER})"
    )
    for found, kind, why in sorted(rows):
        record(
            ResourceVisibility,
            opened.change,
            record=found,
            kind=kind,
            visibility=Visibility.REDACTED,
            is_proposed=True,
            hides_phone=False,
            reason=why,
        )
        touch(opened.change.id)


def touch(change: int) -> None:
    """Say that resources are different from this change on."""
    if not ResourceState.update(change=change).execute():
        ResourceState.create(change=change)


def known_records(directory: str) -> frozenset[str]:
    """Every object that is there of a directory."""
    return frozenset(
        row[0]
        for model in TABLES.values()
        for row in select(
            f"SELECT record FROM {model._meta.table_name} WHERE directory = :directory AND superseded_in = {NEVER}",
            directory=directory,
        )
    )


__all__ = ["LINKS", "HsdsObject", "apply_staged", "known_records", "touch"]
