"""What comes out: a finding for each clause and subject, on a day."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from readiness.foundation.temporal import LAST_DAY
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid
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
GRAVITY = {"high": 0, "medium": 1, "low": 2}
"""In this order those do that are as urgent: by the severity of what is asked."""
Pressing = tuple[int, int, date]
"""How much a finding asks for, the most first: its place in URGENCY, in GRAVITY, and the day of what is due."""


class MissingFact(StrEnum):
    """A fact for want of which it cannot be told how a subject stands, or nothing of what is asked can be in order.

    Of a site, of where somebody works, of who is on duty there when, of who speaks what; of what the organisation has.
    """

    COUNTRY = "country"
    REGION = "region"
    KIND = "kind"
    HAZARD = "hazard"
    OPEN_TO_PUBLIC = "open_to_public"
    SITE = "site"
    JOB_TITLE = "job_title"
    DEPARTMENT = "department"
    ROTA = "rota"
    LANGUAGES = "languages"
    SPOKEN = "spoken"
    KEEPING = "keeping"
    PROTOCOLS = "protocols"
    LINE = "line"

    @property
    def is_of_work(self) -> bool:
        """Whether it is a fact of where and as what somebody works, not of a site."""
        return self in {MissingFact.SITE, MissingFact.JOB_TITLE, MissingFact.DEPARTMENT}

    @property
    def is_of_site(self) -> bool:
        """Whether it is a fact that the form of a site asks for, so that nobody there can be judged without it."""
        return self in _OF_SITES

    @property
    def words(self) -> str:
        return _(_MISSING_WORDS[self])


_OF_SITES = {
    MissingFact.COUNTRY,
    MissingFact.REGION,
    MissingFact.KIND,
    MissingFact.HAZARD,
    MissingFact.OPEN_TO_PUBLIC,
}


def site_facts(missing: Iterable[MissingFact]) -> tuple[MissingFact, ...]:
    """Those of them that are facts of a site, each once."""
    return tuple(dict.fromkeys(fact for fact in missing if fact.is_of_site))


_MISSING_WORDS = {
    MissingFact.COUNTRY: msgid("the country"),
    MissingFact.REGION: msgid("the region"),
    MissingFact.KIND: msgid("the kind"),
    MissingFact.HAZARD: msgid("the hazard"),
    MissingFact.OPEN_TO_PUBLIC: msgid("whether it is open to the public"),
    MissingFact.SITE: msgid("the site"),
    MissingFact.JOB_TITLE: msgid("the job title"),
    MissingFact.DEPARTMENT: msgid("the department"),
    MissingFact.ROTA: msgid("who is on duty when"),
    MissingFact.LANGUAGES: msgid("the languages that are spoken at the site"),
    MissingFact.SPOKEN: msgid("which languages people speak"),
    MissingFact.KEEPING: msgid("how long records are kept"),
    MissingFact.PROTOCOLS: msgid("protocols that are in place"),
    MissingFact.LINE: msgid("a line of the country"),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check says of one day. `why` says what no number can: a missing fact, why it is not asked.

    `missing`: what must be there before anything that is asked can be in order, or be told.
    """

    status: Status
    need: int | None = None
    have: int | None = None
    why: str = ""
    missing: tuple[MissingFact, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Finding:
    """One clause, one subject, one day.

    `subject` is the site's code or the staff number; `since` the first day of this status;
    `due_on` the first day on which it will be a gap, None where it is one or will not be; `missing` as Verdict has it;
    `falls_on`: by which day it stands in order.
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
    missing: tuple[MissingFact, ...] = field(default=(), compare=False)
    falls_on: date = field(default=LAST_DAY, compare=False)

    @property
    def pressing(self) -> Pressing:
        return URGENCY[self.status], GRAVITY[self.clause.severity], self.falls_on

    @property
    def lacks(self) -> tuple[MissingFact, ...]:
        """The facts of the site alone for want of which it cannot be told of one person: of others there neither."""
        return site_facts(self.missing) if self.subject != self.site else ()
