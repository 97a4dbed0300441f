"""The problem in parts that know nothing of each other, and each part as a program of rows over columns."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from readiness.planning.program import Program
from readiness.training.shapes import EXTRA, Problem

INFINITE = math.inf


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

    def places(self, values: Sequence[float]) -> list[int]:
        """The choices that the columns say, each as often as it is made."""
        return [
            place for place, column in self.column.items() for _time in range(round(float(values[column])))
        ]

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
