"""The list of gaps that somebody sees to, or did: in pages, or whole to take away."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from readiness.followups.queries import THREAD, THREAD_WIDTH, Thread, thread_of
from readiness.foundation.database import among, number_list, select, stream
from readiness.foundation.paging import Key, Order, Page, PageRequest, page_of

THREAD_ORDERS = {
    "due": Order(("t.due_on", "t.id"), (date, int)),
    "site": Order(("t.site_code", "t.id"), (str, int)),
    "opened": Order(("t.id",), (int,)),
}
STANDINGS = {
    "open": "t.closed_at IS NULL",
    "past_due": "t.closed_at IS NULL AND t.due_on < :today",
    "nobody": "t.closed_at IS NULL AND t.owner_account IS NULL AND t.owner_person IS NULL",
    "closed": "t.closed_at IS NOT NULL",
}


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """A thread with its place, what its owner is called, and of whom it is (''; everyone there)."""

    thread: Thread
    site_name: str
    owner: str
    staff_number: str
    key: Key


@dataclass(frozen=True, slots=True)
class ThreadFilter:
    """Which are sought, on a day; None: of every site."""

    standing: str
    today: date
    site_ids: Collection[int] | None = None
    owners: Collection[tuple[str, int]] = ()


_ROWS = (
    f"SELECT {THREAD}, coalesce(s.name, ''), coalesce(a.name, trim(o.given_name || ' ' || o.family_name), ''), "
    "coalesce(p.staff_number, '')"
)
_FROM = (
    "FROM gap_thread t LEFT JOIN site s ON s.id = t.site_id LEFT JOIN account a ON a.id = t.owner_account "
    "LEFT JOIN person o ON o.id = t.owner_person LEFT JOIN person p ON p.id = t.person"
)
_WIDTH = THREAD_WIDTH + 3


def threads_page(sought: ThreadFilter, page: PageRequest) -> Page[ThreadRow]:
    """A page of the list."""
    sql, values = _asked(sought, page)
    return page_of([_row(row) for row in select(sql, **values)], page, lambda row: row.key)


def every_thread(sought: ThreadFilter, page: PageRequest) -> Iterator[ThreadRow]:
    """The whole list, as it is read from the database; within a block of `reading`."""
    sql, values = _asked(sought, page)
    return (_row(row) for row in stream(sql, **values))


def _asked(sought: ThreadFilter, page: PageRequest) -> tuple[str, dict[str, Any]]:
    found = [STANDINGS[sought.standing], page.condition()]
    values: dict[str, Any] = dict(page.values())
    if sought.standing == "past_due":
        values["today"] = sought.today
    if sought.site_ids is not None:
        found.append(among("t.site_id", "sites"))
        values["sites"] = number_list(sorted(sought.site_ids))
    if sought.owners:
        owners = {f"owner_{place}": number for place, (_column, number) in enumerate(sought.owners)}
        columns = [column for column, _number in sought.owners]
        found.append(f"({' OR '.join(f't.{c} = :{name}' for c, name in zip(columns, owners, strict=True))})")
        values |= owners
    key = ", ".join(page.order.columns)
    return f"{_ROWS}, {key} {_FROM} WHERE {' AND '.join(found)} {page.tail()}", values


def _row(cells: tuple[Any, ...]) -> ThreadRow:
    return ThreadRow(
        thread_of(cells),
        cells[THREAD_WIDTH],
        cells[THREAD_WIDTH + 1],
        cells[THREAD_WIDTH + 2],
        cells[_WIDTH:],
    )
