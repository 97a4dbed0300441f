"""The pages of settings: what the organisation says of itself, its certificate kinds, the words of the field."""

import io
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from readiness.certificates.kinds import certificate_kinds
from readiness.foundation.database import connected, select
from readiness.foundation.settings import Setting
from readiness.web.access import Role
from readiness.web.glossary import GLOSSARY
from tests.factories import make_certificate, make_person
from tests.signing_in import sign_in, token_of

HOSTILE = "<script>alert(1)</script>\" ' & {{ 7*7 }}"
KIND = {"title": "Site induction", "code": "site-induction", "renewal_days": "30", "grace_days": "0"}


@pytest.fixture
def hr(client: FlaskClient) -> FlaskClient:
    sign_in(client, Role.HR)
    return client


def send(client: FlaskClient, path: str, **values: Any) -> TestResponse:
    return client.post(path, data={"csrf_token": token_of(client), **values})


def known() -> list[str]:
    with connected():
        return list(certificate_kinds().by_code)


def test_pages_for_everyone_bear_the_name_of_the_organisation(hr: FlaskClient) -> None:
    anyone = hr.application.test_client()
    for path in ("/", "/login", "/links/none"):
        assert "This organisation" in anyone.get(path).text
    send(hr, "/settings/general", organisation="Our Clinic")
    for path in ("/", "/login", "/links/none"):
        assert "Our Clinic" in anyone.get(path).text
        assert "This organisation" not in anyone.get(path).text


def test_pages_follow_what_is_settled_and_what_is_left_empty(hr: FlaskClient) -> None:
    answer = send(
        hr, "/settings/general", organisation="Our Clinic", time_zone="Europe/London", due_within_days=""
    )
    assert answer.status_code == 302
    shown = hr.get("/settings/general").text
    assert "Left empty, it is: This organisation." in shown
    assert "within so many days. Left empty, it is: 30." in shown
    assert "<p>Our Clinic</p>" in shown
    assert 'value="Europe/London"' in shown
    assert send(hr, "/settings/general", organisation="").status_code == 302
    assert "<p>This organisation</p>" in hr.get("/settings/general").text


def test_the_pages_speak_the_language_that_is_settled(hr: FlaskClient) -> None:
    send(hr, "/settings/general", language="es")
    assert '<html lang="es"' in hr.get("/settings/general").text
    refused = send(hr, "/settings/general", language="xx-nothing")
    assert refused.status_code == 422
    assert "is no language that is known" in refused.text


def test_every_setting_that_does_not_fit_is_told_at_its_field(hr: FlaskClient) -> None:
    refused = send(hr, "/settings/general", time_zone="Mars", home_country="usa", due_within_days="900")
    assert refused.status_code == 422
    for field in ("time_zone", "home_country", "due_within_days"):
        assert f'id="{field}-fault-1"' in refused.text


def test_hostile_names_are_shown_as_text(hr: FlaskClient) -> None:
    send(hr, "/settings/general", organisation=HOSTILE)
    send(hr, "/settings/add-kind", **{**KIND, "title": HOSTILE, "issuer": HOSTILE})
    for path in ("/settings/general", "/settings/kinds", "/settings/kinds/site-induction"):
        assert "<script>alert(1)" not in hr.get(path).text


def test_a_kind_is_added_changed_retired_offered_again_and_removed(hr: FlaskClient) -> None:
    assert send(hr, "/settings/add-kind", **KIND, aliases="gate talk\ninduction").status_code == 302
    path = "/settings/kinds/site-induction"
    assert "gate talk" in hr.get(path).text
    assert send(hr, path, **KIND, validity_years="2", covers="cpr-aed").status_code == 302
    with connected():
        kind = certificate_kinds()["site-induction"]
    assert (kind.validity_years, kind.covers) == (2, ("cpr-aed",))
    assert send(hr, f"{path}/retire").status_code == 302
    assert "Retired" in hr.get("/settings/kinds").text
    assert send(hr, f"{path}/retire").status_code == 302
    assert send(hr, f"{path}/remove").status_code == 302
    assert "site-induction" not in known()


def test_a_shipped_kind_takes_own_terms_and_gives_them_back(hr: FlaskClient) -> None:
    values = {"validity_years": "1", "renewal_days": "60", "grace_days": "0", "aliases": "pfa day"}
    assert send(hr, "/settings/kinds/pfa", **values).status_code == 302
    assert "Shipped, with terms of your own" in hr.get("/settings/kinds").text
    with connected():
        assert certificate_kinds()["pfa"].validity_years == 1
    assert send(hr, "/settings/kinds/pfa/remove").status_code == 302
    with connected():
        assert certificate_kinds()["pfa"].validity_years is None


def test_a_kind_in_use_is_not_offered_for_removal(hr: FlaskClient) -> None:
    send(hr, "/settings/add-kind", **KIND)
    with connected():
        make_certificate(make_person(), "site-induction", date(2026, 1, 1))
    assert "There are certificates of this kind." in hr.get("/settings/kinds/site-induction").text
    assert send(hr, "/settings/kinds/site-induction/remove").status_code == 409
    assert "site-induction" in known()


def test_a_name_that_means_another_kind_is_refused(hr: FlaskClient) -> None:
    refused = send(hr, "/settings/add-kind", **KIND, aliases="CPR")
    assert refused.status_code == 422
    assert "A name can mean one kind only" in refused.text


def test_every_word_of_the_field_is_explained(client: FlaskClient) -> None:
    sign_in(client, Role.EMPLOYEE)
    shown = client.get("/help/words").text
    for word in GLOSSARY:
        assert f'id="{word.replace(" ", "-")}"' in shown


def test_a_kept_setting_that_is_not_accepted_is_said_where_it_is_mended_and_where_work_would_begin(
    hr: FlaskClient,
) -> None:
    with connected():
        Setting.create(key="time_zone", content="Mars/Olympus")
    page = hr.get("/settings/general")
    assert page.status_code == 200
    assert "Mars/Olympus&#39; is no time zone" in page.text
    refused = send(hr, "/imports", file=(io.BytesIO(b"No,First\n1,Ana\n"), "staff.csv"))
    assert "Mars/Olympus&#39; is no time zone" in refused.text
    with connected():
        assert list(select("SELECT id FROM file_import")) == []
    send(hr, "/settings/general", time_zone="Europe/London", due_within_days="")
    assert "is no time zone" not in hr.get("/settings/general").text
