"""The audit events of certificates that are kept by hand; their subject is the staff number."""

from typing import ClassVar

from readiness.audit.events import Event, event


@event
class CertificateAdded(Event):
    """A certificate was added by hand; `renews` is the number of the one that it follows, if it does."""

    action: ClassVar[str] = "certificate added"
    certificate: int
    kind: str
    issued_on: str
    expires_on: str
    renews: int | None


@event
class CertificateWithdrawn(Event):
    """A certificate was entered by mistake: it never was."""

    action: ClassVar[str] = "certificate withdrawn"
    certificate: int
    reason: str


@event
class CertificateReinstated(Event):
    """A certificate counts again: it was revoked by mistake."""

    action: ClassVar[str] = "certificate reinstated"
    certificate: int
    reason: str
