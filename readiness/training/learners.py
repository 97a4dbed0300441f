"""Who could learn what: everyone with what decides it, so that those who are alike can be looked at once. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from readiness.classes.states import ENROLLED, INVITED
from readiness.compliance.checks.counting_terms import months_after
from readiness.compliance.days.series import holding, presence
from readiness.compliance.days.spells import Spell, Spells, merged, shared, without
from readiness.compliance.days.subjects import Asked, PersonFacts
from readiness.standards.certificate_kinds import CertificateKinds
from readiness.training.offers import Rulings
from readiness.training.queries import Attached, Shift
from readiness.training.shapes import Demand, Offer, Slot


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody stands to classes and to the rota. `recorded`: their languages, as they are recorded."""

    attached: Sequence[Attached]
    shifts: Sequence[Shift]
    absent: Spells
    recorded: Sequence[str]


@dataclass(frozen=True, slots=True)
class Someone:
    """A person with all that decides which class they may be in and what it would cover, on the days ahead."""

    id: int
    staff_number: str
    languages: frozenset[str]
    load: int
    present: Mapping[int, Spells]
    employed: Spells
    away: Spells
    held: Mapping[str, Spells]
    standing: Standing
    demands: Sequence[int]

    def alike(self, rulings: Rulings) -> tuple[object, ...]:
        """Those of whom this is the same can take each other's places: but for their names nothing differs."""
        return (
            tuple(sorted((site, tuple(spells)) for site, spells in self.present.items())),
            tuple(self.employed),
            tuple(self.away),
            tuple(sorted((kind, tuple(spells)) for kind, spells in self.held.items())),
            tuple((kind, rulings.held_of(self.id, kind)) for kind in sorted(rulings.held)),
            tuple((each.training_class, each.state) for each in self.standing.attached),
            tuple(replace(each, person_id=0) for each in self.standing.shifts),
            tuple(self.standing.absent),
            self.languages,
            frozenset(self.standing.recorded),
            self.load,
            tuple(self.demands),
        )


def someone(
    person: PersonFacts,
    asked: Asked,
    days: Spell,
    languages: frozenset[str],
    standing: Standing,
    demands: Sequence[int],
) -> Someone:
    """A person's facts on the days that are planned."""
    within = [days]
    held = {kind: shared(spells, within) for kind, spells in holding(person, asked).items()}
    load = sum(1 for spells in held.values() if spells)
    return Someone(
        person.id,
        person.staff_number,
        languages,
        load,
        {site: spells for site, each in presence(person).items() if (spells := shared(each, within))},
        shared(merged(person.employments), within),
        shared(merged(person.leaves), within),
        {kind: spells for kind, spells in held.items() if spells},
        standing,
        demands,
    )


def may_attend(person: Someone, offer: Offer, kinds: CertificateKinds) -> bool:
    """Whether somebody could be in a class: they work here then, are not away, understand it, come from near enough."""
    hours = Spell(offer.held_on, offer.ends_on)
    if not any(
        spell.from_on <= hours.from_on and hours.until_on <= spell.until_on for spell in person.employed
    ):
        return False
    if any(_meet(spell, hours) for spell in person.away):
        return False
    if offer.languages and not offer.languages & person.languages:
        return False
    if offer.reach is not None and not any(
        site in offer.reach and any(_meet(spell, hours) for spell in spells)
        for site, spells in person.present.items()
    ):
        return False
    return not any(_rules_out(each, offer, kinds) for each in person.standing.attached)


def _meet(one: Spell, other: Spell) -> bool:
    return one.from_on <= other.until_on and other.from_on <= one.until_on


def _rules_out(attached: Attached, offer: Offer, kinds: CertificateKinds) -> bool:
    """Whoever stands to this class in some way is not asked again; nor who is in another then, or for the same."""
    if attached.training_class == offer.number:
        return True
    if attached.state not in (ENROLLED, INVITED):
        return False
    overlaps = attached.starts_at < offer.ends_at and offer.starts_at < attached.ends_at
    return overlaps or same_family(attached.kind, offer.kind, kinds)


def same_family(one: str, other: str, kinds: CertificateKinds) -> bool:
    """Whether one of two kinds counts as the other: nobody learns both in one plan."""
    return one in kinds.counting_as(other) or other in kinds.counting_as(one)


def covered(person: Someone, demand: Demand, days: Spell) -> list[Spell]:
    """The days on which one more certificate for these days would make good what is missing, or one of it."""
    if demand.asked[3]:
        until_on = days.until_on
        if demand.new_for is not None:
            until_on = min(until_on, months_after(days.from_on, demand.new_for))
        return [Spell(days.from_on, until_on)] if demand.asked[3] == person.staff_number else []
    if demand.language and demand.language not in person.standing.recorded:
        return []
    here = _on_duty(person, demand) if demand.slot else person.present.get(demand.site_id, ())
    return without(without(shared(here, [days]), person.away), person.held.get(demand.certificate, ()))


def _on_duty(person: Someone, demand: Demand) -> list[Spell]:
    """The days on which they have a shift, are employed, and not absent."""
    mine = merged(
        Spell(each.from_on, each.until_on)
        for each in person.standing.shifts
        if each.site_id == demand.site_id
        and Slot(each.weekday, each.from_minute, each.until_minute) == demand.slot
    )
    return without(shared(mine, person.employed), person.standing.absent)


def groups(people: Sequence[Someone], rulings: Rulings) -> Iterator[list[Someone]]:
    """The people, those who are alike together."""
    found: dict[tuple[object, ...], list[Someone]] = {}
    for each in people:
        found.setdefault(each.alike(rulings), []).append(each)
    yield from found.values()


def on_duty(shift: Shift, begins: tuple[date, int], ends: tuple[date, int]) -> bool:
    """Whether a shift is at some time between two instants of the clock at its site: day and minute."""
    first, last = begins[0].toordinal(), ends[0].toordinal()
    for ordinal in range(first - 1, last + 1):
        day = date.fromordinal(ordinal)
        if day.weekday() != shift.weekday or not shift.from_on <= day <= shift.until_on:
            continue
        length = (shift.until_minute - shift.from_minute) % 1440 or 1440
        from_at = ordinal * 1440 + shift.from_minute
        if from_at < last * 1440 + ends[1] and first * 1440 + begins[1] < from_at + length:
            return True
    return False
