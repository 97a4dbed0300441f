"""A form that asks for a site takes its name as well as its code, and says at the field what it does not know."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from readiness.exercises.models import Exercise
from readiness.foundation import clock
from readiness.foundation.errors import InvalidInput
from readiness.incidents.models import Incident
from readiness.people.site_words import SiteWords, sites_meant
from readiness.web.access import Role
from tests.factories import make_person, make_site
from tests.handbook.desk import edit
from tests.signing_in import sign_in

TODAY = clock.today("UTC")
HAPPENED = {"kind": "violence", "summary": "A visitor became violent.", "occurred_at": ""}


def told(page: str, field: str) -> list[str]:
    """The faults at a field, each of which must stand in the summary, too, with a link to the field."""
    at_field = re.findall(rf'id="{field}-fault-\d+">.*?Error: </span>(.*?)</span></p>', page)
    summary = re.findall(rf'<li><a href="#{field}">(.*?)</a></li>', page)
    assert summary == at_field
    return [unescape(each) for each in at_field]


@pytest.mark.parametrize(
    "typed", ["NORTH", "north", "North clinic", " north  Clinic ", "North clinic (NORTH)"]
)
def test_an_incident_is_recorded_at_the_site_that_is_named(client: FlaskClient, typed: str) -> None:
    make_site("NORTH", name="North clinic")
    sign_in(client, Role.COORDINATOR)
    answer = edit(client, "/incidents/new", **HAPPENED, site_code=typed)
    assert answer.status_code == 302, answer.text
    assert Incident.get().site.code == "NORTH"


def test_sites_are_offered_by_name_and_the_one_in_the_frame_is_filled_in(client: FlaskClient) -> None:
    make_site("NORTH", name="North clinic")
    make_site("A", name="Depot")
    make_site("B", name="Depot")
    sign_in(client, Role.COORDINATOR)
    page = client.get("/incidents/new?site=NORTH").text
    assert re.search(r'<input[^>]*list="site_code-sites"[^>]*value="North clinic"', page)
    assert re.findall(r'<option value="([^"]+)">(?:A|B|NORTH)</option>', page.partition('id="site_code-sites"')[2]) == [
        "Depot (A)",
        "Depot (B)",
        "North clinic",
    ]  # fmt: skip


def test_all_that_is_wrong_with_an_incident_is_told_at_once_at_its_fields(client: FlaskClient) -> None:
    make_person(make_site("NORTH", name="North clinic"), given_name="Kim", family_name="Doe")
    sign_in(client, Role.COORDINATOR)
    typed = {
        "kind": "",
        "summary": "Kim Doe was hit.",
        "helped": "Write to kim@example.org",
        "site_code": "Noth clinic",
    }
    page = edit(client, "/incidents/new", **{**HAPPENED, **typed})
    assert page.status_code == 422
    assert told(page.text, "site_code") == [
        "There is no site ‘Noth clinic’. Write its name or its code. Did you mean ‘North clinic’?"
    ]
    assert told(page.text, "kind") == ["Choose what happened."]
    assert "“Kim Doe” tells who somebody is" in told(page.text, "summary")[0]
    assert "“kim@example.org” tells who somebody is" in told(page.text, "helped")[0]
    assert 'value="Noth clinic"' in page.text
    assert told(edit(client, "/incidents/new", **HAPPENED, site_code="").text, "site_code") == [
        "Write which site it is."
    ]


def test_a_name_of_several_sites_asks_for_the_code(client: FlaskClient) -> None:
    for code in ("A", "B"):
        make_site(code, name="Depot")
    sign_in(client, Role.COORDINATOR)
    page = edit(client, "/incidents/new", **HAPPENED, site_code="depot").text
    assert told(page, "site_code") == [
        "'depot' is the name of 2 sites. Write the code of the one that is meant: A, B."
    ]


FORMS = {
    "/exercises/plan": ("site_code", Role.COORDINATOR),
    "/classes/plan": ("site_code", Role.COORDINATOR),
    "/compliance/exemptions/grant": ("site", Role.HR),
    "/handbook/policies/review": ("site", Role.COORDINATOR),
    "/handbook/policies/element": ("site", Role.COORDINATOR),
    "/handbook/resources/add-plan": ("site", Role.COORDINATOR),
}


@pytest.mark.parametrize("path", FORMS)
def test_every_form_that_asks_for_a_site_takes_its_name(client: FlaskClient, path: str) -> None:
    field, role = FORMS[path]
    make_site("NORTH", name="North clinic")
    sign_in(client, role)
    page = edit(client, path, **{field: "Nowhere"})
    assert told(page.text, field)[0].startswith("There is no site ‘Nowhere’.")
    assert told(edit(client, path, **{field: "north clinic"}).text, field) == []


def test_an_exercise_is_planned_at_a_site_by_its_name(client: FlaskClient) -> None:
    make_site("NORTH", name="North clinic")
    sign_in(client, Role.COORDINATOR)
    answer = edit(
        client, "/exercises/plan", scenario="stairwell-b", site_code="North clinic", planned_on=str(TODAY)
    )
    assert answer.status_code == 302, answer.text
    assert Exercise.get().site.code == "NORTH"


def test_several_sites_are_named_one_a_line_or_with_commas_between(db: str) -> None:
    make_site("NORTH", name="North clinic")
    make_site("WH", name="Warehouse, old")
    assert sites_meant("sites", ["Warehouse, old", "WH, north clinic"]) == ["WH", "NORTH"]
    with pytest.raises(InvalidInput) as refused:
        sites_meant("sites", ["here, there", "WH"])
    assert len(refused.value.problems) == 2


def test_a_code_that_is_another_sites_name_means_the_site_with_the_code(db: str) -> None:
    make_site("north", name="south")
    make_site("south", name="South side")
    assert SiteWords.known().meant("south") == "south"
