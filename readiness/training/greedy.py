"""A plan at once: seat by seat, what makes good the most days first; what is not needed is left out again. Pure.

The same problem always gives the same plan.
"""

from collections import defaultdict
from collections.abc import Sequence
from heapq import heapify, heappop, heappush

from readiness.training.shapes import EXTRA, Plan, Problem, worth_of

Key = tuple[int, int, int, int]


class Standing:
    """What is chosen so far, what it covers, and what is still free."""

    def __init__(self, problem: Problem, *, limited: bool = True) -> None:
        self.problem = problem
        self.covered = [0] * len(problem.stretches)
        self.left: list[int] = []
        self.of_choice: dict[int, list[int]] = defaultdict(list)
        for places, most in problem.limits() if limited else ():
            for place in places:
                self.of_choice[place].append(len(self.left))
            self.left.append(most)
        self.taken: dict[int, int] = defaultdict(int)
        self.times: dict[int, int] = defaultdict(int)

    def is_free(self, place: int) -> bool:
        is_left = all(self.left[limit] > 0 for limit in self.of_choice[place])
        return is_left and self.times[place] < self.problem.choices[place].most

    def gain(self, place: int) -> int:
        """So many days on which one is missing it would make good."""
        stretches, covered = self.problem.stretches, self.covered
        return sum(
            stretches[each].weight
            for each in self.problem.choices[place].covers
            if covered[each] < stretches[each].missing
        )

    def loss(self, place: int) -> int:
        """So many days on which one would be missing again without it."""
        stretches, covered = self.problem.stretches, self.covered
        return sum(
            stretches[each].weight
            for each in self.problem.choices[place].covers
            if covered[each] <= stretches[each].missing
        )

    def take(self, place: int, by: int = 1) -> None:
        """Make a choice, or with −1 unmake it."""
        for limit in self.of_choice[place]:
            self.left[limit] -= by
        choice = self.problem.choices[place]
        self.taken[choice.learner] += by
        self.times[place] += by
        for each in choice.covers:
            self.covered[each] += by

    def key(self, place: int) -> Key:
        """The most days first; then the cheapest, and who carries the least."""
        choice = self.problem.choices[place]
        learner = self.problem.learners[choice.learner]
        load = learner.load + EXTRA * (self.taken[choice.learner] >= learner.size)
        return -self.gain(place), self.problem.offers[choice.offer].cost, load, place


def plan_greedily(problem: Problem) -> Plan:
    """A plan that keeps to every limit, of which no seat can be left out."""
    chosen = without_idle(problem, _chosen(Standing(problem)))
    return Plan(chosen, worth_of(problem, chosen))


def _chosen(standing: Standing) -> list[int]:
    queue = [standing.key(place) for place in range(len(standing.problem.choices))]
    heapify(queue)
    chosen = []
    while queue:
        known = heappop(queue)
        place = known[-1]
        if not standing.is_free(place):
            continue
        now = standing.key(place)
        if now[0] == 0:
            continue
        # What it would make good only ever becomes less: whoever is still first is the best there is.
        if queue and now > queue[0]:
            heappush(queue, now)
            continue
        standing.take(place)
        chosen.append(place)
        heappush(queue, standing.key(place))
    return chosen


def without_idle(problem: Problem, chosen: Sequence[int]) -> list[int]:
    """The choices but for those without which as much would be made good; of two that are alike the later goes."""
    standing = Standing(problem, limited=False)
    for place in chosen:
        standing.take(place)
    kept = []
    for place in reversed(chosen):
        if standing.loss(place) == 0:
            standing.take(place, -1)
        else:
            kept.append(place)
    return sorted(kept)
