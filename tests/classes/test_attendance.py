"""Who was there gets the certificate, exactly once; who was not is told; the gap on the dashboard closes."""

from datetime import date

import pytest
import time_machine
from flask.testing import FlaskClient

from readiness.certificates.actions import Seen, withdraw_certificate
from readiness.certificates.models import Certificate
from readiness.certificates.queries import get_certificate
from readiness.classes.attending import Noted, close_class, confirm, correct_attendance, note_attendance
from readiness.classes.class_list import unfinished_count
from readiness.classes.enrolling import enrol
from readiness.classes.models import ClassAttendance
from readiness.classes.queries import participants
from readiness.foundation.errors import Conflict
from readiness.foundation.temporal import Knowledge, current, knowledge_at
from readiness.people.models import Person
from readiness.web.access import Role
from tests.classes.training import (
    AFTERWARDS,
    AT_THE_DOOR,
    NEXT_DAY,
    NOW,
    THAT_DAY,
    desk,
    noted,
    plan,
    states,
    told,
)
from tests.factories import adopt, make_certificate, make_person, make_site
from tests.signing_in import sign_in

THERE = Noted("there", "list")


def certificates(person: Person) -> list[tuple[str, date]]:
    rows = Certificate.select().where((Certificate.person == person.id) & current(Certificate))
    return [(row.kind, row.issued_on) for row in rows]


def test_who_was_there_gets_the_certificate_and_who_was_not_is_told_once(db: str) -> None:
    ann, ben = (make_person(staff_number=n, email=f"{n}@example.org") for n in ("ann", "ben"))
    number = plan()
    enrol(number, [ann, ben], desk())
    with pytest.raises(Conflict, match="an hour before"):
        note_attendance(number, ann, THERE, desk(NOW))
    note_attendance(number, ann, THERE, desk(AT_THE_DOOR))
    note_attendance(number, ann, THERE, desk(AT_THE_DOOR))
    assert certificates(ann) == [], "nothing is granted before it is settled"
    closed = close_class(number, desk(NEXT_DAY))
    assert (closed.there, closed.absent, closed.granted) == (1, 1, 1)
    assert noted(number) == {"ann": "there", "ben": "absent"}
    assert certificates(ann) == [("pfa", date(2026, 3, 10))], "of the day of the class, not of the day after"
    assert certificates(ben) == []
    assert told()[-1] == ("no_show", "ben@example.org")
    with pytest.raises(Conflict, match="settled"):
        close_class(number, desk(NEXT_DAY))


def test_where_the_kind_asks_hr_confirms_and_only_once(db: str) -> None:
    ann, number = make_person(), plan(kind="cpr-aed")
    enrol(number, [ann], desk())
    note_attendance(number, ann, THERE, desk(AT_THE_DOOR))
    assert close_class(number, desk(AFTERWARDS)).granted == 0
    assert certificates(ann) == []
    waits = [unfinished_count(day, knowledge_at().number) for day in (THAT_DAY, NEXT_DAY.date())]
    assert waits == [1, 1]
    assert confirm(number, [ann], desk(NEXT_DAY)) == 1
    assert unfinished_count(NEXT_DAY.date(), knowledge_at().number) == 0
    with pytest.raises(Conflict, match="Nothing waits"):
        confirm(number, [ann], desk(NEXT_DAY))
    assert certificates(ann) == [("cpr-aed", date(2026, 3, 10))]


def test_a_certificate_that_is_there_already_is_not_granted_a_second_time(db: str) -> None:
    ann, number = make_person(), plan()
    enrol(number, [ann], desk())
    there = make_certificate(ann, "pfa", date(2026, 3, 10))
    note_attendance(number, ann, THERE, desk(AT_THE_DOOR))
    close_class(number, desk(AFTERWARDS))
    assert certificates(ann) == [("pfa", date(2026, 3, 10))]
    assert ClassAttendance.get(current(ClassAttendance)).certificate == there.fact_id


def test_what_was_settled_wrongly_is_corrected_and_known_as_it_was_before(db: str) -> None:
    ann, number = make_person(staff_number="ann"), plan()
    enrol(number, [ann], desk())
    close_class(number, desk(AFTERWARDS))
    then = knowledge_at()
    correct_attendance(number, ann, Noted("there", "list", "The list was wrong."), desk(NEXT_DAY))
    assert len(certificates(ann)) == 1
    told = [participants(number, knowledge=known)[0].attendance for known in (then, knowledge_at())]
    assert [each.state for each in told if each] == ["absent", "there"], "what was known then is still told"
    assert participants(number, knowledge=Knowledge(0, NOW)) == []
    wrong = Noted("absent", "list", "It was someone else.")
    with pytest.raises(Conflict, match="Withdraw that one first"):
        correct_attendance(number, ann, wrong, desk(NEXT_DAY))
    granted = ClassAttendance.get(current(ClassAttendance)).certificate
    assert granted is not None
    withdraw_certificate(Seen(granted, get_certificate(granted).id), "It was someone else.", "hr")
    correct_attendance(number, ann, wrong, desk(NEXT_DAY))
    assert noted(number) == {"ann": "absent"}


def test_someone_without_a_seat_takes_a_free_one_and_none_that_is_taken(db: str) -> None:
    ann, ben = make_person(staff_number="ann"), make_person(staff_number="ben")
    number = plan(seat_count=1)
    note_attendance(number, ann, Noted("there", "code"), desk(AT_THE_DOOR))
    assert states(number) == {"ann": "enrolled"}
    with pytest.raises(Conflict, match="Every seat is taken"):
        note_attendance(number, ben, Noted("there", "code"), desk(AT_THE_DOOR))
    note_attendance(number, ann, Noted("said", "number"), desk(AT_THE_DOOR))
    assert noted(number) == {"ann": "there"}, "a number that is typed at the door takes nothing back"


def test_the_gap_on_the_dashboard_closes_by_itself_once_the_class_is_settled(client: FlaskClient) -> None:
    with time_machine.travel(AFTERWARDS, tick=True):
        ann = make_person(make_site("HQ"))
        adopt({"check": "holders_per_headcount", "terms": {"certificate": "pfa", "at_least": 1}})
        sign_in(client, Role.HR)
        assert "0 of 1 site is covered." in client.get("/dashboard").text
        number = plan()
        enrol(number, [ann], desk())
        note_attendance(number, ann, THERE, desk(AT_THE_DOOR))
        assert "0 of 1 site is covered." in client.get("/dashboard").text
        close_class(number, desk(AFTERWARDS))
        assert "1 of 1 site is covered." in client.get("/dashboard").text
