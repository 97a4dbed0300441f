"""Whom protocols send people to: crisis lines and services that somebody made sure of, and what pays for help."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import ClassVar, Literal

from pydantic import Field, StrictBool

from readiness.compliance.checks.in_parts import (
    InParts,
    OfProtocols,
    Part,
    no_protocol_in_place,
    of_protocol,
    verdict_of,
)
from readiness.compliance.checks.on_record_examples import RecordExample
from readiness.compliance.checks.registry import About, Called, CheckTerms, Subject, check
from readiness.compliance.days.findings import MissingFact, Status, Verdict
from readiness.compliance.days.on_record import KnownLine, ProtocolText, days_of
from readiness.compliance.days.records import SiteDay, SiteRecords
from readiness.foundation.temporal import LAST_DAY
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid

LineKind = Literal["crisis", "emergency", "help"]
CoverKind = Literal["insurance", "eap"]
COVER_WORDS = {"insurance": msgid("insurance"), "eap": msgid("employee assistance")}


def _unknown(fact: MissingFact) -> Verdict:
    why = _("Cannot tell: %(facts)s of this site is not recorded.", facts=fact.words)
    return Verdict(Status.CANNOT_TELL, why=why, missing=(fact,))


class Verified(CheckTerms):
    """Somebody made sure, so many days ago at most."""

    within_days: int = Field(ge=1, strict=True, title=msgid("Verified within days"))

    def last_on(self, verified_on: date) -> date:
        """The last day on which it still counts."""
        if (LAST_DAY - verified_on).days <= self.within_days:
            return LAST_DAY - timedelta(days=1)
        return verified_on + timedelta(days=self.within_days)

    def holds(self, verified_on: date, day: date) -> bool:
        return verified_on <= day <= self.last_on(verified_on)

    def days_of(self, verified_on: date) -> Iterator[date]:
        yield verified_on
        yield self.last_on(verified_on) + timedelta(days=1)


class LinesVerifiedWithin(OfProtocols, Verified):
    reads: ClassVar[frozenset[str]] = frozenset({"protocols", "lines"})
    kinds: tuple[LineKind, ...] = Field(
        default=("crisis",),
        title=msgid("Kinds of line"),
        description=msgid("Each protocol links one at least."),
    )

    def lines_of(self, text: ProtocolText, facts: SiteDay) -> list[KnownLine]:
        """The lines of these kinds that a text sends people of the site to; its page carries the first crisis line."""
        known = facts.records.on_record
        return [
            line
            for line in known.lines.values()
            if line.kind in self.kinds
            and line.country.casefold() == known.country.casefold()
            and (line.code in text.lines or (line.is_first and line.kind in {*text.lines, "crisis"}))
        ]

    def is_sure(self, line: KnownLine, day: date) -> bool:
        return any(spell.holds(day) and self.holds(spell.from_on, day) for spell in line.verified)

    def parts(self, facts: SiteDay) -> list[Part]:
        known, parts = facts.records.on_record, []
        for slug in self.asked(facts):
            text, name = known.text_on(slug, facts.day), known.title_of(slug)
            lines = [] if text is None else self.lines_of(text, facts)
            unsure = [line.name for line in lines if not self.is_sure(line, facts.day)]
            if text is not None and not lines:
                parts.append(Part(_("%(name)s (no line of the country)", name=name), False, MissingFact.LINE))
            else:
                named = f"{name} ({', '.join(unsure)})" if unsure else name
                parts.append(of_protocol(named, text, not unsure))
        return parts

    def record_days(self, records: SiteRecords) -> Iterator[date]:
        yield from records.on_record.protocol_days()
        for line in records.on_record.lines.values():
            for spell in line.verified:
                yield from days_of(spell)
                yield from self.days_of(spell.from_on)

    def asks_less_than(self, other: "LinesVerifiedWithin") -> bool:
        is_other = self.within_days > other.within_days or set(self.kinds) != set(other.kinds)
        return self.asks_of_fewer(other) or is_other


@check(
    Subject.SITE,
    LinesVerifiedWithin,
    RecordExample,
    Called(About.HANDBOOK, msgid("Crisis lines are verified in time")),
)
def lines_verified_within(terms: LinesVerifiedWithin, facts: SiteDay) -> Verdict:
    """Each protocol links a crisis line of the site's country, and all that it links were verified in time."""
    if not facts.records.on_record.country:
        return _unknown(MissingFact.COUNTRY)
    parts = terms.parts(facts)
    return verdict_of(parts) if parts else no_protocol_in_place()


class ResourcesVerifiedWithin(Verified):
    reads: ClassVar[frozenset[str]] = frozenset({"services"})
    at_least: int = Field(default=1, ge=1, strict=True, title=msgid("Services at least"))
    near: StrictBool = Field(
        default=True,
        title=msgid("In the site's region"),
        description=msgid(
            "A place of the service, or the area that it serves, is in the region of the site."
        ),
    )

    def counting(self, facts: SiteDay) -> int:
        return sum(
            (each.is_near or not self.near) and any(self.holds(on, facts.day) for on in each.verified)
            for each in facts.records.on_record.services
        )

    def record_days(self, records: SiteRecords) -> Iterator[date]:
        for each in records.on_record.services:
            for verified_on in each.verified:
                yield from self.days_of(verified_on)

    def asks_less_than(self, other: "ResourcesVerifiedWithin") -> bool:
        return (
            self.within_days > other.within_days or self.at_least < other.at_least or other.near > self.near
        )


@check(
    Subject.SITE,
    ResourcesVerifiedWithin,
    RecordExample,
    Called(About.HANDBOOK, msgid("Community services are verified in time")),
)
def resources_verified_within(terms: ResourcesVerifiedWithin, facts: SiteDay) -> Verdict:
    """So many community services for the site's region were verified within so many days."""
    if terms.near and not facts.records.on_record.region:
        return _unknown(MissingFact.REGION)
    have = terms.counting(facts)
    return Verdict(Status.MET if have >= terms.at_least else Status.GAP, terms.at_least, have)


class CoverRecorded(InParts):
    reads: ClassVar[frozenset[str]] = frozenset({"covers"})
    kinds: tuple[CoverKind, ...] = Field(
        default=("insurance", "eap"),
        min_length=1,
        title=msgid("Kinds of plan"),
        description=msgid("One of each."),
    )

    def parts(self, facts: SiteDay) -> Sequence[Part]:
        there = {each.kind for each in facts.records.on_record.covers if each.spell.holds(facts.day)}
        return [Part(_(COVER_WORDS[kind]), kind in there) for kind in self.kinds]

    def record_days(self, records: SiteRecords) -> Iterator[date]:
        for each in records.on_record.covers:
            yield from days_of(each.spell)

    def asks_less_than(self, other: "CoverRecorded") -> bool:
        return not set(other.kinds) <= set(self.kinds)


@check(
    Subject.SITE,
    CoverRecorded,
    RecordExample,
    Called(About.RECORDS, msgid("Insurance and employee assistance are recorded")),
)
def cover_recorded(terms: CoverRecorded, facts: SiteDay) -> Verdict:
    """Insurance and employee assistance are recorded for the plan year that the day is in."""
    return verdict_of(terms.parts(facts))
