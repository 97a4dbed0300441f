"""The list of events, by what was known: narrowed, searched, the latest first, read by key."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from readiness.audit.events import Event
from readiness.audit.trail_words import told_in_words
from readiness.foundation.database import as_instant, select, stream
from readiness.foundation.paging import Key, Order, Page, PageRequest, page_of
from readiness.foundation.temporal import Knowledge
from readiness.foundation.text import as_like

TRAIL_ORDERS = {"number": Order(("e.id",), (int,))}


@dataclass(frozen=True, slots=True)
class TrailFilter:
    """What events must be. '': anything. `words`: part of who did it, or of what it was done to.

    `between`: from which instant on, and before which; None: at any.
    """

    action: str = ""
    words: str = ""
    between: tuple[datetime | None, datetime | None] = (None, None)


@dataclass(frozen=True, slots=True)
class TrailRow:
    """An event as a list shows it. `details` None: they were erased."""

    number: int
    recorded_at: datetime
    actor: str
    action: str
    subject: str
    details: dict[str, Any] | None
    hash: str
    key: Key

    def told(self, zone: ZoneInfo) -> str:
        """The details in words, in one line, with their instants in a zone."""
        return "" if self.details is None else told_in_words(self.details, self.action, zone)


def known_actions() -> list[str]:
    """Everything that an event can say was done."""

    def below(kind: type[Event]) -> Iterator[str]:
        for each in kind.__subclasses__():
            if "action" in vars(each):
                yield each.action
            yield from below(each)

    return sorted(set(below(Event)))


def trail_page(sought: TrailFilter, knowledge: Knowledge, page: PageRequest) -> Page[TrailRow]:
    """A page of the list."""
    sql, values = _asked(sought, knowledge, page)
    return page_of([_row(row) for row in select(sql, **values)], page, lambda row: row.key)


def every_event(sought: TrailFilter, knowledge: Knowledge, page: PageRequest) -> Iterator[TrailRow]:
    """The whole list, as it is read from the database; within a block of `reading`."""
    sql, values = _asked(sought, knowledge, page)
    return (_row(row) for row in stream(sql, **values))


def latest_of(actions: Sequence[str], count: int, actor: str = "") -> list[TrailRow]:
    """The latest events of some actions; of one actor alone where one is named."""
    named = {f"action_{place}": action for place, action in enumerate(actions)}
    rows = select(
        "SELECT e.id, e.recorded_at, e.actor, e.action, e.subject, d.detail, e.hash, e.id FROM audit_event e "
        f"LEFT JOIN audit_detail d ON d.event_id = e.id WHERE e.action IN ({', '.join(f':{each}' for each in named)}) "
        "AND (:actor = '' OR e.actor = :actor) ORDER BY e.id DESC LIMIT :count",
        actor=actor,
        count=count,
        **named,
    )
    return [_row(row) for row in rows]


def _asked(sought: TrailFilter, knowledge: Knowledge, page: PageRequest) -> tuple[str, dict[str, Any]]:
    found = ["e.change_id <= :known", page.condition()]
    values: dict[str, Any] = {"known": knowledge.number, **page.values()}
    if sought.action:
        found.append("e.action = :action")
        values["action"] = sought.action
    if sought.words:
        found.append("(lower(e.actor) LIKE :words ESCAPE '!' OR lower(e.subject) LIKE :words ESCAPE '!')")
        values["words"] = f"%{as_like(sought.words.lower())}%"
    from_number, before_number = (_first_since(instant) for instant in sought.between)
    if from_number is not None:
        found.append("e.id >= :from_number")
        values["from_number"] = from_number
    if before_number is not None:
        found.append("e.id < :before_number")
        values["before_number"] = before_number
    return (
        "SELECT e.id, e.recorded_at, e.actor, e.action, e.subject, d.detail, e.hash, e.id FROM audit_event e "
        f"LEFT JOIN audit_detail d ON d.event_id = e.id WHERE {' AND '.join(found)} {page.tail()}"
    ), values


def _first_since(instant: datetime | None) -> int | None:
    """The number of the first event from an instant on; None where none is asked about.

    Events bear later instants the later they are numbered: days are a stretch of numbers, found by one step into the
    index of instants at each end, and the list goes on by its own key within it.
    """
    if instant is None:
        return None
    rows = select(
        "SELECT id FROM audit_event WHERE recorded_at >= :instant ORDER BY recorded_at, id LIMIT 1",
        instant=instant,
    )
    return next((number for (number,) in rows), _NONE_YET)


_NONE_YET = 2**62
"""Greater than the number of any event."""


def _row(cells: tuple[Any, ...]) -> TrailRow:
    number, recorded_at, actor, action, subject, detail, hash_, *key = cells
    details = None if detail is None else json.loads(detail)
    return TrailRow(number, as_instant(recorded_at), actor, action, subject, details, hash_, tuple(key))
