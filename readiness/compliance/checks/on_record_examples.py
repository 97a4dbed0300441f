"""What a worked example may name of what is on record, as a pack's file writes it."""

from dataclasses import replace
from datetime import date
from typing import Any

from pydantic import Field, StrictBool

from readiness.compliance.checks.examples import ExampleFacts, SiteExample
from readiness.compliance.days.on_record import (
    ALWAYS,
    CoverSpell,
    ElementSpell,
    KnownLine,
    KnownService,
    OnRecord,
    ProtocolText,
    RotaShift,
    Spoken,
)
from readiness.compliance.days.records import Acknowledged, PersonDay, SiteDay
from readiness.compliance.days.spells import Spell
from readiness.foundation.temporal import LAST_DAY, day_before


class ProtocolFact(ExampleFacts):
    """A protocol with one approved text."""

    slug: str
    approved_on: date
    retired_on: date | None = None
    number: int = 1
    languages: tuple[str, ...] = ("en", "es")
    lines: tuple[str, ...] = ("crisis", "emergency")
    reviewed_on: tuple[date, ...] = ()
    clinician_on: tuple[date, ...] = ()

    def text(self) -> ProtocolText:
        last = LAST_DAY if self.retired_on is None else day_before(self.retired_on)
        return ProtocolText(
            self.number,
            self.slug,
            Spell(self.approved_on, last),
            frozenset(self.languages),
            frozenset(self.lines),
            self.reviewed_on,
            self.clinician_on,
        )


class LineFact(ExampleFacts):
    """A line of the site's country, which every page carries."""

    code: str
    kind: str = "crisis"
    verified_on: tuple[date, ...] = ()


class ServiceFact(ExampleFacts):
    verified_on: tuple[date, ...]
    near: StrictBool = True


class CoverFact(ExampleFacts):
    kind: str
    from_on: date
    until_on: date


class ElementFact(ExampleFacts):
    element: str
    plan: str = "emergency-action"
    from_on: date
    until_on: date = LAST_DAY


class PolicyFact(ExampleFacts):
    name: str
    reviewed_on: tuple[date, ...]


class ShiftFact(ExampleFacts):
    """Someone on the rota on a weekday (0: Monday), who is away on some days."""

    weekday: int = Field(ge=0, le=6)
    hours: tuple[int, int] = (9, 17)
    away_from: date | None = None
    away_until: date = LAST_DAY
    holds: StrictBool = True

    def shift(self, certificate: str) -> RotaShift:
        free = [ALWAYS]
        if self.away_from is not None:
            free = [Spell(ALWAYS.from_on, day_before(self.away_from))]
            if self.away_until != LAST_DAY:
                free.append(Spell(self.away_until, LAST_DAY))
        holding = {certificate: [ALWAYS]} if self.holds else {}
        return RotaShift(self.weekday, self.hours[0] * 60, self.hours[1] * 60, ALWAYS, free, holding)


class RecordExample(SiteExample):
    """A site in the country 'US' and the region 'CA'. `speaks`, `holders_speak`: by language how many do."""

    protocols: tuple[ProtocolFact, ...] = ()
    lines: tuple[LineFact, ...] = ()
    services: tuple[ServiceFact, ...] = ()
    covers: tuple[CoverFact, ...] = ()
    elements: tuple[ElementFact, ...] = ()
    policies: tuple[PolicyFact, ...] = ()
    shifts: tuple[ShiftFact, ...] = ()
    speaks: dict[str, int] = Field(default_factory=dict)
    holders_speak: dict[str, int] = Field(default_factory=dict)
    unknown_languages: int = 0
    kept_years: int | None = None

    def facts(self, day: date, terms: Any) -> SiteDay:
        facts = super().facts(day, terms)
        texts: dict[str, list[ProtocolText]] = {}
        for each in self.protocols:
            texts.setdefault(each.slug, []).append(each.text())
        on_record = OnRecord(
            "US",
            "CA",
            texts,
            {each.code: _line(each) for each in self.lines},
            [KnownService(each.near, each.verified_on) for each in self.services],
            [CoverSpell(each.kind, Spell(each.from_on, each.until_on)) for each in self.covers],
            [
                ElementSpell(each.plan, each.element, Spell(each.from_on, each.until_on))
                for each in self.elements
            ],
            {" ".join(each.name.casefold().split()): each.reviewed_on for each in self.policies},
            {getattr(terms, "records", ""): [(date.min, self.kept_years)]},
            [each.shift(getattr(terms, "certificate", "")) for each in self.shifts],
            self._spoken(getattr(terms, "certificate", "")),
        )
        return replace(facts, records=replace(facts.records, on_record=on_record))

    def _spoken(self, certificate: str) -> Spoken:
        """As many as the headcount; those who speak nothing that is named speak what nobody asks for."""
        spoken = Spoken()
        for language, count in self.speaks.items():
            for _person in range(count):
                spoken.add([language], [ALWAYS], {})
        for language, count in self.holders_speak.items():
            for _person in range(count):
                spoken.add([language], [ALWAYS], {certificate: [ALWAYS]})
        for _person in range(self.unknown_languages):
            spoken.add([], [ALWAYS], {})
        return spoken


def _line(fact: LineFact) -> KnownLine:
    spells = [Spell(on, LAST_DAY) for on in fact.verified_on]
    return KnownLine(fact.code, fact.code, fact.kind, "US", spells, is_first=True)


class ReaderExample(ExampleFacts):
    """Someone who is to read protocols. `read`: which, and when; the number is that of the text."""

    joined_on: date = date(2000, 1, 1)
    role_from: date = date(2000, 1, 1)
    job_title: str = ""
    protocols: tuple[ProtocolFact, ...] = ()
    read: tuple[tuple[str, int, date], ...] = ()

    def facts(self, day: date, _terms: Any) -> PersonDay:
        texts: dict[str, list[ProtocolText]] = {}
        for each in self.protocols:
            texts.setdefault(each.slug, []).append(each.text())
        return PersonDay(
            day,
            self.joined_on,
            self.job_title,
            role_from=self.role_from,
            protocols=texts,
            acknowledged=[Acknowledged(*each) for each in self.read],
        )
