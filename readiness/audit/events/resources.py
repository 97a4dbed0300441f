"""The audit events of community resources; the subject is a record, or a plan. None of them says what a record says."""

from typing import ClassVar

from readiness.audit.events import Event, event


@event
class ResourceVisibilitySet(Event):
    """Somebody decided who may see a record: public, staff, redacted."""

    action: ClassVar[str] = "resource visibility set"
    kind: str
    visibility: str
    hides_phone: bool


@event
class ResourceVerified(Event):
    """Somebody made sure that a service is as it is told here."""

    action: ClassVar[str] = "resource verified"
    verified_on: str


@event
class ResourceMerged(Event):
    """A service is another, which is shown in its place."""

    action: ClassVar[str] = "resource merged"
    kept: str


@event
class ResourceMergeUndone(Event):
    """A service is one of its own again."""

    action: ClassVar[str] = "resource merge undone"
    kept: str


@event
class ResourceReportClosed(Event):
    """What somebody said was wrong has been looked at."""

    action: ClassVar[str] = "resource report closed"
    report: int


@event
class InsuranceCoverWritten(Event):
    """A plan of insurance or employee assistance holds at a site ('' every one) from a day until a day."""

    action: ClassVar[str] = "insurance cover written"
    site: str
    from_on: str
    until_on: str


@event
class InsuranceCoverWithdrawn(Event):
    """A plan never held."""

    action: ClassVar[str] = "insurance cover withdrawn"
    site: str
    reason: str
