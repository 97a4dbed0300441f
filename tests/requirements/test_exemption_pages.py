"""The pages of exemptions."""

import html
import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from readiness.foundation.database import connected
from readiness.foundation.temporal import record
from readiness.foundation.words import day as day_in_words
from readiness.requirements.models import Exemption
from readiness.web.access import Role
from tests.factories import adopt, change, make_person, make_site
from tests.requirements.looking import HOSTILE, TODAY, adopt_law, findings, send
from tests.signing_in import sign_in
from tests.statements import counting


def test_an_exemption_needs_an_end_and_bears_the_name_of_who_granted_it(hr: FlaskClient) -> None:
    adopt_law()
    values = {"clause": "tested/clause-1", "site": "leeds", "from_on": str(TODAY), "reason": HOSTILE}
    refused = send(hr, "/compliance/exemptions/grant", **values)
    assert "An exemption needs an end." in refused.text
    wrong = {**values, "site": "york", "staff_number": "nobody", "until_on": str(TODAY + timedelta(days=5))}
    told = send(hr, "/compliance/exemptions/grant", **wrong).text
    for sentence in ("no site", "nobody with the staff number", "is about sites"):
        assert sentence in told
    until_on = str(TODAY + timedelta(days=12))
    assert send(hr, "/compliance/exemptions/grant", until_on=until_on, **values).status_code == 302
    shown = hr.get("/compliance/exemptions").text
    assert "in 12 days" in shown
    assert "hr-" in shown
    assert "<script>alert(1)" not in shown
    assert [finding.status.value for finding in findings()] == ["exempted"]
    found = re.search(r"/compliance/exemptions/(\d+)/withdraw", shown)
    assert '<td class="fact is-wide"><a href="/compliance/exemptions/' in shown  # on a phone too
    assert found
    assert send(hr, found.group(0), from_on=str(TODAY), reason="Enough").status_code == 302
    assert [finding.status.value for finding in findings()] == ["gap"]


def test_a_finding_leads_to_its_exemption_with_the_form_filled_and_tells_its_end_and_who_granted_it(
    hr: FlaskClient,
) -> None:
    adopt_law()
    place = "/compliance/findings/tested/clause-1/leeds"
    link = re.search(
        r'href="(/compliance/exemptions/grant[^"]*)"[^>]*>\s*Exempt it until a day …', hr.get(place).text
    )
    assert link
    form = hr.get(html.unescape(link.group(1))).text
    assert re.search(r'<option selected value="tested/clause-1">', form)
    assert re.search(r'name="site"[^>]*value="(Site )?leeds"', form, re.IGNORECASE)
    assert not re.search(r'for="site">[^<]*<span class="optional">', form)
    until_on = str(TODAY + timedelta(days=12))
    values = {"clause": "tested/clause-1", "site": "leeds", "from_on": str(TODAY), "reason": "It closes."}
    granted = send(hr, html.unescape(link.group(1)), until_on=until_on, **values)
    assert (granted.status_code, granted.headers["Location"]) == (302, place)
    end = day_in_words(TODAY + timedelta(days=12))
    assert f"The exemption was granted, until {end}." in hr.get(place).text
    assert re.search(rf"Exempted until {end}: It closes \(by hr-[^)]*\)\.", hr.get(place).text)
    assert "Exempt it until a day" not in hr.get(place).text


def test_whoever_exempts_a_person_from_a_finding_comes_back_to_it_and_is_told_when_it_begins(
    hr: FlaskClient,
) -> None:
    adopt({"check": "everyone_in_role_holds", "terms": {"certificate": "cpr-aed"}})
    place = "/compliance/findings/tested/clause-1/york"
    person = make_person(make_site("york"), staff_number="E7")
    form = f"/compliance/exemptions/grant?clause=tested/clause-1&of=york&person={person.staff_number}"
    assert f'href="{place}?person=E7">Cancel' in hr.get(form).text
    first, last = TODAY + timedelta(days=2), TODAY + timedelta(days=9)
    values = {"clause": "tested/clause-1", "site": "york", "staff_number": "E7", "reason": "Away."}
    granted = send(hr, form, from_on=str(first), until_on=str(last), **values)
    assert granted.headers["Location"] == f"{place}?person=E7"
    told = f"The exemption was granted, from {day_in_words(first)} until {day_in_words(last)}."
    assert told in hr.get(granted.headers["Location"]).text


def test_whoever_comes_from_the_list_of_exemptions_goes_back_to_it(hr: FlaskClient) -> None:
    adopt_law()
    values = {"clause": "tested/clause-1", "site": "leeds", "from_on": str(TODAY), "reason": "It closes."}
    granted = send(hr, "/compliance/exemptions/grant", until_on=str(TODAY), **values)
    assert granted.headers["Location"] == "/compliance/exemptions"


def test_who_may_not_exempt_is_offered_no_exemption(client: FlaskClient, hr: FlaskClient) -> None:
    adopt_law()
    auditor = client.application.test_client()
    sign_in(auditor, Role.AUDITOR)
    shown = auditor.get("/compliance/findings/tested/clause-1/leeds")
    assert shown.status_code == 200
    assert "Exempt it until a day" not in shown.text


def test_a_manager_sees_exemptions_of_the_own_sites_only(client: FlaskClient, hr: FlaskClient) -> None:
    adopt_law()
    with connected():
        own = make_site("york").id
    for site in ("leeds", "york"):
        send(
            hr, "/compliance/exemptions/grant", clause="tested/clause-1", site=site, from_on=str(TODAY),
            until_on=str(TODAY), reason=f"reason of {site}",
        )  # fmt: skip
    manager = client.application.test_client()
    sign_in(manager, Role.MANAGER, site_ids=[own])
    shown = manager.get("/compliance/exemptions").text
    assert "reason of york" in shown
    assert "reason of leeds" not in shown
    assert "Grant an exemption" not in shown


def exempt(count: int, site_code: str) -> None:
    """So many exemptions of people at a site, each for a while of its own."""
    with change() as opened:
        for number in range(count):
            day = TODAY + timedelta(days=number % 3 - 1)
            record(
                Exemption, opened.change, pack_id="tested", clause_id="clause-1", site_code=site_code,
                staff_number=f"E{number}", from_on=day, until_on=day, reason="Away", granted_by="ada@example.org",
            )  # fmt: skip


@pytest.mark.parametrize("role", [Role.HR, Role.MANAGER])
def test_the_number_of_statements_does_not_depend_on_the_number_of_exemptions(
    client: FlaskClient, role: Role
) -> None:
    def asked() -> int:
        client.get("/compliance/exemptions")  # what is worked out once for each state of the records
        with connected(), counting() as statements:
            client.get("/compliance/exemptions")
        return len(statements)

    adopt_law()
    with connected():
        site = make_site("leeds")
        exempt(3, "leeds")
    sign_in(client, role, site_ids=[site.id] if role is Role.MANAGER else [])
    few = asked()
    with connected():
        exempt(297, "leeds")
    assert asked() == few
    assert client.get("/compliance/exemptions").text.count("Away") == 50
    assert client.get("/compliance/exemptions?format=csv").text.count("Away") == 300
