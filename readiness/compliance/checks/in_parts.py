"""Requirements that name several things, each of which is in order or is not. Pure."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from pydantic import Field

from readiness.compliance.checks.counting_terms import Windowed
from readiness.compliance.checks.registry import CheckTerms
from readiness.compliance.days.findings import Status, Verdict
from readiness.compliance.days.records import SiteDay
from readiness.foundation.temporal import LAST_DAY
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid


class Part(NamedTuple):
    """One of the things that are asked for, by the name by which a sentence tells it."""

    name: str
    is_good: bool


class InParts(CheckTerms, ABC):
    """Terms that ask for several things at a site."""

    @abstractmethod
    def parts(self, facts: SiteDay) -> Sequence[Part]:
        """Each thing that is asked for on the day."""

    def missing(self, facts: SiteDay) -> list[str]:
        """The names of what is not in order."""
        return [part.name for part in self.parts(facts) if not part.is_good]


def verdict_of(parts: Sequence[Part]) -> Verdict:
    """Met where all are in order; told in numbers."""
    have = sum(part.is_good for part in parts)
    return Verdict(Status.MET if have == len(parts) else Status.GAP, len(parts), have)


def nobody_works_here() -> Verdict:
    return Verdict(Status.NOT_APPLICABLE, why=_("Nobody works here on that day."))


class OfProtocols(InParts):
    """Terms about some protocols, or about all that are in place."""

    protocols: tuple[str, ...] = Field(
        default=(),
        title=msgid("Protocols"),
        description=msgid(
            "By the last part of their address, such as ‘suicide’; one a line. None: all that are in place."
        ),
    )

    def asked(self, facts: SiteDay) -> Sequence[str]:
        """The protocols that are asked about on the day."""
        return self.protocols or facts.records.on_record.in_place(facts.day)

    def asks_of_fewer(self, other: "OfProtocols") -> bool:
        """Whether a protocol that is asked about there may not be asked about here."""
        return bool(self.protocols) and (
            not other.protocols or not set(other.protocols) <= set(self.protocols)
        )


class Lately(Windowed):
    """Something is to have been done within a window that ends on the day."""

    def is_lately(self, done: Sequence[date], day: date) -> bool:
        return any(self.holds(each, day) for each in done)

    def days_of_all(self, done: Sequence[date]) -> Iterator[date]:
        for each in done:
            yield from self.days_of(each)

    def counts_until(self, held_on: date) -> date:
        """As of any window; what was done so late that the calendar ends counts for ever."""
        try:
            return super().counts_until(held_on)
        except (OverflowError, ValueError):
            return LAST_DAY - timedelta(days=1)
