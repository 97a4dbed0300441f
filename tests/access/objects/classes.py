"""Classes, their doors and papers, and plans of training."""

from datetime import timedelta

from readiness.accounts.models import AccountSession
from readiness.classes.door import code_at
from readiness.classes.enrolling import enrol
from readiness.classes.models import ClassAttendance
from readiness.classes.views.door import door_key
from readiness.foundation import clock
from readiness.foundation.temporal import record, supersede
from readiness.training.actions import ask_for_plan as ask_for_training
from readiness.web.access import Role
from tests.access.objects.people import of_holders
from tests.access.world import Values, World
from tests.classes.training import desk
from tests.classes.training import plan as plan_training
from tests.factories import change, make_person


def training_class(world: World) -> Values:
    """A class whose list is ticked by the account that asks, with someone in it; and one that is another's."""
    made: dict[str, int] = {}

    def of(role: str) -> int:
        if role not in made:
            session = world.sessions.get(role, world.sessions["hr"])
            account = AccountSession.get_by_id(session).account.id
            made[role] = plan_training(trainer_account=account)
        return made[role]

    for role in ("anonymous", *Role):
        enrol(of(role), [holder.person for holder in of_holders(lambda each: each, 0)(world).pair()], desk())
    other = plan_training()
    enrol(other, [holder.person for holder in of_holders(lambda each: each, 0)(world).pair()], desk())
    return Values(own=of, other=other, none=999_999)


def door_code(world: World) -> Values:
    """The code of this minute, at the door of a class with seats for everyone."""
    number = plan_training(seat_count=20)
    with world.app.app_context():
        key = door_key()
    return Values(own=lambda _role: code_at(number, clock.now(), key), none="1-1-nothing")


def proof_key(world: World) -> Values:
    """What a paper is verified by, and what it was before the attendance was corrected."""
    person = make_person(world.own_site)
    about = {"training_class": plan_training(), "person": person, "way": "list", "noted_by": "a test"}
    with change() as opened:
        noted = record(
            ClassAttendance, opened.change, state="there", proof_key="old", noted_at=clock.now(), **about
        )
        supersede(noted, opened.change, proof_key="new")
    return Values(own="new", deleted="old", none="nothing")


def training_plan(_world: World) -> Values:
    today = clock.today("UTC")
    return Values(own=ask_for_training(today, today + timedelta(days=30), "region", "a test"), none=999_999)
