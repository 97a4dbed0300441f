"""A certificate as a page shows it: what was known of it, for those within whose reach its holder is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from readiness.certificates.validity import CertificateStatus, Validity, expiry, status_on
from readiness.foundation.database import among, number_list, select
from readiness.foundation.errors import NotFound
from readiness.foundation.temporal import known_sql
from readiness.foundation.words import gettext as _
from readiness.foundation.words import ngettext
from readiness.people.reach import within_reach
from readiness.people.selection import Asked
from readiness.standards.certificate_kinds import CertificateKind, CertificateKinds


@dataclass(frozen=True, slots=True)
class KnownCertificate:
    """A certificate with its holder. `is_withdrawn`: it was entered by mistake, and is shown as it was."""

    id: int
    version: int
    kind: CertificateKind
    person_id: int
    staff_number: str
    name: str
    issued_on: date
    expires_on: date | None
    revoked_on: date | None
    revoked_reason: str
    issuer: str
    number: str
    evidence: str
    course: str
    status: CertificateStatus
    is_withdrawn: bool

    @property
    def ends_as_usual(self) -> bool:
        """Whether it ends on the day that its kind would give it, so that nobody need have printed one."""
        return self.expires_on is not None and self.expires_on == expiry(self.kind, self.issued_on)

    @property
    def usual_length(self) -> str:
        """How long its kind lasts, in words."""
        return ngettext("%(count)s year", "%(count)s years", self.kind.validity_years or 0)


# What was known of each: the version that held, or the last one, where none holds any more.
_CERTIFICATES = f"""
    SELECT c.fact_id, c.id, c.kind, p.id, p.staff_number, p.given_name, p.family_name, c.issued_on, c.expires_on,
      c.revoked_on, c.revoked_reason, c.issuer, c.number, c.evidence, c.course,
      CASE WHEN {known_sql("c")} THEN 0 ELSE 1 END AS withdrawn
    FROM certificate c JOIN person p ON p.id = c.person_id
    WHERE c.id IN (SELECT max(v.id) FROM certificate v WHERE {{ids}} AND v.recorded_in <= :known GROUP BY v.fact_id)
"""


def known_certificates(
    certificate_ids: list[int], asked: Asked, kinds: CertificateKinds
) -> list[KnownCertificate]:
    """Those of the certificates that were known and are within reach, by their numbers; one statement."""
    sql = _CERTIFICATES.format(ids=among("v.fact_id", "ids"))
    wanted = " AND ".join(["", *within_reach(asked.reach, "p.id")])
    rows = select(
        f"{sql}{wanted} ORDER BY p.name_key, p.id, c.fact_id",
        ids=number_list(certificate_ids),
        **asked.values(),
    )
    return list(_found(rows, asked, kinds))


def _found(
    rows: Iterator[tuple[Any, ...]], asked: Asked, kinds: CertificateKinds
) -> Iterator[KnownCertificate]:
    for row in rows:
        id_, version, code, person_id, staff_number, given_name, family_name, *rest = row
        issued_on, expires_on, revoked_on, *texts, is_withdrawn = rest
        reason, issuer, number, evidence, course = texts
        kind = kinds.known(code)
        validity = Validity(issued_on, expires_on, revoked_on)
        yield KnownCertificate(
            id_, version, kind, person_id, staff_number,
            f"{given_name} {family_name}".strip() or staff_number,
            validity.issued_on, validity.expires_on, validity.revoked_on,
            reason, issuer, number, evidence, course,
            status_on(validity, kind, asked.question.as_of), bool(is_withdrawn),
        )  # fmt: skip


def known_certificate(certificate_id: int, asked: Asked, kinds: CertificateKinds) -> KnownCertificate:
    """The certificate with this number; raises NotFound where it was not known, or is out of reach."""
    found = known_certificates([certificate_id], asked, kinds)
    if not found:
        raise NotFound(
            _("Check the address, or look for it in the list."), title=_("There is no such certificate.")
        )
    return found[0]
