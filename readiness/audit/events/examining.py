"""The audit events of the auditor's room; the subject is the title of a question or request, or a sample."""

from typing import Any, ClassVar

from readiness.audit.events import Event, event


@event
class QuestionSaved(Event):
    """A question to a report is kept."""

    action: ClassVar[str] = "question saved"
    report: str
    asked: dict[str, Any]


@event
class QuestionForgotten(Event):
    """A question is kept no longer."""

    action: ClassVar[str] = "question forgotten"
    report: str


@event
class SampleDrawn(Event):
    """Certificates were drawn by chance: with which seed, of how many, which."""

    action: ClassVar[str] = "sample drawn"
    seed: str
    wanted: int
    population: int
    drawn: list[int]
    from_on: str
    until_on: str


@event
class SampleTakenAway(Event):
    """A sample left the house with its proof: how many files, and the hash of its table."""

    action: ClassVar[str] = "sample taken away"
    files: int
    sha256: str


@event
class AuditRequestMade(Event):
    """An auditor asked for something."""

    action: ClassVar[str] = "audit request made"
    request: int


@event
class AuditRequestSaid(Event):
    """Something was said about a request: by whoever asked, or as an answer."""

    action: ClassVar[str] = "audit request answered"
    request: int
    state: str


@event
class AuditRequestClosed(Event):
    """Whoever asked has what was asked for."""

    action: ClassVar[str] = "audit request closed"
    request: int
