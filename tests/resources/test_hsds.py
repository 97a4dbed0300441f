"""The interface for machines: HSDS's filters, pages, forms, and what is wrong with a question."""

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.resources.directories import SMALL, bring, package, served
from tests.resources.schemas import faults, validators


@pytest.fixture(autouse=True)
def county(browser: FlaskClient, tmp_path: Path) -> None:
    bring(package(tmp_path / "county.zip", SMALL))


def found(browser: FlaskClient, query: str) -> list[str]:
    return [each["name"] for each in served(browser, f"/hsds/services?{query}")["contents"]]


def test_it_says_which_version_it_speaks(browser: FlaskClient) -> None:
    assert served(browser, "/hsds/")["version"] == "3.1"


def test_services_come_in_pages(browser: FlaskClient) -> None:
    first = served(browser, "/hsds/services?per_page=1")
    assert (first["total_items"], first["total_pages"], first["first_page"], first["last_page"]) == (
        2,
        2,
        True,
        False,
    )
    second = served(browser, "/hsds/services?per_page=1&page=2")
    assert [each["name"] for each in (*first["contents"], *second["contents"])] == [
        "Counselling",
        "Food pantry",
    ]
    assert second["last_page"]
    assert served(browser, "/hsds/services?page=9")["empty"]


def test_services_are_found_by_what_is_asked(browser: FlaskClient) -> None:
    assert found(browser, "search=harbour+food") == ["Food pantry"]
    assert found(browser, "taxonomy_term_id=RP-1400") == ["Counselling"]
    assert found(browser, "taxonomy_id=AIRS") == ["Counselling"]
    (taxonomy,) = served(browser, "/hsds/taxonomies")["contents"]
    assert found(browser, f"taxonomy_id={taxonomy['id']}") == ["Counselling"]
    organisation = served(browser, "/hsds/services")["contents"][0]["organization"]["id"]
    assert len(found(browser, f"organization_id={organisation}")) == 2
    assert found(browser, "organization_id=none") == []
    assert found(browser, "modified_after=2999-01-01") == []
    assert len(found(browser, "modified_after=2020-01-01T00:00:00Z")) == 2
    assert len(found(browser, "postcode=33101&proximity=500")) == 2
    assert found(browser, "postcode=99999") == []


def test_services_at_places_are_found_around_a_postcode(browser: FlaskClient) -> None:
    near = served(browser, "/hsds/service_at_locations?postcode=33101&proximity=500")
    assert sorted(each["service"]["name"] for each in near["contents"]) == ["Counselling", "Food pantry"]
    one = served(browser, f"/hsds/service_at_locations/{near['contents'][0]['id']}")
    assert one["location"]["addresses"][0]["postal_code"] == "33101"
    assert one["service"]["organization"]["name"] == "Harbour House"
    assert browser.get("/hsds/service_at_locations/none").status_code == 404


def test_a_short_and_a_whole_form_can_be_asked_for(browser: FlaskClient) -> None:
    short = served(browser, "/hsds/services?minimal=true")
    assert {frozenset(each) for each in short["contents"]} == {frozenset({"id", "modified_date"})}
    whole = served(browser, "/hsds/services?full=true")["contents"][0]
    assert whole["phones"] == [{"id": whole["phones"][0]["id"], "number": "305-555-0100", "extension": 12}]
    lines = browser.get("/hsds/services?format=ndjson").text.splitlines()
    assert len(lines) == 2


def test_organisations_are_found_by_words_and_by_the_terms_of_their_services(
    browser: FlaskClient, tmp_path: Path
) -> None:
    quiet = {"id": "2", "name": "Quiet Quay", "description": "Rest."}
    bring(package(tmp_path / "county.zip", {**SMALL, "organizations": [*SMALL["organizations"], quiet]}))

    def names(query: str) -> list[str]:
        return [each["name"] for each in served(browser, f"/hsds/organizations?{query}")["contents"]]

    assert names("") == ["Harbour House", "Quiet Quay"]
    assert names("search=quiet+rest") == ["Quiet Quay"]
    assert names("taxonomy_term_id=RP-1400") == ["Harbour House"]
    assert names("taxonomy_id=AIRS") == ["Harbour House"]
    assert names("taxonomy_id=none") == []
    assert names("per_page=1&page=2") == ["Quiet Quay"]


def test_an_organisation_has_its_places_and_its_services(browser: FlaskClient) -> None:
    (listed,) = served(browser, "/hsds/organizations")["contents"]
    assert "services" not in listed
    one = served(browser, f"/hsds/organizations/{listed['id']}")
    assert {each["name"] for each in one["services"]} == {"Counselling", "Food pantry"}
    assert all("phones" not in each for each in one["services"])
    assert [each["addresses"][0]["address_1"] for each in one["locations"]] == ["12 Quay Street"]
    whole = served(browser, f"/hsds/organizations/{listed['id']}?full_service=true")
    assert all(each["phones"] and "organization" not in each for each in whole["services"])
    assert served(browser, "/hsds/organizations?full=true")["contents"] == [one]
    assert served(browser, "/hsds/organizations?full_service=true")["contents"] == [whole]
    assert browser.get("/hsds/organizations/none").status_code == 404


def test_terms_are_found_by_taxonomy_parent_and_top(browser: FlaskClient, tmp_path: Path) -> None:
    child = {"id": "RP-1400.8000", "name": "Grief", "parent_id": "RP-1400", "vocabulary": "AIRS"}
    other = {"id": "X", "name": "Own", "parent_id": "", "vocabulary": "own"}
    bring(package(tmp_path / "county.zip", {**SMALL, "taxonomy": [*SMALL["taxonomy"], child, other]}))

    def names(query: str) -> list[str]:
        return [each["name"] for each in served(browser, f"/hsds/taxonomy_terms?{query}")["contents"]]

    by_name = {each["name"]: each for each in served(browser, "/hsds/taxonomy_terms")["contents"]}
    (airs,) = served(browser, "/hsds/taxonomies?search=airs")["contents"]
    assert names(f"taxonomy_id={airs['id']}") == ["Counseling Services", "Grief"]
    assert names(f"parent_id={by_name['Counseling Services']['id']}") == ["Grief"]
    assert names("top_only=true") == ["Counseling Services", "Own"]
    assert names("search=grief") == ["Grief"]
    assert (
        served(browser, f"/hsds/taxonomy_terms/{by_name['Grief']['id']}")["taxonomy_detail"]["name"] == "AIRS"
    )
    assert served(browser, f"/hsds/taxonomies/{airs['id']}")["name"] == "AIRS"


@pytest.mark.parametrize(
    ("what", "kind"),
    [("services", "service"), ("organizations", "organization"), ("service_at_locations", "service_at_location"),
     ("taxonomies", "taxonomy"), ("taxonomy_terms", "taxonomy_term")],
)  # fmt: skip
def test_every_list_comes_a_line_each_in_every_form_as_the_schemas_say(
    browser: FlaskClient, shared_data: Path, what: str, kind: str
) -> None:
    known = validators(shared_data / "hsds31_spec_examples")[kind]
    page = served(browser, f"/hsds/{what}?per_page=1")
    for form in ("", "&full=true", "&full_service=true"):
        answer = browser.get(f"/hsds/{what}?format=ndjson&per_page=1{form}")
        assert answer.mimetype == "application/x-ndjson"
        lines = [json.loads(line) for line in answer.text.splitlines()]
        assert len(lines) == page["total_items"], "all of it, whatever the page"
        for each in lines:
            assert faults(known, each) == []


def test_what_is_wrong_is_said_in_json(browser: FlaskClient) -> None:
    for query in ("page=0", "per_page=many", "modified_after=yesterday"):
        answer = browser.get(f"/hsds/services?{query}")
        assert answer.status_code == 422
        assert answer.mimetype == "application/problem+json"
    assert browser.get("/hsds/services/none").status_code == 404
    assert browser.get("/hsds/services/none").get_json(force=True)["status"] == 404
