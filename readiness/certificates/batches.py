"""What is done with several certificates at once is noted as one batch, so that it can be undone as one."""

from enum import StrEnum

from readiness.audit.actions import Recording
from readiness.certificates.models import CertificateBatch
from readiness.foundation import clock
from readiness.foundation.words import msgid


class BatchKind(StrEnum):
    """What was done with all of them."""

    ADDED = "added"
    RENEWED = "renewed"
    REVOKED = "revoked"
    ATTACHED = "attached"
    APPROVED = "approved"


TITLES = {
    BatchKind.ADDED: msgid("Added"),
    BatchKind.RENEWED: msgid("Renewed"),
    BatchKind.REVOKED: msgid("Revoked"),
    BatchKind.ATTACHED: msgid("Proof attached"),
    BatchKind.APPROVED: msgid("Proof approved"),
}


def note_batch(what: BatchKind, count: int, opened: Recording) -> None:
    """Note what a change that is open does with so many certificates."""
    CertificateBatch.create(
        change=opened.change.id, what=what, count=count, made_by=opened.actor, made_at=clock.now()
    )
