"""The pages of compliance: they say what the command line says, to those who may know it."""

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from config import config_from_environment
from readiness.app import create_app
from readiness.certificates.kinds import certificate_kinds
from readiness.compliance.judging.asking import Measure
from readiness.compliance.keeping.kept_rows import latest_turn
from readiness.compliance.lists.finding_list import FINDING_ORDERS, AssessedFindings, FindingFilter
from readiness.foundation import clock
from readiness.foundation.database import connected
from readiness.foundation.paging import PageRequest
from readiness.foundation.temporal import Question, knowledge_at
from readiness.people.models import Person, Site
from readiness.web.access import Role
from tests.commands import Terminal
from tests.conftest import close
from tests.factories import adopt, make_certificate, make_exercise, make_person, make_site
from tests.signing_in import sign_in

ASKED = {
    "check": "holders_per_headcount",
    "terms": {"certificate": "mhfa-adult", "at_least": 2},
    "title": "Two first-aiders",
    "remedy": "Invite <b>people</b>.",
}


@pytest.fixture
def client(database_url: str, tmp_path: Path) -> Iterator[FlaskClient]:
    settings = {"READINESS_DATABASE_URL": database_url, "READINESS_DATA_DIR": str(tmp_path)}
    yield create_app(config_from_environment(settings)).test_client()
    close()


def stage(code: str, holders: int) -> int:
    """A site where so many of three people hold what is asked; gives its number."""
    site = make_site(code)
    people = [make_person(site, given_name=f"Ana {number}", family_name="Ruiz") for number in range(3)]
    for person in people[:holders]:
        make_certificate(person, "mhfa-adult", date(2025, 1, 1), date(2027, 12, 31))
    return int(site.id)


def test_the_list_shows_what_falls_short_first_and_leads_to_the_facts(client: FlaskClient) -> None:
    with connected():
        stage("covered", 2)
        stage("short", 1)
        adopt(ASKED)
    sign_in(client, Role.HR)
    page = client.get("/compliance?as_of=2026-06-30").text
    assert page.index("/compliance/findings/tested/clause-1/short") < page.index(
        "/compliance/findings/tested/clause-1/covered"
    )
    shown = client.get("/compliance/findings/tested/clause-1/short?as_of=2026-06-30").text
    assert "1 person holds" in shown
    assert "Ana 0 Ruiz" in shown
    assert "&lt;b&gt;people&lt;/b&gt;" in shown


EVERYONE = {"check": "everyone_in_role_holds", "terms": {"certificate": "cpr-aed"}}


@pytest.mark.parametrize("day", ["", "?as_of=2020-06-30"])
def test_someone_without_a_site_is_told_of_and_led_to(client: FlaskClient, day: str) -> None:
    with connected():
        make_site("leeds")
        make_person(None, staff_number="P-42", given_name="Ana", family_name="Ruiz")
        adopt(EVERYONE)
    sign_in(client, Role.HR)
    for path in ("/compliance", "/dashboard"):
        page = client.get(f"{path}{day}").text
        assert "No site recorded" in page
        assert "/people/number/P-42" in page
    assert "Nothing is asked of any site on this day." in client.get(f"/dashboard{day}").text


def test_another_day_and_other_knowledge_give_other_answers(client: FlaskClient) -> None:
    with connected():
        stage("covered", 2)
        adopt(ASKED)
    sign_in(client, Role.AUDITOR)
    rows = json.loads(client.get("/compliance?as_of=2026-06-30&format=json").text)
    assert [row["status"] for row in rows] == ["met"]
    rows = json.loads(client.get("/compliance?as_of=2028-06-30&format=json").text)
    assert [row["status"] for row in rows] == ["gap"]
    assert json.loads(client.get("/compliance?as_of=2026-06-30&known_at=2020-01-01&format=json").text) == []
    before = client.get("/compliance?as_of=2026-06-30&known_at=2020-01-01").text
    assert before.count("Nothing was recorded here before") == 2, (
        "above the page, and in the place of its rows"
    )
    assert "restated since" not in before
    assert "Nothing was recorded here before" not in client.get("/compliance?as_of=2026-06-30").text


def test_the_file_says_what_the_report_of_the_command_line_says_but_for_its_names(
    client: FlaskClient, database_url: str, tmp_path: Path
) -> None:
    with connected():
        stage("covered", 2)
        stage("short", 1)
        make_exercise(make_site("quiet"), date(2026, 1, 1))
        adopt(ASKED, {"check": "exercises_in_window", "terms": {"at_least": 1, "within_months": 12}})
    sign_in(client, Role.HR)
    answer = client.get("/compliance?as_of=2026-06-30&format=csv&sort=site")
    page = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    terminal = Terminal(database_url, tmp_path)
    said = terminal.good("export", "gaps", "--all", "--format", "csv", "--out", "-", "--as-of", "2026-06-30")
    command = list(csv.DictReader(io.StringIO(said)))
    assert len(page) == 6
    told = [{name: row[name] for name in page[0]} for row in command]
    assert sorted(page, key=str) == sorted(told, key=str)
    assert command[0].keys() - page[0].keys() == {"requirement", "site_name", "person"}


def test_a_manager_sees_the_findings_of_the_own_sites_alone(client: FlaskClient) -> None:
    with connected():
        own = stage("own", 1)
        stage("other", 1)
        adopt(ASKED)
    sign_in(client, Role.MANAGER, site_ids=[own])
    rows = json.loads(client.get("/compliance?as_of=2026-06-30&format=json").text)
    assert [row["site"] for row in rows] == ["own"]
    assert client.get("/compliance/findings/tested/clause-1/own").status_code == 200
    for path in ("/compliance/findings/tested/clause-1/other", "/compliance?site=other"):
        answer = client.get(path)
        assert (answer.status_code, "Ana 0" in answer.text) == (404, False)


def test_pages_go_on_where_the_one_before_ended(client: FlaskClient) -> None:
    with connected():
        for number in range(36):
            make_site(f"site-{number:03}")
        adopt(ASKED)
    sign_in(client, Role.HR)
    first = client.get("/compliance?sort=-site").text
    assert first.count('<tr class="is-link">') == 25
    onward = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = client.get(onward).text
    assert second.count('<tr class="is-link">') == 11
    assert "site-035" in first
    assert "site-000" in second
    back = second.split('rel="prev" href="')[1].split('"')[0].replace("&amp;", "&")
    assert client.get(back).text.count('<tr class="is-link">') == 25


def test_what_is_not_required_is_not_found(client: FlaskClient) -> None:
    with connected():
        stage("short", 1)
        adopt(ASKED)
    sign_in(client, Role.HR)
    assert client.get("/compliance/findings/tested/nothing/short").status_code == 404
    assert client.get("/compliance/findings/tested/clause-1/nowhere").status_code == 404


def test_each_person_of_whom_it_is_asked_is_named_with_the_reason(client: FlaskClient) -> None:
    with connected():
        stage("short", 1)
        adopt({"check": "everyone_in_role_holds", "terms": {"certificate": "mhfa-adult"}})
    sign_in(client, Role.HR)
    shown = client.get("/compliance/findings/tested/clause-1/short?as_of=2026-06-30").text
    assert shown.count("/people/number/") == 3


@pytest.mark.parametrize("sort", ["urgency", "-site", "clause", "-since", "due"])
def test_todays_list_is_kept_and_says_what_is_worked_out_afresh(client: FlaskClient, sort: str) -> None:
    with connected():
        sites = [stage(f"site-{number:02}", number % 4) for number in range(30)]
        adopt(ASKED, {"check": "everyone_in_role_holds", "terms": {"certificate": "mhfa-adult"}})
    sign_in(client, Role.MANAGER, site_ids=sites[:25])
    client.get("/compliance")
    with connected():
        make_certificate(make_person(Site.get_by_id(sites[0])), "mhfa-adult", date(2025, 1, 1))
        own = [f"site-{number:02}" for number in range(25)]
        today = clock.today("America/New_York")
        measure = Measure(certificate_kinds(), 30)
        sought = FindingFilter(statuses=["gap", "due"], site_codes=own)
        request = PageRequest(FINDING_ORDERS[sort.removeprefix("-")], sort.startswith("-"), size=None)
        afresh = AssessedFindings(sought, Question(today, knowledge_at()), measure).every(request)
        wanted = [(finding.site, finding.subject, finding.status.value, finding.reason) for finding in afresh]
        assert latest_turn() is not None
    rows = json.loads(client.get(f"/compliance?status=gap&status=due&sort={sort}&format=json").text)
    assert [(row["site"], row["subject"], row["status"], row["reason"]) for row in rows] == wanted
    through, path = 0, f"/compliance?status=gap&status=due&sort={sort}"
    while path:
        page = client.get(path).text
        through += page.count('<tr class="is-link">')
        path = (
            page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
            if 'rel="next"' in page
            else ""
        )
    assert through == len(wanted) > 50


def test_the_way_out_leads_to_those_who_hold_none_and_each_role_is_offered_what_it_may(
    client: FlaskClient,
) -> None:
    with connected():
        own = stage("short", 1)
        adopt(ASKED, {"check": "everyone_in_role_holds", "terms": {"certificate": "mhfa-adult"}})
        number = Person.get(Person.given_name == "Ana 2").staff_number
    sign_in(client, Role.MANAGER, site_ids=[own])
    shown = client.get("/compliance/findings/tested/clause-1/short").text
    way = re.search(r'href="(/people\?[^"]*without=[^"]*)"', shown)
    assert way
    listed = client.get(way.group(1).replace("&amp;", "&")).text
    assert [f"Ana {n} Ruiz" in listed for n in range(3)] == [False, True, True]
    neither = client.get("/people?site=short&without=cpr-aed&without=mhfa-adult").text
    assert [f"Ana {n} Ruiz" in neither for n in range(3)] == [False, True, True]
    of_person = f"/compliance/findings/tested/clause-2/short?person={number}"
    assert "Add the certificate" not in client.get(of_person).text
    assert "See this person" in client.get(of_person).text
    sign_in(client, Role.HR)
    assert "/certificates/add?kind=mhfa-adult" in client.get(of_person).text


def test_a_finding_that_opens_in_place_says_the_same_without_a_page_around_it(client: FlaskClient) -> None:
    with connected():
        stage("short", 1)
        adopt(ASKED)
    sign_in(client, Role.HR)
    path = "/compliance/findings/tested/clause-1/short"
    assert f'href="{path}" data-unfold' in client.get("/compliance").text
    assert f'href="{path}" data-unfold' in client.get("/dashboard").text
    part = client.get(f"{path}?in_place=1").text
    assert "<html" not in part
    for told in ("1 person holds", "without=mhfa-adult", "Ana 0 Ruiz", f'href="{path}"'):
        assert told in part


def test_of_one_person_only_that_person_is_told(client: FlaskClient) -> None:
    with connected():
        own = stage("short", 2)
        stage("other", 2)
        adopt({"check": "everyone_in_role_holds", "terms": {"certificate": "mhfa-adult"}})
        here, *_more, elsewhere = Person.select().order_by(Person.id)
    sign_in(client, Role.MANAGER, site_ids=[own])
    path = "/compliance/findings/tested/clause-1/short"
    shown = client.get(f"{path}?person={here.staff_number}").text
    assert "Ana 0 Ruiz" in shown
    assert "Ana 1 Ruiz" not in shown
    hidden = client.get(f"{path}?person={elsewhere.staff_number}").text
    assert [f"Ana {n} Ruiz" in hidden for n in range(3)] == [False, False, False]
    assert "Nothing is required of this person here" in hidden


def test_certificates_to_renew_stand_before_those_that_are_well(client: FlaskClient) -> None:
    with connected():
        stage("short", 1)
        ben = make_person(Site.get(Site.code == "short"), given_name="Ben", family_name="Old")
        make_certificate(ben, "mhfa-adult", date(2020, 1, 1), date(2023, 1, 1))
        adopt(ASKED)
    sign_in(client, Role.HR)
    shown = client.get("/compliance/findings/tested/clause-1/short").text
    shown = shown[shown.index("Certificates here") :]
    assert shown.index("Ben Old") < shown.index("Ana 0 Ruiz")
