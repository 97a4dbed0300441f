"""What is booked, and what would be: taken for true in an answer, it is what recording it gives, and writes nothing."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape

import time_machine
from flask.testing import FlaskClient

from readiness.certificates.kinds import certificate_kinds
from readiness.classes.enrolling import enrol, invite
from readiness.classes.models import Enrolment
from readiness.compliance.days.findings import Status
from readiness.compliance.days.records import HeldExercise
from readiness.compliance.days.spells import Spell
from readiness.compliance.days.subjects import CertificateSpell
from readiness.compliance.days.supposing import Supposed
from readiness.compliance.judging.ahead import HORIZON
from readiness.compliance.judging.assess import assess
from readiness.compliance.judging.beginning import beginning
from readiness.compliance.judging.cells import Cell, cells_of
from readiness.compliance.judging.counted_cells import cells_ahead
from readiness.forecast.booked import Booking, booked, if_taught
from readiness.foundation import clock
from readiness.foundation.database import database
from readiness.foundation.temporal import current, knowledge_at, supersede, withdraw
from readiness.people.models import Site
from readiness.web.access import Role
from tests.classes.training import desk, plan
from tests.compliance.crowd import TODAY as CROWD_DAY
from tests.compliance.crowd import make_crowd
from tests.factories import (
    MEASURE,
    adopt,
    ask,
    change,
    make_certificate,
    make_exercise,
    make_person,
    make_site,
)
from tests.signing_in import sign_in
from tests.statements import counting

TODAY, NOW = date(2026, 3, 2), datetime(2026, 3, 2, 12, tzinfo=UTC)
HELD_ON = date(2026, 3, 10)
TWO = {
    "check": "holders_per_headcount",
    "terms": {"certificate": "pfa", "at_least": 1},
    "title": "One holder",
}
DRILLS = {"check": "exercises_in_window", "terms": {"kinds": ["drill"], "at_least": 1, "within_months": 3}}


def statuses(day: date, **supposed: object) -> dict[str, tuple[Status, date | None]]:
    return {each.clause.id: (each.status, each.due_on) for each in assess(ask(day), MEASURE, **supposed)}  # type: ignore[arg-type]


def test_a_seat_and_a_planned_exercise_taken_for_true_are_what_having_had_them_gives(db: str) -> None:
    site = make_site("dayton")
    person = make_person(site)
    adopt(TWO, DRILLS, from_on=TODAY)
    number = plan()
    enrol(number, [person], desk())
    exercise = make_exercise(site, None)
    with change() as opened:
        exercise = supersede(exercise, opened.change, planned_on=date(2026, 4, 1))
    coming = booked(certificate_kinds(), Booking(TODAY, NOW, knowledge_at()))
    assert (coming.codes, coming.seats, coming.exercises) == (["dayton"], 1, 1)
    days = [TODAY, HELD_ON, date(2026, 4, 1), date(2026, 7, 1), date(2026, 7, 3)]
    alone = {day: statuses(day) for day in days}
    would_be = {day: statuses(day, supposed=coming.supposed) for day in days}
    assert alone[HELD_ON]["clause-1"][0] is Status.GAP
    assert would_be[HELD_ON]["clause-1"][0] is Status.MET
    make_certificate(person, "pfa", HELD_ON)
    with change() as opened:
        supersede(exercise, opened.change, held_on=date(2026, 4, 1))
    assert {day: statuses(day) for day in days} == would_be
    assert if_taught(
        "pfa", HELD_ON, [(person.id, person.staff_number)], certificate_kinds(), knowledge_at()
    ).earning.keys() == {person.staff_number}


def test_an_invitation_is_no_seat_and_counts_as_one_where_all_invited_are_taken_to_come(db: str) -> None:
    site = make_site("dayton")
    ann, ben = make_person(site), make_person(site)
    adopt(TWO, from_on=TODAY)
    number = plan()
    invite(number, [ann, ben], desk())
    asked = Booking(TODAY, NOW, knowledge_at())
    kinds = certificate_kinds()
    alone, all_come = booked(kinds, asked), booked(kinds, replace(asked, with_invited=True))
    assert (alone.invited, alone.seats, alone.codes, alone.supposed) == (2, 0, [], Supposed())
    assert (all_come.invited, all_come.seats, all_come.codes) == (2, 2, ["dayton"])
    assert (alone.counts_on, all_come.counts_on) == (None, HELD_ON)
    assert statuses(HELD_ON, supposed=all_come.supposed)["clause-1"][0] is Status.MET
    enrol(number, [ann, ben], desk())
    came = booked(kinds, replace(asked, known=knowledge_at()))
    assert (came.invited, came.supposed, came.codes) == (0, all_come.supposed, all_come.codes)
    assert booked(kinds, replace(asked, with_invited=True)) == all_come, "by what was known then"


def test_pages_say_how_many_are_invited_and_what_would_be_if_all_came(client: FlaskClient) -> None:
    site, today = make_site("dayton"), clock.today("UTC")
    people = [make_person(site) for _each in range(2)]
    make_certificate(make_person(site), "pfa", today - timedelta(days=9), today + timedelta(days=20))
    adopt(TWO, from_on=today)
    number = plan(held_on=today + timedelta(days=10))
    invite(number, people, desk(clock.now()))
    sign_in(client, Role.HR)
    page = client.get("/compliance/ahead/booked").text
    assert "2 people are invited to a class and have not answered." in page
    assert "Nobody has a seat in an upcoming class" in page
    link = "/compliance/ahead/booked?invited=1"
    assert page.count(f'href="{link}"') == 2, "beside the words, and as a tab"
    all_come = client.get(link).text
    assert "Seats and invitations whose certificate would count: 2." in all_come
    assert "/compliance?site=dayton" in all_come
    assert link in client.get("/compliance/ahead").text
    of_class = client.get(f"/classes/{number}").text
    assert "0 of 2 seats are taken." in of_class
    assert "2 people are invited and have not answered." in of_class


def test_a_site_that_falls_short_until_the_class_is_seen_to_be_covered_on_its_day(
    client: FlaskClient,
) -> None:
    site, today = make_site("dayton"), clock.today("UTC")
    person, held_on = make_person(site), today + timedelta(days=10)
    adopt(TWO, from_on=today)
    invite(plan(held_on=held_on), [person], desk(clock.now()))
    sign_in(client, Role.HR)
    page = client.get("/compliance/ahead/booked?invited=1").text
    assert "No site is covered for longer" in page
    (link,) = (
        unescape(each) for each in re.findall(r'href="(/compliance/ahead/booked\?[^"]*)"[^>]*>See how', page)
    )
    assert f"as_of={held_on}" in link
    on_its_day = client.get(link).text
    assert "1 falls short" in on_its_day
    assert "a year and more" in on_its_day


def test_what_was_booked_is_told_by_what_was_known_then(client: FlaskClient) -> None:
    with time_machine.travel(NOW, tick=False):
        site = make_site("dayton")
        person = make_person(site)
        adopt(TWO, from_on=TODAY)
        enrol(plan(), [person], desk())
        make_certificate(make_person(site), "pfa", TODAY - timedelta(days=30), TODAY + timedelta(days=20))
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        with change() as opened:
            withdraw(Enrolment.get(current(Enrolment)), opened.change)
        sign_in(client, Role.HR)
        before = client.get("/compliance/ahead/booked?known_at=2026-03-02T12:30").text
        assert "Booked seats whose certificate would count: 1." in before
        assert "a year and more" in before
        assert "Nothing is booked" in client.get("/compliance/ahead/booked").text
        earlier = client.get("/compliance/ahead/booked?known_at=2026-03-02T11:30").text
        assert "Nothing was recorded here before 2 March 2026" in earlier


def rows_of_everything() -> dict[str, list[str]]:
    """Every row of every table, but for what is worked out from others and the sessions of who asks."""
    derived = ("kept_", "week_", "account_session", "sqlite_", "snapshot")
    names = [name for name in database.get_tables() if not name.startswith(derived)]
    return {
        name: sorted(map(repr, database.execute_sql(f'SELECT * FROM "{name}"').fetchall())) for name in names
    }


def test_the_pages_tell_before_and_after_and_no_row_is_another(client: FlaskClient) -> None:
    site, today = make_site("dayton"), clock.today("UTC")
    people = [make_person(site) for _ in range(4)]
    make_certificate(people[0], "pfa", today - timedelta(days=10))
    adopt(TWO, DRILLS)
    make_exercise(site, today - timedelta(days=60))
    for each in (
        site,
        make_site("other"),
    ):  # at the other it is a gap now, however long the planned one counts
        exercise = make_exercise(each, None)
        with change() as opened:
            supersede(exercise, opened.change, planned_on=today + timedelta(days=10))
    sign_in(client, Role.HR)
    client.get("/compliance/ahead")
    before = rows_of_everything()
    what_if = f"/compliance/what-if/terms?clause=tested/clause-1&from_on={today}"
    asked = client.get(f"{what_if}&one_per=2&at_least=").text
    assert "1 of 1" in asked
    assert "1 of 2" in asked
    assert "asked here: one for every 2 people" in asked
    assert "Write one of the two numbers." in client.get(f"{what_if}&one_per=&at_least=").text
    assert (
        "Choose a requirement."
        in client.get(what_if.replace("clause-1", "none") + "&one_per=2&at_least=").text
    )
    adopt(DRILLS, {**TWO, "title": "Two holders"}, from_on=today + timedelta(days=40), id="later")
    both = client.get(f"{what_if}&clause=later/clause-2&one_per=2&at_least=").text
    assert "Two holders (asked from" in both
    assert both.count("1 of 2") == 2, "both, each on the first day on which it is asked"
    before = rows_of_everything()
    teach = f"/compliance/what-if/class?kind=pfa&held_on={today}&staff_numbers="
    assert "2 of 1" in client.get(teach + people[1].staff_number).text
    assert "There is nobody" in client.get(f"{teach}{people[1].staff_number},nobody").text
    leaves = f"/compliance/what-if/leaves?staff_number={people[1].staff_number}&last_on=9999-12-31"
    assert "Ask about a day from 1900 to 2199." in client.get(leaves).text
    coming = client.get("/compliance/ahead/booked").text
    assert "/compliance?site=dayton" in coming
    assert "/compliance?site=other" not in coming
    assert rows_of_everything() == before


def test_what_is_booked_takes_as_many_statements_for_many_sites_as_for_one(client: FlaskClient) -> None:
    planned_on = clock.today("UTC") + timedelta(days=10)
    adopt(TWO)
    sign_in(client, Role.HR)
    asked = []
    for many in (1, 3):
        for _each in range(many):
            exercise = make_exercise(make_site(), None)
            with change() as opened:
                supersede(exercise, opened.change, planned_on=planned_on)
        client.get("/compliance/ahead/booked")
        with counting() as statements:
            client.get("/compliance/ahead/booked")
        asked.append(len(statements))
    assert asked[0] == asked[1]


def test_what_a_site_comes_to_with_what_is_supposed_is_counted_as_an_assessment_has_it(db: str) -> None:
    """Through the horizon: what is supposed of some, beside the many who are counted."""
    people = make_crowd()
    adopt(DRILLS, from_on=CROWD_DAY + timedelta(days=25), id="drills")
    last_on = CROWD_DAY + timedelta(days=300)
    here, opens = (Site.get(Site.code == code) for code in ("here", "opens"))
    earning = {
        people[number].staff_number: [
            CertificateSpell(kind, Spell(CROWD_DAY + timedelta(days=3 * number), last_on), True, False)
        ]
        for number, kind in ((0, "mhfa"), (2, "cpr"), (6, "full"), (9, "cpr"), (13, "mhfa"))
    }
    drill = HeldExercise(CROWD_DAY + timedelta(days=12), "drill", "", "", True, frozenset())
    supposed = Supposed(
        {people[7].staff_number: CROWD_DAY + timedelta(days=20)}, None, earning, {here.id: [drill]}
    )
    codes = [here.code, opens.code, "paris", "back"]
    told = []
    for day in (CROWD_DAY - timedelta(days=1), CROWD_DAY, CROWD_DAY + timedelta(days=21)):
        for each in (Supposed(), supposed):
            asked = ask(day)
            whole = [*beginning(asked, MEASURE, codes, each), *assess(asked, MEASURE, codes, supposed=each)]
            told.append(within_the_year(cells_of(whole), day))
            assert within_the_year(cells_ahead(asked, MEASURE, codes, each), day) == told[-1]
    assert told[2] != told[3], "it makes a difference"


def within_the_year(cells: Sequence[Cell], day: date) -> list[Cell]:
    """Without what comes after the horizon, of which nothing is shown."""
    return [
        each if each.due_on is None or each.due_on <= day + HORIZON else replace(each, due_on=None)
        for each in cells
        if each.status is not Status.NOT_APPLICABLE or (each.due_on and each.due_on <= day + HORIZON)
    ]
