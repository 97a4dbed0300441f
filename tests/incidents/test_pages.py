"""The pages of incidents: recorded in a minute, looked after, logged, and read by those who may."""

import json
import re
from datetime import datetime, time, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient

from readiness.audit.models import AuditDetail
from readiness.foundation import clock
from readiness.foundation.temporal import NEVER
from readiness.incidents.models import Incident
from readiness.people.models import Site
from readiness.protocols.actions import bring_starters
from readiness.protocols.queries import shipped_protocols
from readiness.web.access import Account, Role
from tests.factories import make_person, make_site
from tests.handbook.desk import edit
from tests.incidents.happening import CANARIES, ENTRY, SEALED
from tests.signing_in import sign_in, token_of
from tests.statements import counting

TODAY = clock.today("America/New_York")
TYPED = {
    "occurred_at": f"{TODAY}T00:01", "kind": "violence", "is_violent": "y", "summary": "A visitor became violent.",
    "site_code": "HQ",
}  # fmt: skip


def record(client: FlaskClient, **typed: str | list[str]) -> int:
    """By the form, as on a phone; gives the incident's number."""
    answer = edit(client, "/incidents/new", **{**TYPED, **typed})
    assert answer.status_code == 302, answer.text
    return int(Incident.select().order_by(Incident.fact_id.desc()).get().fact_id)


def send(client: FlaskClient, number: int, what: str, **typed: str) -> str:
    data = {"csrf_token": token_of(client, f"/incidents/{number}"), **typed}
    answer = client.post(f"/incidents/{number}/{what}", data=data, follow_redirects=True)
    return answer.text


def enter(client: FlaskClient, role: Role, *sites: Site) -> Account:
    client.delete_cookie("readiness")
    return sign_in(client, role, site_ids=[site.id for site in sites])


def test_recorded_looked_after_logged_and_followed_up(client: FlaskClient) -> None:
    site = make_site("HQ")
    make_person(site, staff_number="1042", given_name="Kim", family_name="Doe")
    enter(client, Role.COORDINATOR)
    refused = edit(client, "/incidents/new", **{**TYPED, "occurred_at": "yesterday"})
    assert refused.status_code == 422
    refused = edit(client, "/incidents/new", **{**TYPED, "summary": "Kim Doe was hit."})
    assert (refused.status_code, "“Kim Doe” tells who somebody is" in refused.text) == (422, True)
    number = record(client, occurred_at="")
    assert clock.now() - Incident.get().occurred_at < timedelta(minutes=5), "left empty: just now"
    rows = client.get("/incidents").text
    assert "has no entry in the log" in rows
    assert "its entry in the log is not written yet" in rows
    assert "in the log of violent incidents" not in rows
    answers = ENTRY.answers
    told = {name: getattr(ENTRY, name) for name in ("location", "description", "authorities", "protection")}
    logged = edit(
        client, f"/incidents/{number}/log", **answers, **told, completed_by="Sam Ortiz", job_title="Nurse"
    )
    assert logged.status_code == 302, logged.text
    assert "A visitor pushed a nurse" in client.get("/incidents/log").text
    file = client.get("/incidents/log?format=csv").text
    assert "Ward 3, corridor" in file
    rows = client.get("/incidents").text
    assert "has no entry in the log" not in rows
    assert "not written yet" not in rows
    assert "in the log of violent incidents" in rows
    assert "Security came at once" in send(
        client, number, "moments", noted_at=f"{TODAY}T00:01", text="Security came at once"
    )
    assert "1 in 30 days, 1 in 90 days" in send(client, number, "helpers", staff_number="1042")
    assert "Kim Doe" in client.get("/incidents/helpers").text
    assert "Debrief to be offered" in client.get("/incidents?standing=to_offer").text
    assert "Ask everyone again in four weeks" in send(
        client, number, "debrief/offered", way="group", offered_on=str(TODAY)
    )
    send(client, number, "debrief/held", held_on=str(TODAY))
    assert "done on" in send(client, number, "debrief/followed-up", followed_up_on=str(TODAY))
    assert "Followed up" in client.get("/incidents?standing=done&kind=violence&sort=site").text


def test_the_protocol_that_was_used_is_chosen_by_its_situation_in_order(client: FlaskClient) -> None:
    bring_starters(shipped_protocols().values(), "a test")
    make_site("HQ")
    enter(client, Role.COORDINATOR)
    choices = re.search(
        r'<select[^>]*name="protocol".*?</select>', client.get("/incidents/new").text, re.DOTALL
    )
    assert choices is not None
    offered = re.findall(r"<option[^>]*>([^<]+)</option>", choices[0])[1:]
    situations = [unescape(each) for each in offered]
    assert situations == sorted(
        (each.en.situation for each in shipped_protocols().values()), key=str.casefold
    )


def test_the_lines_that_were_called_are_chosen_among_those_of_the_countries_where_there_are_sites(
    client: FlaskClient,
) -> None:
    make_site("HQ")
    enter(client, Role.COORDINATOR)
    offered = re.findall(r'name="lines"[^>]*value="([^"]+)"', client.get("/incidents/new").text)
    assert "us-988" in offered
    assert {each[:3] for each in offered} == {"us-"}
    number = record(client, lines=["us-988", "us-911"])
    assert (
        "988 Suicide &amp; Crisis Lifeline (US, 988); Emergency (US, 911)"
        in client.get(f"/incidents/{number}").text
    )
    refused = edit(client, f"/incidents/{number}/correct", lines=["gb-samaritans"])
    assert refused.status_code == 422
    edit(client, f"/incidents/{number}/correct", lines=["us-poison"])
    page = client.get(f"/incidents/{number}").text
    assert "Poison" in page
    assert "988 Suicide" not in page


def test_a_correction_leaves_when_it_happened_as_it_was_wherever_the_site_is(client: FlaskClient) -> None:
    make_site("HQ", time_zone="America/Chicago")
    enter(client, Role.COORDINATOR)
    number = record(client, occurred_at="")
    happened_at = Incident.get().occurred_at
    answer = edit(client, f"/incidents/{number}/correct", not_helped="The poster was old.")
    assert answer.status_code == 302, answer.text
    assert Incident.get(superseded_in=NEVER).occurred_at == happened_at
    assert {"fields": ["not_helped"]}.items() <= json.loads(
        AuditDetail.select().order_by(AuditDetail.event.desc()).get().detail
    ).items()
    edit(client, f"/incidents/{number}/correct", occurred_at=f"{TODAY - timedelta(days=2)}T13:30")
    moved_to = datetime.combine(TODAY - timedelta(days=2), time(13, 30), ZoneInfo("America/Chicago"))
    assert Incident.get(superseded_in=NEVER).occurred_at == moved_to


def test_of_a_privacy_case_administrators_and_auditors_see_only_that_there_was_one(
    client: FlaskClient,
) -> None:
    make_site("HQ")
    enter(client, Role.HR)
    number = record(client, is_private="y", summary="Something intimate happened.")
    answers = {
        name: getattr(ENTRY, name) for name in ("location", "description", "authorities", "protection")
    }
    edit(
        client, f"/incidents/{number}/log", **ENTRY.answers, **answers, completed_by="Sam", job_title="Nurse"
    )
    pages = ("/incidents", f"/incidents/{number}", "/incidents/log", "/incidents?format=csv", "/incidents/log?format=csv",
             "/incidents?format=json", "/incidents?kind=violence", "/audit")  # fmt: skip
    secret = ("Something intimate", "pushed a nurse", "corridor", "Sam")
    for role in (Role.ADMIN, Role.AUDITOR):
        enter(client, role)
        for page in pages:
            text = client.get(page).text
            assert not [each for each in secret if each in text], (role, page)
        assert "rivacy case" in client.get("/incidents").text
    enter(client, Role.COORDINATOR)
    assert "pushed a nurse" in client.get("/incidents/log").text


def test_the_sealed_part_is_read_with_permission_and_reason_and_never_by_an_address(
    client: FlaskClient,
) -> None:
    make_site("HQ")
    hr = enter(client, Role.HR)
    number = record(client, **SEALED)
    page = client.get(f"/incidents/{number}").text
    assert "There is a sealed part" in page
    assert "zyxcanary" not in page
    as_hr = client.get_cookie("readiness")
    assert as_hr is not None
    enter(client, Role.ADMIN)
    given = edit(client, "/incidents/readers", email=hr.email)
    assert given.status_code == 302, given.text
    assert (
        client.post(f"/incidents/{number}/sealed", data={"csrf_token": token_of(client)}).status_code == 403
    )
    enter(client, Role.COORDINATOR)
    without = {"csrf_token": token_of(client), "reason": "Curiosity, nothing else"}
    assert client.post(f"/incidents/{number}/sealed", data=without).status_code == 403
    client.set_cookie("readiness", as_hr.value)
    reading = client.post(
        f"/incidents/{number}/sealed", data={"csrf_token": token_of(client), "reason": "To offer them help"}
    )
    assert (reading.headers["Cache-Control"], all(each in reading.text for each in CANARIES)) == (
        "no-store",
        True,
    )
    assert "zyxcanary" not in client.get(f"/incidents/{number}").text


def test_an_employee_records_and_sees_no_list_and_a_manager_sees_the_own_sites(client: FlaskClient) -> None:
    site, other = make_site("HQ"), make_site("York")
    enter(client, Role.EMPLOYEE)
    answer = edit(client, "/incidents/new", **TYPED)
    assert answer.status_code == 302, answer.text
    assert answer.location.endswith("/incidents/thanks")
    thanks = client.get("/incidents/thanks").text
    assert "offered to everyone" in thanks
    assert "Mail is held: no mail server is set." in thanks
    assert client.get("/incidents").status_code == 403
    enter(client, Role.MANAGER, other)
    number = Incident.get().fact_id
    assert client.get(f"/incidents/{number}").status_code == 404
    assert "A visitor became violent" not in client.get("/incidents").text
    assert "no site ‘HQ’ among yours" in edit(client, "/incidents/new", **TYPED).text
    enter(client, Role.MANAGER, site)
    assert "A visitor became violent" in client.get("/incidents").text


@pytest.mark.parametrize("page", ["/incidents", "/incidents/log", "/incidents/helpers"])
def test_more_incidents_need_no_more_statements(client: FlaskClient, page: str) -> None:
    make_site("HQ")
    make_person(Site.get(), staff_number="1")
    enter(client, Role.HR)
    asked = []
    for many in (1, 4):
        for _each in range(many):
            send(client, record(client), "helpers", staff_number="1")
        client.get(page)
        with counting() as statements:
            assert client.get(page).status_code == 200
        asked.append(len(statements))
    assert asked[0] == asked[1], re.sub(r"\s+", " ", str(asked))
