"""Reads of certificates."""

from readiness.certificates.models import Certificate
from readiness.foundation.errors import NotFound
from readiness.foundation.temporal import current
from readiness.people.models import Person


def get_certificate(certificate_id: int) -> Certificate:
    """What we hold true of a certificate, by its number (`fact_id`); raises NotFound."""
    certificate: Certificate | None = (
        Certificate.select(Certificate, Person)
        .join(Person)
        .where((Certificate.fact_id == certificate_id) & current(Certificate))
        .first()
    )
    if certificate is None:
        raise NotFound(f"There is no certificate with the number {certificate_id}.")
    return certificate
