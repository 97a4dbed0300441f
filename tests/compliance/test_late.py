"""The list of findings while those of today are worked out, and of another day among many people."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from config import config_from_environment
from readiness.app import create_app
from readiness.compliance.keeping.today import bring_up_to_date
from readiness.compliance.measuring import keeping_of
from readiness.foundation.database import connected
from readiness.people.models import Person
from readiness.web.access import Role
from tests.conftest import close
from tests.factories import adopt, make_certificate, make_person, make_site
from tests.signing_in import sign_in

EVERYONE = {"check": "everyone_in_role_holds", "terms": {"certificate": "cpr-aed"}}


@pytest.fixture
def client(database_url: str, tmp_path: Path) -> Iterator[FlaskClient]:
    settings = {"READINESS_DATABASE_URL": database_url, "READINESS_DATA_DIR": str(tmp_path)}
    client = create_app(config_from_environment(settings)).test_client()
    with connected():
        people = [make_person(make_site(code)) for code in ("hull", "leeds", "york")]
        make_certificate(people[0], "cpr-aed", date(2025, 1, 1))
        adopt(EVERYONE)
    sign_in(client, Role.HR)
    yield client
    close()


def work_out(client: FlaskClient) -> None:
    with connected():
        bring_up_to_date(keeping_of(client.application.config["READINESS"]))


def listed(page: str) -> list[str]:
    return re.findall(r'href="(/people/number/[^"?]+|/compliance/findings/[^"?]+)', page)


def test_what_is_kept_is_shown_while_more_is_worked_out_and_files_stay_exact(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("readiness.compliance.keeping.freshness.AT_ONCE", 0)
    work_out(client)
    before = client.get("/compliance").text
    assert "Something changed" not in before
    with connected():
        make_certificate(Person.select().order_by(Person.id.desc()).get(), "cpr-aed", date(2025, 1, 1))
    late = client.get("/compliance").text
    assert "It is being worked out site by site, with 1 to go" in late
    assert listed(late) == listed(before)
    assert "It is being worked out site by site, with 1 to go" in client.get("/dashboard").text
    exact = json.loads(client.get("/compliance?format=json").text)
    assert sorted(row["status"] for row in exact) == ["gap", "met", "met"]
    work_out(client)
    assert "Something changed" not in client.get("/compliance").text


def test_what_is_asked_no_longer_is_not_shown_of_sites_that_are_late(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("readiness.compliance.keeping.freshness.AT_ONCE", 0)
    work_out(client)
    with connected():
        adopt({"check": "everyone_in_role_holds", "terms": {"certificate": "full"}, "id": "other"})
    late = client.get("/compliance")
    assert (late.status_code, listed(late.text)) == (200, [])
    assert "It is being worked out site by site, with 4 to go" in late.text


def test_while_nothing_is_kept_the_page_says_how_far_it_is_and_comes_again(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("readiness.compliance.keeping.freshness.AT_ONCE", 0)
    first = client.get("/compliance").text
    assert "worked out for the first time" in first
    assert "0 of 4" in first
    assert "data-progress" in first
    work_out(client)
    assert "data-progress" not in client.get("/compliance").text


def test_among_many_people_the_list_of_another_day_has_the_same_rows(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = client.get("/compliance?as_of=2025-06-30").text
    monkeypatch.setattr("readiness.compliance.judging.lately.HEAVY_FROM", 0)
    for query in ("", "&sort=-since", "&site=hull", "&status=gap"):
        page = client.get(f"/compliance?as_of=2025-06-30{query}").text
        assert ("sorted by urgency, site or requirement" in page) is (query == "&sort=-since")
        if query in {"", "&sort=-since"}:
            assert listed(page) == listed(whole)
