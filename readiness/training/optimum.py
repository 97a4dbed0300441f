"""The best plan by HiGHS: the days on which somebody is missing, then the seats, their price, and the load.

One whole number for each choice. A number that was brought down is held while the next one is. What does not bind
each other falls apart into parts, which are solved one after the other; of each number the proven bound is kept.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, isfinite
from time import monotonic

import highspy

from readiness.planning.program import Program
from readiness.training.greedy import without_idle
from readiness.training.shapes import EXTRA, Plan, Problem, Worth, worth_of

INFINITE = highspy.kHighsInf
LARGEST = 400_000
"""A part with more choices than this stays as it was first proposed."""
Bound = tuple[int | None, int | None, int | None, int | None]


@dataclass(frozen=True, slots=True)
class Part:
    """Choices and stretches that bind each other, by their places in the problem."""

    choices: Sequence[int]
    stretches: Sequence[int]
    limits: Sequence[tuple[list[int], int]]


class _Heads:
    """Places that belong together, known by the head of each heap."""

    def __init__(self, count: int) -> None:
        self.head = list(range(count))

    def of(self, place: int) -> int:
        while self.head[place] != place:
            self.head[place] = self.head[self.head[place]]
            place = self.head[place]
        return place

    def join(self, places: Sequence[int]) -> None:
        for other in places[1:]:
            self.head[self.of(other)] = self.of(places[0])


def parts_of(problem: Problem) -> list[Part]:
    """The problem in parts that know nothing of each other, the smallest first."""
    limits, heads = list(problem.limits()), _Heads(len(problem.choices))
    covering: dict[int, list[int]] = defaultdict(list)
    learners: dict[int, list[int]] = defaultdict(list)
    for place, choice in enumerate(problem.choices):
        learners[choice.learner].append(place)
        for stretch in choice.covers:
            covering[stretch].append(place)
    for together in [*covering.values(), *learners.values(), *(places for places, _most in limits)]:
        heads.join(together)
    choices: dict[int, list[int]] = defaultdict(list)
    stretches: dict[int, list[int]] = defaultdict(list)
    bound: dict[int, list[tuple[list[int], int]]] = defaultdict(list)
    for place in range(len(problem.choices)):
        choices[heads.of(place)].append(place)
    for stretch, places in covering.items():
        stretches[heads.of(places[0])].append(stretch)
    for places, most in limits:
        bound[heads.of(places[0])].append((places, most))
    parts = [Part(places, stretches[at], bound[at]) for at, places in choices.items()]
    return sorted(parts, key=lambda part: (len(part.choices), part.choices[0]))


class PartProgram:
    """The program of a part: a column for each choice, each stretch that may stay short, each second seat."""

    def __init__(self, problem: Problem, part: Part) -> None:
        self.problem, self.part, self.program = problem, part, Program()
        self.column = {
            place: self.program.column(0, problem.choices[place].most, is_whole=True)
            for place in part.choices
        }
        self.short = {
            place: self.program.column(0, problem.stretches[place].missing, is_whole=False)
            for place in part.stretches
        }
        self.there: dict[int, int] = {}
        self._cover()
        for places, most in part.limits:
            self.program.row([self.column[place] for place in places], -INFINITE, most)
        self.extra = self._second_seats()
        self.numbers = [self._unmet(), self._seats(), self._cost(), self._load()]

    def _cover(self) -> None:
        """How many cover a stretch is told by how many cover the one before it, and who begins or ends between them.

        So each choice stands in a few rows, and not in as many as it covers stretches.
        """
        covering: dict[int, set[int]] = defaultdict(set)
        for place in self.part.choices:
            for stretch in self.problem.choices[place].covers:
                covering[stretch].add(self.column[place])
        of_demand: dict[int, list[int]] = defaultdict(list)
        for stretch in sorted(covering, key=lambda each: (self.problem.stretches[each].first_on, each)):
            of_demand[self.problem.stretches[stretch].demand].append(stretch)
        for stretches in of_demand.values():
            before: int | None = None
            for stretch in stretches:
                self._chain(stretch, before, covering)
                before = stretch

    def _chain(self, stretch: int, before: int | None, covering: Mapping[int, set[int]]) -> None:
        there = self.program.column(0, INFINITE, is_whole=False)
        self.there[stretch] = there
        earlier = covering[before] if before is not None else set()
        begin, end = sorted(covering[stretch] - earlier), sorted(earlier - covering[stretch])
        columns = [there, *begin, *end]
        factors = [1.0] + [-1.0] * len(begin) + [1.0] * len(end)
        if before is not None:
            columns.append(self.there[before])
            factors.append(-1.0)
        self.program.weighed(columns, factors, 0, 0)
        missing = self.problem.stretches[stretch].missing
        self.program.row([there], missing, INFINITE, self.short[stretch])

    def _second_seats(self) -> dict[int, int]:
        of_learner: dict[int, list[int]] = defaultdict(list)
        for place in self.part.choices:
            of_learner[self.problem.choices[place].learner].append(place)
        extra = {}
        for learner, places in of_learner.items():
            size = self.problem.learners[learner].size
            if sum(self.problem.choices[place].most for place in places) > size:
                extra[learner] = self.program.column(0, INFINITE, is_whole=False)
                self.program.row([self.column[place] for place in places], -INFINITE, size, extra[learner])
        return extra

    def _unmet(self) -> dict[int, float]:
        return {column: self.problem.stretches[place].weight for place, column in self.short.items()}

    def _seats(self) -> dict[int, float]:
        return dict.fromkeys(self.column.values(), 1)

    def _cost(self) -> dict[int, float]:
        offers, choices = self.problem.offers, self.problem.choices
        return {column: offers[choices[place].offer].cost for place, column in self.column.items()}

    def _load(self) -> dict[int, float]:
        learners, choices = self.problem.learners, self.problem.choices
        load: dict[int, float] = {
            column: learners[choices[place].learner].load for place, column in self.column.items()
        }
        return load | dict.fromkeys(self.extra.values(), EXTRA)

    def start(self, chosen: Sequence[int]) -> list[float]:
        """The columns as they are with some choices."""
        values = [0.0] * len(self.program.costs)
        covered: dict[int, int] = defaultdict(int)
        seats: dict[int, int] = defaultdict(int)
        for place in chosen:
            values[self.column[place]] += 1
            seats[self.problem.choices[place].learner] += 1
            for stretch in self.problem.choices[place].covers:
                covered[stretch] += 1
        for stretch, column in self.short.items():
            values[column] = max(0, self.problem.stretches[stretch].missing - covered[stretch])
        for stretch, column in self.there.items():
            values[column] = covered[stretch]
        for learner, column in self.extra.items():
            values[column] = max(0, seats[learner] - self.problem.learners[learner].size)
        return values


def solve_part(
    problem: Problem, part: Part, chosen: Sequence[int], seconds: float
) -> tuple[list[int], Bound]:
    """The best choices of a part that were found in time, from those that are known; and what is proven."""
    ends_at = monotonic() + seconds
    program = PartProgram(problem, part)
    bound: list[int | None] = []
    for number, weights in enumerate(program.numbers):
        value = _values(worth_of(problem, chosen, part.stretches))[number]
        left = ends_at - monotonic()
        least = _least(program, weights, value, chosen, max(0.2, left if number == 3 else left / 2))
        if least is not None:
            chosen, proven = without_idle(problem, least[0]), least[1]
            value = _values(worth_of(problem, chosen, part.stretches))[number]
            bound.append(min(value, proven))
        else:
            bound.append(None)
        held = {column: weight for column, weight in weights.items() if weight}
        program.program.weighed(list(held), list(held.values()), -INFINITE, value)
    return list(chosen), (bound[0], bound[1], bound[2], bound[3])


def _least(
    program: PartProgram, weights: dict[int, float], value: int, chosen: Sequence[int], seconds: float
) -> tuple[Sequence[int], int] | None:
    """The choices that bring one number down, with its proven bound; None: nothing was found, or proven."""
    if value == 0 or (len(set(weights.values())) == 1 and _is_held(program, weights)):
        return chosen, value
    costs = program.program.costs
    for column in range(len(costs)):
        costs[column] = weights.get(column, 0.0)
    solved = program.program.solve(seconds, 0, program.start(chosen))
    if solved is None:
        return None
    found = [
        place
        for place, column in program.column.items()
        for _time in range(round(float(solved.values[column])))
    ]
    least = max(0.0, solved.bound) if isfinite(solved.bound) else 0.0
    return found, ceil(least - 1e-6 * max(1.0, least))


def _is_held(program: PartProgram, weights: dict[int, float]) -> bool:
    """Whether every seat has the same price: then so many seats are so much money, and that is settled."""
    return weights.keys() == program.numbers[1].keys() and weights is not program.numbers[1]


def _values(worth: Worth) -> tuple[int, int, int, int]:
    return worth.unmet, worth.seats, worth.cost, worth.load


@dataclass(frozen=True, slots=True)
class Progress:
    """So many parts of all were looked at."""

    solved: int
    parts: int


def improve(problem: Problem, proposal: Plan, seconds: float, tell: Callable[[Progress], None]) -> Plan:
    """The proposal part by part made as good as can be in so many seconds, with what is proven."""
    ends_at, told_at = monotonic() + seconds, monotonic()
    parts = parts_of(problem)
    part_of = {place: number for number, part in enumerate(parts) for place in part.choices}
    chosen: list[list[int]] = [[] for _part in parts]
    for place in proposal.chosen:
        chosen[part_of[place]].append(place)
    reached = {place for part in parts for place in part.stretches}
    beyond = [place for place in range(len(problem.stretches)) if place not in reached]
    bounds: list[Bound] = [(worth_of(problem, [], beyond).unmet, 0, 0, 0)]
    for number, part in enumerate(parts):
        left = ends_at - monotonic()
        if left > 0 and len(part.choices) <= LARGEST:
            # The last ones are the largest: what the small ones do not take is theirs.
            share = min(left, 3 * left / (len(parts) - number))
            chosen[number], bound = solve_part(problem, part, chosen[number], share)
            bounds.append(bound)
        else:
            bounds.append((None, None, None, None))
        if monotonic() - told_at > 2:
            told_at = monotonic()
            tell(Progress(number + 1, len(parts)))
    found = sorted(place for places in chosen for place in places)
    return Plan(found, worth_of(problem, found), _summed(bounds))


def _summed(bounds: Sequence[Bound]) -> Bound:
    sums = [
        None
        if any(bound[number] is None for bound in bounds)
        else sum(bound[number] or 0 for bound in bounds)
        for number in range(4)
    ]
    return sums[0], sums[1], sums[2], sums[3]
