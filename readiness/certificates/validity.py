"""The one place that knows when a certificate counts."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from readiness.foundation.temporal import LAST_DAY, day_before
from readiness.standards.certificate_kinds import CertificateKind


class CertificateStatus(StrEnum):
    """What a certificate is on a day. It counts while it is valid or due, and at no other time."""

    VALID = "valid"
    DUE = "due"
    GRACE = "grace"
    LAPSED = "lapsed"
    REVOKED = "revoked"
    NOT_YET_VALID = "not_yet_valid"

    @property
    def counts(self) -> bool:
        return self in {CertificateStatus.VALID, CertificateStatus.DUE}


@dataclass(frozen=True, slots=True)
class Validity:
    """The days of one certificate. `expires_on` None: it has no end."""

    issued_on: date
    expires_on: date | None = None
    revoked_on: date | None = None


def expiry(kind: CertificateKind, issued_on: date, printed_on: date | None = None) -> date | None:
    """The last day of a certificate: the date that the issuer printed, else the kind's default.

    The default runs to the same day so many years later; 29 February becomes 28 February, so
    that nobody is given a day that the years do not have.
    """
    if printed_on is not None:
        return printed_on
    if kind.validity_years is None:
        return None
    year = issued_on.year + kind.validity_years
    try:
        return issued_on.replace(year=year)
    except ValueError:
        return issued_on.replace(year=year, day=28)


def last_day(validity: Validity) -> date:
    """The last day on which it counts; LAST_DAY where it has no end.

    The printed day itself still counts. The day of revocation does not.
    """
    until = validity.expires_on or LAST_DAY
    if validity.revoked_on is not None:
        until = min(until, day_before(validity.revoked_on))
    return until


def status_on(validity: Validity, kind: CertificateKind, as_of: date) -> CertificateStatus:
    """What the certificate is on a day, in the time zone of the site that asks."""
    if validity.revoked_on is not None and as_of >= validity.revoked_on:
        return CertificateStatus.REVOKED
    if as_of < validity.issued_on:
        return CertificateStatus.NOT_YET_VALID
    if validity.expires_on is None:
        return CertificateStatus.VALID
    if as_of > validity.expires_on:
        in_grace = (as_of - validity.expires_on).days <= kind.grace_days
        return CertificateStatus.GRACE if in_grace else CertificateStatus.LAPSED
    if (validity.expires_on - as_of).days <= kind.renewal_days:
        return CertificateStatus.DUE
    return CertificateStatus.VALID
