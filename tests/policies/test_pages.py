"""What is written down of plans and policies closes what requirements find missing; taken back, it is missing again."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from config import config_from_environment
from readiness.app import create_app
from readiness.compliance.judging.assess import assess
from readiness.foundation.database import connected
from readiness.web.access import Role
from tests.conftest import close
from tests.factories import MEASURE, adopt, ask, make_site
from tests.signing_in import sign_in, token_of

ELEMENT: dict[str, Any] = {
    "plan": "emergency-action", "element": "evacuation", "site": "", "way": "document",
    "place": "Safety plan, chapter 4", "from_on": "2026-01-05",
}  # fmt: skip


@pytest.fixture
def coordinator(database_url: str, tmp_path: Path) -> Iterator[FlaskClient]:
    settings = {"READINESS_DATABASE_URL": database_url, "READINESS_DATA_DIR": str(tmp_path)}
    browser = create_app(config_from_environment(settings)).test_client()
    with connected():
        sign_in(browser, Role.COORDINATOR)
        make_site("hq")
        adopt(
            {"check": "plan_elements", "terms": {"elements": ["evacuation"]}},
            {
                "check": "policy_reviewed_within",
                "terms": {"policies": ["Evidence base"], "within_months": 12},
            },
        )
    yield browser
    close()


def post(client: FlaskClient, address: str, expected: int = 200, **values: Any) -> str:
    data = {"csrf_token": token_of(client, "/account"), **values}
    answer = client.post(address, data=data, follow_redirects=True)
    assert answer.status_code == expected, answer.text
    return answer.text


def statuses() -> list[str]:
    with connected():
        return [finding.status for finding in assess(ask(date(2026, 6, 30)), MEASURE)]


def test_an_element_is_covered_and_a_policy_reviewed_until_it_is_taken_back(coordinator: FlaskClient) -> None:
    assert statuses() == ["gap", "gap"]
    assert "Covered nowhere" in coordinator.get("/handbook/policies/plan").text
    assert "Safety plan, chapter 4" in post(coordinator, "/handbook/policies/element", **ELEMENT)
    review: dict[str, Any] = {
        "name": "evidence base",
        "site": "",
        "reviewed_on": "2026-02-01",
        "note": "Two new trials.",
    }
    assert "Two new trials." in post(coordinator, "/handbook/policies/review", **review)
    assert statuses() == ["met", "met"]
    post(coordinator, "/handbook/policies/elements/1/withdraw")
    post(coordinator, "/handbook/policies/reviews/1/withdraw")
    assert statuses() == ["gap", "gap"]
    assert "Nothing" not in coordinator.get("/audit").text


def test_the_page_of_a_plan_lists_every_element_that_is_asked(coordinator: FlaskClient) -> None:
    with connected():
        terms = {"plan": "flood-plan", "elements": ["boats", "high-ground"]}
        adopt({"check": "plan_elements", "terms": terms}, id="floods")
    assert "Flood plan" in coordinator.get("/handbook/policies").text
    page = "/handbook/policies/plan?plan=flood-plan"
    assert coordinator.get(page).text.count("Covered nowhere") == 2
    post(coordinator, "/handbook/policies/element", **{**ELEMENT, "plan": "flood-plan", "element": "boats"})
    assert coordinator.get(page).text.count("Covered nowhere") == 1


def test_a_clause_that_names_no_elements_asks_for_the_six(coordinator: FlaskClient) -> None:
    with connected():
        adopt({"check": "plan_elements", "terms": {"plan": "flood-plan"}}, id="floods")
    assert "Flood plan" in coordinator.get("/handbook/policies").text
    assert coordinator.get("/handbook/policies/plan?plan=flood-plan").text.count("Covered nowhere") == 6


def test_what_cannot_be_is_told_at_its_field(coordinator: FlaskClient) -> None:
    told = post(coordinator, "/handbook/policies/element", 422, **{**ELEMENT, "way": "card", "place": "roof"})
    assert "assembly_point" in told
    told = post(
        coordinator, "/handbook/policies/element", 422, **{**ELEMENT, "way": "protocol", "place": "none"}
    )
    assert "there is none" in told
    told = post(coordinator, "/handbook/policies/element", 422, **{**ELEMENT, "site": "moon"})
    assert "moon" in told
    told = post(coordinator, "/handbook/policies/element", 422, **{**ELEMENT, "place": "x" * 256})
    assert "at most 200 characters" in told
    late: dict[str, Any] = {"name": "Evidence base", "site": "", "reviewed_on": "2099-01-01", "note": ""}
    assert "still to come" in post(coordinator, "/handbook/policies/review", 422, **late)
    assert statuses() == ["gap", "gap"]


def test_a_manager_learns_nothing_of_what_is_written_down_for_other_sites(coordinator: FlaskClient) -> None:
    with connected():
        own = make_site("harbor")
    for site in ("hq", "harbor", ""):
        post(
            coordinator,
            "/handbook/policies/element",
            **{**ELEMENT, "site": site, "place": f"Binder of {site}."},
        )
        review: dict[str, Any] = {
            "name": "Evidence base",
            "site": site,
            "reviewed_on": "2026-02-01",
            "note": f"Read at {site}.",
        }
        post(coordinator, "/handbook/policies/review", **review)
    manager = coordinator.application.test_client()
    with connected():
        sign_in(manager, Role.MANAGER, site_ids=[own.id])
    told = manager.get("/handbook/policies").text + manager.get("/handbook/policies/plan").text
    for here in ("Binder of harbor.", "Binder of .", "Read at harbor.", "Read at ."):
        assert here in told
    assert "of hq" not in told
    assert "at hq" not in told
