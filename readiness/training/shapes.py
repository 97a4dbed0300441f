"""What a plan of training is made of: what falls short, who could learn what, and the seats that are chosen. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from readiness.compliance.days.spells import Spell, Spells

Asked = tuple[str, str, str, str]
"""Of what something is missing: the site's code, pack and clause, and the staff number ('': of the site)."""


@dataclass(frozen=True, slots=True)
class Run:
    """Days on end on which the same number of people is missing."""

    days: Spell
    missing: int


def put(runs: list[Run], run: Run, step: int = 1) -> None:
    """Add a run, as one with the run before it where that goes on so many days after its last."""
    last = runs[-1] if runs else None
    if last and last.missing == run.missing and (run.days.from_on - last.days.until_on).days == step:
        runs[-1] = Run(Spell(last.days.from_on, run.days.until_on), run.missing)
    else:
        runs.append(run)


WEEK = 7


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A shift of each week: on a weekday (0: Monday), in minutes after midnight at the site."""

    weekday: int
    from_minute: int
    until_minute: int

    def within(self, spell: Spell) -> Spell | None:
        """From the first to the last such day of a spell; None where it has none."""
        first = spell.from_on + timedelta(days=(self.weekday - spell.from_on.weekday()) % WEEK)
        last = spell.until_on - timedelta(days=(spell.until_on.weekday() - self.weekday) % WEEK)
        return Spell(first, last) if first <= last else None

    @property
    def written(self) -> str:
        return f"{self.weekday}/{self.from_minute}/{self.until_minute}"


@dataclass(frozen=True, slots=True)
class Demand:
    """What a requirement asks and has not: at a site, or of someone there; on the days of its runs.

    `new_for`: so many months after its issue a certificate is new enough; None: as long as it counts. `slot`: of those
    who are on duty then, on the days of the runs that are its weekday. `language`: of those who speak it.
    """

    site_id: int
    asked: Asked
    certificate: str
    runs: Sequence[Run]
    new_for: int | None = None
    slot: Slot | None = None
    language: str = ""

    @property
    def key(self) -> tuple[object, ...]:
        """What tells it apart from every other demand."""
        return self.asked, self.certificate, self.new_for, self.slot, self.language

    @property
    def step(self) -> int:
        """So many days lie between one on which anything is asked and the next."""
        return WEEK if self.slot else 1

    @property
    def about(self) -> str:
        """The shift or the language that it is about, as it is kept; '' where it is about none."""
        return self.slot.written if self.slot else self.language

    def within(self, spell: Spell) -> Spell | None:
        """A spell from the first to the last of its days on which anything is asked."""
        return self.slot.within(spell) if self.slot else spell

    def days_in(self, spell: Spell) -> int:
        """On so many days of a spell something is asked."""
        days = self.within(spell)
        if days is None:
            return 0
        return days_of(days) if self.slot is None else 1 + (days_of(days) - 1) // WEEK

    @property
    def site(self) -> str:
        return self.asked[0]

    @property
    def person_days(self) -> int:
        """One for each day and each one who is missing on it."""
        return sum(self.days_in(run.days) * run.missing for run in self.runs)


def days_of(spell: Spell) -> int:
    return (spell.until_on - spell.from_on).days + 1


@dataclass(frozen=True, slots=True)
class Offer:
    """A class to come that has seats. `cost` in hundredths of `currency`.

    `languages`: the codes of that in which it is held, none where it is not said. `reach`: the sites from which people
    may come; None: all.
    """

    number: int
    kind: str
    held_on: date
    ends_on: date
    starts_at: datetime
    ends_at: datetime
    languages: frozenset[str]
    seats: int
    cost: int
    currency: str
    reach: frozenset[int] | None = None

    def is_near(self, site_id: int) -> bool:
        """Whether people come to it from a site."""
        return self.reach is None or site_id in self.reach

    def clashes_with(self, other: "Offer") -> bool:
        """One class a day is enough for anybody."""
        return self.held_on <= other.ends_on and other.held_on <= self.ends_on


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody by their number and their staff number."""

    id: int
    staff_number: str


@dataclass(frozen=True, slots=True)
class Learner:
    """People who could be trained, between whom nothing differs: each can take any other's place.

    `load`: how many of the kinds that are asked for each of them holds already.
    """

    members: Sequence[Member]
    load: int

    @property
    def size(self) -> int:
        return len(self.members)


@dataclass(frozen=True, slots=True)
class Choice:
    """One who could be in a class, `most` of them at once: what each covers, and until when the certificate counts."""

    learner: int
    offer: int
    covers: frozenset[int]
    until_on: date
    most: int = 1


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on which so many are missing, and of which every choice covers all or none. `weight`: how many days."""

    demand: int
    missing: int
    weight: int
    days: Spells

    @property
    def first_on(self) -> date:
        return self.days[0].from_on


@dataclass(frozen=True, slots=True)
class Keep:
    """Of those who are on duty somewhere at the time of a class, no more than `most` may be in one then."""

    choices: Sequence[int]
    most: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything that a planner is told."""

    demands: Sequence[Demand]
    stretches: Sequence[Stretch]
    choices: Sequence[Choice]
    offers: Mapping[int, Offer]
    learners: Mapping[int, Learner]
    keeps: Sequence[Keep] = ()
    families: Sequence[frozenset[str]] = ()
    """Kinds of which nobody learns two in one plan: one of them counts as another."""

    def limits(self) -> Iterator[tuple[list[int], int]]:
        """Of these choices, no more than so many can be made: seats, one class a day and a family, those who stay."""
        by_offer: dict[int, list[int]] = defaultdict(list)
        by_learner: dict[int, list[int]] = defaultdict(list)
        for place, choice in enumerate(self.choices):
            by_offer[choice.offer].append(place)
            by_learner[choice.learner].append(place)
        for number, places in by_offer.items():
            if self._most(places) > self.offers[number].seats:
                yield places, self.offers[number].seats
        for learner, places in by_learner.items():
            yield from self._of_learner(places, self.learners[learner].size)
        for keep in self.keeps:
            if self._most(keep.choices) > keep.most:
                yield list(keep.choices), keep.most

    def _most(self, places: Sequence[int]) -> int:
        return sum(self.choices[place].most for place in places)

    def _of_learner(self, places: Sequence[int], size: int) -> Iterator[tuple[list[int], int]]:
        if self._most(places) <= size:
            return
        offers = {place: self.offers[self.choices[place].offer] for place in places}
        for day in {offer.held_on for offer in offers.values()}:
            there = [place for place in places if offers[place].held_on <= day <= offers[place].ends_on]
            if self._most(there) > size:
                yield there, size
        for family in self.families:
            of_family = [place for place in places if offers[place].kind in family]
            if self._most(of_family) > size:
                yield of_family, size


@dataclass(frozen=True, slots=True, order=True)
class Worth:
    """What a plan comes to; a lesser one is better: first days on which one is missing, then seats, price, load."""

    unmet: int
    seats: int
    cost: int
    load: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The choices that are made, each as often as it is.

    `bound`: what no plan can be below, number by number, each with those before it held.

    A number of the bound is None where nothing is proven of it.
    """

    chosen: Sequence[int]
    worth: Worth
    bound: tuple[int | None, ...] = field(default=(None, None, None, None))

    @property
    def is_best(self) -> bool:
        """Whether it is proven that no plan is better."""
        worth = self.worth
        return self.bound == (worth.unmet, worth.seats, worth.cost, worth.load)


EXTRA = 10
"""A second seat for the same person is so much load; each kind that they hold already is one."""


def worth_of(problem: Problem, chosen: Sequence[int], stretches: Sequence[int] | None = None) -> Worth:
    """What some choices come to, on all stretches or on some that nothing else covers."""
    covered: dict[int, int] = defaultdict(int)
    seats: dict[int, int] = defaultdict(int)
    cost = load = 0
    for place in chosen:
        choice = problem.choices[place]
        cost += problem.offers[choice.offer].cost
        load += problem.learners[choice.learner].load
        seats[choice.learner] += 1
        for stretch in choice.covers:
            covered[stretch] += 1
    unmet = sum(
        stretch.weight * max(0, stretch.missing - covered[place])
        for place in (range(len(problem.stretches)) if stretches is None else stretches)
        for stretch in [problem.stretches[place]]
    )
    load += EXTRA * sum(max(0, count - problem.learners[each].size) for each, count in seats.items())
    return Worth(unmet, len(chosen), cost, load)
