"""Commands about plans of training."""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import click

from readiness.cli.session import Session, in_words
from readiness.compliance.checks import one_of
from readiness.compliance.judging.ahead import HORIZON
from readiness.compliance.words.clauses import kinds_in_words
from readiness.foundation import clock
from readiness.training.advising import what_closes
from readiness.training.drawing import Drawn, Wanted, draw, last_day_of
from readiness.training.greedy import plan_greedily
from readiness.training.lacking import Lack
from readiness.training.offers import ANYWHERE, REGION, SITE
from readiness.training.optimum import improve
from readiness.training.shapes import Member, Plan
from readiness.training.working import SECONDS, work_on


@click.group()
def training() -> None:
    """Who is trained in which class, so that nothing falls short."""


@contextmanager
def _result_apart() -> Iterator[None]:
    """The solver says its name on standard output, told to be silent or not: meanwhile that leads nowhere."""
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


@training.command("plan")
@click.option(
    "--days", type=click.IntRange(1, 731), default=HORIZON.days, show_default=True, help="How far ahead."
)
@click.option("--travel", type=click.Choice([SITE, REGION, ANYWHERE]), default=REGION, show_default=True)
@click.option("--seconds", type=click.FloatRange(0, 3600), default=SECONDS, show_default=True)
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.pass_obj
@in_words
def training_plan(session: Session, days: int, travel: str, seconds: float, form: str) -> None:
    """Print whom to invite to which class. Nothing is kept, and nobody invited."""
    with session.database(), _result_apart():
        tongue = session.config.language
        today = session.today
        drawn = draw(Wanted(today, last_day_of(today, days), travel, session.measure, clock.now(), tongue))
        plan = plan_greedily(drawn.problem)
        if seconds:
            plan = improve(drawn.problem, plan, seconds, lambda _progress: None)
        seats = [_seat(drawn, place, member) for place, member in drawn.seats(plan)]
        told = _told(drawn, plan)
        lacks = [_lack(drawn, lack) for lack in drawn.lacks(plan, drawn.with_plan(plan))]
    if form == "json":
        click.echo(json.dumps({**told, "seats": seats, "lacks": lacks}, indent=2))
        return
    for seat in seats:
        covers = ", ".join(f"{site}: {pack}/{clause}" for site, pack, clause, *_about in seat["covers"])
        click.echo(
            f"{seat['held_on']}  class {seat['class']:6}  {seat['staff_number']:14} {seat['kind']:20} {covers}"
        )
    for lack in lacks:
        click.echo(
            f"missing {lack['missing']} {lack['first_on']} to {lack['last_on']}  {lack['site']}: "
            f"{lack['pack']}/{lack['clause']}  {lack['advice']}"
        )
    click.echo(
        f"{told['seat_count']} seats. Missing by day and person: {told['missing_before']} if nobody acts, "
        f"{told['missing_after']} with this plan. {_how_good(told)}",
        err=True,
    )


def _how_good(told: Mapping[str, Any]) -> str:
    if not told["seat_count"] and told["missing_after"]:
        return "No class with a free seat helps."
    return "Proven: none is better." if told["is_best"] else ""


def _seat(drawn: Drawn, place: int, member: Member) -> dict[str, Any]:
    choice = drawn.problem.choices[place]
    offer = drawn.problem.offers[choice.offer]
    return {
        "staff_number": member.staff_number,
        "class": offer.number,
        "kind": offer.kind,
        "held_on": str(offer.held_on),
        "counts_until_on": str(choice.until_on),
        "covers": [list(gap) for gap in drawn.asked_of(place)],
    }


def _lack(drawn: Drawn, lack: Lack) -> dict[str, Any]:
    """What stays missing, and what closes it, as its page says it."""
    wanted = drawn.wanted
    kind = kinds_in_words(one_of(lack.certificate), wanted.measure.kinds)
    return {**lack.kept(), "advice": what_closes(lack, kind, wanted.today)}


def _told(drawn: Drawn, plan: Plan) -> dict[str, Any]:
    return {
        "first_on": str(drawn.wanted.today),
        "last_on": str(drawn.wanted.last_on),
        "known_in": drawn.question.known.number,
        "seat_count": plan.worth.seats,
        "cost": plan.worth.cost,
        "missing_before": drawn.ground.outlook.person_days,
        "missing_after": plan.worth.unmet,
        "bound": list(plan.bound),
        "is_best": plan.is_best,
    }


@training.command("improve", hidden=True)
@click.argument("number", type=int)
@click.pass_obj
@in_words
def training_improve(session: Session, number: int) -> None:
    """Propose a plan of training, and make it better; started by its page."""
    with session.database():
        work_on(number, session.measure, session.config.language)
