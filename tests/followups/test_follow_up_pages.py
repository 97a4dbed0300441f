"""The pages: a gap is given on its own page, stands in the list with who sees to it, and on the page of who does."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from readiness.followups.models import GapThread
from readiness.foundation import clock
from readiness.notices.models import OutboxMessage
from readiness.web.access import Role
from tests.factories import adopt, make_certificate, make_person, make_site
from tests.signing_in import enter, make_account, post, sign_in
from tests.statements import counting

HOLDERS = {
    "check": "holders_per_headcount",
    "terms": {"certificate": "cpr-aed", "at_least": 1},
    "title": "One holder",
}
FINDING = "/compliance/findings/tested/clause-1/harbor"
GIVE = "/compliance/follow-ups/give?clause=tested/clause-1&of=harbor"


def test_from_the_finding_to_whoever_sees_to_it_and_back(client: FlaskClient) -> None:
    site = make_site("harbor", name="Harbor clinic")
    person = make_person(site, email="ana@harbor.org", given_name="Ana", family_name="Ruiz")
    adopt(HOLDERS)
    employee = make_account(client, Role.EMPLOYEE, person=person)
    stranger = make_account(client, Role.EMPLOYEE, person=make_person(make_site("other")))
    sign_in(client, Role.HR)
    assert "Nobody sees to it." in client.get(FINDING).text
    due_on = (clock.today("UTC") + timedelta(days=10)).isoformat()

    unknown = post(client, GIVE, owner="someone outside", due_on=due_on, text="Please.", seen="0")
    assert unknown.status_code == 422
    assert "known by this name" in unknown.text
    past = post(client, GIVE, owner=person.staff_number, due_on="2020-01-01", text="Please.", seen="0")
    assert "That day is past" in past.text
    assert OutboxMessage.select().count() == 0

    done = post(client, GIVE, owner=person.staff_number, due_on=due_on, text="Please.", seen="0")
    assert (done.status_code, done.location) == (302, FINDING)
    shown = client.get(FINDING).text
    assert "Ana Ruiz sees to it" in shown
    assert "It was given, and they are sent a message. Mail is held: no mail server is set." in shown
    late = post(client, GIVE, owner=person.staff_number, due_on=due_on, text="My own words.", seen="0")
    assert late.status_code == 422
    assert "My own words." in late.text
    assert OutboxMessage.select().count() == 1

    for address in ("/compliance", "/compliance?seen_to=given", "/compliance?known_at=2026-01-01"):
        shown = client.get(address).text
        assert ("Ana Ruiz, until" in shown) == ("known_at" not in address)
    assert FINDING not in client.get("/compliance?seen_to=past").text
    assert FINDING not in client.get("/compliance?seen_to=mine").text

    thread = GapThread.get().id
    enter(client, employee.email)
    assert "One holder" in client.get("/mine").text
    said = post(client, f"/compliance/follow-ups/{thread}", text="I have a seat in May.")
    assert said.status_code == 302
    assert "I have a seat in May." in client.get(f"/compliance/follow-ups/{thread}").text
    enter(client, stranger.email)
    assert client.get(f"/compliance/follow-ups/{thread}").status_code == 403


def test_once_every_gap_is_closed_it_is_said_that_none_is_open_with_the_way_to_the_closed_ones(
    client: FlaskClient,
) -> None:
    make_person(make_site("harbor"))
    adopt(HOLDERS)
    account = sign_in(client, Role.HR)
    path = "/compliance/follow-ups"
    assert "Nobody has been given anything yet" in client.get(path).text
    due_on = (clock.today("UTC") + timedelta(days=1)).isoformat()
    post(client, GIVE, owner=account.email, due_on=due_on, text="", seen="0")
    assert "None is open" not in client.get(path).text
    GapThread.update(closed_at=clock.now()).execute()
    page = client.get(path).text
    assert "None is open" in page
    assert "Nobody has been given anything" not in page
    (closed,) = re.findall(r'href="(/compliance/follow-ups[?]standing=closed)"', page)
    assert "One holder" in client.get(closed).text


def offered(page: str) -> dict[str, str]:
    """What a page offers where something is typed."""
    return dict(re.findall(r'<option value="([^"]+)">([^<]+)</option>', page))


def test_who_works_at_the_site_and_who_sees_it_is_offered_and_nobody_else(client: FlaskClient) -> None:
    site, other = make_site("harbor"), make_site("other")
    person = make_person(site, email="ana@harbor.org", given_name="Ana", family_name="Ruiz")
    silent = make_person(site, email="")
    gone = make_person(site, email="tom@harbor.org", employed_until=date(2020, 1, 1))
    elsewhere = make_person(other, email="kim@other.org")
    adopt(HOLDERS)
    hr, of_other = make_account(client, Role.HR), make_account(client, Role.MANAGER, site_ids=[other.id])
    auditor = make_account(client, Role.AUDITOR)
    manager = sign_in(client, Role.MANAGER, site_ids=[site.id])
    names = offered(client.get(GIVE).text)
    assert names[person.staff_number] == "Ana Ruiz"
    assert names[hr.email] == f"{hr.name}, HR"
    assert names[manager.email] == f"{manager.name}, Manager"
    nobody = {silent.staff_number, gone.staff_number, elsewhere.staff_number, of_other.email, auditor.email}
    assert not nobody & names.keys()
    due_on = (clock.today("UTC") + timedelta(days=10)).isoformat()
    for number, owner in enumerate((person.staff_number, hr.email)):
        assert (
            post(client, GIVE, owner=owner, due_on=due_on, text="Please.", seen=str(number)).status_code
            == 302
        )


def test_an_account_finds_what_it_sees_to_on_its_overview_and_overdue_in_the_lists(
    client: FlaskClient,
) -> None:
    make_person(make_site("harbor"))
    adopt(HOLDERS)
    account = sign_in(client, Role.HR)
    due_on = (clock.today("UTC") + timedelta(days=1)).isoformat()
    assert post(client, GIVE, owner=account.email, due_on=due_on, text="", seen="0").status_code == 302
    assert "What you were asked to see to" in client.get("/dashboard").text
    assert FINDING in client.get("/compliance?seen_to=mine").text
    GapThread.update(due_on=clock.today("UTC") - timedelta(days=1)).execute()
    assert FINDING in client.get("/compliance?seen_to=past").text
    assert "Past its day" in client.get("/compliance/follow-ups?standing=past_due").text
    taken = client.get("/compliance/follow-ups?format=csv&whose=mine").text
    assert "past_due" in taken
    assert (
        post(client, "/compliance/follow-ups/say?clause=tested/clause-1&of=harbor", text="Soon.").status_code
        == 302
    )
    assert "Soon." in client.get(FINDING).text
    assert "Soon." not in client.get(f"{FINDING}?known_at=2026-01-01").text


def test_who_can_give_a_missing_fact_is_asked_once_with_the_form_in_which_it_is_written_down(
    client: FlaskClient,
) -> None:
    """Two requirements lack the same region: each says so, and HR gets one message."""
    site = make_site("harbor", country="US", region="")
    make_person(site)
    adopt(HOLDERS, HOLDERS, jurisdiction="US-CA")
    hr = make_account(client, Role.HR)
    sign_in(client, Role.MANAGER, site_ids=[site.id])
    page = client.get(FINDING).text
    assert "It cannot be told without: the region." in page
    assert "Ask for it" in page
    for clause in ("clause-1", "clause-2"):
        address = f"/compliance/follow-ups/ask?clause=tested/{clause}&of=harbor"
        assert post(client, address).status_code == 302
        assert post(client, address).status_code == 422
    message = OutboxMessage.get()
    assert (message.recipient, message.link) == (hr.email, f"/people/sites/{site.id}/edit")
    shown = client.get(FINDING).text
    assert "Asked for the region" in shown
    assert "Ask for it" not in shown


ROTA = {"check": "responder_per_shift", "terms": {}}
SPEAK = {"check": "people_speak", "terms": {"certificate": "cpr-aed", "languages": ["es"]}}
OF_MOST = {"check": "people_speak", "terms": {"certificate": "cpr-aed", "percent": 50}}


@pytest.mark.parametrize(
    ("requirement", "is_trained", "facts", "form", "way"),
    [
        (ROTA, True, "who is on duty when", "/duty/sites/{site}/add", "Put somebody on duty"),
        (SPEAK, True, "which languages people speak", "/people?site=harbor&standing=employed", "See who works here"),
        (OF_MOST, False, "the languages that are spoken at the site", "/people/sites/{site}/edit", "Complete the site"),
    ],
)  # fmt: skip
def test_a_rota_and_languages_that_nobody_wrote_down_are_asked_for_with_their_form(
    client: FlaskClient, requirement: dict[str, Any], is_trained: bool, facts: str, form: str, way: str
) -> None:
    site = make_site("harbor")
    person = make_person(site)
    if is_trained:
        make_certificate(person, "cpr-aed", clock.today("UTC") - timedelta(days=30))
    adopt(requirement)
    hr = make_account(client, Role.HR)
    sign_in(client, Role.HR)
    page = client.get(FINDING).text
    assert f"It cannot be told without: {facts}." in page
    assert way in page
    assert post(client, "/compliance/follow-ups/ask?clause=tested/clause-1&of=harbor").status_code == 302
    message = OutboxMessage.get(OutboxMessage.recipient == hr.email)
    assert message.link == form.format(site=site.id)
    assert client.get(message.link).status_code == 200
    assert f"Asked for {facts}" in client.get(FINDING).text


def test_a_manager_learns_nothing_of_a_gap_where_no_site_is_recorded(client: FlaskClient) -> None:
    own = make_site("harbor")
    make_person(None)
    adopt(
        {
            "check": "everyone_in_role_holds",
            "terms": {"certificate": "cpr-aed", "job_titles": ["*"]},
            "title": "Everybody holds it",
        }
    )
    nowhere = "/compliance/follow-ups/say?clause=tested/clause-1&of="
    sign_in(client, Role.HR)
    assert "Everybody holds it" in client.get(nowhere).text
    manager = client.application.test_client()
    sign_in(manager, Role.MANAGER, site_ids=[own.id])
    assert manager.get(nowhere).status_code == 404


def test_the_list_takes_as_many_statements_for_many_gaps_as_for_one(client: FlaskClient) -> None:
    make_person(make_site("harbor"))
    adopt(HOLDERS, HOLDERS, HOLDERS)
    sign_in(client, Role.HR)
    asked = []
    for clauses in (("clause-1",), ("clause-2", "clause-3")):
        for clause in clauses:
            post(client, f"/compliance/follow-ups/say?clause=tested/{clause}&of=harbor", text="Soon.")
        client.get("/compliance/follow-ups")
        with counting() as statements:
            assert client.get("/compliance/follow-ups").text.count("One holder") >= len(clauses)
        asked.append(len(statements))
    assert asked[0] == asked[1]
