"""The list of exemptions on a day, by what was known: filtered, searched, sorted, read by key."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from readiness.foundation.database import select, stream
from readiness.foundation.paging import Key, Order, Page, PageRequest, page_of
from readiness.foundation.temporal import Question, known_sql
from readiness.foundation.text import as_like

EXEMPTION_ORDERS = {
    "until": Order(("x.until_on", "x.fact_id"), (date, int)),
    "from": Order(("x.from_on", "x.fact_id"), (date, int)),
    "who": Order(("x.site_code", "x.staff_number", "x.fact_id"), (str, str, int)),
}

_HOLDS = "x.from_on <= :as_of AND x.until_on >= :as_of"
STANDINGS = {"holds": _HOLDS, "coming": "x.from_on > :as_of", "ended": "x.until_on < :as_of"}


@dataclass(frozen=True, slots=True)
class ExemptionRow:
    """An exemption as a list shows it; `staff_number` '' where the site itself is exempted."""

    id: int
    pack_id: str
    clause_id: str
    site_code: str
    staff_number: str
    from_on: date
    until_on: date
    reason: str
    granted_by: str
    key: Key


@dataclass(frozen=True, slots=True)
class ExemptionFilter:
    """What exemptions must be, on the day in question. None and '': anything. `words`: part of a number or a code."""

    standing: str = ""
    words: str = ""
    clause: tuple[str, str] | None = None
    site_codes: Collection[str] | None = None


_COLUMNS = (
    "x.fact_id, x.pack_id, x.clause_id, x.site_code, x.staff_number, x.from_on, x.until_on, x.reason, "
    "x.granted_by"
)
_WIDTH = 9


def exemptions_page(sought: ExemptionFilter, question: Question, page: PageRequest) -> Page[ExemptionRow]:
    """A page of the list."""
    sql, values = _asked(sought, question, page)
    return page_of([_row(row) for row in select(sql, **values)], page, lambda row: row.key)


def every_exemption(sought: ExemptionFilter, question: Question, page: PageRequest) -> Iterator[ExemptionRow]:
    """The whole list, as it is read from the database; within a block of `reading`."""
    sql, values = _asked(sought, question, page)
    return (_row(row) for row in stream(sql, **values))


def _asked(sought: ExemptionFilter, question: Question, page: PageRequest) -> tuple[str, dict[str, Any]]:
    found = [known_sql("x"), STANDINGS.get(sought.standing, "1 = 1"), page.condition()]
    values: dict[str, Any] = {"known": question.known.number, "as_of": question.as_of, **page.values()}
    if sought.words:
        found.append(
            "(lower(x.staff_number) LIKE :words ESCAPE '!' OR lower(x.site_code) LIKE :words ESCAPE '!')"
        )
        values["words"] = f"%{as_like(sought.words.lower())}%"
    if sought.clause is not None:
        found.append("x.pack_id = :pack AND x.clause_id = :clause")
        values["pack"], values["clause"] = sought.clause
    if sought.site_codes is not None:
        places = {f"site_{place}": code for place, code in enumerate(sorted(sought.site_codes))}
        found.append(f"x.site_code IN ({', '.join(f':{place}' for place in places)})" if places else "1 = 0")
        values |= places
    key = ", ".join(page.order.columns)
    return f"SELECT {_COLUMNS}, {key} FROM exemption x WHERE {' AND '.join(found)} {page.tail()}", values


def _row(cells: tuple[Any, ...]) -> ExemptionRow:
    id_, pack_id, clause_id, site_code, staff_number, from_on, until_on, reason, granted_by = cells[:_WIDTH]
    return ExemptionRow(
        id_,
        pack_id,
        clause_id,
        site_code,
        staff_number,
        from_on,
        until_on,
        reason,
        granted_by,
        cells[_WIDTH:],
    )
