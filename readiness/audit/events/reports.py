"""The audit events of reports; the subject is the report."""

from typing import ClassVar

from readiness.audit.events import Event, event


@event
class ReportTakenAway(Event):
    """A report left the house: in which format, which question it answers, how many rows, with which hash."""

    action: ClassVar[str] = "report taken away"
    format: str
    as_of: str
    known_at: str
    site: str
    rows: int
    sha256: str


@event
class ReportScheduled(Event):
    """A report is to come by mail: how often, from which day, to whom."""

    action: ClassVar[str] = "report scheduled"
    format: str
    every: str
    next_on: str
    recipients: list[str]


@event
class ReportScheduleChanged(Event):
    """A schedule was paused, goes on, or has ended, and why."""

    action: ClassVar[str] = "report schedule changed"
    state: str
    reason: str = ""


@event
class ReportSent(Event):
    """A scheduled report was told of, for which day, to whom."""

    action: ClassVar[str] = "report sent"
    due_on: str
    recipients: list[str]


@event
class ReportKeyMade(Event):
    """The key with which programs read reports as an account was made anew, or taken away."""

    action: ClassVar[str] = "report key made"
    is_made: bool
