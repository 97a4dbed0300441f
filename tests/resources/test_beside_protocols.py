"""Resources beside protocols: who is near, on a page of a protocol and in its search; numbers gone by in its words."""

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import Client

from readiness.foundation.database import connected
from readiness.handbook.export import export
from readiness.handbook.gate import number_faults
from readiness.handbook.serving import HandbookFirst
from readiness.handbook.shelf import stock
from readiness.people.places import Place
from readiness.protocols.queries import shipped_protocols
from readiness.resources.cards import Home
from readiness.resources.numbers import GoneBy
from tests.factories import make_site
from tests.handbook.making import content_of, published, with_places
from tests.resources.directories import bring, package
from tests.resources.test_pages import TOWN

QUAY = Place("QUAY", "The quay", "1 Quay Street, Miami, FL 33101", "US")


@pytest.fixture
def handbook(browser: FlaskClient, tmp_path: Path) -> Client:
    bring(package(tmp_path / "county.zip", TOWN))
    with connected():
        make_site("QUAY", address=QUAY.address, country="US")
        stock(tmp_path, Home("US", "America/New_York"))
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
    assert '<a href="tel:+13055550100;ext=12">Call 305-555-0100</a>: Counselling Open day and night' in page
    assert "Llame al 305-555-0100" in handbook.get("/protocols/home?site=QUAY&lang=es").text


def test_a_search_for_a_situation_names_them_as_data(handbook: Client) -> None:
    found = handbook.get("/search?q=shelter&format=json&site=QUAY").json
    assert found is not None
    assert [each["title"] for each in found["resources"]] == ["Night shelter"]
    assert handbook.get(found["resources"][0]["url"]).status_code == 200
    assert found["protocols"]


def test_a_stick_has_no_way_to_what_is_not_on_it(handbook: Client, tmp_path: Path) -> None:
    export(tmp_path, tmp_path / "stick")
    pages = list((tmp_path / "stick").rglob("*.html"))
    assert pages
    for page in pages:
        assert "resources" not in page.read_text(encoding="utf-8")


def test_a_protocol_that_names_a_number_gone_by_is_told_of() -> None:
    gone_by = GoneBy({"18002738255": "988"})
    home = shipped_protocols()["home"]
    assert number_faults({"home": home}, gone_by) == []
    text = home.en.model_copy(update={"first": "Call 1 (800) 273-TALK now."})
    (fault,) = number_faults({"home": home.model_copy(update={"en": text})}, gone_by)
    assert fault.endswith("Write: Call 988 now.")
