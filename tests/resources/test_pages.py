"""The public pages of resources: found by need, word, language and site; with no sign-in, no cookie, no database."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import Client, TestResponse

from readiness.foundation import clock
from readiness.foundation.database import connected, select
from readiness.handbook.bundle import Wanted
from readiness.handbook.serving import HandbookFirst
from readiness.handbook.shelf import stock
from readiness.resources.actions import merge, verify, write_cover
from readiness.resources.cards import Home
from readiness.resources.covers import Cover
from readiness.resources.queries import Reader, shown_to
from tests.conftest import close
from tests.factories import make_site
from tests.resources.directories import SMALL, Tables, bring, package

HOME = Home("US", "America/New_York")

TOWN: Tables = {
    **SMALL,
    "services": [
        *SMALL["services"],
        {"id": "12", "organization_id": "1", "name": "Night shelter", "description": "Beds.", "status": "active"},
        {"id": "13", "organization_id": "1", "name": "Shelter for cats", "description": "Cats.", "status": "active"},
        {"id": "14", "organization_id": "1", "name": "Old <b>hall</b>", "description": "Gone.", "status": "defunct"},
    ],
    "phones": [*SMALL["phones"], {"id": "42", "service_id": "12", "number": "1-800-273-TALK"}],
    "languages": [{"id": "70", "service_id": "12", "language": "Spanish"}],
    "regular_schedules": [
        {"id": str(80 + place), "service_id": "10", "weekday": day, "opens_at": "0:00", "closes_at": "23:59"}
        for place, day in enumerate(
            ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
        )
    ],
}  # fmt: skip


@pytest.fixture
def public(browser: FlaskClient, tmp_path: Path) -> Client:
    """A browser on what stands ahead of the service, which is not asked."""
    bring(package(tmp_path / "county.zip", TOWN))
    with connected():
        make_site("QUAY", address="1 Quay Street, Miami, FL 33101", country="US")
        assert stock(tmp_path, HOME)
        assert not stock(tmp_path, HOME)
    return Client(HandbookFirst(_nobody, tmp_path))


def _nobody(_environ: Any, start_response: Any) -> list[bytes]:
    start_response("418 Asked", [])
    return [b"asked"]


def names(answer: TestResponse) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [part.split("<")[0] for part in answer.text.split('"><b>')[1:] if not part[0].isdigit()]


def test_shelter_means_a_roof_for_people(public: Client) -> None:
    for asked in (public.get("/resources/need/shelter"), public.post("/resources", data={"q": "a shelter"})):
        assert names(asked) == ["Night shelter"]
    assert names(public.post("/resources?lang=es", data={"q": "albergue"})) == ["Night shelter"]
    assert "Shelter for cats" in names(public.post("/resources", data={"q": "cats"}))


def test_one_service_is_told_with_what_it_takes_to_reach_it(public: Client) -> None:
    found = public.get("/resources/need/counselling").text
    address = found.split('<li><a href="')[1].split('"')[0]
    page = public.get(address)
    assert "tel:+13055550100;ext=12" in page.text
    assert "305-555-0100" in page.text
    assert "12 Quay Street" in page.text
    assert "Open day and night" in page.text
    assert "not yet verified here" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in page.headers
    assert "Counselling" not in page.text.split("</title>")[0]


def test_old_numbers_what_is_gone_and_markup_reach_no_page(public: Client) -> None:
    shelter = public.get("/resources/need/shelter").text
    assert "tel:988" in shelter
    assert "273" not in shelter
    assert "hall" not in public.post("/resources", data={"q": "old hall"}).text.split("<ul")[0]
    script = public.post("/resources", data={"q": '"><script>alert(1)</script>', "spoken": '"><script>'}).text
    assert "<script>alert" not in script


def test_a_site_brings_what_is_near_and_keeps_its_links(public: Client) -> None:
    page = public.get("/resources/need/counselling?site=QUAY").text
    assert "about a mile away" in page
    assert "?site=QUAY" in page
    assert "You are here:" in page
    assert public.get("/resources?site=NOWHERE").status_code == 200


def test_a_language_and_open_now_are_asked_for(public: Client) -> None:
    assert names(public.post("/resources", data={"spoken": "es"})) == ["Night shelter"]
    found = names(public.post("/resources", data={"open": "1"}))
    assert found[0] == "Counselling"
    assert "Night shelter" in found, "hours that are not known are not said to be closed"


def test_searching_for_a_situation_gives_resources_as_data(public: Client, tmp_path: Path) -> None:
    desk = HandbookFirst(_nobody, tmp_path)._resources  # noqa: SLF001
    assert [each["title"] for each in desk.in_search("I need a shelter", Wanted())] == ["Night shelter"]
    assert json.dumps(desk.in_search("", Wanted())) == "[]"


def test_pages_go_on_while_the_database_is_away(public: Client, tmp_path: Path) -> None:
    assert public.get("/resources/need/food").status_code == 200
    close()
    again = Client(HandbookFirst(_nobody, tmp_path))
    assert names(again.get("/resources/need/food")) == ["Food pantry"]


def test_anybody_may_say_that_something_is_wrong(public: Client) -> None:
    address = public.get("/resources/need/food").text.split('<li><a href="')[1].split('"')[0]
    said = public.post(f"{address}/wrong", data={"words": "It <b>moved</b> to Bay Street."})
    assert "Thank you" in said.text
    assert "Set-Cookie" not in said.headers
    with connected():
        assert [row[0] for row in select("SELECT words FROM resource_report")] == [
            "It <b>moved</b> to Bay Street."
        ]
    assert "could not be kept" in public.post(f"{address}/wrong", data={"words": "  "}).text
    for _more in range(9):
        last = public.post(f"{address}/wrong", data={"words": "Still."})
    assert "could not be kept" in last.text
    with connected():
        assert next(select("SELECT count(*) FROM resource_report"))[0] == 5
    assert public.post("/resources/none/wrong", data={"words": "x"}).status_code == 404
    assert public.get(f"{address}/wrong").status_code == 404


def test_plans_stand_beside_what_takes_them_at_their_site(browser: FlaskClient, tmp_path: Path) -> None:
    services = [{**SMALL["services"][0], "fees": "Sliding scale; takes Medicaid."}, SMALL["services"][1]]
    bring(package(tmp_path / "county.zip", {**SMALL, "services": services}))
    today = clock.today(HOME.time_zone)
    year = (today, today + timedelta(days=300))
    with connected():
        make_site("QUAY", address="1 Quay Street, Miami, FL 33101", country="US")
        stock(tmp_path, HOME)
        write_cover(Cover("QUAY", "insurance", "State plan", ("medicaid",), "", "", *year), "hr@example.org")
        write_cover(
            Cover("", "eap", "Someone to call", (), "305-555-0188", "Six talks.", *year), "hr@example.org"
        )
        assert stock(tmp_path, HOME), "a plan is told within seconds"
    public = Client(HandbookFirst(_nobody, tmp_path))
    taking, other = (
        public.get(f"/resources/need/{need}").text.split('<li><a href="')[1].split('"')[0]
        for need in ("counselling", "food")
    )
    assert "State plan" in public.get(f"{taking}?site=QUAY").text
    assert "State plan" not in public.get(taking).text
    assert "State plan" not in public.get(f"{other}?site=QUAY").text
    for address in (taking, other):
        assert "305-555-0188" in public.get(address).text


def test_a_merged_service_and_a_verified_one_are_told_of(browser: FlaskClient, tmp_path: Path) -> None:
    bring(package(tmp_path / "county.zip", SMALL))
    today = clock.today(HOME.time_zone)
    with connected():
        by_name = {each.text("name"): each.record for each in shown_to(Reader.PUBLIC).services}
        merge(by_name["Food pantry"], by_name["Counselling"], "", "hr@example.org")
        verify(by_name["Counselling"], today, "called", today, "hr@example.org")
        stock(tmp_path, HOME)
    public = Client(HandbookFirst(_nobody, tmp_path))
    page = public.get(f"/resources/{by_name['Food pantry']}").text
    assert "<h1>Counselling</h1>" in page
    assert "Verified here on" in page
    assert "hr@example.org" not in page


def test_who_serves_elsewhere_is_not_offered_first_and_it_is_said(
    browser: FlaskClient, tmp_path: Path
) -> None:
    areas = [{"id": "90", "service_id": "10", "service_area": "Georgia; Alabama"}]
    second = {**SMALL["services"][0], "id": "15", "name": "Far counselling"}
    offered = [{"id": "35", "service_id": "15", "location_id": "21"}]
    far = {**SMALL["locations"][0], "id": "21", "latitude": "27.9", "longitude": "-82.4"}
    town = {
        **SMALL,
        "services": [*SMALL["services"], second],
        "locations": [*SMALL["locations"], far],
        "services_at_location": [*SMALL["services_at_location"], *offered],
        "service_areas": areas,
    }
    bring(package(tmp_path / "county.zip", town))
    with connected():
        make_site("QUAY", address="1 Quay Street, Miami, FL 33101", country="US")
        stock(tmp_path, HOME)
    public = Client(HandbookFirst(_nobody, tmp_path))
    words = "Serves other areas, it says: Georgia; Alabama. Ask when you call."
    there, nowhere = (public.get(f"/resources/need/counselling{site}") for site in ("?site=QUAY", ""))
    assert names(there) == ["Far counselling", "Counselling"], "near, but for others"
    assert names(nowhere) == ["Counselling", "Far counselling"]
    assert words in there.text
    assert words not in nowhere.text
    (address,) = {
        part.split('"')[0] for part in there.text.split('<li><a href="') if "<b>Counselling" in part
    }
    assert words in public.get(address).text


def test_hours_in_words_are_read_and_shown_as_they_were_written(browser: FlaskClient, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    rows = (
        "Night line,305-555-0177,24 hours a day",
        "Desk,305-555-0178,Mon-Fri 9am-5pm",
        "Hall,305-555-0179,By bell",
    )
    path.write_text("name,phone,hours\n" + "\n".join(rows) + "\n", encoding="utf-8")
    bring(path)
    with connected():
        stock(tmp_path, HOME)
    public = Client(HandbookFirst(_nobody, tmp_path))
    pages = []
    for words in ("night line", "desk", "hall"):
        found = public.post("/resources", data={"q": words}).text
        pages.append(public.get(found.split('<li><a href="')[1].split('"')[0]).text)
    assert "Open day and night" in pages[0]
    assert "Monday: 9:00 AM – 5:00 PM" in pages[1]
    assert "In its own words: Mon-Fri 9am-5pm" in pages[1]
    assert "Hours not known: call" in pages[2]
    assert "By bell" in pages[2]
