"""The audit events of reports; the subject is the report."""

from dataclasses import dataclass
from typing import ClassVar

from readiness.audit.events import Event


@dataclass(frozen=True, slots=True)
class ReportTakenAway(Event):
    """A report left the house: in which format, which question it answers, how many rows, with which hash."""

    action: ClassVar[str] = "report taken away"
    format: str
    as_of: str
    known_at: str
    site: str
    rows: int
    sha256: str
