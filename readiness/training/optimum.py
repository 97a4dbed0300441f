"""The best plan by HiGHS: the days on which somebody is missing, then the seats, their price, and the load.

One whole number for each choice. A number that was brought down is held while the next one is. What does not bind
each other falls apart into parts, which are solved one after the other; of each number the proven bound is kept.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, gcd, isfinite
from operator import mul
from time import monotonic

from readiness.training.greedy import without_idle
from readiness.training.programs import INFINITE, Part, PartProgram, parts_of
from readiness.training.shapes import EXTRA, Plan, Problem, Worth, worth_of

LARGEST = 400_000
"""A part with more choices than this stays as it was first proposed."""
EXACT = 3_000
"""In a part with more choices price and load are brought down together, and held against what no plan is below."""
Bound = tuple[int | None, int | None, int | None, int | None]


def solve_part(
    problem: Problem, part: Part, chosen: Sequence[int], seconds: float
) -> tuple[list[int], Bound]:
    """The best choices of a part that were found in time, from those that are known; and what is proven."""
    ends_at = monotonic() + seconds
    search = _Search(problem, part, list(chosen))
    unmet, seats, cost, load = search.program.numbers
    # No plan has so many seats: where a day costs more, it always comes before them.
    day = 1 + sum(
        min(sum(problem.choices[each].most for each in there), most)
        for there, most in _by_offer(problem, part)
    )
    of_both = search.bring_down([(day, unmet), (1, seats)], (ends_at - monotonic()) * 0.6)
    bound: list[int | None] = [None, None]
    if of_both is not None:
        bound[0] = max(0, -((day - 1 - of_both) // day))
        bound[1] = of_both - day * search.worth.unmet if bound[0] == search.worth.unmet else None
    if len(part.choices) > EXACT:
        search.settle((ends_at - monotonic()) * 0.75)
    search.hold(unmet, search.worth.unmet)
    search.hold(seats, search.worth.seats)
    if len(part.choices) > EXACT:
        of_cost = search.least(cost, search.worth.cost, (ends_at - monotonic()) / 2)
        search.hold(cost, search.worth.cost)
        of_load = search.least(load, search.worth.load, ends_at - monotonic())
        return search.chosen, (bound[0], bound[1], of_cost, of_load)
    of_cost = search.bring_down([(1, cost)], (ends_at - monotonic()) / 2)
    search.hold(cost, search.worth.cost)
    of_load = search.bring_down([(1, load)], ends_at - monotonic())
    return search.chosen, (bound[0], bound[1], of_cost, of_load)


class _Search:
    """The choices of a part as they stand, and the program by which they become better."""

    def __init__(self, problem: Problem, part: Part, chosen: list[int]) -> None:
        self.problem, self.part, self.chosen = problem, part, chosen
        self.program = PartProgram(problem, part)

    @property
    def worth(self) -> Worth:
        return worth_of(self.problem, self.chosen, self.part.stretches)

    def bring_down(self, weighted: Sequence[tuple[int, dict[int, float]]], seconds: float) -> int | None:
        """Bring down what some numbers come to together; gives what it cannot be below, None: nothing is proven."""
        costs = [0.0] * len(self.program.program.costs)
        for factor, weights in weighted:
            for column, weight in weights.items():
                costs[column] += factor * weight
        start = self.program.start(self.chosen)
        value = round(sum(map(mul, costs, start)))
        if value == 0:
            return 0
        self.program.program.costs = costs
        solved = self.program.program.solve(max(0.2, seconds), 0, start)
        if solved is None:
            return None
        if solved.cost < value - 0.5:
            self.chosen = without_idle(self.problem, self.program.places(solved.values.tolist()))
        return _whole(solved.bound if isfinite(solved.bound) else 0.0, value)

    def least(self, weights: dict[int, float], value: int, seconds: float) -> int | None:
        """What a number cannot be below with those before it held, without looking for a better plan."""
        if value == 0:
            return 0
        costs = [0.0] * len(self.program.program.costs)
        for column, weight in weights.items():
            costs[column] = weight
        self.program.program.costs = costs
        found = self.program.program.least(max(0.2, seconds))
        return None if found is None else _whole(found, value)

    def hold(self, weights: dict[int, float], value: int) -> None:
        """From now on a number is no more than this."""
        held = {column: weight for column, weight in weights.items() if weight}
        self.program.program.weighed(list(held), list(held.values()), -INFINITE, value)

    def settle(self, seconds: float) -> None:
        """In a large part price and load are brought down with as much missing on each day as it is: unproven."""
        unit = gcd(*(offer.cost for offer in self.problem.offers.values())) or 1
        _unmet, seats, cost, load = self.program.numbers
        start, whole = self.program.start(self.chosen), list(self.program.program.uppers)
        for column in self.program.short.values():
            self.program.program.uppers[column] = start[column]
        most_load = 1 + EXTRA * self.worth.seats + self.worth.load
        most_cost = 1 + self.worth.seats * max(offer.cost for offer in self.problem.offers.values()) // unit
        prices = {column: price / unit for column, price in cost.items()}
        self.bring_down([(most_cost * most_load, seats), (most_load, prices), (1, load)], seconds)
        self.program.program.uppers = whole


def _whole(bound: float, value: int) -> int:
    """A bound as the whole number that nothing is below, and no more than the value that was found."""
    least = max(0.0, bound)
    return int(min(value, ceil(least - 1e-9 * least - 1e-6)))


def _by_offer(problem: Problem, part: Part) -> list[tuple[list[int], int]]:
    """The choices of each class in a part, with its seats."""
    places: dict[int, list[int]] = defaultdict(list)
    for place in part.choices:
        places[problem.choices[place].offer].append(place)
    return [(there, problem.offers[number].seats) for number, there in places.items()]


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
