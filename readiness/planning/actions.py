"""What may be done with a plan of a year: asking for one, moving in it, accepting it, taking that back."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from readiness.audit.actions import recording
from readiness.audit.events.planning import ExerciseNotHeld, YearPlanAccepted, YearPlanUndone
from readiness.exercises.models import Exercise
from readiness.exercises.queries import get_exercise
from readiness.foundation import clock
from readiness.foundation.database import execute, insert_rows, transaction
from readiness.foundation.errors import Conflict, InvalidInput
from readiness.foundation.stepping import step
from readiness.foundation.temporal import NEVER, next_fact_id, record, supersede
from readiness.foundation.words import gettext as _
from readiness.people.models import Site
from readiness.planning.models import YearPlan, YearPlanDate
from readiness.planning.queries import get_date, get_plan, rows_of
from readiness.planning.shapes import PlannedDate, Proposal

WAITING, IMPROVING, READY, FAILED, ACCEPTED, UNDONE = (
    "waiting", "improving", "ready", "failed", "accepted", "undone",
)  # fmt: skip
LONGEST_DAYS = 400
SILENT = timedelta(seconds=60)
"""Without a word for so long, whoever makes a plan better is taken for gone."""


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """Which days are to be planned, at which sites (none named: all), with the form as it was filled."""

    first_on: date
    last_on: date
    sites: Sequence[str]
    asked: dict[str, Any]


def ask_for_plan(wanted: PlanRequest, today: date, actor: str) -> int:
    """Have a year planned; gives the plan's number. Raises InvalidInput for days that cannot be planned."""
    if wanted.last_on <= wanted.first_on or (wanted.last_on - wanted.first_on).days > LONGEST_DAYS:
        raise InvalidInput(
            _("last_on: Write a day after the first, at most %(days)s days later.", days=LONGEST_DAYS)
        )
    if wanted.last_on <= today:
        raise InvalidInput(_("last_on: Those days are past."))
    now = clock.now()
    plan = YearPlan.create(
        first_on=wanted.first_on,
        last_on=wanted.last_on,
        sites=list(wanted.sites),
        asked=wanted.asked,
        stage=WAITING,
        made_by=actor,
        made_at=now,
        beaten_at=now,
    )
    return int(plan.id)


def keep_proposal(plan_id: int, proposal: Proposal, **told: Any) -> bool:
    """Put a proposal in the place of what the plan had; False where somebody has moved or accepted something since."""
    with transaction():
        if not step(YearPlan.stage, plan_id, (WAITING, IMPROVING), beaten_at=clock.now()):
            return False
        if YearPlanDate.select().where((YearPlanDate.plan == plan_id) & YearPlanDate.is_moved).exists():
            return False
        execute("DELETE FROM year_plan_date WHERE plan_id = :plan", plan=plan_id)
        insert_rows(
            "year_plan_date",
            (
                "plan_id",
                "site_code",
                "day",
                "kind",
                "topic",
                "shift",
                "traits",
                "is_announced",
                "repeats",
                "is_moved",
            ),
            (_row(plan_id, each) for each in proposal.dates),
        )
        tell(plan_id, cost=proposal.cost, unmet_count=sum(lack.missing for lack in proposal.unmet), **told)
    return True


def _row(plan_id: int, each: PlannedDate) -> tuple[Any, ...]:
    form = each.form
    return (
        plan_id, each.site, each.day.isoformat(), form.kind, form.topic, form.shift, json.dumps(form.traits),
        form.is_announced, each.repeats, False,
    )  # fmt: skip


def tell(plan_id: int, **told: Any) -> None:
    """Say how far the work on a plan is."""
    YearPlan.update(**told, beaten_at=clock.now()).where(YearPlan.id == plan_id).execute()


def give_up(plan_id: int) -> None:
    """Say that a plan could not be made; of one that somebody has changed or accepted there is nothing to say."""
    step(YearPlan.stage, plan_id, (WAITING, IMPROVING), stage=FAILED, beaten_at=clock.now())


def move_date(plan_id: int, number: int, day: date) -> YearPlanDate:
    """Put a proposed exercise on another day of the plan. Nothing keeps it from breaking a rule: that is told."""
    with transaction():
        plan, row = _open_plan(plan_id), get_date(plan_id, number)
        if not plan.first_on <= day <= plan.last_on:
            raise InvalidInput(_("day: That day is not in the plan."))
        row.day, row.is_moved = day, True
        row.save()
    return row


def drop_date(plan_id: int, number: int) -> None:
    """Leave a proposed exercise out."""
    with transaction():
        _open_plan(plan_id)
        get_date(plan_id, number).delete_instance()


def _open_plan(plan_id: int) -> YearPlan:
    """The plan, if it can still be changed; what makes it better stops then."""
    plan = get_plan(plan_id)
    if not step(YearPlan.stage, plan_id, (WAITING, IMPROVING, READY, FAILED), beaten_at=clock.now()):
        raise Conflict(_("This plan was accepted. Change its exercises themselves."))
    step(YearPlan.stage, plan_id, (IMPROVING,), stage=READY)
    return plan


def accept_plan(plan_id: int, actor: str) -> int:
    """Make all that is proposed planned exercises, in one step; gives how many."""
    with recording(actor) as opened:
        plan = _open_plan(plan_id)
        rows = rows_of(plan_id)
        if not rows:
            raise InvalidInput(_("There is nothing in this plan."))
        sites = {site.code: site.id for site in Site.select().where(Site.superseded_in == NEVER)}
        gone = sorted({row.site_code for row in rows} - sites.keys())
        if gone:
            raise Conflict(_("These sites are there no more: %(codes)s.", codes=", ".join(gone[:5])))
        first = next_fact_id(Exercise)
        insert_rows(
            "exercise",
            ("fact_id", "recorded_in", "superseded_in", "site_id", "kind", "scenario", "planned_on",
             "is_announced", "topic", "shift", "traits", "not_held_why"),
            (
                (first + place, opened.change.id, NEVER, sites[row.site_code], row.kind, "", row.day.isoformat(),
                 bool(row.is_announced), row.topic, row.shift, json.dumps(row.traits), "")
                for place, row in enumerate(rows)
            ),
        )  # fmt: skip
        tell(plan_id, stage=ACCEPTED, accepted_in=opened.change.id)
        told = [[row.site_code, row.day.isoformat(), row.kind, row.topic, row.shift] for row in rows]
        opened.note(
            YearPlanAccepted(
                f"plan {plan_id}",
                plan=plan_id,
                first_on=plan.first_on.isoformat(),
                last_on=plan.last_on.isoformat(),
                exercises=len(rows),
                sites=len({row.site_code for row in rows}),
                sha256=hashlib.sha256(json.dumps(told).encode()).hexdigest(),
            )
        )
    return len(rows)


def undo_plan(plan_id: int, actor: str) -> tuple[int, int]:
    """Take back what accepting a plan brought; gives how many are gone, and how many changed ones stay."""
    with recording(actor) as opened:
        plan = get_plan(plan_id)
        if not step(YearPlan.stage, plan_id, (ACCEPTED,), stage=UNDONE, beaten_at=clock.now()):
            raise Conflict(_("This plan was not accepted, or was taken back already."))
        brought = Exercise.recorded_in == plan.accepted_in
        count = Exercise.select().where(brought).count()
        gone = (
            Exercise.update(superseded_in=opened.change.id)
            .where(brought & (Exercise.superseded_in == NEVER))
            .execute()
        )
        opened.note(YearPlanUndone(f"plan {plan_id}", plan=plan_id, taken_back=gone, stay=count - gone))
    return gone, count - gone


def call_off(exercise_id: int, why: str, make_up_on: date | None, today: date, actor: str) -> int | None:
    """Say that an exercise was not held, and why; plans the one that makes it up, where a day is given."""
    if not why.strip():
        raise InvalidInput(_("why: Write why it was not held."))
    if make_up_on is not None and make_up_on < today:
        raise InvalidInput(_("make_up_on: That day is past."))
    with recording(actor) as opened:
        exercise = get_exercise(exercise_id)
        if exercise.held_on is not None or exercise.not_held_why:
            raise Conflict(_("Whether this exercise was held is recorded already."))
        supersede(exercise, opened.change, not_held_why=why.strip())
        instead = None
        if make_up_on is not None:
            instead = record(
                Exercise, opened.change, site=exercise.site, kind=exercise.kind, scenario=exercise.scenario,
                planned_on=make_up_on, is_announced=exercise.is_announced, topic=exercise.topic,
                shift=exercise.shift, traits=exercise.traits, instead_of=exercise_id,
            ).fact_id  # fmt: skip
        opened.note(
            ExerciseNotHeld(
                exercise.site.code,
                exercise=exercise_id,
                why=why.strip(),
                made_up_by=instead,
                make_up_on=make_up_on.isoformat() if make_up_on else None,
            )
        )
    return instead
