"""How a check is made known to packs, and what all of them have in common."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from readiness.compliance.days.findings import Verdict
from readiness.compliance.days.on_record import ProtocolText
from readiness.compliance.days.records import Acknowledged, Learned, SiteRecords
from readiness.foundation.words import msgid


class Subject(Enum):
    """Of whom a check speaks."""

    SITE = "site"
    PERSON = "person"


class About(Enum):
    """What a check is about, as those who choose one look for it."""

    PEOPLE = msgid("People and training")
    EXERCISES = msgid("Exercises and incidents")
    HANDBOOK = msgid("Protocols, lines and services")
    RECORDS = msgid("Plans, policies and records")


@dataclass(frozen=True, slots=True)
class Called:
    """What a check is called by those who choose one (a msgid), and where they look for it."""

    about: About
    title: str


_OR = "|"


def any_of(kinds: Sequence[str]) -> str:
    """What those are counted by who hold at least one of these kinds."""
    return _OR.join(kinds)


def one_of(counted: str) -> tuple[str, ...]:
    """The kinds of which one is enough, from what their holders are counted by."""
    return tuple(counted.split(_OR)) if counted else ()


class Look(Enum):
    """What of a certificate a check may look at: the day of its issue; its number, and what proves it."""

    ISSUE = "issue"
    PROOF = "proof"


class CheckTerms(BaseModel):
    """What a check reads of a clause's terms."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    reads: ClassVar[frozenset[str]] = frozenset()
    """What is on record that it looks at (the names of `OnRecord`'s parts): nothing else of it is read."""

    @property
    def counted(self) -> str | None:
        """By what those who hold what is asked are counted: a certificate kind, or several of which one is enough.

        '' where none is asked for by these terms, None where the check knows no certificates.
        """
        certificate: str | None = getattr(self, "certificate", None)
        return certificate

    @property
    def certificates(self) -> tuple[str, ...]:
        """The certificate kinds of which one is asked for."""
        return one_of(self.counted or "")

    @property
    def days_given(self) -> int | None:
        """So many days, no more, it matters when someone began at a place or role; None: it always may."""
        return None

    def role(self, job_title: str, department: str) -> Hashable:
        """What of someone's work matters: those of whom it is the same are judged alike."""
        return job_title, department

    @property
    def looks_at(self) -> frozenset[Look]:
        """What of a certificate matters besides the days on which it counts; all of it where a check says nothing."""
        return frozenset(Look)

    def asks_less_than(self, other: Any) -> bool:
        """Whether someone could meet these terms and not the others; where it is not sure, they could."""
        return bool(self != other)

    def record_days(self, records: SiteRecords) -> Iterator[date]:
        """The days on which what was done at a site begins or ceases to count, or to be missed."""
        return iter(())

    def person_days(self, joined: Sequence[date], activities: Sequence[Learned]) -> Iterator[date]:
        """The days on which what a person learned begins or ceases to count, or their time from joining is over."""
        return iter(())

    def holding_days(self, issued: Sequence[date]) -> Iterator[date]:
        """The days on which certificates that still run are too old for the terms."""
        return iter(())

    def reading_days(
        self,
        protocols: Mapping[str, Sequence[ProtocolText]],
        began: Sequence[date],
        acknowledged: Sequence[Acknowledged],
    ) -> Iterator[date]:
        """The days on which a person's reading of protocols comes to count, or is missed; `began`: a place or role."""
        return iter(())

    def period_days(self, within: tuple[date, date]) -> Iterator[date]:
        """The days between two on which a period of the terms begins or its last day is past."""
        return iter(())


@dataclass(frozen=True, slots=True)
class Check:
    """A kind of requirement: its name in packs, its terms, and its judgement of a day."""

    name: str
    subject: Subject
    terms: type[CheckTerms]
    judge: Callable[[Any, Any], Verdict | None]
    examples: type[BaseModel]
    called: Called

    @property
    def title(self) -> str:
        """'Enough people at a site hold a certificate', as a msgid."""
        return self.called.title

    @property
    def sentence(self) -> str:
        """What is asked, in the words of the function that judges it."""
        return (self.judge.__doc__ or self.title).strip().splitlines()[0]


CHECKS: dict[str, Check] = {}


def check(
    subject: Subject, terms: type[CheckTerms], examples: type[BaseModel], called: Called
) -> Callable[[Callable[[Any, Any], Verdict | None]], Callable[[Any, Any], Verdict | None]]:
    """Make a function known to packs under its own name."""

    def register(judge: Callable[[Any, Any], Verdict | None]) -> Callable[[Any, Any], Verdict | None]:
        CHECKS[judge.__name__] = Check(judge.__name__, subject, terms, judge, examples, called)
        return judge

    return register
