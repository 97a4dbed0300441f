"""The audit events of incidents; the subject is the site's code. None of them tells what happened, or to whom."""

from typing import ClassVar

from readiness.audit.events import Event, event


@event
class IncidentRecorded(Event):
    """A real activation was recorded."""

    action: ClassVar[str] = "incident recorded"
    incident: int
    kind: str
    occurred_at: str
    has_sealed_part: bool


@event
class IncidentChanged(Event):
    """Something was said of an incident: `what` was done, `fields` are those that are new."""

    action: ClassVar[str] = "incident changed"
    incident: int
    what: str
    fields: list[str]


@event
class ViolentIncidentLogged(Event):
    """The log of violent incidents has an entry, or a corrected one."""

    action: ClassVar[str] = "violent incident logged"
    incident: int
    completed_on: str


@event
class DebriefChanged(Event):
    """A debrief was offered to those involved, held, or followed up; on which day."""

    action: ClassVar[str] = "debrief changed"
    incident: int
    what: str
    on: str


@event
class SealedPartWritten(Event):
    """The sealed part was written; the hash is of what is kept, enciphered."""

    action: ClassVar[str] = "sealed part written"
    incident: int
    sha256: str


@event
class SealedPartRead(Event):
    """Somebody read the sealed part, and said why."""

    action: ClassVar[str] = "sealed part read"
    incident: int
    reason: str


@event
class SealedReadersChanged(Event):
    """Somebody may read sealed parts from now on, or no more. The subject is the account's address."""

    action: ClassVar[str] = "sealed readers changed"
    may_read: bool


@event
class HoldChanged(Event):
    """An incident is held against removal, or no longer."""

    action: ClassVar[str] = "incident hold changed"
    incident: int
    is_held: bool
    reason: str


@event
class IncidentCredited(Event):
    """An incident counts as an exercise for a clause, or ('is_credited' false) no longer."""

    action: ClassVar[str] = "incident credited"
    incident: int
    pack: str
    clause: str
    kind: str
    citation: str
    is_credited: bool


@event
class IncidentRemoved(Event):
    """An incident was kept for as long as it must be, nothing held it, and it was removed."""

    action: ClassVar[str] = "incident removed"
    incident: int
    occurred_on: str
    kept_years: int
