"""After a class: paper that can be verified, what people say without their names; and what the clock sees to."""

import io
from datetime import timedelta

import pikepdf
import pypdfium2
import pytest
import time_machine
import zxingcpp
from flask.testing import FlaskClient

from readiness.classes.attending import Noted, close_class, correct_attendance, note_attendance
from readiness.classes.enrolling import enrol, leave
from readiness.classes.feedback import OPEN_FOR, said_of, say
from readiness.classes.jobs import see_to
from readiness.classes.models import ClassAttendance, ClassFeedback
from readiness.classes.queries import get_class
from readiness.foundation.errors import Conflict
from readiness.foundation.temporal import current
from readiness.notices.models import OutboxMessage
from readiness.web.access import Role
from tests.classes.training import AFTERWARDS, AT_THE_DOOR, NEXT_DAY, NOW, desk, noted, plan, told
from tests.factories import make_person, make_site
from tests.signing_in import post, sign_in

THERE = Noted("there", "list")


def test_the_paper_is_tagged_and_its_code_leads_to_a_page_that_says_only_that_it_is_genuine(
    client: FlaskClient,
) -> None:
    ann, number = make_person(given_name="Ann", family_name="Öz"), plan(kind="cpr-aed", place="#panic(1) *x*")
    enrol(number, [ann], desk())
    note_attendance(number, ann, THERE, desk(AT_THE_DOOR))
    close_class(number, desk(AFTERWARDS))
    with time_machine.travel(NEXT_DAY, tick=True):
        sign_in(client, Role.EMPLOYEE, person=ann)
        made = client.get(f"/account/classes/{number}/attendance.pdf").data
        with pikepdf.open(io.BytesIO(made)) as pdf:
            assert pdf.Root.MarkInfo.Marked
            assert pdf.open_metadata()["pdfuaid:part"] == "1"
        page = pypdfium2.PdfDocument(made)[0]
        text = page.get_textpage().get_text_range()
        for said in ("Ann Öz", "CPR", "10 March 2026", "#panic(1) *x*"):
            assert said in text
        (code,) = zxingcpp.read_barcodes(page.render(scale=3).to_pil())
        path = "/genuine/" + code.text.rpartition("/genuine/")[2]
        stranger = client.application.test_client()
        genuine = stranger.get(path).text
        assert "This paper is genuine" in genuine
        assert not any(said in genuine for said in ("Ann", "CPR", "March", "Hall"))
        assert stranger.get(f"{path[:-1]}x").status_code == 404
        correct_attendance(number, ann, Noted("absent", "list", "It was someone else."), desk(NEXT_DAY))
        assert stranger.get(path).status_code == 404, "what does not hold any more is not genuine"
        assert client.get(f"/account/classes/{number}/attendance.pdf").status_code == 409


def test_what_people_say_has_no_name_and_is_shown_late_and_only_of_enough(client: FlaskClient) -> None:
    people = [make_person() for _each in range(6)]
    number = plan(seat_count=6)
    enrol(number, people, desk())
    for person in people:
        note_attendance(number, person, THERE, desk(AT_THE_DOOR))
    close_class(number, desk(AFTERWARDS))
    held = get_class(number)
    with time_machine.travel(AFTERWARDS, tick=True):
        sign_in(client, Role.EMPLOYEE, person=people[0])
        page = f"/account/classes/{number}/feedback"
        assert post(client, page, rating="5", words="More breaks.").status_code == 302
        assert post(client, page, form_at="/account", rating="1").status_code == 422, "nobody says it twice"
    for person in people[1:4]:
        say(held, person, 4, "", AFTERWARDS)
    late = AFTERWARDS + OPEN_FOR
    assert said_of(held, AFTERWARDS) is None
    assert said_of(held, late) is None, "four could be told apart"
    say(held, people[4], 2, "Too long.", AFTERWARDS)
    assert said_of(held, AFTERWARDS) is None, "the next answer could be told from those before it"
    said = said_of(held, late)
    assert said is not None
    assert said.counts == {1: 0, 2: 1, 3: 0, 4: 3, 5: 1}
    assert sorted(said.words) == ["More breaks.", "Too long."]
    with pytest.raises(Conflict, match="time for it is over"):
        say(held, people[5], 1, "", late)
    assert {field.name for field in ClassFeedback._meta.sorted_fields} == {
        "key",
        "training_class",
        "rating",
        "words",
    }


def test_the_clock_reminds_once_of_each_time_and_settles_what_nobody_has(db: str) -> None:
    ann, ben = (make_person(staff_number=n, email=f"{n}@harbor.org") for n in ("ann", "ben"))
    number, empty = plan(), plan()
    enrol(number, [ann, ben], desk())
    enrol(empty, [ann], desk())
    see_to(NOW)
    before = len(told())
    eve = get_class(number).starts_at - timedelta(hours=23)
    for minutes in (0, 15, 600):
        see_to(eve + timedelta(minutes=minutes))
    assert sorted(told()[before:]) == [
        ("reminder", "ann@harbor.org"), ("reminder", "ann@harbor.org"), ("reminder", "ben@harbor.org"),
    ]  # fmt: skip
    leave(number, ben, desk(eve))
    states = {
        row.recipient: row.state
        for row in OutboxMessage.select().where(OutboxMessage.kind == "classes.reminder")
    }
    assert states == {"ann@harbor.org": "waiting", "ben@harbor.org": "withdrawn"}
    note_attendance(number, ann, THERE, desk(AT_THE_DOOR))
    see_to(AFTERWARDS)
    assert not get_class(number).is_closed, "the trainer has a day"
    for _again in range(2):
        see_to(NEXT_DAY)
    assert get_class(number).is_closed
    assert noted(number) == {"ann": "there"}
    assert ClassAttendance.get(current(ClassAttendance)).certificate is not None
    assert not get_class(empty).is_closed, "nobody was seen there: a person looks at it"


def test_a_month_tells_in_words_how_its_classes_stand(client: FlaskClient) -> None:
    make_site("HQ")
    with time_machine.travel(NOW, tick=True):
        full = plan(seat_count=1, site_code="HQ")
        enrol(full, [make_person()], desk())
        plan(held_on=NOW.date() + timedelta(days=20))
        sign_in(client, Role.AUDITOR)
        page = client.get("/classes/month?month=2026-03").text
        for said in (
            "Classes in March 2026",
            "2 classes",
            "1 of 1",
            "0 of 2",
            "09:00 Psychological first aid",
            "(Full)",
        ):
            assert said in page
        assert "Psychological" not in client.get("/classes/month?month=2026-05").text
        assert client.get("/classes/month?month=9999-99").status_code == 200
