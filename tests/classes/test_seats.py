"""Seats: never more than there are; who waits longest moves up, and is told once."""

import threading
from datetime import timedelta

import pytest

from readiness.classes.actions import ClassDetails, cancel_class, change_class
from readiness.classes.enrolling import enrol, invite, leave, sign_up
from readiness.classes.queries import get_class, open_seats, seats_of
from readiness.foundation.database import connected, open_database
from readiness.foundation.errors import Conflict
from readiness.people.models import Person
from tests.classes.training import NOW, THAT_DAY, desk, plan, states, told
from tests.conftest import close
from tests.factories import make_person


def someone(number: str) -> Person:
    return make_person(staff_number=number, email=f"{number}@example.org")


def test_whoever_waits_longest_moves_up_when_a_seat_becomes_free(db: str) -> None:
    ann, ben, cy, di = (someone(name) for name in ("ann", "ben", "cy", "di"))
    number = plan(seat_count=1)
    assert sign_up(number, ann, desk()) == "enrolled"
    assert enrol(number, [ben, cy, di], desk()) == {ben.id: "waiting", cy.id: "waiting", di.id: "waiting"}
    assert leave(number, ben, desk()) == [], "who waits frees no seat"
    assert [person.staff_number for person in leave(number, ann, desk())] == ["cy"]
    assert states(number) == {"ann": "left", "ben": "left", "cy": "enrolled", "di": "waiting"}
    assert told()[-2:] == [("left", "ann@example.org"), ("moved_up", "cy@example.org")]
    assert sign_up(number, ann, desk()) == "waiting", "at the end of the line again"
    seats = seats_of(get_class(number))
    assert (seats.free_count, seats.enrolled_count, seats.waiting_count) == (0, 1, 2)


def test_two_who_ask_at_once_for_the_last_seat_do_not_both_get_it(database_url: str) -> None:
    open_database(database_url, connections=12)
    with connected():
        number = plan(seat_count=3)
        people = [someone(f"p{each}") for each in range(8)]
    found: list[str] = []
    ready = threading.Barrier(len(people))

    def ask(person: Person) -> None:
        with connected():
            ready.wait()
            found.append(sign_up(number, person, desk()))

    threads = [threading.Thread(target=ask, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    with connected():
        assert sorted(found) == ["enrolled"] * 3 + ["waiting"] * 5
        assert seats_of(get_class(number)).enrolled_count == 3
        assert len(told()) == len(people)
    close()


def test_what_the_planner_of_trainings_reads_are_the_seats_that_are_free(db: str) -> None:
    full, half, other = (
        plan(seat_count=1),
        plan(seat_count=2, seat_cost=12050, currency="usd"),
        plan(kind="cism"),
    )
    cancelled = plan()
    enrol(full, [someone("ann")], desk())
    enrol(half, [someone("ben")], desk())
    cancel_class(cancelled, "The trainer is ill.", desk())
    found = open_seats("pfa", (NOW, NOW + timedelta(days=30)))
    assert [(each.training_class, each.free_count, each.seat_cost, each.currency) for each in found] == [
        (half, 1, 12050, "USD")
    ]
    assert [each.training_class for each in open_seats("cism", (NOW, NOW + timedelta(days=30)))] == [other]
    assert open_seats("pfa", (NOW, NOW + timedelta(days=1))) == []


def details(**typed: object) -> ClassDetails:
    given = {"kind": "pfa", "held_on": THAT_DAY, "begins": "9:00", "ends": "17:00", "place": "Hall 2, Main Street",
             "time_zone": "America/New_York", "trainer": "Sam Poe", "seat_count": 2}  # fmt: skip
    return ClassDetails(**{**given, **typed})  # type: ignore[arg-type]


def test_a_class_that_moves_or_ends_tells_everyone_in_it(db: str) -> None:
    number = plan(seat_count=1)
    enrol(number, [someone("ann"), someone("ben")], desk())
    invite(number, [someone("cy")], desk())
    before = len(told())
    version = get_class(number).id
    assert not change_class(number, version, details(seat_count=1, note="Bring a pen."), desk())
    assert len(told()) == before, "what is no move is told to nobody"
    with pytest.raises(Conflict, match="changed"):
        change_class(number, version, details(), desk())
    assert change_class(number, get_class(number).id, details(begins="10:00"), desk())
    assert told()[before:] == [
        ("moved", "ann@example.org"), ("moved", "ben@example.org"), ("moved", "cy@example.org"), ("moved_up", "ben@example.org"),
    ]  # fmt: skip
    assert cancel_class(number, "The trainer is ill.", desk()) == 3
    with pytest.raises(Conflict, match="cancelled"):
        sign_up(number, someone("di"), desk())


def test_seats_that_people_have_are_not_taken_away_by_a_smaller_room(db: str) -> None:
    number = plan(seat_count=2)
    enrol(number, [someone("ann"), someone("ben")], desk())
    with pytest.raises(Conflict, match="2 people have a seat already"):
        change_class(number, get_class(number).id, details(seat_count=1), desk())


def test_nobody_signs_up_by_themselves_after_the_cut_off_or_where_it_is_by_invitation(db: str) -> None:
    early = plan(cut_off_on=NOW.date() - timedelta(days=1))
    ann = someone("ann")
    with pytest.raises(Conflict, match="Signing up is over"):
        sign_up(early, ann, desk())
    assert enrol(early, [ann], desk()) == {ann.id: "enrolled"}
    closed = plan(is_open=False)
    with pytest.raises(Conflict, match="by invitation"):
        sign_up(closed, ann, desk())
    invite(closed, [ann], desk())
    assert sign_up(closed, ann, desk()) == "enrolled"
