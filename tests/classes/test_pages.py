"""The pages: planned, signed up for on a phone, ticked by the trainer, settled; and who may do what."""

from datetime import timedelta

import time_machine
from flask.testing import FlaskClient

from readiness.accounts.models import Account
from readiness.certificates.models import Certificate
from readiness.classes.enrolling import enrol
from readiness.classes.models import TrainingClass
from readiness.exercises.days import exercise_days
from readiness.foundation.temporal import current
from readiness.web.access import Role
from tests.calendars.test_feeds import make_planned
from tests.classes.training import AFTERWARDS, AT_THE_DOOR, NOW, THAT_DAY, desk, noted, plan, states
from tests.factories import make_leave, make_person, make_site
from tests.handbook.desk import fields
from tests.signing_in import enter, post, sign_in
from tests.statements import counting


def press(client: FlaskClient, page: str, to: str, **values: str) -> str:
    """Press a button of a page, and read where it leads."""
    answer = post(client, to, form_at=page, **values)
    assert answer.status_code == 302, answer.text
    return client.get(answer.location).text


def plan_by_form(client: FlaskClient, **typed: str) -> int:
    form = fields(client.get("/classes/plan").text)
    said = {"kind": "pfa", "held_on": "2026-03-10", "begins": "9:00", "ends": "17:00", "site_code": "HQ",
            "place": "Room 4", "seat_count": "1", "trainer": "Sam Poe", "price": "120.50", "currency": "usd"}  # fmt: skip
    answer = client.post("/classes/plan", data={**form, **said, **typed})
    assert answer.status_code == 302, answer.text
    return int(answer.location.rsplit("/", 1)[1])


def test_planned_signed_up_for_ticked_and_settled(client: FlaskClient) -> None:
    site = make_site("HQ")
    ann, ben = (make_person(site, staff_number=n, email=f"{n}@example.org") for n in ("ann", "ben"))
    make_leave(ben, NOW.date(), NOW.date() + timedelta(days=20))
    hr, employee, other = (client.application.test_client() for _each in range(3))
    with time_machine.travel(NOW, tick=True):
        planner = sign_in(hr, Role.HR)
        trainer = sign_in(client, Role.EMPLOYEE, person=make_person(site))
        number = plan_by_form(hr, trainer_account=str(trainer.id))
        sign_in(employee, Role.EMPLOYEE, person=ann)
        colleague = sign_in(other, Role.EMPLOYEE, person=ben)
        own = f"/account/classes/{number}"
        assert employee.get("/classes").location == "/account/classes"
        assert "120.5 USD" in employee.get(own).text
        assert "You have a seat." in press(employee, own, f"{own}/sign-up")
        assert "On leave on that day." in other.get(own).text
        assert "on the waiting list" in press(other, own, f"{own}/sign-up")
        page = hr.get(f"/classes/{number}").text
        assert "1 of 1 seats are taken." in page
        assert "On leave on that day." in page
        assert "1 of 1" in hr.get("/classes?standing=to_come").text
        assert press(employee, own, f"{own}/leave")
        assert states(number) == {"ann": "left", "ben": "enrolled"}
        assert (
            "Put them in anyway"
            not in post(
                hr, f"/classes/{number}/people", people="ann", form_at=f"/classes/{number}/people"
            ).text
        )
        assert states(number)["ann"] == "waiting"
        chosen = post(hr, "/classes/choose", form_at="/people", chosen=[str(ann.id), str(ben.id)]).text
        assert f"/classes/{number}/people?person=ann&amp;person=ben" in chosen
        warned = post(
            hr, f"/classes/{number}/people", people="nobody, ann", form_at=f"/classes/{number}/people"
        )
        assert "nobody with the staff number" in warned.text
    ticking = f"/classes/{number}/attendance"
    with time_machine.travel(AT_THE_DOOR, tick=True):
        enter(other, colleague.email)
        enter(client, trainer.email)
        assert other.get(ticking).status_code == 404, "only the trainer and those who plan classes"
        assert "1 of 1 are there." in press(client, ticking, f"{ticking}/note", person="ben", state="there")
        assert "once it has ended" in client.get(ticking).text
    with time_machine.travel(AFTERWARDS, tick=True):
        enter(client, trainer.email)
        enter(hr, planner.email)
        settled = press(client, ticking, f"{ticking}/settle")
        assert "Settled: 1 there, 0 not. One certificate was granted." in settled
        assert "HR&#39;s confirmation" not in settled
        assert noted(number) == {"ben": "there"}
        assert Certificate.get(current(Certificate)).person == ben
        assert "Settled" in hr.get("/classes?standing=settled").text


def test_whoever_comes_to_a_class_that_has_begun_is_added_and_what_waits_is_confirmed_there(
    client: FlaskClient,
) -> None:
    site = make_site("HQ")
    make_person(site, staff_number="ann")
    make_person(make_site("York"), staff_number="ben")
    manager = client.application.test_client()
    with time_machine.travel(AFTERWARDS, tick=True):
        sign_in(client, Role.HR)
        form = fields(client.get("/classes/plan").text)
        past = client.post("/classes/plan", data={**form, "kind": "cpr-aed", "held_on": str(THAT_DAY), "begins": "9:00",
                           "ends": "17:00", "site_code": "HQ", "place": "Room 4", "seat_count": "1"})  # fmt: skip
        page, number = past.location, int(past.location.rsplit("/", 1)[1])
        assert "Planned for a time that has begun or is past" in client.get(page).text
        ticking = f"{page}/attendance"
        sign_in(manager, Role.MANAGER, site_ids=[site.id])
        assert "Somebody came who has no seat" in manager.get(page).text
        refused = post(manager, f"{ticking}/add", form_at=page, person="ben")
        assert "nobody with the staff number" in refused.text, "a manager adds those of the own sites"
        assert states(number) == {}
        assert "is there." in press(manager, page, f"{ticking}/add", person=" ann ")
        assert (states(number), noted(number)) == ({"ann": "enrolled"}, {"ann": "there"})
        assert "Every seat is taken" in client.get(ticking).text
        settled = press(client, ticking, f"{ticking}/settle")
        assert "Settled: 1 there, 0 not." in settled
        assert "One certificate waits for HR&#39;s confirmation." in settled
        assert "One certificate was granted." in press(client, ticking, f"{ticking}/confirm")
        assert "confirmation" not in client.get(ticking).text


def test_what_is_typed_wrongly_is_told_all_at_once_and_a_cancelled_class_stays(client: FlaskClient) -> None:
    make_site("HQ")
    with time_machine.travel(NOW, tick=True):
        sign_in(client, Role.COORDINATOR)
        form = fields(client.get("/classes/plan").text)
        wrong = client.post(
            "/classes/plan",
            data={**form, "kind": "pfa", "held_on": "2026-03-08", "begins": "2:30", "ends": "3:30",
                  "site_code": "HQ", "seat_count": "0", "price": "5"},
        )  # fmt: skip
        for sentence in ("this time is skipped", "how many seats there are", "in three letters"):
            assert sentence in wrong.text
        number = plan_by_form(client)
        path = f"/classes/{number}/change"
        moving = {**fields(client.get(path).text), "begins": "10:00"}
        moved = client.post(path, data=moving, follow_redirects=True).text
        assert "Moved. Everyone in it is told. Mail is held: no mail server is set." in moved
        app = client.application
        app.config["READINESS"] = app.config["READINESS"].model_copy(update={"smtp_host": "mail.example.org"})
        again = client.post(
            path, data={**fields(client.get(path).text), "begins": "11:00"}, follow_redirects=True
        )
        assert "Everyone in it is told." in again.text
        assert "Mail is held" not in again.text
        assert "One person" not in press(
            client, f"/classes/{number}/cancel", f"/classes/{number}/cancel", reason="No trainer."
        )
        assert "No trainer." in client.get(f"/classes/{number}").text
        assert "Cancelled" in client.get("/classes").text
        assert TrainingClass.select().count() == 4, "a version for each thing that was known"
        assert Account.select().count() == 1


def test_an_exercise_that_is_announced_speaks_against_a_day_and_one_that_is_not_is_not_told(
    client: FlaskClient,
) -> None:
    sites = [make_site(), make_site()]
    people = [make_person(site) for site in sites]
    for site, is_announced in zip(sites, (True, False), strict=True):
        make_planned(site, THAT_DAY, is_announced=is_announced)
    found = exercise_days([person.id for person in people], THAT_DAY)
    assert found == {people[0].id: [f"An exercise at {sites[0].name} on that day."]}


def test_the_list_and_ones_own_take_as_many_statements_for_twelve_classes_as_for_three(
    client: FlaskClient,
) -> None:
    site = make_site("HQ")
    ann = make_person(site)
    with time_machine.travel(NOW, tick=True):
        sign_in(client, Role.HR, person=ann)
        counts = []
        for more in (3, 9):
            for _each in range(more):
                enrol(plan(site_code="HQ"), [ann], desk())
            client.get("/classes")  # what the rail counts is worked out once
            taken = []
            for path in ("/classes", "/classes/month?month=2026-03", "/account/classes", "/classes/1"):
                with counting() as statements:
                    assert client.get(path).status_code == 200
                taken.append(len(statements))
            counts.append(taken)
        assert counts[0] == counts[1]
        assert client.get("/classes?format=csv").text.count("pfa") == 12
