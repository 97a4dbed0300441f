"""Beginning: an empty database greets, five answers are written whole, and the first steps know what is done."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from readiness.foundation import clock
from readiness.foundation.database import connected, select
from readiness.foundation.temporal import records_began_at
from readiness.handbook.models import EditionSwitch
from readiness.people.models import Site
from readiness.people.site_codes import coded
from readiness.settings.actions import settle
from readiness.web.access import Role
from tests.factories import adopt, make_certificate, make_person, make_site
from tests.signing_in import sign_in, token_of

ANSWERS = {
    "organisation": "Our Clinic", "home_country": "gb", "time_zone": "Europe/London",
    "sites": "Leeds\nNorth Clinic\n\nNorth-clinic", "packs": ["own-policy", "mental-health-cover"],
}  # fmt: skip


@pytest.fixture
def hr(client: FlaskClient) -> FlaskClient:
    sign_in(client, Role.HR)
    return client


def send(client: FlaskClient, path: str, **values: Any) -> TestResponse:
    return client.post(path, data={"csrf_token": token_of(client), **values})


def counted(*tables: str) -> list[int]:
    with connected():
        return [next(select(f"SELECT count(*) FROM {table}"))[0] for table in tables]


def test_five_answers_make_an_organisation(hr: FlaskClient) -> None:
    assert "Show me the sample" in hr.get("/welcome").text
    assert send(hr, "/welcome", **ANSWERS).status_code == 302
    with connected():
        sites = [
            (site.code, site.name, site.country, site.time_zone) for site in Site.select().order_by(Site.code)
        ]
    assert sites == [
        ("LEEDS", "Leeds", "GB", "Europe/London"),
        ("NORTH-CLINIC", "North Clinic", "GB", "Europe/London"),
        ("NORTH-CLINIC-2", "North-clinic", "GB", "Europe/London"),
    ]
    assert counted("adoption", "setting") == [2, 3]
    shown = hr.get("/welcome").text
    assert "<p>Our Clinic</p>" in shown
    assert "3 of 8 done" in shown


def test_an_answer_that_does_not_fit_leaves_nothing_behind(hr: FlaskClient) -> None:
    for wrong in (
        {"time_zone": "Mars"},
        {"home_country": "Britain"},
        {"sites": "Leeds\nLeeds"},
        {"sites": "x" * 900},
    ):
        refused = send(hr, "/welcome", **{**ANSWERS, **wrong})
        assert refused.status_code == 422, wrong
        assert counted("site", "adoption", "setting") == [0, 0, 0]


def test_who_has_only_said_a_name_has_begun_and_is_led_on(hr: FlaskClient) -> None:
    assert send(hr, "/welcome", **{**ANSWERS, "sites": "", "packs": []}).status_code == 302
    assert "1 of 8 done" in hr.get("/welcome").text
    assert hr.get("/dashboard").status_code == 200


def test_answers_are_not_taken_twice(hr: FlaskClient) -> None:
    with connected():
        make_site()
    assert "There is an organisation already" in send(hr, "/welcome", **ANSWERS).text


def test_a_sample_that_comes_once_records_have_begun_is_known_from_now_and_is_said_to_be(
    hr: FlaskClient,
) -> None:
    assert "nothing of it was known on earlier days" in hr.get("/welcome").text
    since = clock.now()
    send(hr, "/welcome/sample")
    with connected():
        began_at = records_began_at()
        assert began_at is not None
        assert began_at < since
        came = [at for (at,) in select("SELECT recorded_at FROM change WHERE is_sample")]
    assert min(came) >= since


def test_the_sample_comes_and_goes(hr: FlaskClient) -> None:
    assert send(hr, "/welcome/sample").status_code == 302
    assert counted("site") == [12]
    shown = hr.get("/welcome").text
    assert "0 of 8 done" in shown
    assert "Remove the sample" in shown
    assert "<p>Northwind Community Health</p>" in shown, "it is called as its reports are"
    assert "Remove the sample" in hr.get("/welcome/sample/remove").text
    assert "A sample organisation stands here" in hr.get("/imports").text
    assert counted("site") == [12]  # asking is not doing
    assert send(hr, "/welcome/sample/remove").status_code == 302
    assert counted("site", "person", "adoption") == [0, 0, 0]
    assert "<p>This organisation</p>" in hr.get("/welcome").text
    assert "A sample organisation stands here" not in hr.get("/imports").text


def test_first_steps_know_what_is_done_and_go_away(app: Flask, hr: FlaskClient) -> None:
    with connected():
        site = make_site("leeds")
        make_certificate(make_person(site), "mhfa-adult", date(2026, 1, 1))
        adopt({"check": "holders_per_headcount", "terms": {"certificate": "mhfa-adult", "at_least": 1}})
    assert "4 of 8 done" in hr.get("/welcome").text
    auditor = app.test_client()
    sign_in(auditor, Role.AUDITOR)
    auditor.get("/compliance/findings/tested/clause-1/leeds")
    assert "5 of 8 done" in hr.get("/welcome").text  # a colleague; an auditor's look is no step of ours
    assert hr.get("/compliance/findings/tested/clause-1/leeds").status_code == 200
    assert "6 of 8 done" in hr.get("/welcome").text
    assert "Say what the organisation is called" in hr.get("/welcome").text
    with connected():
        settle(app.config["READINESS"], {"organisation": "Leeds Care"}, "a test")
    assert "7 of 8 done" in hr.get("/welcome").text
    with connected():
        EditionSwitch.create(name="edition-1.sqlite", switched_at=clock.now(), switched_by="a test")
    assert "Nothing is left to do here" in hr.get("/welcome").text


def test_first_steps_can_be_put_away(hr: FlaskClient) -> None:
    with connected():
        make_site()
    assert "1 of 8 done" in hr.get("/welcome").text
    assert send(hr, "/welcome/dismiss").status_code == 302
    assert "Nothing is left to do here" in hr.get("/welcome").text


@pytest.mark.parametrize(
    ("names", "codes"),
    [
        (["Leeds"], ["LEEDS"]),
        (["St. Mary's Hospital"], ["ST-MARYS-HOSPITAL"]),
        (["Zürich", "日本", "!!"], ["ZURICH", "SITE", "SITE-2"]),
        (["a" * 90], ["A" * 24]),
    ],
)
def test_sites_get_short_codes_that_no_other_has(names: list[str], codes: list[str]) -> None:
    assert [code for code, _name in coded(names)] == codes
