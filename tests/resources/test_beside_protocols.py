"""Resources beside protocols: who is near, on a page of a protocol and in its search; numbers gone by in its words."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import brotli
import pytest
from flask.testing import FlaskClient
from werkzeug.test import Client

from readiness.foundation import clock, words
from readiness.foundation.database import connected
from readiness.handbook.export import export
from readiness.handbook.gate import number_faults
from readiness.handbook.nearby import LARGEST, nearby_text
from readiness.handbook.serving import HandbookFirst
from readiness.handbook.shelf import stock
from readiness.people.places import Place
from readiness.protocols.queries import shipped_protocols
from readiness.resources.actions import Showing, decide
from readiness.resources.cards import Card, Home, Phone, Spot
from readiness.resources.finding import Catalogue
from readiness.resources.numbers import GoneBy
from readiness.resources.queries import Reader, shown_to
from readiness.resources.visibility import Visibility
from readiness.standards.needs import load_needs
from tests.factories import make_site
from tests.handbook.making import content_of, published, with_places
from tests.resources.directories import bring, package
from tests.resources.test_pages import TOWN

HOME = Home("US", "America/New_York")
NEEDS = load_needs()
QUAY = Place("QUAY", "The quay", "1 Quay Street, Miami, FL 33101", "US")


@pytest.fixture
def handbook(browser: FlaskClient, tmp_path: Path) -> Client:
    bring(package(tmp_path / "county.zip", TOWN))
    with connected():
        make_site("QUAY", address=QUAY.address, country="US")
        stock(tmp_path, HOME)
    published(tmp_path, with_places(content_of(["home", "panic"]), (QUAY,)))
    return Client(HandbookFirst(_nobody, tmp_path))


def _nobody(_environ: Any, start_response: Any) -> list[bytes]:
    start_response("418 Asked", [])
    return [b"asked"]


def test_a_protocol_leads_to_those_who_answer_its_needs(handbook: Client) -> None:
    page = handbook.get("/protocols/home").text
    assert 'href="/resources/need/shelter"' in page
    assert "Night shelter" not in page
    assert 'href="/resources/need/shelter?lang=es">Albergue' in handbook.get("/protocols/home?lang=es").text


def test_at_a_site_it_names_the_nearest_to_be_called_at_once(handbook: Client) -> None:
    page = handbook.get("/protocols/home?site=QUAY").text
    assert '<a href="tel:988">Call 988</a>: Night shelter' in page
    assert '<a href="tel:+13055550100;ext=12">Call 305-555-0100</a>: Counselling · Open day and night' in page
    assert "Llame al 305-555-0100" in handbook.get("/protocols/home?site=QUAY&lang=es").text


def test_a_search_for_a_situation_names_them_as_data(handbook: Client) -> None:
    found = handbook.get("/search?q=shelter&format=json&site=QUAY").json
    assert found is not None
    assert [each["title"] for each in found["resources"]] == ["Night shelter"]
    assert handbook.get(found["resources"][0]["url"]).status_code == 200
    assert found["protocols"]


def test_a_stick_has_who_is_near_its_site_with_the_day_and_a_page_each(
    handbook: Client, tmp_path: Path
) -> None:
    folder = tmp_path / "stick"
    export(tmp_path, folder, "QUAY")
    page, todo = (
        (folder / "protocols" / "home.html").read_text(encoding="utf-8"),
        (folder / "resources.html").read_text(),
    )
    today = words.day(clock.today(HOME.time_zone))
    for told in (page, todo):
        assert '<a href="tel:988">Call 988</a>: ' in told
        assert "Hours not known: call · Spanish · not yet verified here" in told
        assert "Open day and night · not yet verified here · about a mile away" in told
        assert f"Who is near, as it was known on {today}." in told
    assert 'href="../resources.html">Shelter' in page
    assert "Food" not in todo.split('data-need="shelter"')[1].split("</li>")[0]
    (address,) = re.findall(r'<a href="(resources/[^"]*)">Night shelter</a>', todo)
    detail = (folder / address).read_text(encoding="utf-8")
    assert "<h1>Night shelter</h1>" in detail
    assert f"As it was known on {today}." in detail
    assert "Hours not known: call" in detail
    assert "12 Quay Street" not in (folder / "es" / "protocols" / "panic.html").read_text(encoding="utf-8")
    assert "aún no comprobado aquí" in (folder / "es" / "resources.html").read_text(encoding="utf-8")
    for path in folder.rglob("*.html"):
        told = path.read_text(encoding="utf-8")
        assert "\ue000" not in told
        assert "<form" not in told or 'class="ask" hidden' in told
        for link in re.findall(r'(?:href|src|action)="([^"]*)"', told):
            if not link.startswith(("tel:", "sms:", "https://", "#")):
                assert (path.parent / link).resolve().is_relative_to(folder), link
                assert (path.parent / link).is_file() or link == "/search", (path, link)


def test_a_stick_of_no_site_names_whom_a_call_reaches_and_without_resources_none(
    handbook: Client, tmp_path: Path
) -> None:
    export(tmp_path, tmp_path / "stick")
    page = (tmp_path / "stick" / "protocols" / "home.html").read_text(encoding="utf-8")
    assert "Night shelter" in page, "it has no place to go to"
    assert "Food pantry" not in page
    (tmp_path / "resources.json.gz").unlink()
    export(tmp_path, tmp_path / "stick")
    for path in (tmp_path / "stick").rglob("*.html"):
        assert "resources" not in path.read_text(encoding="utf-8")


def near_of(handbook: Client) -> tuple[str, dict[str, Any]]:
    """What a phone would take: the address that the worker names, and what is there."""
    (address,) = re.findall(r'const NEAR = "([^"]*)"', handbook.get("/sw.js").text)
    answer = handbook.get(address)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    read: dict[str, Any] = json.loads(answer.text)
    return address, read


def test_a_phone_takes_who_is_near_all_sites_and_drops_what_is_hidden(
    handbook: Client, tmp_path: Path
) -> None:
    address, near = near_of(handbook)
    assert near["sites"].keys() == {"QUAY"}
    named = [card[1] for card in near["cards"]]
    assert {"Counselling", "Night shelter"} <= {*named}
    with connected():
        (record,) = (
            each.record for each in shown_to(Reader.PUBLIC).services if each.text("name") == "Counselling"
        )
        decide(Showing(record, Visibility.REDACTED, hides_phone=True, reason="asked for"), "hr@example.org")
        stock(tmp_path, HOME)
    again = Client(HandbookFirst(_nobody, tmp_path))
    other, near = near_of(again)
    assert other != address, "so that phones take it"
    assert "Counselling" not in [card[1] for card in near["cards"]]
    assert again.get(address).status_code == 418, "what was is nowhere"


def test_the_copy_of_many_sites_stays_small() -> None:
    cards_ = [
        Card(
            id=str(number), name=f"Service {number} of many", organisation="", description="", alert="", url="", email="",
            phones=(Phone(f"305-555-{number:04}", f"305555{number:04}", None, "", ""),),
            spots=(Spot("", (), "Miami", "FL", "US", "", f"{33000 + number % 500}", (25 + number % 500 / 100, -80.0), (), ""),),
            is_elsewhere=False, schedules=(), hours_said=("By bell",), are_hours_read=False, languages=("en", "es"),
            languages_said=(), fees="", payments=(), eligibility="", how="", wait="", documents=(), areas=(), terms=(),
            needs={list(NEEDS)[number % len(NEEDS)]: 3}, verified_on=None, is_paused=False,
        )
        for number in range(4000)
    ]  # fmt: skip
    places = [Place(f"S{number}", "", f"1 Main, FL {33000 + number}", "US") for number in range(120)]
    text = nearby_text(Catalogue(cards_, NEEDS, HOME), places, date(2026, 11, 28))
    assert 0 < len(brotli.compress(text.encode(), quality=5)) <= LARGEST
    assert len(json.loads(text)["lists"]) > 100


def test_a_protocol_that_names_a_number_gone_by_is_told_of() -> None:
    gone_by = GoneBy({"18002738255": "988"})
    home = shipped_protocols()["home"]
    assert number_faults({"home": home}, gone_by) == []
    text = home.en.model_copy(update={"first": "Call 1 (800) 273-TALK now."})
    (fault,) = number_faults({"home": home.model_copy(update={"en": text})}, gone_by)
    assert fault.endswith("Write: Call 988 now.")
