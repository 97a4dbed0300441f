"""Whom to call at `/` where no handbook is published: the home country first, and nobody else marked as the one."""

import json
import re
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import Client

from config import Config, config_from_environment
from readiness.app import create_app
from readiness.audit.actions import recording
from readiness.foundation import clock
from readiness.handbook.edition import show_none
from readiness.handbook.serving import HandbookFirst
from readiness.handbook.whom_to_call import whereabouts, whom_to_call
from readiness.lines.actions import Outage, write_outage
from readiness.lines.queries import shipped_lines
from readiness.settings.actions import settle
from readiness.web.access import Role
from readiness.welcome.first_page import where_now
from tests.factories import make_site
from tests.signing_in import make_account

ENVIRONMENT = Config()
CALL = re.compile(
    r'<a class="button( is-grave)?" href="tel:([+0-9]+)">[^<]*<span class="soft"> ([^<]*)</span>'
)


def calls(client: FlaskClient) -> list[str]:
    """The lines in their order, the one in red with a star."""
    page = client.get("/").text
    assert "call the emergency number of where you are" in page
    return [f"{number} {name[-3:-1]}{'*' if grave else ''}" for grave, number, name in CALL.findall(page)]


def home_is(country: str) -> None:
    settle(ENVIRONMENT, {"home_country": country}, "a test")


def test_the_home_country_comes_first_and_no_other_without_a_site_there(client: FlaskClient) -> None:
    home_is("US")
    make_site()
    assert calls(client) == ["911 US*", "988 US"]
    home_is("GB")
    assert calls(client) == ["999 GB*", "116123 GB", "911 US", "988 US"]


def test_where_nobody_said_it_the_one_country_of_the_sites_is_home(client: FlaskClient) -> None:
    make_site(country="GB")
    assert calls(client) == ["999 GB*", "116123 GB"]
    make_site(country="US")
    assert calls(client) == ["911 US", "999 GB", "988 US", "116123 GB"]


def test_what_is_only_assumed_marks_no_number_and_hides_none(client: FlaskClient) -> None:
    everywhere = ["911 US", "999 GB", "988 US", "131114 AU", "988 CA", "116123 GB"]
    assert calls(client) == everywhere
    make_site(is_place_assumed=True)
    assert calls(client) == everywhere


def test_a_home_whose_emergency_number_is_not_known_marks_none(client: FlaskClient) -> None:
    home_is("AU")
    make_site(country="US")
    assert calls(client) == ["131114 AU", "911 US", "988 US"]


@pytest.mark.parametrize(("said", "first"), [({"READINESS_HOME_COUNTRY": "GB"}, "999 GB*"), ({}, "911 US")])
def test_a_database_that_does_not_answer_takes_no_number_away(
    tmp_path: Path, said: dict[str, str], first: str
) -> None:
    away = {
        "READINESS_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/away",
        "READINESS_DATA_DIR": str(tmp_path),
    }
    client = create_app(config_from_environment(away | said)).test_client()
    found = calls(client)
    assert found[0] == first
    assert sum(call.endswith("*") for call in found) == len(said)


def test_how_the_first_administrator_is_made_is_told_until_there_is_one(client: FlaskClient) -> None:
    assert "readiness account create" in client.get("/").text
    make_account(client, Role.HR)
    assert "readiness account create" in client.get("/").text
    make_account(client, Role.ADMIN)
    assert "readiness account create" not in client.get("/").text


def test_a_line_that_is_out_of_order_stands_behind_another(client: FlaskClient) -> None:
    home_is("US")
    with recording("a test") as opened:
        outage = Outage(
            ("us-988",), "us-disaster-distress", {}, clock.now(), clock.now() + timedelta(hours=1)
        )
        write_outage(outage, opened)
    assert calls(client) == ["911 US*", "+18009855990 US"]


def test_a_number_with_which_a_name_begins_is_said_once(client: FlaskClient) -> None:
    home_is("US")
    page = client.get("/").text
    assert '>988<span class="soft"> Suicide &amp; Crisis Lifeline (US)</span>' in page
    assert page.index("<h1>Is someone in danger?") < page.index("tel:911")


def test_the_crisis_line_is_the_one_for_the_language() -> None:
    where = whereabouts("US", "US", {}, shipped_lines())
    assert [call.name for call in whom_to_call(where, "es")][1].startswith("988 Línea")
    assert [call.name for call in whom_to_call(where, "fr")][1].startswith("988 Suicide")


def test_a_withdrawn_handbook_lists_them_as_the_first_page_does_on_phones_too(
    client: FlaskClient, tmp_path: Path
) -> None:
    make_site(country="US")
    show_none(tmp_path)
    phone = Client(HandbookFirst(client.application, tmp_path, where=partial(where_now, ENVIRONMENT)))
    for country in ("US", "GB"):
        home_is(country)
        told = re.findall(r'class="button[^"]*" href="(tel:[^"]+)"', client.get("/").text)
        page = phone.get("/offline").text
        assert re.findall(r'class="call[^"]*" href="(tel:[^"]+)"', page)[: len(told)] == told
        assert re.findall(r'class="call now" href="([^"]+)"', page) == told[:1], "home's alone is marked"
        assert json.dumps(page) in phone.get("/sw.js").text, "where there is no network, the same"


def test_where_nothing_is_known_of_the_place_a_withdrawn_handbook_hides_no_country(tmp_path: Path) -> None:
    show_none(tmp_path)
    page = Client(HandbookFirst(lambda _environ, _start: [], tmp_path)).get("/offline").text
    assert "tel:911" in page
    assert "tel:999" in page
    assert 'class="call now"' not in page
