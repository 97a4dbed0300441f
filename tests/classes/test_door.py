"""The code at the door: good for minutes, for one class; signed in it notes, a staff number waits for the trainer."""

from datetime import timedelta

import time_machine
from flask.testing import FlaskClient

from readiness.classes.door import code_at, door_of
from readiness.classes.enrolling import enrol
from readiness.classes.views.door import door_key
from readiness.web.access import Role
from tests.classes.training import AT_THE_DOOR, NOW, desk, noted, plan, states
from tests.factories import make_person
from tests.signing_in import enter, post, sign_in

KEY = b"a key"


def test_a_code_says_its_class_and_works_for_minutes_alone() -> None:
    code = code_at(7, AT_THE_DOOR, KEY)
    door = door_of(code, KEY)
    assert door is not None
    assert door.training_class == 7
    for minutes, opens, accepts in ((-2, False, False), (-1, True, True), (0, True, True), (4, True, True),
                                    (5, False, True), (11, False, True), (12, False, False)):  # fmt: skip
        at = AT_THE_DOOR + timedelta(minutes=minutes)
        assert (minutes, door.is_open(at), door.is_accepted(at)) == (minutes, opens, accepts)


def test_a_code_that_was_not_made_here_says_nothing() -> None:
    code = code_at(7, AT_THE_DOOR, KEY)
    number, minute, mac = code.split("-")
    for wrong in (f"8-{minute}-{mac}", f"{number}-{int(minute) + 1}-{mac}", code[:-1], f"{code}0", "", "--", "7",
                  f"٧-{minute}-{mac}", f"{number}-{minute}-é", "9" * 5000):  # fmt: skip
        assert door_of(wrong, KEY) is None
    assert door_of(code, b"another") is None


def shown_code(client: FlaskClient, number: int) -> str:
    """The address on the screen at the door, as the picture there leads to it."""
    assert "<svg" in client.get(f"/classes/{number}/door").text
    with client.application.app_context():
        return f"/here/{code_at(number, AT_THE_DOOR, door_key())}"


def test_signed_in_one_tap_notes_and_a_staff_number_waits_for_the_trainer(client: FlaskClient) -> None:
    ann, ben, cy = (make_person(staff_number=name) for name in ("ann", "ben", "cy"))
    phone, kiosk = client.application.test_client(), client.application.test_client()
    with time_machine.travel(NOW, tick=True):
        number = plan(seat_count=2)
        enrol(number, [ann, ben], desk())
        hr, employee = sign_in(client, Role.HR), sign_in(phone, Role.EMPLOYEE, person=ann)
        other = sign_in(kiosk, Role.EMPLOYEE, person=cy)
    with time_machine.travel(AT_THE_DOOR, tick=True):
        enter(client, hr.email)
        enter(phone, employee.email)
        path = shown_code(client, number)
        assert "You are on the list" in post(phone, path).text
        stranger = client.application.test_client()
        known = post(stranger, path, staff_number="ben").text
        unknown = [post(stranger, path, staff_number=each).text for each in ("cy", "nobody", "", "x" * 999)]
        thanks = "Now tell the trainer your name"
        assert thanks in known
        assert all(thanks in each for each in unknown), "it tells nobody who is in the class"
        assert noted(number) == {"ann": "there", "ben": "said"}
        assert "Says so at the door" in client.get(f"/classes/{number}/attendance").text
        enter(kiosk, other.email)
        assert "Every seat is taken" in post(kiosk, path).text
        assert states(number) == {"ann": "enrolled", "ben": "enrolled"}
    with time_machine.travel(AT_THE_DOOR + timedelta(minutes=5), tick=True):
        assert phone.get(path).status_code == 404
        assert "It changes every minute" in phone.get(path).text
