"""The list of people on a day, by what was known: filtered, sorted, read by key."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from readiness.foundation.database import among, number_list, select, stream
from readiness.foundation.paging import Key, Order, Page, PageRequest, page_of
from readiness.foundation.temporal import FIRST_DAY, LAST_DAY, known_sql
from readiness.people.as_known import tables_of
from readiness.people.selection import (
    MEMBERSHIP_ON_THE_DAY,
    STATUS,
    Asked,
    EmploymentStatus,
    PeopleFilter,
    conditions,
    few_people,
)

PEOPLE_ORDERS = {
    "name": Order(("p.name_key", "p.id"), (str, int)),
    "staff_number": Order(("p.staff_number", "p.id"), (str, int)),
}


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


# The employment that tells of the day: the one on it, else the next, else the last.
_TELLING = (
    "SELECT %s FROM employment e WHERE e.person_id = p.id AND "
    f"{known_sql('e')} ORDER BY CASE WHEN e.until_on < :as_of THEN 1 ELSE 0 END, "
    "CASE WHEN e.until_on < :as_of THEN e.until_on END DESC, e.from_on LIMIT 1"
)

_WORK = f"""
    {MEMBERSHIP_ON_THE_DAY}
    LEFT JOIN %s s ON s.id = m.site_id
    LEFT JOIN department d ON d.id = m.department_id
"""
_COLUMNS = f"""
    p.id, p.staff_number, p.given_name, p.family_name, p.email,
    coalesce(s.code, ''), coalesce(s.name, ''), coalesce(d.name, ''), coalesce(m.job_title, ''),
    {STATUS}, ({_TELLING % "e.from_on"}) AS from_on, ({_TELLING % "e.until_on"}) AS until_on
"""


def people_page(sought: PeopleFilter, asked: Asked, page: PageRequest) -> Page[PersonRow]:
    """A page of the list, with names as they were known."""
    wanted, values = _wanted(sought, asked, page)
    tables = tables_of(asked.question.known)
    # What a row tells is looked up for those that are shown, not for all that are sorted.
    shown = f"SELECT p.id FROM {tables.person} p {MEMBERSHIP_ON_THE_DAY} WHERE {wanted} {page.tail()}"
    sql = (
        f"SELECT {_columns(page)} FROM ({shown}) shown JOIN {tables.person} p ON p.id = shown.id "
        f"{_WORK % tables.site} {page.tail()}"
    )
    return page_of([_row(row) for row in select(sql, **values)], page, lambda row: row.key)


def every_person(sought: PeopleFilter, asked: Asked, page: PageRequest) -> Iterator[PersonRow]:
    """The whole list, as it is read from the database; within a block of `reading`."""
    wanted, values = _wanted(sought, asked, page)
    tables = tables_of(asked.question.known)
    sql = f"SELECT {_columns(page)} FROM {tables.person} p {_WORK % tables.site} WHERE {wanted} {page.tail()}"
    return (_row(row) for row in stream(sql, **values))


def _wanted(sought: PeopleFilter, asked: Asked, page: PageRequest) -> tuple[str, dict[str, Any]]:
    found, values = conditions(sought, asked)
    found.append(page.condition())
    values |= page.values()
    few = few_people(sought, asked)
    if few is not None:
        found.append(among("p.id", "few"))
        values["few"] = number_list(few)
    return " AND ".join(found), values


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
