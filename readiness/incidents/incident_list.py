"""The list of incidents on a day, by what was known: filtered, sorted, read by key; nothing sealed is read."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from readiness.foundation.database import as_instant, select, stream
from readiness.foundation.paging import Key, Order, Page, PageRequest, page_of
from readiness.foundation.temporal import Question, known_sql
from readiness.standards.incidents import incident_rules

INCIDENT_ORDERS = {
    "occurred": Order(("i.occurred_on", "i.fact_id"), (date, int)),
    "site": Order(("s.name", "i.occurred_on", "i.fact_id"), (str, date, int)),
}
STANDINGS = {
    "to_offer": "i.debrief_offered_on IS NULL",
    "to_follow_up": "i.debrief_offered_on IS NOT NULL AND i.followed_up_on IS NULL",
    "done": "i.followed_up_on IS NOT NULL",
}
PRIVATE = "privacy case"


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """An incident as a list shows it; `kind` is 'privacy case' where whoever asks may know no more.

    `is_logged`: whether its entry in the log of violent incidents is written.
    """

    id: int
    occurred_on: date
    occurred_at: datetime
    kind: str
    summary: str
    site_code: str
    site_name: str
    is_violent: bool
    protocol: str
    debrief_offered_on: date | None
    follow_up_on: date | None
    followed_up_on: date | None
    is_logged: bool
    key: Key

    def standing(self, as_of: date) -> str:
        """Whether those involved are looked after, as a status."""
        if self.debrief_offered_on is None:
            # Days, not hours: a list is of a day. The page of the incident counts the hours.
            is_late = as_of > self.occurred_on + timedelta(hours=incident_rules().debrief_hours)
            return "debrief_late" if is_late else "debrief_due"
        if self.followed_up_on is None:
            is_late = self.follow_up_on is not None and self.follow_up_on < as_of
            return "follow_up_late" if is_late else "debriefed"
        return "followed_up"


@dataclass(frozen=True, slots=True)
class IncidentFilter:
    """What incidents must be; None and '': anything. `sees_private`: whether privacy cases are told in full."""

    standing: str = ""
    kind: str = ""
    is_violent: bool = False
    site_ids: Collection[int] | None = None
    sees_private: bool = False


_SHOWN = "CASE WHEN i.is_private AND NOT :all THEN :private ELSE {column} END"
_COLUMNS = (
    f"i.fact_id, i.occurred_on, i.occurred_at, {_SHOWN.format(column='i.kind')}, "
    "CASE WHEN i.is_private AND NOT :all THEN '' ELSE i.summary END, s.code, s.name, i.is_violent, "
    "CASE WHEN i.is_private AND NOT :all THEN '' ELSE i.protocol END, "
    "i.debrief_offered_on, i.follow_up_on, i.followed_up_on, "
    f"EXISTS (SELECT 1 FROM violent_log_entry v WHERE v.incident = i.fact_id AND {known_sql('v')})"
)
_WIDTH = 13


def incidents_page(sought: IncidentFilter, question: Question, page: PageRequest) -> Page[IncidentRow]:
    """A page of the list."""
    sql, values = _asked(sought, question, page)
    return page_of([_row(row) for row in select(sql, **values)], page, lambda row: row.key)


def every_incident(sought: IncidentFilter, question: Question, page: PageRequest) -> Iterator[IncidentRow]:
    """The whole list, as it is read from the database; within a block of `reading`."""
    sql, values = _asked(sought, question, page)
    return (_row(row) for row in stream(sql, **values))


def _asked(sought: IncidentFilter, question: Question, page: PageRequest) -> tuple[str, dict[str, Any]]:
    # What happened after the day in question is not of it.
    found = [
        known_sql("i"),
        "i.occurred_on <= :as_of",
        STANDINGS.get(sought.standing, "1 = 1"),
        page.condition(),
    ]
    values: dict[str, Any] = {
        "known": question.known.number, "as_of": question.as_of, "all": sought.sees_private, "private": PRIVATE,
        **page.values(),
    }  # fmt: skip
    if sought.kind:
        found += ["i.kind = :kind", "(:all OR NOT i.is_private)"]
        values["kind"] = sought.kind
    if sought.is_violent:
        found.append("i.is_violent")
    if sought.site_ids is not None:
        places = {f"site_{place}": number for place, number in enumerate(sorted(sought.site_ids))}
        found.append(f"i.site_id IN ({', '.join(f':{place}' for place in places)})" if places else "1 = 0")
        values |= places
    key = ", ".join(page.order.columns)
    tables = "incident i JOIN site s ON s.id = i.site_id"
    return f"SELECT {_COLUMNS}, {key} FROM {tables} WHERE {' AND '.join(found)} {page.tail()}", values


def _row(cells: tuple[Any, ...]) -> IncidentRow:
    (number, on, at, kind, summary, code, name, is_violent, protocol, offered_on, follow_up_on, done_on,
     is_logged) = cells[:_WIDTH]  # fmt: skip
    return IncidentRow(
        number, on, as_instant(at), kind, summary, code, name, bool(is_violent), protocol, offered_on,
        follow_up_on, done_on, bool(is_logged), cells[_WIDTH:],
    )  # fmt: skip
