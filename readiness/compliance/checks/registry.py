"""How a check is made known to packs, and what all of them have in common."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from pydantic import BaseModel, ConfigDict

from readiness.compliance.checks.records import Learned, SiteRecords
from readiness.compliance.findings import Verdict


class Subject(Enum):
    """Of whom a check speaks."""

    SITE = "site"
    PERSON = "person"


class CheckTerms(BaseModel):
    """What a check reads of a clause's terms."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def asks_less_than(self, other: Any) -> bool:
        """Whether someone could meet these terms and not the others; where it is not sure, they could."""
        return bool(self != other)

    def record_days(self, records: SiteRecords) -> Iterator[date]:
        """The days on which what was done at a site begins or ceases to count, or to be missed."""
        return iter(())

    def person_days(self, joined: Sequence[date], activities: Sequence[Learned]) -> Iterator[date]:
        """The days on which what a person learned begins or ceases to count, or their time from joining is over."""
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

    @property
    def title(self) -> str:
        """'Holders per headcount'."""
        return self.name.replace("_", " ").capitalize()

    @property
    def sentence(self) -> str:
        """What is asked, in the words of the function that judges it."""
        return (self.judge.__doc__ or self.title).strip().splitlines()[0]


CHECKS: dict[str, Check] = {}


def check(
    subject: Subject, terms: type[CheckTerms], examples: type[BaseModel]
) -> Callable[[Callable[[Any, Any], Verdict | None]], Callable[[Any, Any], Verdict | None]]:
    """Make a function known to packs under its own name."""

    def register(judge: Callable[[Any, Any], Verdict | None]) -> Callable[[Any, Any], Verdict | None]:
        CHECKS[judge.__name__] = Check(judge.__name__, subject, terms, judge, examples)
        return judge

    return register
