"""Classes: one in March is over, with whoever was there; the other one is to come."""

from datetime import date, timedelta
from typing import Any

from readiness.classes.attending import Noted, close_class, note_attendance
from readiness.classes.enrolling import enrol
from readiness.foundation import clock
from readiness.people.models import Person
from tests.access.conftest import House
from tests.access.preparing.sending import DAY, Sent
from tests.classes.training import desk as class_desk
from tests.classes.training import plan as plan_training
from tests.factories import make_person, write_kind

COMING = date(2030, 3, 1)


def past(house: House) -> tuple[int, Person]:
    person = make_person(house.world.own_site)
    number = plan_training(seat_count=5)
    enrol(number, [person], class_desk())
    return number, person


def coming(house: House, **typed: Any) -> tuple[int, Person]:
    return plan_training(seat_count=5, held_on=COMING, **typed), make_person(house.world.own_site)


def put_in(house: House, _role: str) -> Sent:
    number, person = coming(house)
    return {"path": f"/classes/{number}/people", "people": person.staff_number, "anyway": "1"}


def take_out(house: House, _role: str) -> Sent:
    number, person = coming(house)
    enrol(number, [person], class_desk())
    return {"path": f"/classes/{number}/people/{person.id}/remove"}


def note(house: House, role: str) -> Sent:
    return {"person": house.values["staff_number"].own, "state": "there"}


def add_at_the_door(house: House, _role: str) -> Sent:
    number, person = past(house)[0], make_person(house.world.own_site)
    return {"path": f"/classes/{number}/attendance/add", "person": person.staff_number}


def confirm(house: House, _role: str) -> Sent:
    """Certificates of the kind are granted once HR has confirmed who was there."""
    write_kind("pfa", {"confirms_classes": True})
    number, person = past(house)
    now = class_desk(clock.now())
    note_attendance(number, person, Noted("there", "list"), now)
    close_class(number, now)
    return {"path": f"/classes/{number}/attendance/confirm"}


def correct(house: House, _role: str) -> Sent:
    number, person = past(house)
    close_class(number, class_desk(clock.now()))
    return {"path": f"/classes/{number}/people/{person.id}/correct", "reason": "They were there."}


def sign_up(house: House, _role: str) -> Sent:
    return {"path": f"/account/classes/{coming(house, is_open=True)[0]}/sign-up"}


def leave(house: House, role: str) -> Sent:
    number = coming(house, is_open=True)[0]
    enrol(number, [house.world.people[role]], class_desk())
    return {"path": f"/account/classes/{number}/leave"}


def say_how_it_was(house: House, role: str) -> Sent:
    """The class was yesterday, and they were there."""
    number = plan_training(seat_count=5, held_on=DAY - timedelta(days=1))
    note_attendance(number, house.world.people[role], Noted("there", "list"), class_desk(clock.now()))
    return {"path": f"/account/classes/{number}/feedback", "rating": "5", "words": ""}
