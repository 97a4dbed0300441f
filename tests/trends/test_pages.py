"""The pages of trends say what is kept, of whom the account may see, in as many statements whatever there is."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from readiness.audit.actions import Recording
from readiness.classes.models import Enrolment, TrainingClass
from readiness.exercises.models import Exercise
from readiness.foundation import clock, words
from readiness.foundation.database import connected
from readiness.foundation.temporal import record
from readiness.people.models import Site
from readiness.trends.nights import ends_of_months
from readiness.trends.taking import Clockwork, restate, take_nights
from readiness.web.access import Role
from tests.factories import MEASURE, adopt, change, make_certificate, make_exercise, make_person, make_site
from tests.signing_in import sign_in
from tests.statements import counting

TODAY = clock.today("UTC")
ONE = {
    "check": "holders_per_headcount",
    "terms": {"certificate": "mhfa-adult", "at_least": 1},
    "title": "A first-aider",
    "severity": "high",
}


def stage(code: str, until_on: date | None, **values: str) -> int:
    site = make_site(code, **values)
    person = make_person(site)
    if until_on is not None:
        make_certificate(person, "mhfa-adult", TODAY - timedelta(days=900), until_on)
    return int(site.id)


def make_class(opened: Recording, site: Site, on: date) -> int:
    at = datetime.combine(on, datetime.min.time(), UTC)
    made = record(
        TrainingClass, opened.change, kind="mhfa-adult", site=site, held_on=on, starts_at=at,
        ends_at=at + timedelta(hours=8), time_zone="UTC", seat_count=8,
    )  # fmt: skip
    return int(made.fact_id)


@pytest.fixture
def kept(client: FlaskClient) -> FlaskClient:
    """Two sites, one of which fell short five nights ago; ten nights are kept."""
    began = datetime.combine(TODAY - timedelta(days=10), datetime.min.time(), UTC)
    with connected(), time_machine.travel(began + timedelta(hours=12)):
        stage("york", TODAY + timedelta(days=400), name="York")
        stage("leeds", TODAY - timedelta(days=6), name="Leeds")
        adopt(ONE)
    with connected():
        assert take_nights(Clockwork(TODAY, "UTC", MEASURE)) == 10
    return client


def test_it_tells_each_night_and_what_changed(kept: FlaskClient) -> None:
    sign_in(kept, Role.AUDITOR)
    page = kept.get(f"/compliance/trends?since={TODAY - timedelta(days=9)}").text
    assert "Of what is required of sites, 50 % was met on" in page
    told = [words.day(TODAY - timedelta(days=days)) for days in (1, 9)]
    assert f"50 % was met on {told[0]}, and 100 % on {told[1]}. Today it is 50 %." in page
    assert f"What changed from {told[1]} to {told[0]}" in page, "of the same two nights as the sentence"
    assert page.count("/compliance/findings/tested/clause-1/leeds") == 1
    assert "/compliance/findings/tested/clause-1/york" not in page
    assert "Nothing was required" in kept.get("/compliance/trends?pack=nobody-has-it").text
    before = kept.get(f"/compliance/trends?as_of={TODAY - timedelta(days=7)}").text
    assert "Of what is required of sites, 100 % was met on" in before


def test_the_overview_says_last_night_of_last_night_alone(kept: FlaskClient) -> None:
    sign_in(kept, Role.AUDITOR)
    ends = ends_of_months(TODAY)
    first = next(day for day in ends if day >= TODAY - timedelta(days=93))
    begun = f"100 % of what is required was met on {words.day(first)}"
    assert f"{begun}, 50 % last night" in kept.get("/dashboard").text
    with time_machine.travel(datetime.combine(TODAY + timedelta(days=3), datetime.min.time(), UTC)):
        sign_in(kept, Role.AUDITOR)
        page = kept.get("/dashboard").text
    told = f"{begun}, 50 % on {words.day(TODAY - timedelta(days=1))}"
    assert told in page, "the nights since are not caught up yet"
    assert "last night" not in page


def test_what_is_told_otherwise_now_says_what_it_counts_and_where_its_numbers_lead(kept: FlaskClient) -> None:
    with connected():
        stage("hull", None)
        assert restate(Clockwork(TODAY, "UTC", MEASURE)) > 0
    sign_in(kept, Role.AUDITOR)
    page = kept.get("/compliance/trends").text.partition("Restated since")[2]
    assert "How many requirements of sites were met or due." in page
    assert "a requirement of people has a finding for each of them there" in page
    assert "Met or due, as known then" in page


def test_the_map_leads_from_each_cell_to_its_finding_and_the_index_opens_to_its_parts(
    kept: FlaskClient,
) -> None:
    sign_in(kept, Role.HR)
    page = kept.get("/compliance/trends/map").text
    assert page.index("Leeds") < page.index("York")
    assert "D: 1 high gap; 0\N{NO-BREAK SPACE}% met" in page
    assert "A: nothing is open; 100\N{NO-BREAK SPACE}% met" in page
    assert 'aria-label="Leeds, A first-aider: Gap, 0 of 1"' in page
    parts = kept.get("/compliance/trends/sites/leeds").text
    assert "D: 1 high gap; 0\N{NO-BREAK SPACE}% met" in parts
    assert "/compliance/findings/tested/clause-1/leeds" in parts
    assert "Leeds" not in kept.get("/compliance/trends/map?region=GB").text.partition("<main")[2]


def test_the_map_begins_with_what_decides_the_letter(kept: FlaskClient) -> None:
    with connected():
        adopt({**ONE, "title": "A light one", "severity": "low"}, id="added")
    sign_in(kept, Role.HR)
    page = kept.get("/compliance/trends/map").text
    assert '<th scope="colgroup" colspan="1">High</th><th scope="colgroup" colspan="1">Low</th>' in page
    assert page.index("<span>A first-aider</span>") < page.index("<span>A light one</span>")


def test_a_manager_is_told_of_the_own_sites_alone(kept: FlaskClient) -> None:
    with connected():
        sign_in(kept, Role.MANAGER, site_ids=[Site.get(Site.code == "york").id])
    page = kept.get("/compliance/trends").text
    assert "100 % was met on" in page
    assert "Leeds" not in page
    assert kept.get("/compliance/trends?site=leeds").status_code == 404
    assert "Leeds" not in kept.get("/compliance/trends/map").text
    assert kept.get("/compliance/trends/sites/leeds").status_code == 404


def test_what_ends_is_told_with_the_seats_that_are_booked_and_exercises_that_are_kept_back_are_not(
    client: FlaskClient,
) -> None:
    soon = TODAY + timedelta(days=40)
    with connected():
        number = stage("york", soon, name="York")
        stage("hull", soon, name="Hull")
        stage("gone", TODAY - timedelta(days=1))
        york = Site.get(Site.id == number)
        renewed, booked = make_person(york), make_person(york)
        make_certificate(renewed, "mhfa-adult", TODAY - timedelta(days=900), soon)
        make_certificate(renewed, "mhfa-adult", TODAY - timedelta(days=9), TODAY + timedelta(days=900))
        make_certificate(booked, "mhfa-adult", TODAY - timedelta(days=900), soon)
        with change() as opened:
            made = make_class(opened, york, TODAY + timedelta(days=20))
            record(Enrolment, opened.change, training_class=made, person=booked, state="enrolled",
                   asked_at=clock.now(), asked_by="a test")  # fmt: skip
        with change() as opened:
            record(Exercise, opened.change, site=york, kind="drill", scenario="", planned_on=TODAY,
                   is_announced=False)  # fmt: skip
        make_exercise(york, TODAY)
    sign_in(client, Role.HR)
    page = client.get("/compliance/trends/expiries").text
    assert "3 certificates end from" in page
    assert "for 1 a seat is booked to renew in time" in page
    assert "2 certificates end from" in client.get("/compliance/trends/expiries?site=york&by=week").text
    calendar = client.get(f"/compliance/trends/exercises?year={TODAY.year}").text
    assert f'York, {words.month(TODAY)}: Held: 1"' in calendar
    sign_in(client, Role.COORDINATOR)
    told = client.get(f"/compliance/trends/exercises?year={TODAY.year}").text
    assert f'York, {words.month(TODAY)}: Held: 1, Planned: 1"' in told


def test_a_page_asks_as_much_of_twenty_sites_as_of_two(kept: FlaskClient) -> None:
    sign_in(kept, Role.AUDITOR)

    def asked(path: str) -> int:
        kept.get(path)
        with counting() as statements:
            assert kept.get(path).status_code == 200
        return len(statements)

    paths = [
        "/compliance/trends",
        "/compliance/trends/map",
        "/compliance/trends/sites/york",
        "/compliance/trends/expiries",
        "/compliance/trends/exercises",
    ]
    few = [asked(path) for path in paths]
    with connected():
        for place in range(18):
            stage(f"more-{place}", None)
        take_nights(Clockwork(TODAY + timedelta(days=1), "UTC", MEASURE))
    assert [asked(path) for path in paths] == few
