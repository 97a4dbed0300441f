"""The certificate kinds that hold here: those that are shipped, with the organisation's own laid over them."""

from functools import cache

from readiness.certificates.models import Certificate, OwnKind
from readiness.foundation.database import select
from readiness.foundation.temporal import NEVER
from readiness.standards.certificate_kinds import CertificateKind, CertificateKinds, load_certificate_kinds


@cache
def shipped_kinds() -> CertificateKinds:
    """The kinds that came with this release; read once."""
    return load_certificate_kinds()


def certificate_kinds() -> CertificateKinds:
    """Every kind that is known here, shipped ones first. The one way to ask for them; one statement."""
    kinds = dict(shipped_kinds().by_code)
    for own in OwnKind.select().order_by(OwnKind.code):
        kinds[own.code] = laid_over(kinds.get(own.code), own)
    return CertificateKinds(kinds)


def laid_over(shipped: CertificateKind | None, own: OwnKind) -> CertificateKind:
    """A shipped kind with what the organisation says of it, or a kind that is wholly its own."""
    said = shipped.model_dump() if shipped else {"code": own.code, "title": own.code}
    return CertificateKind.model_validate({**said, **own.content, "is_retired": own.is_retired})


def is_shipped(code: str) -> bool:
    return code in shipped_kinds()


def own_codes() -> set[str]:
    """The kinds in which something is the organisation's own."""
    return {row.code for row in OwnKind.select(OwnKind.code)}


def certificate_counts() -> dict[str, int]:
    """How many certificates there are of each kind, as we hold it true now."""
    return dict(
        select(
            "SELECT kind, count(*) FROM certificate WHERE superseded_in = :never GROUP BY kind",
            never=NEVER,
        )
    )


def has_certificates(code: str) -> bool:
    """Whether anyone's certificate, now or in what was known before, is of a kind."""
    return bool(Certificate.select().where(Certificate.kind == code).exists())
