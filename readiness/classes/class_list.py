"""The list of classes on a day, by what was known: filtered, sorted, read by key."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from readiness.foundation.database import select, stream
from readiness.foundation.paging import Key, Order, Page, PageRequest, page_of
from readiness.foundation.temporal import Question, known_sql

CLASS_ORDERS = {
    "held": Order(("c.held_on", "c.fact_id"), (date, int)),
    "kind": Order(("c.kind", "c.held_on", "c.fact_id"), (str, date, int)),
}
_ENROLLED = (
    "(SELECT count(*) FROM enrolment e WHERE e.training_class = c.fact_id AND e.state = 'enrolled' "
    f"AND {known_sql('e')})"
)
_WAITING = _ENROLLED.replace("'enrolled'", "'waiting'")
# Without an index of its own: of those who were there and have no certificate there are few.
_TO_CONFIRM = (
    "EXISTS (SELECT 1 FROM class_attendance a WHERE a.training_class = c.fact_id AND a.state = 'there' "
    f"AND a.certificate IS NULL AND {known_sql('a')} LIMIT 1)"
)
_ON = "NOT c.is_cancelled AND NOT c.is_closed"
STANDINGS = {
    "to_come": f"{_ON} AND c.held_on >= :as_of",
    "with_seats": f"{_ON} AND c.held_on >= :as_of AND c.seat_count > {_ENROLLED}",
    "to_settle": f"{_ON} AND c.held_on < :as_of",
    "to_confirm": f"c.is_closed AND NOT c.is_cancelled AND {_TO_CONFIRM}",
    "settled": "c.is_closed",
    "cancelled": "c.is_cancelled",
}


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A class as a list shows it."""

    id: int
    kind: str
    held_on: date
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    site_code: str
    site_name: str
    place: str
    language: str
    trainer: str
    seat_count: int
    enrolled_count: int
    waiting_count: int
    seat_cost: int
    currency: str
    is_open: bool
    is_cancelled: bool
    is_closed: bool
    is_to_confirm: bool
    key: Key

    @property
    def where(self) -> str:
        return ", ".join(part for part in (self.site_name, self.place) if part)

    def standing(self, as_of: date) -> str:
        """How it stands, as a status."""
        if self.is_cancelled:
            return "cancelled"
        if self.is_closed:
            return "to_confirm" if self.is_to_confirm else "settled"
        if self.held_on < as_of:
            return "to_settle"
        return "full" if self.enrolled_count >= self.seat_count else "with_seats"


@dataclass(frozen=True, slots=True)
class ClassFilter:
    """What classes must be, on the day in question; '' and None: anything."""

    standing: str = ""
    kind: str = ""
    site_id: int | None = None
    days: tuple[date, date] | None = None


_COLUMNS = (
    "c.fact_id, c.kind, c.held_on, c.starts_at, c.ends_at, c.time_zone, coalesce(s.code, ''), "
    "coalesce(s.name, ''), c.place, c.language, c.trainer, c.seat_count, "
    f"{_ENROLLED}, {_WAITING}, c.seat_cost, c.currency, c.is_open, c.is_cancelled, c.is_closed, "
    f"CASE WHEN c.is_closed AND {_TO_CONFIRM} THEN 1 ELSE 0 END"
)
_FLAGS, _WIDTH = 16, 20


def classes_page(sought: ClassFilter, question: Question, page: PageRequest) -> Page[ClassRow]:
    """A page of the list."""
    sql, values = _asked(sought, question, page)
    return page_of([_row(row) for row in select(sql, **values)], page, lambda row: row.key)


def every_class(sought: ClassFilter, question: Question, page: PageRequest) -> Iterator[ClassRow]:
    """The whole list, as it is read from the database; within a block of `reading`."""
    sql, values = _asked(sought, question, page)
    return (_row(row) for row in stream(sql, **values))


def _asked(sought: ClassFilter, question: Question, page: PageRequest) -> tuple[str, dict[str, Any]]:
    found = [known_sql("c"), STANDINGS.get(sought.standing, "1 = 1"), page.condition()]
    values: dict[str, Any] = {"known": question.known.number, "as_of": question.as_of, **page.values()}
    if sought.kind:
        found.append("c.kind = :kind")
        values["kind"] = sought.kind
    if sought.site_id is not None:
        found.append("c.site_id = :site")
        values["site"] = sought.site_id
    if sought.days is not None:
        found.append("c.held_on BETWEEN :first AND :last")
        values |= {"first": sought.days[0], "last": sought.days[1]}
    key = ", ".join(page.order.columns)
    tables = "training_class c LEFT JOIN site s ON s.id = c.site_id"
    return f"SELECT {_COLUMNS}, {key} FROM {tables} WHERE {' AND '.join(found)} {page.tail()}", values


def _row(cells: tuple[Any, ...]) -> ClassRow:
    values: list[Any] = [*cells[:_FLAGS], *map(bool, cells[_FLAGS:_WIDTH]), cells[_WIDTH:]]
    return ClassRow(*values)


def unfinished_count(day: date, known: int) -> int:
    """How many classes before a day are to settle, or have certificates to confirm; one statement."""
    rows = select(
        f"SELECT count(*) FROM training_class c WHERE {known_sql('c')} AND "
        f"(({STANDINGS['to_settle']}) OR ({STANDINGS['to_confirm']}))",
        known=known,
        as_of=day,
    )
    return int(next(rows)[0])
