"""The list of people on a day, by what was known: filtered, sorted, read by key."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from readiness.foundation.database import among, number_list, planned_for_values, select, stream
from readiness.foundation.paging import Key, Order, Page, PageRequest, page_of
from readiness.foundation.temporal import FIRST_DAY, LAST_DAY, known_sql
from readiness.people.as_known import Tables, tables_of
from readiness.people.selection import (
    AWAY,
    MEMBERSHIP_ON_THE_DAY,
    Asked,
    EmploymentStatus,
    Few,
    PeopleFilter,
    conditions,
    few_people,
)

FIRST_LOOKED_AT = 200
"""So many are looked at first, where there are more to begin with."""
PEOPLE_ORDERS = {
    "name": Order(("p.name_key", "p.id"), (str, int)),
    "staff_number": Order(("p.staff_number", "p.id"), (str, int)),
}
# By name, as it stands beside each word. Someone with two words that are meant comes twice, one after the other.
_BY_WORD = Order(("f.name_key", "f.person_id"), (str, int))


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Someone as a list shows them.

    `from_on` and `until_on` are those of the employment on the day, or of the nearest. `key` is the
    row's place in the order that was asked for.
    """

    id: int
    staff_number: str
    given_name: str
    family_name: str
    email: str
    site_code: str
    site_name: str
    department: str
    job_title: str
    status: EmploymentStatus
    from_on: date | None
    until_on: date | None
    key: Key

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip() or self.staff_number


# The employment that tells of the day, as t: the one on it, else the next, else the last.
_TELLING = (
    "LEFT JOIN employment t ON t.id = (SELECT e.id FROM employment e WHERE e.person_id = p.id AND "
    f"{known_sql('e')} ORDER BY CASE WHEN e.until_on < :as_of THEN 1 ELSE 0 END, "
    "CASE WHEN e.until_on < :as_of THEN e.until_on END DESC, e.from_on LIMIT 1)"
)
_STATUS = (
    f"CASE WHEN t.from_on <= :as_of AND t.until_on >= :as_of THEN CASE WHEN {AWAY} THEN 'on_leave' "
    "ELSE 'active' END WHEN t.from_on > :as_of THEN 'not_started' ELSE 'ended' END"
)

_WORK = f"""
    {MEMBERSHIP_ON_THE_DAY}
    LEFT JOIN %s s ON s.id = m.site_id
    LEFT JOIN department d ON d.id = m.department_id
    {_TELLING}
"""
_COLUMNS = f"""
    p.id, p.staff_number, p.given_name, p.family_name, p.email,
    coalesce(s.code, ''), coalesce(s.name, ''), coalesce(d.name, ''), coalesce(m.job_title, ''),
    {_STATUS}, t.from_on, t.until_on
"""


def people_page(sought: PeopleFilter, asked: Asked, page: PageRequest) -> Page[PersonRow]:
    """A page of the list, with names as they were known."""
    few = few_people(sought, asked)
    wanted, values = _wanted(sought, asked, page, few)
    tables = tables_of(asked.question.known)

    def found(people: str, wanted: str) -> list[PersonRow]:
        # What a row tells is looked up for those that are shown, not for all that are sorted.
        where = MEMBERSHIP_ON_THE_DAY if sought.asks_where else ""
        shown = f"SELECT p.id FROM {people} p {where} WHERE {wanted} {page.tail()}"
        places = values
        if sought.words:
            # What is typed differs too much for one plan; what a row tells is asked the same way each time.
            with planned_for_values():
                ids = [number for (number,) in select(shown, **values)]
            shown = f"SELECT p.id FROM person p WHERE {among('p.id', 'shown')}"
            places = asked.values() | {"shown": number_list(ids)}
        sql = (
            f"SELECT {_columns(page)} FROM ({shown}) shown JOIN {tables.person} p ON p.id = shown.id "
            f"{_WORK % tables.site} {page.tail()}"
        )
        return [_row(row) for row in select(sql, **places)]

    rows: list[PersonRow] = []
    if few is not None and page.size is not None and page.size < FIRST_LOOKED_AT < few.count:
        # A word that thousands have is mostly all that is asked: then the page is found among the first of them.
        rows = found(_first_of(few, page, tables), wanted)
    if page.size is None or len(rows) <= page.size:
        rows = found(tables.person, _among(wanted, few))
    return page_of(rows, page, lambda row: row.key)


def _first_of(few: Few, page: PageRequest, tables: Tables) -> str:
    """SQL of those among the few with whom a page begins, and of what they are put in order by."""
    first = replace(page, size=FIRST_LOOKED_AT)
    if few.is_by_word and page.order == PEOPLE_ORDERS["name"] and tables == Tables():
        # In the order of the page already: it is found without looking at the rest.
        by_word = replace(first, order=_BY_WORD)
        named = few.sql.replace("f.person_id", "f.name_key, f.person_id", 1)
        words = f"{named} AND {by_word.condition()} {by_word.tail()}"
        return f"(SELECT DISTINCT f.name_key, f.person_id AS id FROM ({words}) f {replace(by_word, size=None).tail()})"
    columns = ", ".join({"p.id": None, **dict.fromkeys(page.order.columns)})
    return f"(SELECT {columns} FROM {tables.person} p WHERE p.id IN ({few.sql}) AND {first.condition()} {first.tail()})"


def _among(wanted: str, few: Few | None) -> str:
    return f"{wanted} AND p.id IN ({few.sql})" if few else wanted


def every_person(sought: PeopleFilter, asked: Asked, page: PageRequest) -> Iterator[PersonRow]:
    """The whole list, as it is read from the database; within a block of `reading`."""
    few = few_people(sought, asked)
    wanted, values = _wanted(sought, asked, page, few)
    tables = tables_of(asked.question.known)
    sql = (
        f"SELECT {_columns(page)} FROM {tables.person} p {_WORK % tables.site} "
        f"WHERE {_among(wanted, few)} {page.tail()}"
    )
    return (_row(row) for row in stream(sql, **values))


def _wanted(
    sought: PeopleFilter, asked: Asked, page: PageRequest, few: Few | None
) -> tuple[str, dict[str, Any]]:
    """What must hold of someone of the few, and the values of the places."""
    found, values = conditions(sought, asked)
    found = [condition for condition in found if few is None or condition != few.condition]
    return " AND ".join([*found, page.condition()]), values | page.values()


def _columns(page: PageRequest) -> str:
    return f"{_COLUMNS}, {', '.join(page.order.columns)}"


def _row(cells: tuple[Any, ...]) -> PersonRow:
    id_, staff_number, given_name, family_name, email, *work, status, from_on, until_on = cells[:12]
    site_code, site_name, department, job_title = work
    return PersonRow(
        id_, staff_number, given_name, family_name, email, site_code, site_name, department, job_title,
        EmploymentStatus(status),
        None if from_on == FIRST_DAY else from_on,
        None if until_on == LAST_DAY else until_on,
        cells[12:],
    )  # fmt: skip
