"""A site's and a person's facts through time: what the checks are told of any one day. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from heapq import nlargest, nsmallest

from readiness.compliance.days.records import NOTHING_DONE, PersonDay, SiteDay, SiteRecords
from readiness.compliance.days.rolls import HEADS, Rolls, head_rows, holder_rows
from readiness.compliance.days.spells import Count, Spell, Spells, merged, shared, spell_on, without
from readiness.compliance.days.subjects import (
    NO_SITE,
    Asked,
    CertificateSpell,
    HeadcountSpell,
    MembershipSpell,
    PersonFacts,
    SiteFacts,
    is_revoked_after,
)
from readiness.foundation.temporal import FIRST_DAY, LAST_DAY, day_after


def presence(person: PersonFacts) -> dict[int, list[Spell]]:
    """The days on which a person works at each site: member of it, and employed."""
    by_site: dict[int, list[Spell]] = defaultdict(list)
    for membership in person.memberships:
        if membership.site_id != NO_SITE.id:
            by_site[membership.site_id].append(membership.spell)
    employed = merged(person.employments)
    return {site_id: shared(merged(spells), employed) for site_id, spells in by_site.items()}


def unplaced(person: PersonFacts) -> list[Spell]:
    """The days on which a person is employed, and no site is recorded."""
    placed = merged(each.spell for each in person.memberships if each.site_id != NO_SITE.id)
    return without(merged(person.employments), placed)


def holding(person: PersonFacts, asked: Asked) -> dict[str, list[Spell]]:
    """The days on which a person holds each kind that is asked for, overlaps counted once."""
    return {
        kind: spells
        for kind, counting in asked.kinds.items()
        if (spells := merged(each.spell for each in person.certificates if each.kind in counting))
    }


def counting(
    person: PersonFacts, present: Spells, asked: Asked
) -> Iterator[tuple[str, list[Spell], list[Spell]]]:
    """Of each kind that a person holds, the days of holding it, and those on which they count where they are."""
    if not present or not person.certificates:
        return
    away = merged(person.leaves)
    for kind, held in holding(person, asked).items():
        here = shared(present, held)
        yield kind, held, without(here, away) if away else here


@dataclass(frozen=True, slots=True, order=True)
class NamedDay:
    """A person's name with the last day on which they hold what is asked."""

    until_on: date
    name: str
    is_revoked: bool = False


@dataclass(slots=True)
class Holders:
    """Who counts at a site for one kind: how many from day to day, and by name who is nearest to the line."""

    count: Count = field(default_factory=Count)
    resting: int = 0
    lapsed: list[NamedDay] = field(default_factory=list)
    ending: list[NamedDay] = field(default_factory=list)

    def on(self, day: date) -> int:
        return self.resting + self.count.on(day)

    def last_lapsed(self) -> Sequence[NamedDay]:
        """Who stopped counting last, the latest first."""
        return self.lapsed

    def next_ending(self) -> Sequence[NamedDay]:
        """Who will stop counting next, the soonest first."""
        return self.ending


NAMED = 3
"""How many people a sentence names."""


@dataclass(slots=True)
class SiteSeries:
    """A site from day to day. `resting` are the people whose facts were counted but not read one by one."""

    site: SiteFacts
    headcount: Count = field(default_factory=Count)
    resting: int = 0
    overrides: Sequence[HeadcountSpell] = ()
    holders: dict[str, Holders] = field(default_factory=lambda: defaultdict(Holders))
    records: SiteRecords = NOTHING_DONE
    rolls: Rolls | None = None
    """Who of those who are added counts on which days, by what is to be kept on a roll; None: nobody asks."""

    def headcount_on(self, day: date) -> int:
        """The headcount given by hand where there is one, else the people who work there."""
        for override in self.overrides:
            if override.spell.holds(day):
                return override.headcount
        return self.resting + self.headcount.on(day)

    def on(
        self, day: date, certificate: str | None, clause: tuple[str, str], asked_from: date = FIRST_DAY
    ) -> SiteDay:
        """What a check is told of a day; `clause`: for which incidents may be credited, asked since `asked_from`."""
        holders = {certificate: self.holders[certificate].on(day)} if certificate else {}
        return SiteDay(day, self.headcount_on(day), holders, self.records.for_clause(clause), asked_from)

    def headcount_days(self, within: Spell) -> Iterator[date]:
        """The days on which the headcount changes; days outside the spell do no harm."""
        yield from self.headcount.change_days(within)
        for override in self.overrides:
            yield override.spell.from_on
            if override.spell.until_on != LAST_DAY:
                yield day_after(override.spell.until_on)

    def add(self, person: PersonFacts, asked: Asked, as_of: date) -> None:
        """Count a person's days at this site; those who hold nothing still count as heads."""
        present = presence(person).get(self.site.id, [])
        self.headcount.add(present)
        if self.rolls is not None:
            self.rolls[HEADS] += head_rows(person, present)
        for kind, held, counts in counting(person, present, asked):
            self.holders[kind].count.add(counts)
            self._name(person, (kind, asked.kinds[kind]), held, counts, spell_on(present, as_of), as_of)
            if self.rolls is not None and kind in self.rolls:
                self.rolls[kind] += holder_rows(person, held, counts, asked.kinds[kind])

    def _name(
        self,
        person: PersonFacts,
        asked: tuple[str, Sequence[str]],
        held: Spells,
        counts: Spells,
        here: Spell | None,
        as_of: date,
    ) -> None:
        """Remember by name those who stopped counting last, and those who will stop next.

        `asked`: a kind, and those that count as it.
        """
        if here is None:
            return
        holders = self.holders[asked[0]]
        now = spell_on(counts, as_of)
        if now is not None:
            if now.until_on != LAST_DAY:
                holders.ending = nsmallest(NAMED, [*holders.ending, NamedDay(now.until_on, person.name)])
            return
        past = [spell.until_on for spell in held if spell.until_on < as_of]
        if past:
            certificates = [each for each in person.certificates if each.kind in asked[1]]
            ended = NamedDay(max(past), person.name, is_revoked_after(max(past), certificates))
            holders.lapsed = nlargest(NAMED, [*holders.lapsed, ended])


@dataclass(frozen=True, slots=True)
class PersonSeries:
    """A person at one site (or at NO_SITE) from day to day, for one kind of certificate."""

    person: PersonFacts
    present: Spells
    employed: Spells
    memberships: Sequence[MembershipSpell]
    certificates: Sequence[CertificateSpell]

    def on(self, day: date, *, number_is_evidence: bool) -> PersonDay | None:
        """The person's facts on a day; None while they do not work at the site."""
        employment = spell_on(self.employed, day)
        if employment is None or spell_on(self.present, day) is None:
            return None
        role = next((each for each in self.memberships if each.spell.holds(day)), None)
        counting = [each for each in self.certificates if each.spell.holds(day)]
        return PersonDay(
            day,
            employment.from_on,
            role.job_title if role else "",
            role.department if role else "",
            holds=bool(counting),
            has_evidence=any(
                each.has_evidence or (number_is_evidence and each.has_number) for each in counting
            ),
            issued_on=max((each.spell.from_on for each in counting), default=None),
            learned=self.person.learned,
            role_from=self._role_from(role) if role else FIRST_DAY,
        )

    def _role_from(self, role: MembershipSpell) -> date:
        """Since when someone works here as what they do, however often that was written down."""
        alike = [each.spell for each in self.memberships if _what(each) == _what(role)]
        run = spell_on(merged(alike), role.spell.from_on)
        return run.from_on if run else role.spell.from_on

    def held(self) -> Spells:
        return merged(each.spell for each in self.certificates)

    def change_days(self) -> Iterator[date]:
        spells = [
            *self.employed,
            *self.present,
            *(each.spell for each in self.memberships),
            *(each.spell for each in self.certificates),
        ]
        for spell in spells:
            yield spell.from_on
            if spell.until_on != LAST_DAY:
                yield day_after(spell.until_on)


def _what(role: MembershipSpell) -> tuple[str, str]:
    return role.department, role.job_title


def person_series(person: PersonFacts, site_id: int, counting: Sequence[str]) -> PersonSeries:
    """A person's days at a site; `counting` are the kinds that count as the one that is asked."""
    return PersonSeries(
        person,
        unplaced(person) if site_id == NO_SITE.id else presence(person).get(site_id, []),
        merged(person.employments),
        [each for each in person.memberships if each.site_id == site_id],
        [each for each in person.certificates if each.kind in counting],
    )


def site_series(
    sites: Sequence[SiteFacts],
    overrides: Mapping[int, Sequence[HeadcountSpell]],
    records: Mapping[int, SiteRecords],
) -> dict[int, SiteSeries]:
    """Series without people yet, by the site's id."""
    return {
        site.id: SiteSeries(
            site, overrides=overrides.get(site.id, ()), records=records.get(site.id, NOTHING_DONE)
        )
        for site in sites
    }
