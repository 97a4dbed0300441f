"""Taking back the certificates that a change recorded."""

from readiness.foundation.taking_back import BuiltOn, FactTable, built_on, take_back
from readiness.foundation.temporal import Change

CERTIFICATES = FactTable(
    "certificate",
    "fact_id",
    (
        "person_id",
        "kind",
        "issued_on",
        "expires_on",
        "counts_until_on",
        "revoked_on",
        "revoked_reason",
        "issuer",
        "number",
        "evidence",
        "course",
    ),
)


def take_back_certificates(change: int, undoing: Change) -> None:
    """Let hold again what held before the change; raises BuiltOn where it was corrected or revoked since."""
    later = built_on(CERTIFICATES, change)
    if later:
        raise BuiltOn(later)
    take_back(CERTIFICATES, change, undoing)
