"""What may be done with a plan of training: asking for one, keeping a better one, inviting everybody it names."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from readiness.audit.actions import recording
from readiness.audit.events.training import TrainingPlanInvited
from readiness.classes.actions import Desk
from readiness.classes.enrolling import invite_within
from readiness.foundation import clock
from readiness.foundation.database import execute, insert_rows, transaction
from readiness.foundation.errors import Conflict
from readiness.foundation.stepping import step
from readiness.foundation.words import gettext as _
from readiness.people.models import Person
from readiness.training.models import TrainingPlan
from readiness.training.queries import get_plan, seats_of_plan
from readiness.training.shapes import Worth

WAITING, IMPROVING, READY, FAILED, INVITED = "waiting", "improving", "ready", "failed", "invited"
SILENT = timedelta(seconds=60)
"""Without a word for so long, whoever makes a plan better is taken for gone."""
COLUMNS = (
    "plan_id",
    "person_id",
    "training_class",
    "kind",
    "held_on",
    "until_on",
    "covers",
    "renews",
    "load",
)


def ask_for_plan(first_on: date, last_on: date, travel: str, actor: str) -> int:
    """Have training planned for some days; gives the plan's number."""
    now = clock.now()
    plan = TrainingPlan.create(
        first_on=first_on,
        last_on=last_on,
        travel=travel,
        stage=WAITING,
        made_by=actor,
        made_at=now,
        beaten_at=now,
    )
    return int(plan.id)


def values(worth: Worth) -> list[int]:
    """The numbers of a worth, as they are kept."""
    return [worth.unmet, worth.seats, worth.cost, worth.load]


def keep_seats(plan_id: int, seats: list[tuple[Any, ...]], **told: Any) -> bool:
    """Put seats in the place of what a plan had; False where its people were invited meanwhile."""
    with transaction():
        # Who keeps seats and who invites them would else both begin by what the other is about to change.
        if not step(TrainingPlan.stage, plan_id, (WAITING, IMPROVING), beaten_at=clock.now()):
            return False
        execute("DELETE FROM training_plan_seat WHERE plan_id = :plan", plan=plan_id)
        insert_rows("training_plan_seat", COLUMNS, ((plan_id, *seat) for seat in seats))
        tell(plan_id, **told)
    return True


def tell(plan_id: int, **told: Any) -> None:
    """Say how far the work on a plan is."""
    TrainingPlan.update(**told, beaten_at=clock.now()).where(TrainingPlan.id == plan_id).execute()


def give_up(plan_id: int) -> None:
    """Say that a plan could not be made; of one whose people were invited there is nothing to say."""
    step(TrainingPlan.stage, plan_id, (WAITING, IMPROVING), stage=FAILED, beaten_at=clock.now())


@dataclass(frozen=True, slots=True)
class Invited:
    """So many were invited to so many classes; those who were left out, with why, by name."""

    invited: int
    classes: int
    left_out: list[str]


def invite_all(plan_id: int, desk: Desk) -> Invited:
    """Invite everybody whom a plan names, in one change: all who still can be are, and nobody twice.

    Raises Conflict where it was done already, where there is nobody to invite, or where nobody can be any more.
    """
    with recording(desk.actor) as opened:
        is_held = step(TrainingPlan.stage, plan_id, (READY, IMPROVING), beaten_at=clock.now())
        plan = get_plan(plan_id)
        if plan.stage == INVITED:
            raise Conflict(_("Everybody was invited already, by %(who)s.", who=plan.invited_by))
        if not is_held:
            raise Conflict(_("This plan is not made yet."))
        by_class: dict[int, list[Person]] = defaultdict(list)
        for seat in seats_of_plan(plan_id):
            by_class[seat.row.training_class].append(seat.person)
        done, left_out, classes = 0, [], 0
        for number, people in sorted(by_class.items()):
            try:
                invited = invite_within(number, people, desk, opened)
                why = _("The seats are taken, or these people have a place in this class already.")
            except Conflict as refused:
                invited, why = [], " ".join(refused.problems)
            done, classes = done + len(invited), classes + bool(invited)
            left_out += [f"{each.staff_number}: {why}" for each in people if each not in invited]
        if not done:
            raise Conflict([_("Nobody could be invited. Plan training again."), *left_out[:5]])
        tell(plan_id, stage=INVITED, invited_by=desk.actor, invited_in=opened.change.id)
        opened.note(
            TrainingPlanInvited(
                f"training plan {plan_id}",
                plan=plan_id,
                invited=done,
                classes=classes,
                left_out=len(left_out),
            )
        )
    return Invited(done, classes, left_out)
