"""The audit events of classes. The subject is the class's number, or the staff number where it is about somebody."""

from dataclasses import field
from typing import ClassVar

from readiness.audit.events import Event, event


@event
class ClassPlanned(Event):
    """A class was planned. The subject is its number."""

    action: ClassVar[str] = "class planned"
    kind: str
    starts_at: str
    site: str
    seats: int


@event
class ClassChanged(Event):
    """A class was changed; values are the new ones, `before` the old. The subject is its number."""

    action: ClassVar[str] = "class changed"
    values: dict[str, str]
    before: dict[str, str] = field(default_factory=dict)


@event
class ClassCancelled(Event):
    """A class is not held. The subject is its number; so many were told."""

    action: ClassVar[str] = "class cancelled"
    reason: str
    told: int


@event
class EnrolmentChanged(Event):
    """Someone is now invited to a class, enrolled, waiting, or left it. The subject is the staff number."""

    action: ClassVar[str] = "enrolment changed"
    training_class: int
    state: str


@event
class AttendanceNoted(Event):
    """Someone was at a class, was not, or says so at the door. The subject is the staff number."""

    action: ClassVar[str] = "attendance noted"
    training_class: int
    state: str
    way: str
    reason: str = ""


@event
class AttendanceConfirmed(Event):
    """What someone learned at a class was confirmed, and granted the certificate. The subject is the staff number."""

    action: ClassVar[str] = "attendance confirmed"
    training_class: int
    certificate: int


@event
class ClassClosed(Event):
    """Who was at a class is settled. The subject is its number."""

    action: ClassVar[str] = "class closed"
    there: int
    absent: int
    granted: int


@event
class ClassRemindersOwed(Event):
    """Those who have a seat are reminded of a class. The subject is its number."""

    action: ClassVar[str] = "class reminders owed"
    told: int
