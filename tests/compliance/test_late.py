"""The list of findings while those of today are worked out, and of another day among many people."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask.testing import FlaskClient

from config import Config, config_from_environment
from readiness.app import create_app
from readiness.compliance.keeping.kept_rows import stale_sites
from readiness.compliance.keeping.today import bring_up_to_date, forget, judge, take_turn
from readiness.compliance.measuring import keeping_of
from readiness.foundation import clock
from readiness.foundation.database import connected, select
from readiness.people.models import Person
from readiness.requirements.actions import cease_pack
from readiness.trends.taking import Clockwork, take_nights
from readiness.web.access import Role
from tests.conftest import close
from tests.factories import MEASURE, adopt, make_certificate, make_person, make_site
from tests.signing_in import sign_in

ZONE = "America/New_York"
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


def config(client: FlaskClient) -> Config:
    found: Config = client.application.config["READINESS"]
    return found


def work_out(client: FlaskClient) -> None:
    with connected():
        bring_up_to_date(keeping_of(config(client)))


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
    assert "0 of 3" in late.text, "of sites alone: where those work who have none is no site"


NOTHING = (
    "Nothing is required",
    "Nothing is asked",
    "No requirements yet",
    "No snapshot yet",
    "Nothing fits",
    "Everything that is",
)


TOLD_OF_TODAY = (
    "/compliance/ahead",
    "/compliance/trends",
    "/compliance/trends/map",
    "/compliance/trends/sites/hull",
)


def test_pages_of_what_is_kept_say_how_far_it_is_and_never_meanwhile_that_there_is_nothing(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("readiness.compliance.keeping.freshness.AT_ONCE", 0)
    for address in TOLD_OF_TODAY:
        page = client.get(address).text
        assert "worked out for the first time, site by site" in page, address
        assert "data-progress" in page
        assert "0 of 3" in page
        assert not [words for words in NOTHING if words in page], address
    work_out(client)
    for address in TOLD_OF_TODAY:
        assert "data-progress" not in client.get(address).text, address
    with connected():
        adopt({"check": "everyone_in_role_holds", "terms": {"certificate": "full"}, "id": "other"})
    for address in TOLD_OF_TODAY:
        page = client.get(address).text
        assert "Findings are being worked out, site by site" in page, address
        assert not [words for words in NOTHING if words in page], address


def test_trends_tells_no_today_while_what_is_asked_is_worked_out(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("readiness.compliance.keeping.freshness.AT_ONCE", 0)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=3)):
        with connected():
            take_nights(Clockwork(clock.today(ZONE), ZONE, MEASURE))
        sign_in(client, Role.HR)
        work_out(client)
        assert "Today it is" in client.get("/compliance/trends").text
        with connected():
            adopt(EVERYONE, id="later")
        late = client.get("/compliance/trends").text
    assert "Findings are being worked out, site by site" in late
    assert "Today it is" not in late
    assert "Of what is required of sites" in late


def test_after_a_pack_is_adopted_it_is_said_alone_that_its_findings_are_worked_out(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connected():
        cease_pack("tested", date(2020, 1, 1), "Another one is coming.", "a test")
    work_out(client)
    assert "No requirements yet" in client.get("/compliance").text
    monkeypatch.setattr("readiness.compliance.keeping.freshness.AT_ONCE", 0)
    with connected():
        adopt(EVERYONE, id="later")
    for address in ("/compliance", "/compliance?status=gap", "/dashboard"):
        page = client.get(address).text
        assert "Findings are being worked out, site by site" in page
        assert "data-progress" in page
        assert "0 of 3" in page
        assert not [words for words in NOTHING if words in page], address
    with connected():
        turn, keeping = take_turn(keeping_of(config(client))), keeping_of(config(client))
        judge(turn, keeping, [each for each in stale_sites() if each.code == "hull"])
    assert "1 of 3" in client.get("/compliance").text, "what was done is told, and how much there is"
    assert "1 of 3" in client.get("/dashboard").text
    work_out(client)
    for address in ("/compliance", "/dashboard"):
        page = client.get(address).text
        assert "data-progress" not in page
        assert "Gap: 2" in page


def test_of_fewer_people_it_is_worked_out_in_steps_too_so_that_the_count_goes_down(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("readiness.compliance.keeping.today.SMALLEST", 1)
    work_out(client)
    with connected():
        ((writings,),) = select("SELECT count(DISTINCT done_at) FROM kept_site")
    assert writings == 3, "each of the three sites by itself"


def test_beside_every_page_no_gaps_are_counted_that_are_of_other_requirements_or_removed_facts(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def counts() -> list[str]:
        return re.findall(r'<span class="count">(\d+)<', client.get("/people/sites").text)

    work_out(client)
    assert counts() == ["2"]
    monkeypatch.setattr("readiness.compliance.keeping.freshness.AT_ONCE", 0)
    with connected():
        make_person(make_site("bath"))
    assert counts() == ["2"], "what is late in one place is told as it was"
    with connected():
        adopt({"check": "everyone_in_role_holds", "terms": {"certificate": "full"}, "id": "other"})
    assert counts() == []
    client.get("/dashboard")
    assert counts() == [], "neither once it is noted what is to be judged"
    work_out(client)
    (told,) = counts()
    assert int(told) > 2
    with connected():
        forget()
    assert counts() == []


def test_while_nothing_is_kept_the_page_says_how_far_it_is_and_comes_again(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("readiness.compliance.keeping.freshness.AT_ONCE", 0)
    first = client.get("/compliance").text
    assert "worked out for the first time" in first
    assert "0 of 3" in first
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
