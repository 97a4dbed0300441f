"""The work on a plan that is kept, from the first proposal to the best, with what it comes to judged anew each time."""

import json
from collections.abc import Iterator
from typing import Any

from readiness.compliance.judging.asking import Measure
from readiness.foundation import clock
from readiness.training.actions import IMPROVING, READY, WAITING, give_up, keep_seats, tell, values
from readiness.training.drawing import Drawn, Wanted, draw
from readiness.training.greedy import plan_greedily
from readiness.training.optimum import Progress, improve
from readiness.training.queries import get_plan
from readiness.training.shapes import Plan

SECONDS = 120
"""So long a better plan is sought at most."""


def drawn_for(plan_id: int, measure: Measure, tongue: str) -> Drawn:
    """The problem of a plan, by what is known now."""
    plan = get_plan(plan_id)
    return draw(Wanted(plan.first_on, plan.last_on, plan.travel, measure, clock.now(), tongue))


def propose(plan_id: int, measure: Measure, tongue: str) -> tuple[Drawn, Plan]:
    """A plan at once, kept; somebody may look at it while a better one is sought."""
    drawn = drawn_for(plan_id, measure, tongue)
    plan = plan_greedily(drawn.problem)
    keep(plan_id, drawn, plan, stage=IMPROVING, first_worth=values(plan.worth))
    return drawn, plan


def work_on(plan_id: int, measure: Measure, tongue: str, seconds: float = SECONDS) -> None:
    """All of it: a proposal, and the best that is found in time; a fault is told on the plan, and raised."""
    try:
        if get_plan(plan_id).stage == WAITING:
            drawn, plan = propose(plan_id, measure, tongue)
        else:
            drawn = drawn_for(plan_id, measure, tongue)
            plan = plan_greedily(drawn.problem)

        def told(progress: Progress) -> None:
            tell(plan_id, part_count=progress.parts, solved_count=progress.solved)

        keep(plan_id, drawn, improve(drawn.problem, plan, seconds, told), stage=READY)
    except Exception:
        give_up(plan_id)
        raise


def keep(plan_id: int, drawn: Drawn, plan: Plan, **told: Any) -> None:
    """Keep a plan with what it comes to: the year is judged anew with its certificates taken for true."""
    after = drawn.with_plan(plan)
    before = drawn.ground.outlook
    lacks = drawn.lacks(plan, after)
    keep_seats(
        plan_id,
        list(_rows(drawn, plan)),
        worth=values(plan.worth),
        bound=list(plan.bound),
        known_in=drawn.question.known.number,
        before=[[day.isoformat(), count] for day, count in before.short()],
        after=[[day.isoformat(), count] for day, count in after.short()],
        before_days=before.person_days,
        after_days=after.person_days,
        is_checked=after.person_days == plan.worth.unmet,
        lacks=[lack.kept() for lack in lacks],
        **told,
    )


def _rows(drawn: Drawn, plan: Plan) -> Iterator[tuple[Any, ...]]:
    problem = drawn.problem
    for place, member in drawn.seats(plan):
        choice = problem.choices[place]
        offer, learner = problem.offers[choice.offer], problem.learners[choice.learner]
        yield (
            member.id, offer.number, offer.kind, offer.held_on.isoformat(), choice.until_on.isoformat(),
            json.dumps(drawn.asked_of(place)), drawn.renews(place, member), learner.load,
        )  # fmt: skip
