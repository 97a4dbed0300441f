"""The problem that a planner is told, made of the outlook, the classes and the people."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from readiness.classes.states import ENROLLED, INVITED
from readiness.compliance.days.spells import Spell, Spells, merged, shared
from readiness.foundation.temporal import day_after
from readiness.standards.certificate_kinds import CertificateKinds
from readiness.training.demand import Outlook
from readiness.training.learners import Someone, Standing, covered, groups, may_attend, on_duty, someone
from readiness.training.offers import Rulings, language_codes
from readiness.training.queries import Attached, Shift, languages_of
from readiness.training.shapes import Choice, Demand, Keep, Learner, Member, Offer, Problem, Stretch

Way = tuple[int, date, tuple[tuple[int, Spell], ...]]
"""A class, until when its certificate would count, and the days of each demand that it would cover."""


@dataclass(frozen=True)
class Ground:
    """All that a problem is made of."""

    outlook: Outlook
    offers: Mapping[int, Offer]
    attached: Mapping[int, Sequence[Attached]]
    shifts: Sequence[Shift]
    absent: Mapping[int, Spells]
    kinds: CertificateKinds
    tongue: str

    def serving(self, demand: Demand) -> frozenset[str]:
        """The kinds of classes that serve a demand."""
        return frozenset(self.outlook.asking.asked.kinds.get(demand.certificate, (demand.certificate,)))


class Builder:
    """Makes the problem: people by people that are alike, their choices, then the stretches that these cut."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.demands = ground.outlook.demands
        self.serving = [ground.serving(demand) for demand in self.demands]
        self.at_site: dict[int, list[int]] = defaultdict(list)
        self.of_person: dict[str, list[int]] = defaultdict(list)
        for place, demand in enumerate(self.demands):
            if demand.asked[3]:
                self.of_person[demand.asked[3]].append(place)
            else:
                self.at_site[demand.site_id].append(place)
        self.learners: dict[int, Learner] = {}
        self.pairs: list[tuple[int, int, date]] = []
        self.spells: dict[int, list[tuple[int, Spell]]] = defaultdict(list)
        kinds = sorted({offer.kind for offer in ground.offers.values()})
        self.rulings = Rulings.of(ground.kinds, kinds, sorted(ground.outlook.people))

    def build(self) -> Problem:
        people = self._people()
        families = families_of(self.rulings.held, self.ground.kinds)
        for members, found, load in self._alike(people):
            is_simple = self._is_simple([number for number, _until_on, _spells in found], families)
            for together in [members] if is_simple else [[each] for each in members]:
                self._add(together, found, load)
        stretches, covers = self._stretches()
        choices = [
            Choice(learner, offer, frozenset(covers[place]), until_on, self._most(learner, offer))
            for place, (learner, offer, until_on) in enumerate(self.pairs)
        ]
        keeps = list(self._keeps(people))
        return Problem(self.demands, stretches, choices, self.ground.offers, self.learners, keeps, families)

    def _most(self, learner: int, offer: int) -> int:
        return min(self.learners[learner].size, self.ground.offers[offer].seats)

    def _people(self) -> list[Someone]:
        outlook = self.ground.outlook
        languages = languages_of(sorted(outlook.people))
        shifts: dict[int, list[Shift]] = defaultdict(list)
        for shift in self.ground.shifts:
            shifts[shift.person_id].append(shift)
        return [
            someone(
                person,
                outlook.asking.asked,
                outlook.days,
                language_codes(languages.get(person.id) or (self.ground.tongue,)),
                Standing(
                    self.ground.attached.get(person.id, ()),
                    shifts[person.id],
                    merged(self.ground.absent.get(person.id, ())),
                    languages.get(person.id, ()),
                ),
                self.of_person.get(person.staff_number, ()),
            )
            for person in sorted(outlook.people.values(), key=lambda each: each.staff_number)
        ]

    def _alike(self, people: Sequence[Someone]) -> Iterator[tuple[list[Member], Sequence[Way], int]]:
        """Those who could take each other's places, with where they could go and what it would cover."""
        found: dict[tuple[object, ...], tuple[list[Member], Sequence[Way], int]] = {}
        for group in groups(people, self.rulings):
            first = group[0]
            ways = tuple(self._ways(first))
            if ways:
                shifts = tuple(replace(each, person_id=0) for each in first.standing.shifts)
                members, _ways, _load = found.setdefault((ways, first.load, shifts), ([], ways, first.load))
                members += [Member(each.id, each.staff_number) for each in group]
        yield from found.values()

    def _ways(self, person: Someone) -> Iterator[Way]:
        sites = dict.fromkeys([*person.present, *(each.site_id for each in person.standing.shifts)])
        near = [*person.demands, *(place for site in sites for place in self.at_site.get(site, ()))]
        wanted = frozenset().union(*(self.serving[place] for place in near))
        for offer in self.ground.offers.values():
            if offer.kind not in wanted or not may_attend(person, offer, self.ground.kinds):
                continue
            until_on = self.rulings.until(person.id, offer.kind, offer.ends_on)
            if until_on is None:
                continue
            days = shared([self.ground.outlook.days], [Spell(offer.ends_on, until_on)])
            spells = tuple(self._covered(person, near, offer, days[0])) if days else ()
            if spells:
                yield offer.number, until_on, spells

    def _is_simple(self, numbers: Sequence[int], families: Sequence[frozenset[str]]) -> bool:
        """Whether who is alike can share seats out afterwards: classes of one day, families that do not overlap."""
        offers = [self.ground.offers[number] for number in numbers]
        kinds = {offer.kind for offer in offers}
        own = {family & kinds for family in families} - {frozenset()}
        widest = [family for family in own if not any(family < other for other in own)]
        return all(offer.held_on == offer.ends_on for offer in offers) and sum(map(len, widest)) == len(kinds)

    def _add(self, members: Sequence[Member], ways: Sequence[Way], load: int) -> None:
        number = members[0].id
        self.learners[number] = Learner(sorted(members, key=lambda each: each.staff_number), load)
        for offer, until_on, spells in ways:
            for demand, spell in spells:
                self.spells[demand].append((len(self.pairs), spell))
            self.pairs.append((number, offer, until_on))

    def _covered(
        self, person: Someone, near: Sequence[int], offer: Offer, days: Spell
    ) -> Iterator[tuple[int, Spell]]:
        """The days of each demand on which something is missing that this would make good."""
        for place in near:
            if offer.kind not in self.serving[place]:
                continue
            demand = self.demands[place]
            missing = [run.days for run in demand.runs]
            for spell in covered(person, demand, days):
                for run in missing:
                    for both in map(demand.within, shared([spell], [run])):
                        if both is not None:
                            yield place, both

    def _stretches(self) -> tuple[list[Stretch], list[set[int]]]:
        """Each demand cut wherever something begins or ends to cover it; what is covered alike is one stretch."""
        stretches: list[Stretch] = []
        covers: list[set[int]] = [set() for _pair in self.pairs]
        for place, demand in enumerate(self.demands):
            alike: dict[tuple[int, frozenset[int]], list[Spell]] = defaultdict(list)
            for run in demand.runs:
                for days, covering in _cut(run.days, self.spells.get(place, ())):
                    if demand.days_in(days):
                        alike[run.missing, covering].append(days)
            for (missing, covering), spells in alike.items():
                for choice in covering:
                    covers[choice].add(len(stretches))
                weight = sum(map(demand.days_in, spells))
                stretches.append(Stretch(place, missing, weight, spells))
        return stretches, covers

    def _keeps(self, people: Collection[Someone]) -> Iterator[Keep]:
        """At every site, of those who are on duty at the time of a class one at least stays."""
        zones = {
            series.site.id: series.site.time_zone for series in self.ground.outlook.asking.series.values()
        }
        by_site: dict[int, list[Shift]] = defaultdict(list)
        for shift in self.ground.shifts:
            by_site[shift.site_id].append(shift)
        attached = {each.id: each.standing.attached for each in people}
        for offer, leaving in self._at_once():
            for site_id in sorted(by_site.keys() & zones.keys()):
                begins, ends = (_there(at, zones[site_id]) for at in (offer.starts_at, offer.ends_at))
                there = {each.person_id for each in by_site[site_id] if on_duty(each, begins, ends)}
                away = sum(_is_in_class(attached.get(person, ()), offer) for person in there)
                chosen = [place for place in leaving if self._members(place) & there]
                if chosen:
                    yield Keep(chosen, max(0, len(there) - 1 - away))

    def _members(self, place: int) -> set[int]:
        return {each.id for each in self.learners[self.pairs[place][0]].members}

    def _at_once(self) -> Iterator[tuple[Offer, list[int]]]:
        """Each class with all who could be in it, or in another on those days."""
        by_offer: dict[int, list[int]] = defaultdict(list)
        for place, (_learner, number, _until_on) in enumerate(self.pairs):
            by_offer[number].append(place)
        offers = [self.ground.offers[number] for number in by_offer]
        for offer in offers:
            near = [other.number for other in offers if other.clashes_with(offer)]
            yield offer, [place for number in near for place in by_offer[number]]


def families_of(offered: Collection[str], kinds: CertificateKinds) -> list[frozenset[str]]:
    """For each kind that is offered, those that are offered and count as it, itself among them."""
    found = {frozenset(kinds.counting_as(kind)) & frozenset(offered) for kind in offered}
    return sorted(found, key=sorted)


def _is_in_class(attached: Sequence[Attached], offer: Offer) -> bool:
    return any(
        each.state in (ENROLLED, INVITED)
        and each.starts_at < offer.ends_at
        and offer.starts_at < each.ends_at
        for each in attached
    )


def _there(instant: datetime, time_zone: str) -> tuple[date, int]:
    there = instant.astimezone(ZoneInfo(time_zone))
    return there.date(), there.hour * 60 + there.minute


def _cut(run: Spell, spells: Sequence[tuple[int, Spell]]) -> Iterator[tuple[Spell, frozenset[int]]]:
    """The days of a run as pieces, each with the choices that cover it: all days of it, or none."""
    near = [
        (choice, spell)
        for choice, spell in spells
        if spell.from_on <= run.until_on and spell.until_on >= run.from_on
    ]
    edges = {run.from_on, day_after(run.until_on)}
    for _choice, spell in near:
        edges |= {max(spell.from_on, run.from_on), min(day_after(spell.until_on), day_after(run.until_on))}
    ordered = sorted(edges)
    for first, following in pairwise(ordered):
        covering = frozenset(choice for choice, spell in near if spell.from_on <= first <= spell.until_on)
        yield Spell(first, date.fromordinal(following.toordinal() - 1)), covering
