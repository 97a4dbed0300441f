"""The audit events of the handbook's making; the subject is a protocol, a crisis line (by its code) or an edition."""

from dataclasses import field
from typing import Any, ClassVar

from readiness.audit.events import Event, event


@event
class ProtocolWritten(Event):
    """A new revision of a protocol was written as a draft; `based_on` is the number of the one before."""

    action: ClassVar[str] = "protocol written"
    number: int
    based_on: int


@event
class ProtocolBegun(Event):
    """A protocol of the organisation's own was begun, or a part of it written: it is not whole yet."""

    action: ClassVar[str] = "protocol begun"
    number: int
    parts: list[str]


@event
class ProtocolDiscarded(Event):
    """A protocol that was begun and never whole was given up; what there was of it is gone."""

    action: ClassVar[str] = "protocol discarded"
    number: int


@event
class ProtocolSentForReview(Event):
    """A draft waits for somebody else to approve it."""

    action: ClassVar[str] = "protocol sent for review"
    number: int


@event
class ProtocolSentBack(Event):
    """A revision was not approved, and is a draft again."""

    action: ClassVar[str] = "protocol sent back"
    number: int
    reason: str


@event
class ProtocolRetired(Event):
    """A protocol is no longer for the handbook."""

    action: ClassVar[str] = "protocol retired"
    number: int
    reason: str


@event
class ProtocolReviewed(Event):
    """Somebody read a revision and signed for it: 'holds', or 'clinician' with the clinician's name."""

    action: ClassVar[str] = "protocol reviewed"
    number: int
    kind: str
    reviewer: str
    reviewed_on: str


@event
class ClinicianReviewWithdrawn(Event):
    """What was said of a clinician's review of a revision was wrong."""

    action: ClassVar[str] = "clinician review withdrawn"
    number: int
    reviewer: str
    reason: str


@event
class ProtocolAcknowledged(Event):
    """An account said that it has read a revision."""

    action: ClassVar[str] = "protocol acknowledged"
    number: int


@event
class LineVerified(Event):
    """Somebody read a crisis line's source and signed for its numbers."""

    action: ClassVar[str] = "crisis line verified"
    verified_on: str
    source: str
    numbers: list[str]


@event
class LineWritten(Event):
    """A crisis line was added or corrected; `before`: what was corrected."""

    action: ClassVar[str] = "crisis line written"
    values: dict[str, Any]
    reason: str
    before: dict[str, Any] = field(default_factory=dict)


@event
class LineOut(Event):
    """A crisis line is out of order until an instant; another stands in for it everywhere."""

    action: ClassVar[str] = "crisis line out of order"
    stand_in: str
    banners: dict[str, str]
    until_at: str
    reason: str


@event
class LineReturned(Event):
    """A crisis line is in order again before the instant that was given."""

    action: ClassVar[str] = "crisis line in order again"
    stand_in: str
    reason: str


@event
class HandbookSwitchedBack(Event):
    """An earlier edition of the handbook became the current one again. The subject is the edition's file."""

    action: ClassVar[str] = "handbook switched back"
    instead_of: str
    reason: str
