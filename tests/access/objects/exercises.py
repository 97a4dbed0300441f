"""Exercises, who is invited to them, what follows from them, and the year in which they are planned."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from readiness.exercises.actions import plan_exercise
from readiness.exercises.asking import PURPOSE, invite_people
from readiness.exercises.codes import make_code
from readiness.exercises.models import CorrectiveAction, TrainingNeed
from readiness.foundation import clock
from readiness.foundation.temporal import record
from readiness.notices import links
from readiness.people.models import Person, Site
from readiness.planning.actions import PlanRequest, ask_for_plan, keep_proposal
from readiness.planning.models import YearPlanDate
from readiness.planning.shapes import Form, PlannedDate, Proposal
from tests.access.world import Values, World
from tests.factories import change, make_person


def exercise(world: World, site: Site) -> int:
    return plan_exercise(site.code, "talks-of-suicide", clock.today("UTC"), "a test")


def invited(world: World, site: Site) -> int:
    """An exercise to which everyone is invited."""
    number = exercise(world, site)
    people = [person.staff_number for person in Person.select().order_by(Person.id)]
    invite_people(number, people or [make_person(site).staff_number], "", clock.now(), "a test")
    return number


def invitation(world: World) -> Values:
    """A link to an invitation that is still to be answered, and one that is too old."""
    person = make_person(world.own_site)
    key, now = links.signing_key(world.app.config["READINESS"]), clock.now()
    number = exercise(world, world.own_site)
    invite_people(number, [person.staff_number], "", now, "a test")
    about = links.LinkFor(person.id, PURPOSE, f"exercise:{number}")
    ends = (now + timedelta(days=1), now - timedelta(days=1))
    good, old = (links.make(about, now, end, key) for end in ends)
    return Values(own=good, deleted=old, none="nothing")


def exercise_code(world: World) -> Values:
    """A code that works, and one that a newer one has ended."""
    number = exercise(world, world.own_site)
    old = make_code(number, "observer", clock.now(), "a test")
    return Values(own=make_code(number, "observer", clock.now(), "a test"), deleted=old, none="nothing")


def follow_up(world: World, site: Site, model: type[CorrectiveAction] | type[TrainingNeed]) -> int:
    """What follows from an exercise that was held at a site."""
    about = {
        "exercise": exercise(world, site),
        "objective_key": "a/b/c",
        "task": "",
        "rating": "U",
        "text": "x",
    }
    more: dict[str, Any] = {"who": "", "certificate": ""}
    if model is CorrectiveAction:
        more = {"kind": "corrective action", "steps": [], "owner": "a test", "state": "open"}
    with change() as opened:
        return record(model, opened.change, due_on=clock.today("UTC"), note="", **about, **more).fact_id


def follow_ups(model: type[CorrectiveAction] | type[TrainingNeed]) -> Callable[[World], Values]:
    return lambda world: Values(
        follow_up(world, world.own_site, model), follow_up(world, world.other_site, model), none=999_999
    )


def year_plan(world: World) -> Values:
    return Values(own=planned_date(world).plan.id, none=999_999)


def planned_date(world: World) -> YearPlanDate:
    """A date that is proposed at a site; plans are never deleted."""
    day = clock.today("UTC") + timedelta(days=9)
    asked = {"closed_weekdays": ["5", "6"], "keeps_holidays": False, "avoids_classes": False}
    wanted = PlanRequest(day, day + timedelta(days=30), [world.own_site.code], asked)
    number = ask_for_plan(wanted, clock.today("UTC"), "a test")
    keep_proposal(number, Proposal([PlannedDate(world.own_site.code, day, Form("drill", "fire"))], []))
    planned: YearPlanDate = YearPlanDate.get(YearPlanDate.plan == number)
    return planned


def planned_id(world: World) -> Values:
    """Of the plan that stands in the same address, which was made before."""
    return Values(own=YearPlanDate.get().id, none=999_999)
