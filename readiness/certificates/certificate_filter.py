"""Which certificates a list is about: conditions on them in SQL, and the few to begin with where there are few."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from readiness.certificates.validity import CertificateStatus
from readiness.foundation.database import select
from readiness.foundation.temporal import known_sql
from readiness.people.selection import FEW, Asked, PeopleFilter, conditions
from readiness.standards.certificate_kinds import CertificateKinds


@dataclass(frozen=True, slots=True)
class CertificateFilter:
    """What certificates must be, on the day in question, and the people who hold them."""

    people: PeopleFilter = field(default_factory=PeopleFilter)
    kind: str = ""
    status: CertificateStatus | None = None
    expiring_within: int | None = None
    """They count on the day, and end within so many days of it."""
    is_latest: bool = False
    """No other of the person's certificates of that kind lasts longer; those that were revoked stay."""


_LIVE = "(c.revoked_on IS NULL OR c.revoked_on > :as_of)"
_BEGUN = f"{_LIVE} AND c.issued_on <= :as_of"

_LATEST = f"""(c.revoked_on <= :as_of OR NOT EXISTS (
    SELECT 1 FROM certificate n WHERE n.person_id = c.person_id AND n.kind = c.kind AND {known_sql("n")}
      AND n.issued_on <= :as_of AND (n.counts_until_on, n.id) > (c.counts_until_on, c.id)
))"""

# As `validity.status_on` says it of one certificate; the days differ from kind to kind.
_STATUS = {
    CertificateStatus.REVOKED: "c.revoked_on <= :as_of",
    CertificateStatus.NOT_YET_VALID: f"{_LIVE} AND c.issued_on > :as_of",
    CertificateStatus.VALID: f"{_BEGUN} AND (c.expires_on IS NULL OR c.expires_on > {{due}})",
    CertificateStatus.DUE: f"{_BEGUN} AND c.expires_on >= :as_of AND c.expires_on <= {{due}}",
    CertificateStatus.GRACE: f"{_BEGUN} AND c.expires_on < :as_of AND c.expires_on >= {{grace}}",
    CertificateStatus.LAPSED: f"{_BEGUN} AND c.expires_on < :as_of AND c.expires_on < {{grace}}",
}

# What follows from a status for the columns that have an index.
_INDEXED = {
    CertificateStatus.REVOKED: ("c.revoked_on <= :as_of",),
    CertificateStatus.NOT_YET_VALID: ("c.issued_on > :as_of",),
    CertificateStatus.VALID: ("c.counts_until_on >= :as_of",),
    CertificateStatus.DUE: ("c.counts_until_on >= :as_of", "c.counts_until_on <= :due_last"),
    CertificateStatus.GRACE: ("c.counts_until_on < :as_of", "c.counts_until_on >= :grace_first"),
    CertificateStatus.LAPSED: ("c.counts_until_on < :as_of",),
}


def certificate_conditions(
    sought: CertificateFilter, asked: Asked, kinds: CertificateKinds
) -> tuple[list[str], dict[str, Any]]:
    """What must hold of a certificate c, its person p and the membership m, and the values of the places."""
    found, values = conditions(sought.people, asked)
    found.append(known_sql("c"))
    if sought.is_latest:
        found.append(_LATEST)
    as_of = asked.question.as_of
    if sought.kind:
        # Said so that no index is chosen for it: the list's order is worth more, and few of a kind are looked up.
        found.append("c.kind || '' = :kind")
        values["kind"] = sought.kind
    if sought.expiring_within is not None:
        found += [_BEGUN, "c.expires_on >= :as_of", "c.expires_on <= :ending_by"]
        values["ending_by"] = later(as_of, sought.expiring_within)
    if sought.status is not None:
        every = [kinds.known(""), *kinds.by_code.values()]
        due = {kind.code: later(as_of, kind.renewal_days) for kind in every}
        grace = {kind.code: later(as_of, -kind.grace_days) for kind in every}
        values |= {"due_last": max(due.values()), "grace_first": min(grace.values())}
        due_sql, due_days = _by_kind("due", due)
        grace_sql, grace_days = _by_kind("grace", grace)
        found.append(_STATUS[sought.status].format(due=due_sql, grace=grace_sql))
        values |= due_days | grace_days
    return found, values


def indexed_conditions(sought: CertificateFilter) -> list[str]:
    """What follows for the columns that have an index: for the lists that are read in its order."""
    found = ["c.kind = :kind"] if sought.kind else []
    if sought.status is not None:
        found += _INDEXED[sought.status]
    if sought.expiring_within is not None:
        found += ["c.counts_until_on >= :as_of", "c.counts_until_on <= :ending_by"]
    return found


def _by_kind(name: str, days: dict[str, date]) -> tuple[str, dict[str, Any]]:
    """SQL for a day that depends on the kind, and its values; '' gives the day of all that are not named."""
    usual = days[""]
    named = [(code, day) for code, day in days.items() if day != usual]
    values: dict[str, Any] = {f"{name}_usual": usual}
    if not named:
        return f":{name}_usual", values
    cases = ""
    for place, (code, day) in enumerate(named):
        cases += f" WHEN :{name}_kind_{place} THEN :{name}_day_{place}"
        values |= {f"{name}_kind_{place}": code, f"{name}_day_{place}": day}
    return f"CASE c.kind{cases} ELSE :{name}_usual END", values


def few_certificates(sought: CertificateFilter, values: dict[str, Any]) -> list[int] | None:
    """All versions that may be meant, where an index leaves few; None where it leaves many."""
    indexed = indexed_conditions(sought)
    if not indexed:
        return None
    sql = f"SELECT c.id FROM certificate c WHERE {' AND '.join(indexed)} LIMIT {FEW + 1}"
    found = [id_ for (id_,) in select(sql, **values)]
    return found if len(found) <= FEW else None


def later(day: date, days: int) -> date:
    """So many days later, within the calendar."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))
