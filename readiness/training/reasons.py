"""Why somebody is missing on some days although there is a plan: by its classes, their seats, who could go. Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from readiness.compliance.days.spells import Spell
from readiness.training.shapes import Demand, Offer, Problem

NO_CLASS, FAR, FULL = "no_class", "far", "full"
"""No class of the kind is planned; none is near enough; of those that are none has a free seat."""
UNTIL, LATE = "until", "late"
"""Missing until a class counts on whose people one counts; until the first counts that somebody could go to."""
NOBODY, GOING = "nobody", "going"
"""Nobody could go to a class and would help; all who could go already."""
NO_SEAT, ENGAGED = "no_seat", "engaged"
"""Who could go finds no seat left; finds one, and is needed on duty or goes to another class."""

TO_BOOK = frozenset({NO_CLASS, FAR, FULL, NO_SEAT, ENGAGED})
"""What another class would close."""

Coming = Mapping[int | str, Sequence[tuple[str, date]]]
"""By site, and by staff number: kinds and days from which a certificate of somebody counts on whom one counts."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why; the day on which the class counts that it waits for; the classes in which seats are free all the same."""

    why: str
    class_on: date | None = None
    free_in: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Reasons:
    """Tells why, by a problem and the choices of a plan.

    `full`: classes that had no free seat before it. `serving`: by a kind, those that count as it. `coming`: with it.
    """

    problem: Problem
    chosen: Sequence[int]
    full: Sequence[Offer]
    serving: Mapping[str, Sequence[str]]
    coming: Coming

    def of(self, demand: Demand, days: Spell) -> Reason:
        """Why one more is missing on all of some days on end, and not on the next."""
        kinds = self.serving.get(demand.certificate, (demand.certificate,))
        counts_on = self._counts_after(demand, kinds, days.until_on)
        if counts_on is not None:
            return Reason(UNTIL, counts_on)
        offers = [each for each in self.problem.offers.values() if each.kind in kinds]
        near = [each for each in offers if each.is_near(demand.site_id)]
        if near:
            return self._of_near(demand, days, near)
        full = [each for each in self.full if each.kind in kinds]
        if any(each.is_near(demand.site_id) for each in full):
            return Reason(FULL)
        return Reason(FAR if offers or full else NO_CLASS)

    def _counts_after(self, demand: Demand, kinds: Sequence[str], last_on: date) -> date | None:
        """The day right after the last, or before the next on which it is asked, from which somebody's class counts."""
        until_on = last_on + timedelta(days=demand.step)
        days = [
            day
            for kind, day in self.coming.get(demand.asked[3] or demand.site_id, ())
            if kind in kinds and last_on < day <= until_on
        ]
        return min(days, default=None)

    def _of_near(self, demand: Demand, days: Spell, near: Sequence[Offer]) -> Reason:
        place = self._places.get(demand.key, -1)
        found = [
            offers
            for stretch, offers in self._helping.get(place, {}).items()
            if any(
                spell.from_on <= days.until_on and days.from_on <= spell.until_on
                for spell in self.problem.stretches[stretch].days
            )
        ]
        if not found:
            first = self._first_classes.get(place) or min(offer.ends_on for offer in near)
            return Reason(LATE, first) if first > days.until_on else Reason(NOBODY)
        left = set[int]().union(*found)
        if not left:
            return Reason(GOING)
        free = frozenset(number for number in left if self.free(number) > 0)
        return Reason(ENGAGED, free_in=free) if free else Reason(NO_SEAT)

    def free(self, number: int) -> int:
        """So many seats of a class stay free with the plan."""
        return self.problem.offers[number].seats - self._seats.get(number, 0)

    def _is_left(self, place: int) -> bool:
        """Whether somebody of those who could make a choice learns nothing of its family yet."""
        choice = self.problem.choices[place]
        kind = self.problem.offers[choice.offer].kind
        family = {kind}.union(*(family for family in self.problem.families if kind in family))
        taken = sum(self._learning.get((choice.learner, each), 0) for each in family)
        return taken < self.problem.learners[choice.learner].size

    @cached_property
    def _places(self) -> Mapping[tuple[object, ...], int]:
        return {demand.key: place for place, demand in enumerate(self.problem.demands)}

    @cached_property
    def _first_classes(self) -> Mapping[int, date]:
        """By demand, the day on which the first class that anybody could go to for it would count."""
        found: dict[int, date] = {}
        for choice in self.problem.choices:
            day = self.problem.offers[choice.offer].ends_on
            for stretch in choice.covers:
                demand = self.problem.stretches[stretch].demand
                found[demand] = min(day, found.get(demand, day))
        return found

    @cached_property
    def _helping(self) -> Mapping[int, Mapping[int, set[int]]]:
        """By demand, each stretch of it on which somebody is still missing, if anybody could go to a class for it.

        With the classes to which somebody could go who learns nothing of the kind yet.
        """
        covered: dict[int, int] = defaultdict(int)
        for place in self.chosen:
            for stretch in self.problem.choices[place].covers:
                covered[stretch] += 1
        found: dict[int, dict[int, set[int]]] = defaultdict(dict)
        for place, choice in enumerate(self.problem.choices):
            is_left = self._is_left(place)
            for number in choice.covers:
                there = self.problem.stretches[number]
                if covered.get(number, 0) < there.missing:
                    offers = found[there.demand].setdefault(number, set())
                    if is_left:
                        offers.add(choice.offer)
        return found

    @cached_property
    def _seats(self) -> Mapping[int, int]:
        """By class, so many whom the plan names."""
        found: dict[int, int] = defaultdict(int)
        for place in self.chosen:
            found[self.problem.choices[place].offer] += 1
        return found

    @cached_property
    def _learning(self) -> Mapping[tuple[int, str], int]:
        """By learner and kind, so many whom the plan names."""
        found: dict[tuple[int, str], int] = defaultdict(int)
        for place in self.chosen:
            choice = self.problem.choices[place]
            found[choice.learner, self.problem.offers[choice.offer].kind] += 1
        return found
