"""The pages of people and sites, as someone of each role opens them."""

import csv
import html
import io
import json
import re
from datetime import date

import pytest
from flask.testing import FlaskClient

from readiness.foundation import clock
from readiness.people.models import Department, Leave, Membership, Person, Site
from readiness.people.queries import current_spells, get_person, get_site
from readiness.web.access import Role
from tests.factories import make_certificate, make_leave, make_person, make_site
from tests.signing_in import post, sign_in
from tests.statements import counting

HOSTILE = "<img src=x onerror=alert(1)>'\"&{{7*7}}"


def titles(page: str) -> list[str]:
    """What the rows of a list are called, in their order."""
    return [html.unescape(each) for each in re.findall(r'class="title"><a href="[^"]*">(.*?)</a>', page)]


def faults(page: str) -> list[str]:
    summary = page.partition('id="faults"')[2].partition("</ul>")[0]
    return [html.unescape(re.sub("<[^>]+>", "", each)) for each in re.findall(r"<li>(.*?)</li>", summary)]


def test_hr_finds_someone_by_typing_and_opens_their_page(client: FlaskClient) -> None:
    sign_in(client, Role.HR)
    site = make_site("oslo", name="Oslo office")
    person = make_person(site, given_name="Élodie", family_name="Ruiz", staff_number="N1", job_title="Nurse")
    make_person(site, given_name="Tom", family_name="Abel")
    found = client.get("/people?q=elo+ru").text
    assert titles(found) == ["Élodie Ruiz"]
    page = client.get(f"/people/{person.id}").text
    for words in (
        "Élodie Ruiz",
        "N1",
        "Oslo office",
        "Nurse",
        "What we knew when",
        "Works at Oslo office, Nurse",
    ):
        assert words in page
    assert client.get("/people/number/N1").location == f"/people/{person.id}"


def test_what_is_taken_away_is_what_is_seen(client: FlaskClient) -> None:
    sign_in(client, Role.HR)
    site = make_site("oslo")
    for number in range(60):
        make_person(site, given_name="=Ana", family_name=f"B{number:02}", staff_number=f"N{number}")
    make_person(make_site("rome"), given_name="Ana", family_name="C", staff_number="other")
    address = "/people?site=oslo&q=ana&sort=-staff_number"
    first = titles(client.get(address).text)
    rows = list(csv.DictReader(io.StringIO(client.get(f"{address}&format=csv").data.decode("utf-8-sig"))))
    assert len(rows) == 60
    assert [row["name"].removeprefix("'") for row in rows[:50]] == first
    assert rows[0]["name"] == "'=Ana B09"
    told = json.loads(client.get(f"{address}&format=json").get_data(as_text=True))
    assert [each["staff_number"] for each in told] == [row["staff_number"] for row in rows]
    assert told[0]["name"] == "=Ana B09"


def test_a_list_of_another_day_shows_that_day_and_says_so(client: FlaskClient) -> None:
    sign_in(client, Role.HR)
    make_person(
        given_name="Ana", family_name="Ruiz", employed_from=date(2026, 6, 1), employed_until=date(2026, 6, 30)
    )
    then = client.get("/people?standing=employed&as_of=2026-06-30").text
    assert titles(then) == ["Ana Ruiz"]
    assert "is-other-day" in then
    assert titles(client.get("/people?standing=employed&as_of=2026-07-01").text) == []


def test_a_manager_finds_the_own_people_in_no_other_way_than_one(client: FlaskClient) -> None:
    own, other = make_site("own"), make_site("other")
    mine = make_person(own, given_name="Mine", family_name="A")
    theirs = make_person(other, given_name="Theirs", family_name="A", staff_number="T1")
    sign_in(client, Role.MANAGER, site_ids=[own.id])
    for address in ("/people", "/people?q=a", "/people?as_of=2020-01-01", "/people?standing=employed"):
        assert titles(client.get(address).text) == ["Mine A"]
        joint = "&" if "?" in address else "?"
        assert "Theirs" not in client.get(f"{address}{joint}format=csv").get_data(as_text=True)
    assert client.get(f"/people/{mine.id}").status_code == 200
    for address in (
        f"/people/{theirs.id}",
        "/people/number/T1",
        f"/people/sites/{other.id}",
        "/people?site=other",
    ):
        assert client.get(address).status_code == 404, address
    assert titles(client.get("/people/sites").text) == ["own"]
    assert client.get(f"/people/{mine.id}/edit").status_code == 403
    assert "Add a person" not in client.get("/people").text


def test_an_employee_sees_nothing_of_others(client: FlaskClient) -> None:
    person = make_person(make_site())
    sign_in(client, Role.EMPLOYEE)
    for address in ("/people", f"/people/{person.id}", "/people/sites", "/certificates"):
        assert client.get(address).status_code == 403


def test_adding_names_every_fault_and_keeps_what_was_typed(client: FlaskClient) -> None:
    sign_in(client, Role.HR)
    refused = post(client, "/people/add", given_name="Ana", email="nonsense", from_on="31.1.2026")
    assert refused.status_code == 422
    assert len(faults(refused.text)) >= 2
    assert 'value="Ana"' in refused.text
    refused = post(
        client, "/people/add", staff_number="N1", given_name="Ana", email="no", from_on="2026-01-31"
    )
    assert "'no' is no e-mail address. Write it as ana@example.org." in faults(refused.text)
    site = make_site("oslo")
    added = post(
        client, "/people/add", staff_number="N1", given_name="Ana", family_name="Ruiz", site=str(site.id),
        department="Care", from_on="2026-01-31",
    )  # fmt: skip
    person = get_person("N1")
    assert added.location == f"/people/{person.id}"
    assert "Ana Ruiz was added." in client.get(added.location).text


def test_two_who_edit_at_once_lose_nothing(client: FlaskClient) -> None:
    sign_in(client, Role.HR)
    person = make_person(given_name="Ana", family_name="Ruiz")
    address = f"/people/{person.id}/edit"
    form = client.get(address).text
    seen = re.search(r'name="seen"[^>]*value="([^"]+)"', form)
    assert seen is not None
    values = {"given_name": "Ana", "family_name": "Vega", "phone": "1"}
    assert post(client, address, **values, seen=seen[1]).status_code == 302
    mine = {"given_name": "Ann", "family_name": "Ruiz"}
    refused = post(client, address, **mine, seen=seen[1])
    assert refused.status_code == 422
    assert "changed this while you were at it" in faults(refused.text)[0]
    assert 'value="Ann"' in refused.text
    seen = re.search(r'name="seen"[^>]*value="([^"]+)"', refused.text)
    assert seen is not None
    assert post(client, address, **mine, seen=seen[1]).status_code == 302
    history = client.get(f"/people/{person.id}").text
    assert "Vega" in history


def test_someone_is_moved_goes_on_leave_and_leaves(client: FlaskClient) -> None:
    sign_in(client, Role.HR)
    oslo, rome = make_site("oslo"), make_site("rome", name="Rome office")
    person = make_person(oslo)
    known = client.get(f"/people/{person.id}/move").text
    seen = re.search(r'name="seen"[^>]*value="([^"]*)"', known)
    assert seen is not None
    moved = post(
        client,
        f"/people/{person.id}/move",
        site=str(rome.id),
        from_on="2026-01-01",
        seen=seen[1],
        reason="new office",
    )
    assert moved.status_code == 302, faults(moved.text)
    page = client.get(f"/people/{person.id}").text
    assert "Rome office" in page
    assert "Why: new office" in page
    leave = f"/people/{person.id}/days/leave"
    assert faults(post(client, leave, until_on="2026-02-01").text) == ["Write the first day."]
    assert post(client, leave, from_on="2026-02-01", until_on="2026-02-02").status_code == 302
    fact = current_spells(Leave, person.id)[0].fact_id
    taken = post(client, f"/people/days/leave/{fact}/take-back", reason="typing")
    assert taken.status_code == 302
    move = current_spells(Membership, person.id)[-1].fact_id
    assert post(client, f"/people/moves/{move}/take-back", reason="not yet").status_code == 302
    assert [each.site.id for each in current_spells(Membership, person.id) if each.site] == [oslo.id]


def test_a_site_is_added_changed_and_given_a_headcount(client: FlaskClient) -> None:
    sign_in(client, Role.ADMIN)
    refused = post(client, "/people/sites/add", code="x", name="X", country="USA", time_zone="Mars")
    assert len(faults(refused.text)) == 2
    values = {"name": "Oslo", "country": "NO", "time_zone": "Europe/Oslo", "open_to_public": "yes"}
    assert post(client, "/people/sites/add", code="oslo", **values).status_code == 302
    site = get_site("oslo")
    edit = f"/people/sites/{site.id}/edit"
    seen = re.search(r'name="seen"[^>]*value="([^"]+)"', client.get(edit).text)
    assert seen is not None
    assert post(client, edit, **{**values, "kind": "clinic"}, seen=seen[1]).status_code == 302
    count = f"/people/sites/{site.id}/headcount"
    assert faults(post(client, count, from_on="2026-01-01", headcount="-3").text)
    assert post(client, count, from_on="2026-01-01", headcount="120").status_code == 302
    page = client.get(f"/people/sites/{site.id}").text
    assert "clinic" in page
    assert "given by hand" in page


def test_a_page_by_an_earlier_knowledge_says_what_was_known_then(client: FlaskClient) -> None:
    sign_in(client, Role.HR)
    site = make_site("oslo", kind="office")
    make_person(site)
    before = clock.now().isoformat()
    edit = f"/people/sites/{site.id}/edit"
    seen = re.search(r'name="seen"[^>]*value="([^"]+)"', client.get(edit).text)
    assert seen is not None
    values = {"name": "Oslo", "country": "US", "time_zone": "America/New_York", "kind": "warehouse"}
    assert post(client, edit, **values, seen=seen[1]).status_code == 302
    page = f"/people/sites/{site.id}"
    assert "warehouse" in client.get(page).text
    then = client.get(page, query_string={"known_at": before}).text
    assert "<dd>office</dd>" in then
    assert "warehouse" not in then


def test_hostile_text_in_every_field_is_shown_as_text(client: FlaskClient) -> None:
    sign_in(client, Role.HR)
    site = make_site(
        "h", name=HOSTILE, address=HOSTILE, kind=HOSTILE, hazard=HOSTILE, region=HOSTILE, languages=[HOSTILE]
    )
    person = make_person(
        site, staff_number=HOSTILE, given_name=HOSTILE, family_name=HOSTILE, email=HOSTILE, phone=HOSTILE,
        languages=[HOSTILE], department=HOSTILE, job_title=HOSTILE,
    )  # fmt: skip
    make_certificate(person, "x" + HOSTILE, date(2026, 1, 1), issuer=HOSTILE, number=HOSTILE)
    department = Department.get(Department.name == HOSTILE)
    for address in (
        "/people", f"/people/{person.id}", f"/people/{person.id}/edit", f"/people/{person.id}/move",
        "/people/sites", f"/people/sites/{site.id}", f"/people/sites/{site.id}/edit", "/people/departments",
        f"/people/departments/{department.id}", "/certificates", "/certificates/1",
    ):  # fmt: skip
        page = client.get(address).text
        assert "&lt;img src=x" in page, address
        assert "<img src=x" not in page, address
        assert "{{7*7}}" in page, address


@pytest.mark.parametrize("address", ["/people", "/people/sites", "/people/departments", "/certificates"])
def test_a_page_of_a_list_asks_as_often_for_many_rows_as_for_few(client: FlaskClient, address: str) -> None:
    sign_in(client, Role.HR)
    client.get(address)  # what stays as it is is counted once in a process
    counts = []
    for rows in (3, 60):
        for _row in range(rows):
            site = make_site()
            make_certificate(make_person(site, department=f"Of {site.code}"), "pfa", date(2026, 1, 1))
        client.get(address)  # what a change leaves as it is is worked out once after it
        with counting() as statements:
            assert client.get(address).status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_a_page_of_a_person_asks_as_often_for_a_long_history_as_for_a_short_one(client: FlaskClient) -> None:
    sign_in(client, Role.HR)
    person = make_person(make_site())
    client.get(f"/people/{person.id}")
    counts = []
    for more in range(2):
        for number in range(1 + more * 30):
            make_certificate(person, "pfa", date(2020 + more, 1, 1 + number))
            make_leave(person, date(2021 + more, 1, 1 + number), date(2021 + more, 1, 1 + number))
        client.get(f"/people/{person.id}")
        with counting() as statements:
            assert client.get(f"/people/{person.id}").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_empty_pages_say_how_to_begin(client: FlaskClient) -> None:
    sign_in(client, Role.HR)
    for address, words in (
        ("/people", "Nobody yet"),
        ("/people/sites", "No sites yet"),
        ("/people/departments", "No departments yet"),
        ("/certificates", "No certificates yet"),
    ):
        assert words in client.get(address).text
    assert Person.select().count() == Site.select().count() == 0


def test_the_page_of_a_person_draws_employment_leave_and_sites_with_their_days_beside_it(
    client: FlaskClient,
) -> None:
    sign_in(client, Role.HR)
    person = make_person(make_site("oslo", name="Oslo"), employed_from=date(2024, 1, 8))
    make_leave(person, date(2025, 3, 3), date(2025, 8, 29))
    page = client.get(f"/people/{person.id}?as_of=2025-04-01").text
    plot = page[page.index('<figure class="plot" id="work"') :]
    plot = plot[: plot.index("</figure>")]
    assert "is on leave on 1 April 2025" in plot
    for told in ("8 January 2024", "3 March 2025", "29 August 2025", "Oslo", "open"):
        assert told in plot
