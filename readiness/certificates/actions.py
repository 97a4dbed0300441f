"""What may be done with certificates by hand: correcting and revoking."""

from datetime import date

from readiness.audit.actions import recording
from readiness.audit.events import CertificateCorrected, CertificateRevoked
from readiness.certificates.models import Certificate
from readiness.certificates.queries import get_certificate
from readiness.certificates.validity import Validity, last_day
from readiness.foundation.errors import InvalidInput
from readiness.foundation.temporal import supersede


def correct_expiry(certificate_id: int, expires_on: date | None, actor: str) -> None:
    """Record another last day for a certificate; what was known before stays known as such."""
    certificate = get_certificate(certificate_id)
    if expires_on is not None and expires_on < certificate.issued_on:
        raise InvalidInput("A certificate cannot end before its day of issue.")
    with recording(actor) as opened:
        supersede(
            certificate,
            opened.change,
            expires_on=expires_on,
            counts_until_on=last_day(Validity(certificate.issued_on, expires_on, certificate.revoked_on)),
        )
        opened.note(
            CertificateCorrected(
                certificate.person.staff_number,
                certificate=certificate.fact_id,
                values={"expires_on": str(expires_on or "")},
            )
        )


def revoke_certificate(certificate_id: int, revoked_on: date, reason: str, actor: str) -> None:
    """A certificate counts no more from a day on; raises InvalidInput without a reason."""
    if not reason.strip():
        raise InvalidInput("Write why the certificate is revoked.")
    certificate: Certificate = get_certificate(certificate_id)
    with recording(actor) as opened:
        supersede(
            certificate,
            opened.change,
            revoked_on=revoked_on,
            revoked_reason=reason,
            counts_until_on=last_day(Validity(certificate.issued_on, certificate.expires_on, revoked_on)),
        )
        opened.note(
            CertificateRevoked(
                certificate.person.staff_number,
                certificate=certificate.fact_id,
                revoked_on=revoked_on.isoformat(),
                reason=reason,
            )
        )
