"""Plans of training against all that could be chosen, on small cases; judged by code that counts for itself."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import pytest

from readiness.compliance.days.spells import Spell
from readiness.training import optimum
from readiness.training.assigning import coloured, spread
from readiness.training.explaining import proven
from readiness.training.greedy import plan_greedily
from readiness.training.optimum import improve
from readiness.training.shapes import Choice, Keep, Learner, Member, Offer, Plan, Problem, Stretch

FIRST = date(2027, 1, 4)


def small_problem(seed: int) -> Problem:
    """A few people, classes and stretches, as they come; seats are few, and some are on duty."""
    draw = random.Random(seed)  # noqa: S311
    offers = {}
    for number in range(draw.randint(1, 4)):
        held_on = FIRST + timedelta(days=draw.randint(0, 3))
        at = datetime(held_on.year, held_on.month, held_on.day, 9, tzinfo=UTC)
        kind, cost = draw.choice("ab"), draw.choice((0, 100, 250))
        offers[number] = Offer(
            number, kind, held_on, held_on + timedelta(days=draw.randint(0, 1)), at, at + timedelta(hours=8),
            frozenset(), draw.randint(1, 3), cost, "USD",
        )  # fmt: skip
    learners = {n: Learner([Member(n, str(n))], draw.randint(0, 2)) for n in range(draw.randint(1, 4))}
    stretches = [
        Stretch(0, draw.randint(1, 2), draw.randint(1, 9), [Spell(FIRST, FIRST)])
        for _each in range(draw.randint(1, 5))
    ]
    pairs = [(who, what) for who in learners for what in offers]
    chosen = sorted(draw.sample(pairs, min(len(pairs), draw.randint(2, 9))))
    choices = [
        Choice(
            who, what, frozenset(draw.sample(range(len(stretches)), draw.randint(1, len(stretches)))), FIRST
        )
        for who, what in chosen
    ]
    some = sorted(draw.sample(range(len(choices)), draw.randint(1, len(choices))))
    keeps = [Keep(some, draw.randint(0, 2))] if draw.random() < 0.4 else []
    families = [frozenset("a"), frozenset("b")] if draw.random() < 0.5 else [frozenset("ab")]
    return Problem([], stretches, choices, offers, learners, keeps, families)


def is_allowed(problem: Problem, chosen: tuple[int, ...]) -> bool:
    """Whether seats, days, families and those who stay are kept to: said once more, in other words."""
    seats = Counter(problem.choices[each].offer for each in chosen)
    if any(count > problem.offers[number].seats for number, count in seats.items()):
        return False
    for one, other in combinations(chosen, 2):
        mine, theirs = problem.choices[one], problem.choices[other]
        if mine.learner != theirs.learner:
            continue
        a, b = problem.offers[mine.offer], problem.offers[theirs.offer]
        if not (a.ends_on < b.held_on or b.ends_on < a.held_on):
            return False
        if any({a.kind, b.kind} <= family for family in problem.families):
            return False
    return all(len(set(chosen) & set(keep.choices)) <= keep.most for keep in problem.keeps)


def value(problem: Problem, chosen: tuple[int, ...]) -> tuple[int, int, int, int]:
    missing = 0
    for place, stretch in enumerate(problem.stretches):
        there = [each for each in chosen if place in problem.choices[each].covers]
        missing += max(stretch.missing - len(there), 0) * stretch.weight
    price = sum(problem.offers[problem.choices[each].offer].cost for each in chosen)
    people = Counter(problem.choices[each].learner for each in chosen)
    load = sum(problem.learners[who].load * count + 10 * (count - 1) for who, count in people.items())
    return missing, len(chosen), price, load


def all_plans(problem: Problem) -> list[tuple[int, ...]]:
    places = range(len(problem.choices))
    every = [one for size in range(len(problem.choices) + 1) for one in combinations(places, size)]
    return [one for one in every if is_allowed(problem, one)]


def told(plan: Plan) -> tuple[int, int, int, int]:
    return plan.worth.unmet, plan.worth.seats, plan.worth.cost, plan.worth.load


@pytest.mark.parametrize("seed", range(80))
def test_no_plan_that_could_be_chosen_is_better_than_the_best(seed: int) -> None:
    problem = small_problem(seed)
    best = min(value(problem, one) for one in all_plans(problem))
    at_once = plan_greedily(problem)
    assert is_allowed(problem, tuple(at_once.chosen))
    assert told(at_once) == value(problem, tuple(at_once.chosen)) >= best
    better = improve(problem, at_once, 30, lambda _progress: None)
    assert is_allowed(problem, tuple(better.chosen))
    assert told(better) == value(problem, tuple(better.chosen)) == best
    assert better.is_best, "and it is proven"


@pytest.mark.parametrize("seed", range(20))
def test_what_is_proven_of_a_large_part_is_never_above_the_best(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(optimum, "EXACT", 0)
    problem = small_problem(seed)
    best = min(value(problem, one) for one in all_plans(problem))
    plan = improve(problem, plan_greedily(problem), 30, lambda _progress: None)
    found = told(plan)
    assert is_allowed(problem, tuple(plan.chosen))
    assert found == value(problem, tuple(plan.chosen)) >= best
    for place, bound in enumerate(plan.bound):
        if found[:place] == best[:place]:
            assert bound is not None
            assert bound <= best[place]


def test_of_each_number_it_is_told_how_far_it_may_be_from_the_best() -> None:
    assert proven((30, 2, 240, 0), (30, 2, 240, 0))[0]
    is_best, said = proven((30, 20, 240, 8), (30, 20, 228, None))
    assert not is_best
    assert "no plan is better in the days on which somebody is missing and seats" in said
    assert "In the price, no plan is more than 5.00 % better." in said
    assert "Nothing is proven about the load on those who are asked." in said


@pytest.mark.parametrize("seed", range(20))
def test_seats_are_shared_out_so_that_nobody_has_two_on_a_day_or_two_for_the_same(seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311
    count = draw.randint(2, 5)
    edges: list[tuple[str, int]] = []
    for _each in range(40):
        edge = (draw.choice("abcde"), draw.randint(1, 5))
        if all(sum(end in other for other in edges) < count for end in edge):
            edges.append(edge)
    colours = coloured(edges, count)
    assert set(colours) <= set(range(count))
    for one, other in combinations(range(len(edges)), 2):
        if colours[one] == colours[other]:
            assert set(edges[one]).isdisjoint(edges[other])
    if len(edges) >= count:
        assert len(set(spread(colours, count))) == count, "nobody has none while somebody has two"
