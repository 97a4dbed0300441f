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
)
from readiness.certificates.validity import CertificateStatus, Validity, status_on
from readiness.foundation.database import among, number_list, planned_for_values, select, stream
from readiness.foundation.paging import Key, Order, Page, PageRequest, page_of
from readiness.people.selection import MEMBERSHIP_ON_THE_DAY, Asked, few_people
from readiness.standards.certificate_kinds import CertificateKinds

_BY_PERSON = Order(("p.name_key", "p.id", "c.kind", "c.issued_on", "c.id"), (str, int, str, date, int))
CERTIFICATE_ORDERS = {
    "until": Order(("c.counts_until_on", "c.id"), (date, int)),
    "person": _BY_PERSON,
    "kind": Order(("c.kind", "c.counts_until_on", "c.id"), (str, date, int)),
    "issued": Order(("c.issued_on", "c.id"), (date, int)),
}


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """A certificate as a list shows it.

    `number` is the issuer's, `id` ours; `key` is the row's place in the order that was asked for.
    """

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
    person_id: int
    version: int
    key: Key

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip() or self.staff_number


# Which of the two is read first follows from the order of the list; the databases would often guess wrong.
# Each certificate has its person. Were that said by a plain join, SQLite would read all people before the first row.
_CERTIFICATES_FIRST = f"certificate c LEFT JOIN person p ON p.id = c.person_id {MEMBERSHIP_ON_THE_DAY}"
_PEOPLE_FIRST = f"person p CROSS JOIN certificate c {MEMBERSHIP_ON_THE_DAY}"
_SITE = "LEFT JOIN site s ON s.id = m.site_id"
_COLUMNS = (
    "c.fact_id, c.kind, p.staff_number, p.given_name, p.family_name, coalesce(s.code, ''), "
    "coalesce(s.name, ''), c.issued_on, c.expires_on, c.revoked_on, c.revoked_reason, c.issuer, c.number, "
    "p.id, c.id"
)
_WIDTH = 15


@dataclass(frozen=True, slots=True)
class CertificateList:
    """A list that is asked for: what, and by whom."""

    sought: CertificateFilter
    asked: Asked
    kinds: CertificateKinds

    def page(self, page: PageRequest) -> Page[CertificateRow]:
        """A page of the list."""
        with planned_for_values(when=bool(self.sought.people.words)):
            return self._page(page)

    def _page(self, page: PageRequest) -> Page[CertificateRow]:
        tables, wanted, values = self._wanted(page)
        # What a row tells is looked up for those that are shown, not for all that are sorted.
        shown = f"SELECT c.id FROM {tables} WHERE {wanted} {page.tail()}"
        found = select(
            f"SELECT {_columns(page)} FROM ({shown}) shown JOIN certificate c ON c.id = shown.id "
            f"JOIN person p ON p.id = c.person_id {MEMBERSHIP_ON_THE_DAY} {_SITE} {page.tail()}",
            **values,
        )
        return page_of([self._row(row) for row in found], page, lambda row: row.key)

    def every(self, page: PageRequest) -> Iterator[CertificateRow]:
        """The whole list, as it is read from the database; within a block of `reading`."""
        tables, wanted, values = self._wanted(page)
        sql = f"SELECT {_columns(page)} FROM {tables} {_SITE} WHERE {wanted} {page.tail()}"
        return (self._row(row) for row in stream(sql, **values))

    def _wanted(self, page: PageRequest) -> tuple[str, str, dict[str, Any]]:
        """The tables in the order in which they are read, what must hold, and the values of the places."""
        found, values = certificate_conditions(self.sought, self.asked, self.kinds)
        people = few_people(self.sought.people, self.asked)
        few = None if people is not None else few_certificates(self.sought, values)
        is_by_person = page.order == _BY_PERSON and few is None
        found += [*(["c.person_id = p.id"] if is_by_person else []), page.condition()]
        values |= page.values()
        if people is not None:
            found.append(f"{'p.id' if is_by_person else 'c.person_id'} IN ({people.sql})")
        elif few is not None:
            found.append(among("c.id", "few"))
            values["few"] = number_list(few)
        elif page.order.columns[0] == "c.counts_until_on" or (
            page.order.columns[0] == "c.kind" and self.sought.kind
        ):
            found += indexed_conditions(self.sought)
        tables = _PEOPLE_FIRST if is_by_person else _CERTIFICATES_FIRST
        return tables, " AND ".join(found), values

    def _row(self, cells: tuple[Any, ...]) -> CertificateRow:
        fact_id, code, staff_number, given_name, family_name, site_code, site_name, *rest = cells[:_WIDTH]
        issued_on, expires_on, revoked_on, reason, issuer, number, person_id, version = rest
        kind = self.kinds.known(code)
        status = status_on(Validity(issued_on, expires_on, revoked_on), kind, self.asked.question.as_of)
        return CertificateRow(
            fact_id, code, kind.title, staff_number, given_name, family_name, site_code, site_name,
            issued_on, expires_on, revoked_on, reason, issuer, number, status, person_id, version,
            cells[_WIDTH:],
        )  # fmt: skip


def _columns(page: PageRequest) -> str:
    return f"{_COLUMNS}, {', '.join(page.order.columns)}"
