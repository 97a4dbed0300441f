"""What comes out: a finding for each clause and subject, on a day."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from readiness.standards.packs import Clause


class Status(StrEnum):
    """How a subject stands to a clause on a day. 'Cannot tell' is never taken for met."""

    MET = "met"
    DUE = "due"
    GAP = "gap"
    NOT_APPLICABLE = "not_applicable"
    EXEMPTED = "exempted"
    CANNOT_TELL = "cannot_tell"

    @property
    def asks_for_action(self) -> bool:
        return self in {Status.GAP, Status.DUE, Status.CANNOT_TELL}


URGENCY = {
    status: place
    for place, status in enumerate(
        (Status.GAP, Status.CANNOT_TELL, Status.DUE, Status.EXEMPTED, Status.MET, Status.NOT_APPLICABLE)
    )
}
"""In this order findings ask for attention."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check says of one day. `why` says what no number can: a missing fact, why it is not asked."""

    status: Status
    need: int | None = None
    have: int | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One clause, one subject, one day.

    `subject` is the site's code or the staff number; `since` the first day of this status;
    `due_on` the first day on which it will be a gap, None where it is one or will not be.
    """

    pack: str
    clause: Clause
    site: str
    subject: str
    status: Status
    need: int | None
    have: int | None
    reason: str
    since: date
    due_on: date | None
