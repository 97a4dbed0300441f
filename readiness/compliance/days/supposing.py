"""What would be if somebody left, learned something, or a site opened: supposed, and recorded nowhere. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from readiness.compliance.days.findings import Finding, Status
from readiness.compliance.days.records import HeldExercise, SiteRecords
from readiness.compliance.days.series import SiteSeries
from readiness.compliance.days.spells import Spell
from readiness.compliance.days.subjects import CertificateSpell, HeadcountSpell, PersonFacts, SiteFacts
from readiness.foundation.temporal import LAST_DAY

NEW_SITE, NEW = -1, "new"
"""The number and the code of a site that does not exist."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A site that would open on a day, with so many people of whom nobody is trained yet."""

    site: SiteFacts
    headcount: int
    from_on: date

    def series(self, records: SiteRecords) -> SiteSeries:
        """The site from day to day; `records`: what is on record for every site, and so for this one."""
        present = HeadcountSpell(Spell(self.from_on, LAST_DAY), self.headcount)
        before = HeadcountSpell(Spell(date.min, self.from_on), 0)
        return SiteSeries(self.site, overrides=[present, before], records=records)


@dataclass(frozen=True, slots=True)
class Supposed:
    """What is taken for true. By staff number, `leaving`: the last day at work; `earning`: certificates to come.

    `holding`: exercises to come, by the number of their site.
    """

    leaving: Mapping[str, date] = field(default_factory=dict)
    opening: Opening | None = None
    earning: Mapping[str, Sequence[CertificateSpell]] = field(default_factory=dict)
    holding: Mapping[int, Sequence[HeldExercise]] = field(default_factory=dict)

    @property
    def people(self) -> set[str]:
        """The staff numbers of whom anything is supposed."""
        return {*self.leaving, *self.earning}

    def at(self, series: SiteSeries) -> None:
        """Take for true of a site what is supposed of it."""
        held = self.holding.get(series.site.id)
        if held:
            series.records = replace(series.records, exercises=[*series.records.exercises, *held])

    def of(self, person: PersonFacts) -> PersonFacts:
        """What is known of a person, but for what is supposed."""
        earned = self.earning.get(person.staff_number)
        if earned:
            person = replace(person, certificates=[*person.certificates, *earned])
        last_on = self.leaving.get(person.staff_number)
        if last_on is None:
            return person
        employments = [
            Spell(spell.from_on, min(spell.until_on, last_on))
            for spell in person.employments
            if spell.from_on <= last_on
        ]
        return replace(person, employments=employments)


NOTHING_SUPPOSED = Supposed()


@dataclass(frozen=True, slots=True)
class Difference:
    """A finding as it is, and as it would be; None: there is none."""

    now: Finding | None
    then: Finding | None

    @property
    def asks_anything(self) -> bool:
        """Whether either of them asks for something at all, or will."""
        return any(
            each is not None and (each.status is not Status.NOT_APPLICABLE or each.due_on is not None)
            for each in (self.now, self.then)
        )

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Site, pack, clause and subject."""
        either = self.then or self.now
        assert either is not None  # noqa: S101
        return either.site, either.pack, either.clause.id, either.subject


def differences(now: Sequence[Finding], then: Sequence[Finding]) -> list[Difference]:
    """The findings that would be others, by site and requirement."""
    before = {_key(each): each for each in now}
    after = {_key(each): each for each in then}
    pairs = (Difference(before.get(key), after.get(key)) for key in {**before, **after})
    told = (pair for pair in pairs if pair.asks_anything and _said(pair.now) != _said(pair.then))
    return sorted(told, key=lambda pair: pair.key)


def _key(finding: Finding) -> tuple[str, str, str, str]:
    return finding.site, finding.pack, finding.clause.id, finding.subject


def _said(finding: Finding | None) -> tuple[object, ...]:
    return () if finding is None else (finding.status, finding.need, finding.have, finding.due_on)
