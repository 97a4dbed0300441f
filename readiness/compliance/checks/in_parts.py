"""Requirements that name several things, each of which is in order or is not. Pure."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from pydantic import Field

from readiness.compliance.checks.counting_terms import Windowed
from readiness.compliance.checks.registry import CheckTerms
from readiness.compliance.days.findings import MissingFact, Status, Verdict
from readiness.compliance.days.on_record import ProtocolText
from readiness.compliance.days.records import SiteDay
from readiness.foundation.temporal import LAST_DAY
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid


class Part(NamedTuple):
    """One of the things that are asked for, by the name by which a sentence tells it.

    `lacks`: what must be there before it can be in order; None where the thing itself falls short.
    """

    name: str
    is_good: bool
    lacks: MissingFact | None = None


class InParts(CheckTerms, ABC):
    """Terms that ask for several things at a site."""

    @abstractmethod
    def parts(self, facts: SiteDay) -> Sequence[Part]:
        """Each thing that is asked for on the day."""

    def missing(self, facts: SiteDay) -> list[str]:
        """The names of what is not in order."""
        return [part.name for part in self.parts(facts) if not part.is_good]


def verdict_of(parts: Sequence[Part]) -> Verdict:
    """Met where all are in order; told in numbers. `missing`: what everything lacks that is not in order."""
    have = sum(part.is_good for part in parts)
    lacks = {part.lacks for part in parts if not part.is_good}
    missing = tuple(fact for fact in lacks if fact is not None) if len(lacks) == 1 else ()
    return Verdict(Status.MET if have == len(parts) else Status.GAP, len(parts), have, missing=missing)


def nobody_works_here() -> Verdict:
    return Verdict(Status.NOT_APPLICABLE, why=_("Nobody works here on that day."))


def no_protocol_in_place() -> Verdict:
    return Verdict(Status.GAP, 1, 0, _("No protocol is in place."), (MissingFact.PROTOCOLS,))


def of_protocol(name: str, text: ProtocolText | None, is_good: bool) -> Part:
    """A part that is about the text of a protocol: before anything else that must be in place."""
    if text is None:
        return Part(_("%(name)s (not in place)", name=name), False, MissingFact.PROTOCOLS)
    return Part(name, is_good)


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
