"""From what falls short to invitations: asked for, made as good as can be, judged anew, and everybody invited once."""

import re
import threading
import time
from datetime import date, timedelta
from html import unescape

from flask.testing import FlaskClient

from readiness.certificates.kinds import certificate_kinds
from readiness.classes.actions import ClassDetails, Desk, plan_class
from readiness.classes.models import Enrolment
from readiness.compliance.days.findings import Status
from readiness.compliance.judging.asking import Measure
from readiness.compliance.judging.assess import assess
from readiness.duty.models import DutyAbsence, DutyShift
from readiness.foundation import clock
from readiness.foundation.database import connected, open_database, transaction
from readiness.foundation.errors import Conflict
from readiness.foundation.temporal import Question, current, knowledge_at, record
from readiness.notices.models import OutboxMessage
from readiness.people.models import Person
from readiness.training.actions import ask_for_plan, invite_all, keep_seats
from readiness.training.models import TrainingPlan, TrainingPlanSeat
from readiness.training.working import work_on
from readiness.web.access import Role
from tests.conftest import close
from tests.factories import MEASURE, adopt, change, make_certificate, make_leave, make_person, make_site
from tests.handbook.desk import edit, fields
from tests.planning.test_pages import press
from tests.signing_in import sign_in

TODAY = clock.today("UTC")
CLASS_ON = TODAY + timedelta(days=30)
NEED = {"check": "holders_per_headcount", "terms": {"certificate": "mhfa-adult", "at_least": 2}}


def hold_class(seats: int, **more: object) -> int:
    details = {
        "kind": "mhfa-adult", "held_on": CLASS_ON, "begins": "9:00", "ends": "17:00", "place": "Hall 2",
        "time_zone": "America/New_York", "seat_count": seats, "language": "Spanish", "seat_cost": 12000, "currency": "USD",
    }  # fmt: skip
    return plan_class(ClassDetails(**{**details, **more}), Desk("hr@example.org", clock.now()))  # type: ignore[arg-type]


def ask(client: FlaskClient) -> int:
    answer = edit(client, "/compliance/training", days="365", travel="region")
    assert answer.status_code == 302, answer.text
    number = int(re.findall(r"/training/(\d+)", answer.location)[0])
    until = time.monotonic() + 60
    while TrainingPlan.get_by_id(number).stage in ("waiting", "improving") and time.monotonic() < until:
        time.sleep(0.2)
    assert TrainingPlan.get_by_id(number).stage == "ready"
    return number


def names(plan: int) -> set[str]:
    rows = TrainingPlanSeat.select(TrainingPlanSeat, Person).join(Person).where(TrainingPlanSeat.plan == plan)
    return {row.person.staff_number for row in rows}


def people() -> None:
    """Of six, one holds it for 60 days more; one is away on the day, and one does not speak the language of the class."""
    site = make_site("HQ", region="US-NY")
    someone = {
        name: make_person(site, staff_number=name, email=f"{name}@example.org", languages=["es"])
        for name in ("ann", "ben", "cy", "di", "ed")
    }
    make_person(site, staff_number="flo", languages=["en"])
    make_certificate(
        someone["ann"], "mhfa-adult", TODAY - timedelta(days=90), expires_on=TODAY + timedelta(days=60)
    )
    make_leave(someone["ben"], CLASS_ON, CLASS_ON)


def test_what_falls_short_is_planned_for_and_everybody_is_invited_once(client: FlaskClient) -> None:
    people()
    adopt(NEED)
    number = hold_class(4)
    sign_in(client, Role.HR)
    plan = ask(client)
    kept = TrainingPlan.get_by_id(plan)
    assert kept.worth == kept.bound == [30, 2, 24000, 0], (
        "30 days until the class, of which one person is missing"
    )
    assert kept.is_checked
    assert names(plan) == {"cy", "di"}, "nobody who is away, speaks another language, or holds it already"
    page = client.get(f"/compliance/training/{plan}").text
    assert "Covers one gap: Clause 1 at HQ; speaks Spanish; holds nothing else that is required" in page
    assert "An earlier one would close it" in page
    assert "It is proven that no plan is better" in page
    assert "240 USD" in page
    invite = f"/compliance/training/{plan}/invite"
    assert "2 people are invited." in press(client, "/compliance/training", invite)
    assert "Everybody was invited already" in press(client, "/compliance/training", invite)
    rows = Enrolment.select().where((Enrolment.training_class == number) & current(Enrolment))
    assert sorted((row.person.staff_number, row.state) for row in rows) == [
        ("cy", "invited"),
        ("di", "invited"),
    ]
    owed = [(row.kind, row.recipient) for row in OutboxMessage.select().order_by(OutboxMessage.recipient)]
    assert owed == [("classes.invited", "cy@example.org"), ("classes.invited", "di@example.org")]
    # Those who are invited are counted on: nobody else is named for the same.
    again = ask(client)
    assert names(again) == set()
    assert TrainingPlan.get_by_id(again).after_days == 30
    page = client.get(f"/compliance/training/{again}").text
    assert "No class helps" in page
    assert "It is proven that no plan is better" not in page


def test_whose_certificate_was_revoked_or_has_ended_holds_nothing_that_could_be_renewed(
    client: FlaskClient,
) -> None:
    site = make_site("HQ", region="US-NY")
    someone = [
        make_person(site, staff_number=name, email=f"{name}@example.org", languages=["es"])
        for name in ("ann", "ben", "cy")
    ]
    began, ends = TODAY - timedelta(days=90), TODAY + timedelta(days=60)
    revoked = {"revoked_on": TODAY - timedelta(days=9), "revoked_reason": "The course was not held."}
    make_certificate(someone[0], "mhfa-adult", began, expires_on=TODAY + timedelta(days=600), **revoked)
    make_certificate(someone[1], "mhfa-adult", began, expires_on=ends)
    make_certificate(someone[2], "mhfa-adult", began, expires_on=TODAY - timedelta(days=2))
    adopt({"check": "holders_per_headcount", "terms": {"certificate": "mhfa-adult", "at_least": 3}})
    hold_class(4)
    sign_in(client, Role.HR)
    plan = ask(client)
    seats = (
        TrainingPlanSeat.select(TrainingPlanSeat, Person).join(Person).where(TrainingPlanSeat.plan == plan)
    )
    assert {row.person.staff_number: bool(row.renews) for row in seats} == {
        "ann": False,
        "ben": True,
        "cy": False,
    }
    page = client.get(f"/compliance/training/{plan}").text
    assert page.count("renews what they hold") == 1


def test_each_shift_and_each_language_has_somebody_who_is_trained(client: FlaskClient) -> None:
    """Ann has the night of Mondays, Ben its day while he is not absent, Cy and Di speak Spanish, Di is on leave then."""
    site = make_site("HQ", region="US-NY")
    someone = {
        name: make_person(site, staff_number=name, email=f"{name}@example.org", languages=tongues)
        for name, tongues in (
            ("ann", ["en"]),
            ("ben", ["en"]),
            ("cy", ["es"]),
            ("di", ["es"]),
            ("ed", ["en"]),
        )
    }
    monday = CLASS_ON + timedelta(days=7 - CLASS_ON.weekday())
    with change() as opened:
        for name, begins in (("ann", 1200), ("ben", 480)):
            record(
                DutyShift, opened.change, person=someone[name], site=site, weekday=0, from_minute=begins,
                until_minute=(begins + 480) % 1440,
            )  # fmt: skip
        record(DutyAbsence, opened.change, person=someone["ben"], from_on=monday, until_on=monday)
    make_leave(someone["di"], CLASS_ON, CLASS_ON)
    adopt(
        {"check": "responder_per_shift", "terms": {"certificate": "mhfa-adult"}},
        {"check": "people_speak", "terms": {"certificate": "mhfa-adult", "languages": ["es"]}},
        {"check": "responder_per_shift", "terms": {}, "title": "Somebody on each shift"},
        {"check": "continuing_education", "terms": {"hours": 8, "within_months": 12}, "title": "Eight hours"},
    )
    hold_class(9, language="")
    sign_in(client, Role.HR)
    plan = ask(client)
    kept = TrainingPlan.get_by_id(plan)
    assert names(plan) == {"ann", "ben", "cy"}
    mondays = sum((TODAY + timedelta(days=n)).weekday() == 0 for n in range(30))
    assert kept.after_days == 2 * mondays + 30 + 1, (
        "until the class; then the one Monday on which Ben is absent"
    )
    assert kept.worth == kept.bound
    assert kept.is_checked
    page = client.get(f"/compliance/training/{plan}").text
    assert "Clause 1 at HQ (Monday 20:00–04:00)" in page
    assert "Clause 2 at HQ (Spanish)" in page
    for title in ("Somebody on each shift", "Eight hours"):
        assert title in page.partition("Not planned here")[2]


def made() -> int:
    """A plan as its page has it made, in this process."""
    plan = ask_for_plan(TODAY, TODAY + timedelta(days=365), "region", "hr@example.org")
    work_on(plan, Measure(certificate_kinds(), 30), "en")
    return plan


def test_two_who_press_at_once_invite_nobody_twice(database_url: str) -> None:
    open_database(database_url, connections=4)
    with connected():
        people()
        adopt(NEED)
        hold_class(4)
        plan = made()
    told: list[str] = []
    ready = threading.Barrier(2)

    def press_it(who: str) -> None:
        with connected():
            ready.wait()
            try:
                told.append(str(invite_all(plan, Desk(who, clock.now())).invited))
            except Conflict:
                told.append("refused")

    threads = [threading.Thread(target=press_it, args=(who,)) for who in ("a@example.org", "b@example.org")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    with connected():
        assert sorted(told) == ["2", "refused"]
        assert Enrolment.select().where(current(Enrolment)).count() == 2
        assert OutboxMessage.select().count() == 2
    close()


def test_what_a_plan_says_of_the_year_is_what_the_assessment_says_once_it_came_true(db: str) -> None:
    people()
    adopt(NEED)
    hold_class(4)
    plan = made()
    for row in TrainingPlanSeat.select().where(TrainingPlanSeat.plan == plan):
        make_certificate(row.person, row.kind, row.held_on, expires_on=row.until_on)
    assert sum(missing_on(TODAY + timedelta(days=each)) for each in range(60)) == 30
    assert not any(missing_on(TODAY + timedelta(days=each)) for each in range(60, 366, 15))
    assert TrainingPlan.get_by_id(plan).after_days == 30


def missing_on(day: date) -> int:
    """How many are missing by the assessment of one day."""
    found = assess(Question(day, knowledge_at()), MEASURE)
    return sum((each.need or 0) - (each.have or 0) for each in found if each.status is Status.GAP)


def test_a_better_plan_never_takes_the_place_of_one_whose_people_are_being_invited(database_url: str) -> None:
    open_database(database_url, connections=4)
    with connected():
        plan = ask_for_plan(TODAY, TODAY + timedelta(days=365), "region", "hr@example.org")
    told: list[bool] = []

    def better() -> None:
        with connected():
            told.append(keep_seats(plan, [], stage="ready"))

    thread = threading.Thread(target=better)
    with transaction():
        TrainingPlan.update(stage="invited").where(TrainingPlan.id == plan).execute()
        thread.start()
        thread.join(0.5)
    thread.join(30)
    with connected():
        assert (told, TrainingPlan.get_by_id(plan).stage) == ([False], "invited")
    close()


def test_each_line_of_what_to_book_fills_in_the_form_of_its_class(client: FlaskClient) -> None:
    sites = make_site("HQ", region="US-NY"), make_site("york", region="US-NY")
    for site in sites:
        make_person(site, languages=["en"])
    adopt(
        {
            "check": "people_speak",
            "terms": {"certificate": "mhfa-adult", "languages": ["es"]},
            "applies": {"headcount_to": 1},
        },
        {"check": "holders_per_headcount", "terms": {"certificate": "cpr-aed", "at_least": 3}},
    )
    sign_in(client, Role.HR)
    page = client.get(f"/compliance/training/{ask(client)}").text
    assert "No class that leads to ‘Mental health first aid (adults)’ is planned." in page
    links = [unescape(each) for each in re.findall(r'href="(/classes/plan\?[^"]+)"', page)]
    forms = [fields(client.get(link).text) for link in links]
    assert sorted(
        "/".join(form[name][0] for name in ("kind", "site_code", "seat_count", "language")) for form in forms
    ) == ["cpr-aed/HQ/3/", "cpr-aed/york/3/", "mhfa-adult/HQ/1/Spanish", "mhfa-adult/york/1/Spanish"]
