"""Exercises, and what follows from them."""

from readiness.exercises.actions import plan_exercise
from readiness.exercises.following_up import finish_action
from readiness.exercises.models import CorrectiveAction
from readiness.exercises.training import ask_training
from readiness.foundation.temporal import current
from readiness.planning.actions import accept_plan
from tests.access.conftest import House
from tests.access.preparing.classes import coming
from tests.access.preparing.sending import DAY, Sent, own
from tests.exercises.playing import SCENARIO, TODAY, play, sign
from tests.factories import make_person
from tests.handbook.desk import fields


def answer(_house: House, _role: str) -> Sent:
    return {"answer": "yes"}


def start(_house: House, _role: str) -> Sent:
    return {"kind": "started", "value": "60"}


def reopen(house: House, role: str) -> Sent:
    number = own(house, "action_id", role)
    action = CorrectiveAction.get((CorrectiveAction.fact_id == number) & current(CorrectiveAction))
    finish_action(action.fact_id, "It is done.", DAY, DAY, "a test")
    return {"reason": "It was not."}


def undo_year(house: House, role: str) -> Sent:
    accept_plan(own(house, "year_plan_id", role), "a test")
    return {}


def sign_report(house: House, role: str) -> Sent:
    """It was run and rated."""
    number = plan_exercise("own-site", SCENARIO, TODAY, "a test")
    play(number, {"call-911": "U"})
    page = house.clients[role].get(f"/exercises/{number}/report").text
    return {**fields(page), "path": f"/exercises/{number}/sign", "summary": "What it showed."}


def close_action(house: House, _role: str) -> Sent:
    """What was to be done is done, and a later exercise shows its effect."""
    first, second = (plan_exercise("own-site", SCENARIO, TODAY, "a test") for _turn in range(2))
    play(first, {"call-911": "U"})
    sign(first)
    action = CorrectiveAction.get(
        current(CorrectiveAction)
        & (CorrectiveAction.kind == "corrective action")
        & (CorrectiveAction.exercise == first)
    )
    finish_action(action.fact_id, "It is on the card.", TODAY, TODAY, "a test")
    play(second, {"call-911": "P"}, day=2)
    sign(second, day=2)
    return {"path": f"/exercises/actions/{action.fact_id}/close", "effect": str(second)}


def train(house: House, role: str) -> Sent:
    number = own(house, "need_id", role)
    person = make_person(house.world.own_site)
    ask_training(number, "pfa", [person.staff_number], "a test")
    return {"class": str(coming(house)[0])}
