"""The list of what follows from exercises, on a day, by what was known: actions and training needs together."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from readiness.foundation.database import select, stream
from readiness.foundation.paging import Key, Order, Page, PageRequest, page_of
from readiness.foundation.temporal import Question, known_sql

ACTION, NEED = "action", "need"
ACTION_ORDERS = {
    "due": Order(("w.due_on", "w.source", "w.fact_id"), (date, str, int)),
    "site": Order(("s.name", "w.due_on", "w.source", "w.fact_id"), (str, date, str, int)),
}
NOT_CLOSED = "w.state <> 'closed'"
STANDINGS = {
    "past_due": "w.state = 'open' AND w.due_on < :as_of",
    "open": "w.state = 'open'",
    "done": "w.state = 'done'",
    "closed": "w.state = 'closed'",
}
"""'': whatever is not closed."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A corrective action or a training need (`source`) as a list shows it. `who` sees to it, or needs it."""

    source: str
    id: int
    kind: str
    text: str
    who: str
    state: str
    due_on: date
    rating: str
    site_code: str
    site_name: str
    key: Key

    def standing(self, as_of: date) -> str:
        """How it stands, as a status."""
        if self.state == "closed":
            return "closed" if self.source == ACTION else "done"
        if self.state == "done":
            return "effect_due"
        return "past_due" if self.due_on < as_of else "open"


@dataclass(frozen=True, slots=True)
class FollowUpFilter:
    """What they must be, on the day in question; None and '': anything that is not closed."""

    standing: str = ""
    site_ids: Collection[int] | None = None


_FOLLOW_UPS = (
    "(SELECT 'action' AS source, a.fact_id, a.exercise, a.kind, a.text, a.owner AS who, a.state, a.due_on, "
    f"a.rating FROM corrective_action a WHERE {known_sql('a')} UNION ALL "
    "SELECT 'need', n.fact_id, n.exercise, 'training need', n.text, n.who, "
    "CASE WHEN n.met_on IS NULL THEN 'open' ELSE 'closed' END, n.due_on, n.rating "
    f"FROM training_need n WHERE {known_sql('n')}) w"
)
_COLUMNS = "w.source, w.fact_id, w.kind, w.text, w.who, w.state, w.due_on, w.rating, s.code, s.name"
_WIDTH = 10


def follow_ups_page(sought: FollowUpFilter, question: Question, page: PageRequest) -> Page[FollowUp]:
    """A page of the list."""
    sql, values = _asked(sought, question, page)
    return page_of([_row(row) for row in select(sql, **values)], page, lambda row: row.key)


def every_follow_up(sought: FollowUpFilter, question: Question, page: PageRequest) -> Iterator[FollowUp]:
    """The whole list, as it is read from the database; within a block of `reading`."""
    sql, values = _asked(sought, question, page)
    return (_row(row) for row in stream(sql, **values))


def _asked(sought: FollowUpFilter, question: Question, page: PageRequest) -> tuple[str, dict[str, Any]]:
    found = [known_sql("x"), STANDINGS.get(sought.standing, NOT_CLOSED), page.condition()]
    values: dict[str, Any] = {"known": question.known.number, **page.values()}
    if sought.standing == "past_due":
        values["as_of"] = question.as_of
    if sought.site_ids is not None:
        places = {f"site_{place}": number for place, number in enumerate(sorted(sought.site_ids))}
        found.append(f"x.site_id IN ({', '.join(f':{place}' for place in places)})" if places else "1 = 0")
        values |= places
    tables = f"{_FOLLOW_UPS} JOIN exercise x ON x.fact_id = w.exercise JOIN site s ON s.id = x.site_id"
    key = ", ".join(page.order.columns)
    return f"SELECT {_COLUMNS}, {key} FROM {tables} WHERE {' AND '.join(found)} {page.tail()}", values


def _row(cells: tuple[Any, ...]) -> FollowUp:
    return FollowUp(*(*cells[:_WIDTH], cells[_WIDTH:]))
