"""The overview: one sentence of truth, and what it is made of, to those who may know it."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from config import config_from_environment
from readiness.app import create_app
from readiness.compliance.keeping.today import bring_up_to_date
from readiness.compliance.measuring import keeping_of
from readiness.compliance.overview import kept_overview, truth
from readiness.compliance.overview_of_day import overview_of
from readiness.foundation import clock
from readiness.foundation.database import connected
from readiness.foundation.temporal import Question, knowledge_at
from readiness.web.access import Role
from tests.conftest import close
from tests.factories import adopt, make_certificate, make_person, make_site
from tests.signing_in import sign_in
from tests.statements import counting

ONE = {
    "check": "holders_per_headcount",
    "terms": {"certificate": "mhfa-adult", "at_least": 1},
    "title": "A first-aider",
}
OF_PEOPLE = {
    "check": "everyone_in_role_holds",
    "terms": {"certificate": "cpr-aed"},
    "title": "Everyone knows CPR",
}
TODAY = clock.today("America/New_York")


@pytest.fixture
def client(database_url: str, tmp_path: Path) -> Iterator[FlaskClient]:
    settings = {"READINESS_DATABASE_URL": database_url, "READINESS_DATA_DIR": str(tmp_path)}
    yield create_app(config_from_environment(settings)).test_client()
    close()


def stage(code: str, until_on: date | None, **values: str) -> int:
    """A site with one person, whose certificate ends on a day; None: without one. Gives its number."""
    site = make_site(code, **values)
    person = make_person(site)
    if until_on is not None:
        make_certificate(person, "mhfa-adult", TODAY - timedelta(days=400), until_on)
    return int(site.id)


def test_it_says_in_one_sentence_what_is_so_and_what_comes_next(client: FlaskClient) -> None:
    falls = TODAY + timedelta(days=20)
    with connected():
        stage("york", TODAY + timedelta(days=400), name="York")
        stage("leeds", falls, name="Leeds")
        stage("hull", None, name="Hull")
        adopt(ONE)
    sign_in(client, Role.HR)
    page = client.get("/dashboard").text
    assert "2 of 3 sites are covered." in page
    assert f"Leeds falls short on {(falls + timedelta(days=1)).day} " in page
    assert "/compliance/findings/tested/clause-1/hull" in page
    assert "0 of 1" in page
    assert client.get("/dashboard?site=york").text.count("1 of 1 site is covered.") == 1


def test_the_rail_counts_the_gaps_that_the_overview_counts_and_the_list_has(client: FlaskClient) -> None:
    with connected():
        own = stage("york", None, name="York")
        make_person(make_site("leeds", name="Leeds"))
        stage("hull", None, name="Hull", region="CA")
        adopt(OF_PEOPLE, {**ONE, "applies": {"region": ["CA"]}})

    def counted(narrowed: str = "") -> tuple[str, str]:
        """In the rail, and beside the word on the overview; the list that the latter leads to has as many rows."""
        page = client.get(f"/dashboard{narrowed}").text
        (rail,) = re.findall(r'<span class="count">(\d+)<', page)
        ((address, told),) = re.findall(r'href="([^"]*status=gap)">.*?Gap: (\d+)', page)
        assert client.get(address.replace("&amp;", "&")).text.count('<th scope="row"') == int(told)
        return rail, told

    sign_in(client, Role.HR)
    assert counted() == ("4", "4")
    assert counted("?site=hull") == ("2", "2")
    assert "Cannot tell: 2" in client.get("/dashboard").text
    sign_in(client, Role.MANAGER, site_ids=[own])
    assert counted() == ("1", "1")


def test_what_cannot_be_told_of_a_site_is_said_apart_from_what_falls_short(client: FlaskClient) -> None:
    with connected():
        stage("york", TODAY + timedelta(days=400), name="York", region="CA")
        stage("leeds", None, name="Leeds")
        adopt({**ONE, "applies": {"region": ["CA"]}})
    sign_in(client, Role.HR)
    page = client.get("/dashboard").text
    assert "1 of 2 sites are covered." in page
    assert "Of Leeds it cannot be told: facts are missing." in page
    assert "falls short." not in page
    assert "falls short on" not in page
    with connected():
        stage("hull", None, name="Hull", region="CA")
    page = client.get("/dashboard").text
    assert "1 of 3 sites are covered. Of 1 it cannot be told." in page
    assert "Hull falls short." in page
    with connected():
        stage("bath", TODAY + timedelta(days=9), name="Bath", region="CA")
    page = client.get("/dashboard").text
    assert "2 of 4 sites are covered. 1 falls short. Of 1 it cannot be told." in page
    assert "Bath falls short on" in page


def test_a_cell_counts_those_who_have_it_and_not_those_who_still_have_time(client: FlaskClient) -> None:
    terms = {"certificate": "cpr-aed", "within_days": 60}
    with connected():
        site = make_site("york")
        people = [make_person(site, employed_from=TODAY - timedelta(days=5)) for _ in range(3)]
        make_certificate(people[0], "cpr-aed", TODAY - timedelta(days=700), TODAY + timedelta(days=10))
        adopt({**OF_PEOPLE, "terms": terms})
        keeping = keeping_of(client.application.config["READINESS"])
        bring_up_to_date(keeping)
        kept, _behind = kept_overview(keeping, None)
        asked = overview_of(Question(TODAY, knowledge_at()), keeping.measure, None)
    assert [(each.status, each.have, each.need) for each in asked.cells] == [("due", 1, 3)]
    assert list(asked.cells) == list(kept.cells)


def test_a_grid_that_is_wider_than_a_sheet_stands_on_paper_in_parts_that_leave_nothing_out(
    client: FlaskClient,
) -> None:
    titles = [f"Requirement {place:02}" for place in range(25)]
    with connected():
        stage("york", None)
        adopt(*({**ONE, "title": title} for title in titles[:11]))
    sign_in(client, Role.HR)
    assert "is-grid paper" not in client.get("/dashboard").text
    with connected():
        adopt(*({**ONE, "title": title} for title in titles), from_on=TODAY - timedelta(days=1))
    whole, *parts = re.findall(
        r'<div class="table-box is-grid .*?</table>', client.get("/dashboard").text, re.DOTALL
    )
    heads = [re.findall(r"<th[^>]*>(Requirement \d+)", part) for part in parts]
    assert "no-paper" in whole
    assert [len(part) for part in heads] == [11, 11, 3]
    assert sorted(title for part in heads for title in part) == titles
    assert [part.count("0 of 1") for part in parts] == [11, 11, 3]


def test_what_is_asked_of_most_sites_comes_first_and_what_is_asked_of_none_is_only_counted(
    client: FlaskClient,
) -> None:
    abroad = {"applies": {"country": ["GB"]}}
    nowhere = {**ONE, "title": "Nobody is asked", "applies": {"country": ["FR"]}}
    with connected():
        stage("york", None, country="US")
        stage("leeds", None, country="GB")
        adopt({**ONE, "title": "Only abroad", **abroad}, nowhere, {**ONE, "title": "Everywhere"})
    sign_in(client, Role.HR)
    page = client.get("/dashboard").text
    assert re.findall(r'<th scope="col">(.*?)</th>', page)[:3] == ["Site", "Everywhere", "Only abroad"]
    assert "1 requirement is left out" in page
    sign_in(client, Role.EMPLOYEE)
    assert client.get("/dashboard").location == "/mine"
    assert "As of today" not in client.get("/settings").text


def test_today_is_what_an_assessment_from_scratch_says(client: FlaskClient) -> None:
    with connected():
        stage("york", TODAY + timedelta(days=50))
        stage("leeds", TODAY + timedelta(days=20))
        stage("hull", None)
        adopt(ONE, OF_PEOPLE)
        with client.application.app_context():
            keeping = keeping_of(client.application.config["READINESS"])
        kept, behind = kept_overview(keeping, None)
        plain = overview_of(Question(keeping.today, knowledge_at()), keeping.measure, None)
        assert (kept.cells, kept.urgent, kept.coming) == (plain.cells, plain.urgent, plain.coming)
        assert kept.coming == {30: 1, 60: 2, 90: 2}
        assert truth(kept, {}) == truth(plain, {})
        assert kept.covered_through == plain.covered_through
        assert behind.count == 0


def test_what_is_grave_is_told_first_whatever_the_site_is_called(client: FlaskClient) -> None:
    with connected():
        for code in ("hull", "york"):
            stage(code, None)
        light, grave = {**ONE, "severity": "low"}, {**ONE, "severity": "high"}
        adopt({**light, "title": "Light"}, {**grave, "title": "Grave", "applies": {"headcount_from": 1}})
        with client.application.app_context():
            keeping = keeping_of(client.application.config["READINESS"])
        kept, _behind = kept_overview(keeping, None)
        plain = overview_of(Question(keeping.today, knowledge_at()), keeping.measure, None)
    order = [("clause-2", "hull"), ("clause-2", "york"), ("clause-1", "hull"), ("clause-1", "york")]
    assert [(told.clause, told.site) for told in kept.urgent] == order
    assert [(told.clause, told.site) for told in plain.urgent] == order


def test_a_manager_sees_the_own_sites_only(client: FlaskClient) -> None:
    with connected():
        own = stage("own", None, name="Ownville")
        stage("other", None, name="Otherton")
        adopt(ONE)
    sign_in(client, Role.MANAGER, site_ids=[own])
    page = client.get("/dashboard").text
    assert "Ownville" in page
    assert "Otherton" not in page
    assert "0 of 1 site is covered." in page
    assert "Otherton" not in client.get("/dashboard?as_of=2026-01-01").text
    assert client.get("/dashboard?site=other").status_code == 404


def test_another_day_is_told_from_scratch(client: FlaskClient) -> None:
    with connected():
        stage("leeds", TODAY + timedelta(days=20))
        adopt(ONE)
    sign_in(client, Role.AUDITOR)
    assert "1 of 1 site is covered." in client.get("/dashboard").text
    later = TODAY + timedelta(days=21)
    assert "0 of 1 site is covered." in client.get(f"/dashboard?as_of={later}").text


def test_without_a_site_it_says_what_to_do(client: FlaskClient) -> None:
    sign_in(client, Role.AUDITOR)
    assert "No site yet" in client.get("/dashboard").text


def test_without_a_site_who_may_begin_is_led_to_the_beginning(client: FlaskClient) -> None:
    sign_in(client, Role.HR)
    assert client.get("/dashboard").location == "/welcome"


def test_work_that_is_too_large_to_wait_for_is_said(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("readiness.compliance.keeping.freshness.AT_ONCE", 0)
    with connected():
        stage("hull", None)
        adopt(ONE)
    sign_in(client, Role.HR)
    assert "worked out for the first time" in client.get("/dashboard").text
    with connected():
        bring_up_to_date(keeping_of(client.application.config["READINESS"]))
    assert "worked out" not in client.get("/dashboard").text
    with connected():
        stage("york", None)
        make_certificate(make_person(make_site("leeds")), "mhfa-adult", TODAY)
    page = client.get("/dashboard").text
    assert "Something changed" in page or "for the first time" in page


def test_the_number_of_statements_does_not_depend_on_sites_or_people(client: FlaskClient) -> None:
    def asked() -> int:
        with connected():
            bring_up_to_date(keeping_of(client.application.config["READINESS"]))
        client.get("/dashboard")
        with connected(), counting() as statements:
            client.get("/dashboard")
        return len(statements)

    with connected():
        for number in range(3):
            stage(f"site-{number:03}", None)
        adopt(ONE, OF_PEOPLE)
    sign_in(client, Role.HR)
    few = asked()
    with connected():
        for number in range(3, 60):
            stage(f"site-{number:03}", None)
    assert asked() <= few


@pytest.mark.parametrize(("address", "most"), [("/dashboard", 18), ("/compliance", 16)])
def test_what_several_parts_of_a_page_ask_for_is_read_once(
    client: FlaskClient, address: str, most: int
) -> None:
    with connected():
        stage("york", None)
        adopt(ONE, OF_PEOPLE)
    sign_in(client, Role.HR)
    client.get(address)
    with connected(), counting() as statements:
        assert client.get(address).status_code == 200
    asked = Counter(str(each) for each in statements)
    assert all(times == 1 or "kept_turn" in each for each, times in asked.items())
    assert len(statements) <= most
