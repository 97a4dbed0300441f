"""The workroom's pages of resources: verified, hidden, merged, reported, paid for; with their trail."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from readiness.audit.models import AuditEvent
from readiness.foundation import clock
from readiness.foundation.database import connected
from readiness.foundation.temporal import knowledge_at, known, versions
from readiness.resources.covers import covers_now
from readiness.resources.lists import report_counts, staff_cards
from readiness.resources.models import ResourceVerification
from readiness.resources.queries import Reader, decisions, shown_to
from readiness.resources.reports import report
from readiness.web.access import Role
from tests.factories import make_site
from tests.resources.directories import SMALL, Tables, bring, package, served
from tests.signing_in import sign_in, token_of

TWINS: Tables = {
    **SMALL,
    "services": [
        *SMALL["services"],
        {
            "id": "12",
            "organization_id": "1",
            "name": "Counseling",
            "description": "Talk.",
            "status": "active",
        },
    ],
    "phones": [*SMALL["phones"], {"id": "42", "service_id": "12", "number": "(305) 555-0100 ext. 12"}],
}


@pytest.fixture
def hr(browser: FlaskClient, tmp_path: Path) -> FlaskClient:
    with connected():
        sign_in(browser, Role.HR)
    bring(package(tmp_path / "county.zip", TWINS))
    return browser


def post(client: FlaskClient, address: str, **values: object) -> str:
    answer = client.post(
        address, data={"csrf_token": token_of(client, "/account"), **values}, follow_redirects=True
    )
    assert answer.status_code == 200, answer.text
    return answer.text


def service(name: str) -> str:
    with connected():
        return next(card.id for card in staff_cards() if card.name == name)


def names(client: FlaskClient) -> list[str]:
    return [each["name"] for each in served(client, "/hsds/services")["contents"]]


def test_a_service_is_verified_with_two_times(hr: FlaskClient) -> None:
    address = f"/handbook/resources/service/{service('Counselling')}"
    before = clock.now()
    refused = hr.post(
        f"{address}/verify",
        data={"csrf_token": token_of(hr, "/account"), "verified_on": "2999-01-01", "way": ""},
    )
    assert refused.status_code == 422
    text = post(hr, f"{address}/verify", verified_on="2026-01-02", way="called 305-555-0100")
    assert "called 305-555-0100" in text
    post(hr, f"{address}/verify", verified_on="2026-03-04", way="called again")
    with connected():
        first, second = versions(ResourceVerification, 1)
        assert (first.verified_on, second.verified_on) == (date(2026, 1, 2), date(2026, 3, 4))
        assert (
            not ResourceVerification.select()
            .where(known(ResourceVerification, knowledge_at(before)))
            .exists()
        )
        assert AuditEvent.select().where(AuditEvent.action == "resource verified").count() == 2


def test_what_waits_comes_by_report_use_and_age(hr: FlaskClient) -> None:
    with connected():
        assert report(service("Food pantry"), "It <b>moved</b>.", clock.now())
    text = hr.get("/handbook/resources/to-verify").text
    assert text.index("Food pantry") < text.index("Counselling")
    page = hr.get(f"/handbook/resources/service/{service('Food pantry')}").text
    assert "It &lt;b&gt;moved&lt;/b&gt;." in page
    post(hr, "/handbook/resources/reports/1/close", answer="Asked; it is still there.")
    with connected():
        assert report_counts() == {}
    today = clock.today("America/New_York")
    post(
        hr,
        f"/handbook/resources/service/{service('Food pantry')}/verify",
        verified_on=today.isoformat(),
        way="called",
    )
    assert "Food pantry" not in hr.get("/handbook/resources/to-verify").text


def test_who_may_see_it_is_decided_and_holds_through_later_imports(hr: FlaskClient, tmp_path: Path) -> None:
    record = service("Food pantry")
    post(hr, f"/handbook/resources/visibility/{record}", visibility="staff", reason="only for ours")
    assert names(hr) == ["Counseling", "Counselling"]
    assert "Food pantry" in hr.get("/handbook/resources").text
    bring(
        package(
            tmp_path / "county.zip", {**TWINS, "contacts": [{"id": "9", "service_id": "11", "name": "Ana"}]}
        )
    )
    assert "Food pantry" not in names(hr)
    post(
        hr,
        f"/handbook/resources/visibility/{record}",
        visibility="redacted",
        hides_phone="y",
        reason="asked for",
    )
    assert "Food pantry" not in hr.get("/handbook/resources").text
    assert "Food pantry" not in hr.get("/handbook/resources/hidden").text
    assert hr.get(f"/handbook/resources/{record}").status_code == 404
    post(hr, f"/handbook/resources/visibility/{record}", visibility="public", reason="it is open to all")
    assert "Food pantry" in names(hr)


def test_an_import_hides_what_looks_secret_until_somebody_decides(hr: FlaskClient, tmp_path: Path) -> None:
    secret = {**SMALL["physical_addresses"][0], "address_1": "Confidential location, call first"}
    path = package(tmp_path / "county.zip", {**TWINS, "physical_addresses": [secret]})
    bring(path)
    with connected():
        (proposed,) = decisions()
        assert (proposed.kind, proposed.visibility, proposed.is_proposed) == ("location", "redacted", True)
        assert not [each for each in shown_to(Reader.STAFF).by_record.values() if each.kind == "address"]
    assert "hidden by an import" in hr.get("/handbook/resources/hidden").text
    post(
        hr, f"/handbook/resources/visibility/{proposed.record}", visibility="public", reason="it is an office"
    )
    bring(path)
    with connected():
        assert [each.visibility for each in decisions()] == ["public"]
        assert [each for each in shown_to(Reader.PUBLIC).by_record.values() if each.kind == "address"]


def test_two_that_are_one_are_merged_and_parted_again(hr: FlaskClient) -> None:
    assert "One pair is probably one." in hr.get("/handbook/resources/doubles").text
    dropped, kept = service("Counseling"), service("Counselling")
    post(hr, "/handbook/resources/doubles/merge", dropped=dropped, kept=kept)
    assert names(hr) == ["Counselling", "Food pantry"]
    assert served(hr, f"/hsds/services/{dropped}")["id"] == kept
    post(hr, "/handbook/resources/doubles/undo", dropped=dropped)
    assert names(hr) == ["Counseling", "Counselling", "Food pantry"]


def test_a_plan_pays_at_its_site_in_its_year(hr: FlaskClient) -> None:
    values = {
        "kind": "insurance",
        "name": "Blue plan",
        "site": "HQ",
        "payers": "Medicaid, Aetna",
        "phone": "",
        "note": "",
    }
    with connected():
        make_site("HQ")
    refused = hr.post(
        "/handbook/resources/add-plan",
        data={
            "csrf_token": token_of(hr, "/account"),
            **values,
            "from_on": "2026-12-31",
            "until_on": "2026-01-01",
        },
    )
    assert refused.status_code == 422
    assert "Blue plan" in post(
        hr, "/handbook/resources/add-plan", **values, from_on="2026-01-01", until_on="2026-12-31"
    )
    with connected():
        (cover,) = covers_now(date(2026, 6, 30))
        assert covers_now(date(2026, 12, 31) + timedelta(days=1)) == []
        card = staff_cards()[0]
        assert not cover.is_taken_by(card)
    post(hr, "/handbook/resources/plans/1/withdraw")
    with connected():
        assert covers_now(date(2026, 6, 30)) == []


def test_resources_are_listed_sought_and_taken_away(hr: FlaskClient) -> None:
    assert "Counselling" in hr.get("/handbook/resources?q=counselling").text
    assert "Food pantry" not in hr.get("/handbook/resources?need=counselling").text
    assert "Harbour House" in hr.get("/handbook/resources?format=csv").text
