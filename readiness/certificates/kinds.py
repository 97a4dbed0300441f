"""The certificate kinds that hold here."""

from functools import cache

from readiness.standards.certificate_kinds import CertificateKinds, load_certificate_kinds


@cache
def certificate_kinds() -> CertificateKinds:
    """Every kind that is known here; those that came with this release, read once."""
    return load_certificate_kinds()
