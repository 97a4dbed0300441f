"""Removing records whose time is over: by kind of record, but for what is held."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from dateutil.relativedelta import relativedelta

from readiness.audit.actions import recording
from readiness.audit.events import SettingsChanged
from readiness.audit.events.privacy import RowsRemoved
from readiness.foundation.database import execute, select
from readiness.foundation.errors import ReadinessError
from readiness.foundation.settings import Setting, stored
from readiness.foundation.temporal import NEVER
from readiness.privacy.declaring import Table
from readiness.privacy.erasing import Wish, erase_person
from readiness.privacy.queries import tables

KEY = "retention"
LEAVERS = "leavers"
"""People who have left: after this time their name is taken out. Empty as shipped: nobody is erased by the clock."""

BATCH = 100
"""So many people are erased in one night at most: each is a change of its own."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record, and how long it stays: `years` None, for ever. `usual`: as shipped."""

    name: str
    title: str
    why: str
    years: int | None
    usual: int | None


@dataclass(frozen=True, slots=True)
class Due:
    """What would be removed on a day."""

    kind: Kind
    before: date
    rows: int


def kinds() -> list[Kind]:
    """Every kind of record that has a time."""
    own: Mapping[str, int | None] = stored(KEY) or {}
    found = [
        Kind(
            LEAVERS,
            "People who have left: their name is taken out",
            "Irreversible. How long claims may be made, and what of training must be shown, differs by place: "
            "ask whoever advises you. As shipped nobody is erased by the clock.",
            own.get(LEAVERS),
            None,
        )
    ]
    for table in tables():
        kept = table.declared.retention
        if kept is not None:
            years = own.get(table.name, kept.years)
            found.append(Kind(table.name, kept.title, kept.why, years, kept.years))
    return found


def settle_retention(years: Mapping[str, int | None], actor: str) -> bool:
    """Keep how long records stay; False where nothing would change."""
    now = {kind.name: kind.years for kind in kinds()}
    if now == {**now, **years}:
        return False
    with recording(actor) as opened:
        Setting.delete().where(Setting.key == KEY).execute()
        Setting.create(key=KEY, content=dict(years))
        opened.note(SettingsChanged(KEY, values=dict(years)))
    return True


def what_is_due(today: date) -> list[Due]:
    """What would be removed on a day, by kind; nothing is changed."""
    found = []
    for kind, before in _timed(today):
        if kind.name == LEAVERS:
            rows = len(_left_before(before, today, 1_000_000))
        else:
            sql, values = _condition(_table(kind.name), before, today)
            rows = int(next(select(f'SELECT count(*) FROM "{kind.name}" WHERE {sql}', **values))[0])
        found.append(Due(kind, before, rows))
    return found


def remove_what_is_over(today: date, now: datetime, actor: str) -> int:
    """Remove what is due; how many records and people. What is held stays."""
    removed = 0
    for kind, before in _timed(today):
        if kind.name == LEAVERS:
            removed += _erase_leavers(before, today, now, actor)
            continue
        sql, values = _condition(_table(kind.name), before, today)
        if next(select(f'SELECT 1 FROM "{kind.name}" WHERE {sql} LIMIT 1', **values), None) is None:
            continue
        with recording(actor) as opened:
            rows = int(execute(f'DELETE FROM "{kind.name}" WHERE {sql}', **values).rowcount)
            opened.note(RowsRemoved(kind.name, rows=rows, before_on=before.isoformat()))
        removed += rows
    return removed


def _timed(today: date) -> Iterator[tuple[Kind, date]]:
    return ((kind, today - relativedelta(years=kind.years)) for kind in kinds() if kind.years is not None)


def _table(name: str) -> Table:
    return next(table for table in tables() if table.name == name)


_HELD = """
    SELECT {column} FROM privacy_hold h JOIN person p ON p.id = h.person_id
    WHERE h.released_at IS NULL AND (h.until_on IS NULL OR h.until_on >= :today)
"""
_HELD_BY = {"person": "p.id", "number": "p.staff_number", "email": "p.email_key"}


def _condition(table: Table, before: date, today: date) -> tuple[str, dict[str, Any]]:
    """That the time of a row is over, and that nobody holds it."""
    kept = table.declared.retention
    if kept is None:
        raise ValueError(f"{table.name} has no time of its own")
    limit: Any = before if kept.after.endswith("_on") else datetime.combine(before, time(), UTC)
    parts = [f'"{kept.after}" < :before', f"({kept.only})" if kept.only else "1 = 1"]
    values: dict[str, Any] = {"before": limit}
    for handle, columns in table.declared.of.items():
        if handle in _HELD_BY:
            held = _HELD.format(column=_HELD_BY[handle])
            said = (f'lower("{column}")' if handle == "email" else f'"{column}"' for column in columns)
            parts += [f"({column} IS NULL OR {column} NOT IN ({held}))" for column in said]
            values["today"] = today
    return " AND ".join(parts), values


_LEFT = f"""
    SELECT p.id, p.staff_number FROM person p WHERE p.superseded_in = {NEVER} AND NOT p.is_sample
      AND p.staff_number NOT LIKE 'erased-%'
      AND EXISTS (SELECT 1 FROM employment e WHERE e.person_id = p.id AND e.superseded_in = {NEVER})
      AND NOT EXISTS (SELECT 1 FROM employment e WHERE e.person_id = p.id AND e.superseded_in = {NEVER}
        AND e.until_on >= :before)
      AND p.id NOT IN ({_HELD.format(column="p.id")})
    ORDER BY p.id LIMIT :most
"""


def _left_before(before: date, today: date, most: int) -> list[tuple[int, str]]:
    return [(id_, number) for id_, number in select(_LEFT, before=before, today=today, most=most)]


def _erase_leavers(before: date, today: date, now: datetime, actor: str) -> int:
    erased = 0
    for person_id, number in _left_before(before, today, BATCH):
        try:
            reason = f"They left before {before.isoformat()}, and the time for which names are kept is over."
            erase_person(Wish(person_id, reason, number), actor, today, now)
        except ReadinessError:
            continue  # held or employed again meanwhile
        erased += 1
    return erased
