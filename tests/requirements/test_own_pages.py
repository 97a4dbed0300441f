"""The pages of own terms and of requirements of one's own."""

import html

from flask.testing import FlaskClient

from readiness.compliance.checks import CHECKS
from readiness.foundation.database import connected
from tests.factories import make_person, make_site
from tests.requirements.looking import OWN, SEEN, TODAY, adopt_law, findings, send, twice


def test_own_terms_are_set_from_a_day_and_taken_back(hr: FlaskClient) -> None:
    adopt_law()
    path = "/compliance/requirements/tested/clause-1"
    assert 'value="2"' in hr.get(f"{path}/terms").text
    values = {
        "term_certificate": "mhfa-adult",
        "term_at_least": "3",
        "from_on": str(TODAY),
        "reason": "Safer",
    }
    assert twice(hr, f"{path}/terms", **values).status_code == 302
    assert [finding.need for finding in findings()] == [3]
    shown = hr.get(path).text
    assert "The pack asks: 2 people hold ‘Mental health first aid (adults)’." in shown
    assert send(hr, f"{path}/terms/take-back", from_on=str(TODAY), reason="Enough").status_code == 302
    assert [finding.need for finding in findings()] == [2]


def test_terms_that_ask_for_less_than_a_law_must_be_known_to(hr: FlaskClient) -> None:
    adopt_law()
    path = "/compliance/requirements/tested/clause-1"
    values = {"term_certificate": "mhfa-adult", "term_at_least": "1", "from_on": str(TODAY), "reason": "Why"}
    refused = twice(hr, f"{path}/terms", **values)
    assert refused.status_code == 422
    assert "these terms ask for less than the law" in refused.text
    assert [finding.need for finding in findings()] == [2]
    assert twice(hr, f"{path}/terms", accepts_less="y", **values).status_code == 302
    assert "which ask for less than the law" in hr.get("/compliance/requirements").text
    assert "which ask for less than the law" in findings()[0].reason


def test_terms_that_cannot_be_are_told_at_their_field(hr: FlaskClient) -> None:
    adopt_law()
    refused = send(
        hr, "/compliance/requirements/tested/clause-1/terms", term_certificate="mhfa-adult",
        term_one_per="0", from_on="", reason="",
    )  # fmt: skip
    assert refused.status_code == 422
    for told in ("at least 1", "first day on which these terms apply", "Write why"):
        assert told in refused.text


def test_what_can_be_checked_is_chosen_by_what_it_is_about_in_plain_words(hr: FlaskClient) -> None:
    page = hr.get("/compliance/requirements/new").text
    groups = page.split("<legend>")[2:]
    assert [each.partition("</legend>")[0] for each in groups] == [
        "People and training",
        "Exercises and incidents",
        "Protocols, lines and services",
        "Plans, policies and records",
    ]
    assert "Enough people at a site hold a certificate" in groups[0]
    assert "Holders per headcount" not in page
    assert page.count('type="radio"') == len(CHECKS)
    refused = send(hr, "/compliance/requirements/new", check="")
    assert refused.status_code == 422
    assert "Choose one." in refused.text


def test_a_job_title_that_nobody_has_is_named_and_those_that_there_are_are_offered(hr: FlaskClient) -> None:
    with connected():
        person = make_person(
            make_site("york"), given_name="Ana", family_name="Ruiz", job_title="Area Sales Manager"
        )
    path = "/compliance/requirements/new?check=everyone_in_role_holds"
    assert "There are: Area Sales Manager." in hr.get(path).text
    asked = {name: value for name, value in OWN.items() if name != "term_at_least"} | {"from_on": str(TODAY)}
    wrong = html.unescape(send(hr, path, **asked, term_job_titles="Area Sales Manger").text)
    assert "Nobody on the staff list has the job title ‘Area Sales Manger’." in wrong
    assert "Did you mean ‘Area Sales Manager’?" in wrong
    right = send(hr, path, **asked, term_job_titles="area sales  manager").text
    assert "Not on the staff list" not in right
    assert f"1 gap (Ana Ruiz ({person.staff_number}): 0 of 1)" in right


def test_an_own_requirement_is_written_with_a_preview_revised_and_ended(hr: FlaskClient) -> None:
    chosen = send(hr, "/compliance/requirements/new", check="holders_per_headcount")
    assert chosen.headers["Location"].endswith("?check=holders_per_headcount")
    path = "/compliance/requirements/new?check=holders_per_headcount"
    assert "Would be: 1 gap (leeds: 0 of 1)." in send(hr, path, from_on=str(TODAY), **OWN).text
    assert twice(hr, path, from_on=str(TODAY), **OWN).status_code == 302
    assert [(each.clause.id, each.need) for each in findings()] == [("cpr-at-each-site", 1)]
    assert twice(hr, path, from_on=str(TODAY), **OWN).status_code == 302
    assert [each.clause.id for each in findings()] == ["cpr-at-each-site", "cpr-at-each-site-2"]
    edit = "/compliance/requirements/own/cpr-at-each-site/edit"
    assert 'value="CPR at each site"' in hr.get(edit).text
    revised = {**OWN, "term_at_least": "4", "applies_country": "us\nGB", "applies_headcount_from": "1"}
    assert twice(hr, edit, from_on=str(TODAY), **revised).status_code == 302
    assert findings()[0].need == 4
    assert findings()[0].clause.applies.country == ("US", "GB")
    nowhere = send(hr, edit, from_on=str(TODAY), **{**revised, "applies_country": "UK"}).text
    assert "Did you mean GB?" in html.unescape(nowhere)
    end = "/compliance/requirements/own/cpr-at-each-site/end"
    assert send(hr, end, from_on=str(TODAY), reason="Over").status_code == 302
    assert [each.clause.id for each in findings()] == ["cpr-at-each-site-2"]


def test_what_is_wrong_in_an_own_requirement_is_told_at_its_field(hr: FlaskClient) -> None:
    path = "/compliance/requirements/new?check=exercises_in_window"
    empty = {"title": " ", "citation": "", "severity": "high", "applies_open_to_public": ""}
    refused = send(hr, path, from_on=str(TODAY), **empty)
    assert refused.status_code == 422
    for told in ("in a line what is asked", "where it is written", "Write a whole number"):
        assert told in refused.text
    terms = {"title": "T", "citation": "C", "term_at_least": "1", "applies_open_to_public": ""}
    neither = send(hr, path, from_on=str(TODAY), severity="high", **terms)
    assert "Exactly one of ‘Within days’ and ‘Within months’ is needed." in neither.text
    terms["term_within_days"] = "30"
    for pack_id, told in (("Not an id", "small letters"), ("own-policy", "not the organisation")):
        values = {**terms, "from_on": str(TODAY), "severity": "high", "pack_id": pack_id}
        answer = send(hr, path, **values)
        found = SEEN.search(answer.text)
        again = send(hr, path, **values, seen=found.group(1) if found else "")
        assert told in again.text


def test_requirements_of_others_are_not_written_here(hr: FlaskClient) -> None:
    adopt_law()
    for page in ("edit", "end"):
        assert hr.get(f"/compliance/requirements/tested/clause-1/{page}").status_code == 404
