"""The audit events of privacy. Their subject never is a name: a staff number, or the pseudonym that took its place."""

from dataclasses import dataclass
from typing import ClassVar

from readiness.audit.events import Event


@dataclass(frozen=True, slots=True)
class DataGiven(Event):
    """All that is kept of someone was given as a file. The subject is the staff number, or the account."""

    action: ClassVar[str] = "personal data given"
    rows: int
    is_to_themself: bool
