"""The list of certificates on a day, by what was known: filtered, sorted, read by key."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from readiness.certificates.certificate_filter import (
    CertificateFilter,
    certificate_conditions,
    few_certificates,
    indexed_conditions,
    kind_of,
)
from readiness.certificates.validity import CertificateStatus, Validity, status_on
from readiness.foundation.database import among, number_list, select, stream
from readiness.foundation.keyset import Key, Order, Part, Slice, after, order_by, part_of
from readiness.people.selection import MEMBERSHIP_ON_THE_DAY, Asked, few_people
from readiness.standards.certificate_kinds import CertificateKinds

_ID = Key("c.id", int)
ORDERS: dict[str, Order] = {
    "until": (Key("c.counts_until_on", date), _ID),
    "person": (Key("p.name_key", str), Key("p.id", int), Key("c.kind", str), Key("c.issued_on", date), _ID),
    "kind": (Key("c.kind", str), Key("c.counts_until_on", date), _ID),
    "issued": (Key("c.issued_on", date), _ID),
}


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """A certificate as a list shows it. `number` is the issuer's, `id` ours."""

    id: int
    kind: str
    kind_title: str
    staff_number: str
    given_name: str
    family_name: str
    site_code: str
    site_name: str
    issued_on: date
    expires_on: date | None
    revoked_on: date | None
    revoked_reason: str
    issuer: str
    number: str
    status: CertificateStatus
    version: int

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip() or self.staff_number


# Which of the two is read first follows from the order of the list; the databases would often guess wrong.
_CERTIFICATES_FIRST = f"certificate c CROSS JOIN person p {MEMBERSHIP_ON_THE_DAY}"
_PEOPLE_FIRST = f"person p CROSS JOIN certificate c {MEMBERSHIP_ON_THE_DAY}"
_SITE = "LEFT JOIN site s ON s.id = m.site_id"
_COLUMNS = (
    "c.fact_id, c.kind, p.staff_number, p.given_name, p.family_name, coalesce(s.code, ''), "
    "coalesce(s.name, ''), c.issued_on, c.expires_on, c.revoked_on, c.revoked_reason, c.issuer, c.number, c.id"
)


@dataclass(frozen=True, slots=True)
class CertificateList:
    """A list that is asked for: what, by whom, and in which of ORDERS."""

    sought: CertificateFilter
    asked: Asked
    kinds: CertificateKinds
    order: str = "until"

    def part(self, part: Slice) -> Part[CertificateRow]:
        """A part of the list."""
        keys = ORDERS[self.order]
        tables, wanted, values = self._wanted(part)
        ordered = f"ORDER BY {order_by(keys, is_descending=part.is_descending)}"
        # What a row tells is looked up for those that are shown, not for all that are sorted.
        shown = f"SELECT c.id FROM {tables} WHERE {wanted} {ordered} LIMIT {part.size + 1}"
        columns = ", ".join(key.sql for key in keys)
        found = select(
            f"SELECT {_COLUMNS}, {columns} FROM ({shown}) shown JOIN certificate c ON c.id = shown.id "
            f"JOIN person p ON p.id = c.person_id {MEMBERSHIP_ON_THE_DAY} {_SITE} {ordered}",
            **values,
        )
        width = len(keys)
        return part_of([(self._row(row[:-width]), row[-width:]) for row in found], part.size)

    def every(self, *, is_descending: bool = False) -> Iterator[CertificateRow]:
        """The whole list, as it is read from the database; within a block of `reading`."""
        tables, wanted, values = self._wanted(Slice())
        ordered = order_by(ORDERS[self.order], is_descending=is_descending)
        sql = f"SELECT {_COLUMNS} FROM {tables} {_SITE} WHERE {wanted} ORDER BY {ordered}"
        return (self._row(row) for row in stream(sql, **values))

    def _wanted(self, part: Slice) -> tuple[str, str, dict[str, Any]]:
        """The tables in the order in which they are read, what must hold, and the values of the places."""
        found, values = certificate_conditions(self.sought, self.asked, self.kinds)
        people = few_people(self.sought.people, self.asked)
        few = None if people is not None else few_certificates(self.sought, values)
        is_by_person = self.order == "person" and few is None
        further, places = after(ORDERS[self.order], part)
        if people is not None:
            further.append(among("p.id" if is_by_person else "c.person_id", "people"))
            places["people"] = number_list(people)
        elif few is not None:
            further.append(among("c.id", "few"))
            places["few"] = number_list(few)
        elif self.order == "until" or (self.order == "kind" and self.sought.kind):
            further += indexed_conditions(self.sought)
        tables = _PEOPLE_FIRST if is_by_person else _CERTIFICATES_FIRST
        return tables, " AND ".join(["c.person_id = p.id", *found, *further]), values | places

    def _row(self, cells: tuple[Any, ...]) -> CertificateRow:
        fact_id, code, *who, issued_on, expires_on, revoked_on, reason, issuer, number, version = cells
        staff_number, given_name, family_name, site_code, site_name = who
        kind = kind_of(self.kinds, code)
        status = status_on(Validity(issued_on, expires_on, revoked_on), kind, self.asked.question.as_of)
        return CertificateRow(
            fact_id, code, kind.title, staff_number, given_name, family_name, site_code, site_name,
            issued_on, expires_on, revoked_on, reason, issuer, number, status, version,
        )  # fmt: skip
