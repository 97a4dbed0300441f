"""The list of people on a day, by what was known: filtered, sorted, read by key."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from readiness.foundation.database import among, number_list, select, stream
from readiness.foundation.keyset import Key, Order, Part, Slice, after, order_by, part_of
from readiness.foundation.temporal import FIRST_DAY, LAST_DAY, known_sql
from readiness.people.selection import (
    MEMBERSHIP_ON_THE_DAY,
    STATUS,
    Asked,
    EmploymentStatus,
    PeopleFilter,
    conditions,
    few_people,
)

ORDERS: dict[str, Order] = {
    "name": (Key("p.name_key", str), Key("p.id", int)),
    "staff_number": (Key("p.staff_number", str), Key("p.id", int)),
}


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Someone as a list shows them. `from_on` and `until_on`: of the employment on the day, or the nearest."""

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
    LEFT JOIN site s ON s.id = m.site_id
    LEFT JOIN department d ON d.id = m.department_id
"""
_COLUMNS = f"""
    p.id, p.staff_number, p.given_name, p.family_name, p.email,
    coalesce(s.code, ''), coalesce(s.name, ''), coalesce(d.name, ''), coalesce(m.job_title, ''),
    {STATUS}, ({_TELLING % "e.from_on"}) AS from_on, ({_TELLING % "e.until_on"}) AS until_on
"""


def people_part(sought: PeopleFilter, asked: Asked, order: str, part: Slice) -> Part[PersonRow]:
    """A part of the list; `order` is one of ORDERS."""
    keys = ORDERS[order]
    wanted, values = _wanted(sought, asked, keys, part)
    ordered = f"ORDER BY {order_by(keys, is_descending=part.is_descending)}"
    # What a row tells is looked up for those that are shown, not for all that are sorted.
    shown = (
        f"SELECT p.id FROM person p {MEMBERSHIP_ON_THE_DAY} WHERE {wanted} {ordered} LIMIT {part.size + 1}"
    )
    columns = ", ".join(key.sql for key in keys)
    found = select(
        f"SELECT {_COLUMNS}, {columns} FROM ({shown}) shown JOIN person p ON p.id = shown.id {_WORK} {ordered}",
        **values,
    )
    width = len(keys)
    return part_of([(_row(row[:-width]), row[-width:]) for row in found], part.size)


def every_person(
    sought: PeopleFilter, asked: Asked, order: str, *, is_descending: bool = False
) -> Iterator[PersonRow]:
    """The whole list, as it is read from the database; within a block of `reading`."""
    keys = ORDERS[order]
    wanted, values = _wanted(sought, asked, keys, Slice())
    ordered = f"ORDER BY {order_by(keys, is_descending=is_descending)}"
    sql = f"SELECT {_COLUMNS} FROM person p {_WORK} WHERE {wanted} {ordered}"
    return (_row(row) for row in stream(sql, **values))


def _wanted(sought: PeopleFilter, asked: Asked, keys: Order, part: Slice) -> tuple[str, dict[str, Any]]:
    found, values = conditions(sought, asked)
    further, places = after(keys, part)
    few = few_people(sought, asked)
    if few is not None:
        further.append(among("p.id", "few"))
        places["few"] = number_list(few)
    return " AND ".join(found + further), values | places


def _row(cells: tuple[Any, ...]) -> PersonRow:
    id_, *texts, status, from_on, until_on = cells
    staff_number, given_name, family_name, email, site_code, site_name, department, job_title = texts
    return PersonRow(
        id_, staff_number, given_name, family_name, email, site_code, site_name, department, job_title,
        EmploymentStatus(status),
        None if from_on == FIRST_DAY else from_on,
        None if until_on == LAST_DAY else until_on,
    )  # fmt: skip
