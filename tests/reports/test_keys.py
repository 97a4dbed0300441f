"""A program reads reports by the key of an account, as the account may, of any day and by any knowledge."""

import csv
import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from config import Config
from readiness.accounts.models import Account as AccountRow
from readiness.audit.models import AuditEvent
from readiness.certificates.actions import revoke_certificate
from readiness.certificates.models import Certificate
from readiness.foundation import clock
from readiness.foundation.formats import instant_text
from readiness.foundation.temporal import Change
from readiness.reports.keys import make_key
from readiness.reports.models import ReportKey
from readiness.reports.sealing import seal_of
from readiness.reports.verifying import public_key, verify_file
from readiness.web.access import Role
from tests.factories import adopt, make_certificate, make_person, make_site
from tests.signing_in import make_account, post, sign_in

NEEDS_ONE = {"check": "holders_per_headcount", "terms": {"certificate": "mhfa-adult", "at_least": 1}}


@pytest.fixture
def program(client: FlaskClient) -> FlaskClient:
    """A running service with a site that has a holder; nobody is signed in."""
    adopt(NEEDS_ONE)
    make_certificate(make_person(make_site("hull")), "mhfa-adult", date(2024, 5, 1), date(2027, 5, 1))
    return client


def key_for(client: FlaskClient, role: Role) -> str:
    account = make_account(client, role)
    return make_key(account.id, account.email, clock.now())


def ask(program: FlaskClient, path: str, key: str) -> TestResponse:
    return program.get(f"/api/v1/reports{path}", headers={"Authorization": f"Bearer {key}"})


def told(answer: TestResponse) -> Any:
    """What an answer says, of whatever shape."""
    return answer.get_json()


def test_a_program_asks_for_a_day_as_it_is_known_now_and_as_it_was_known_then(program: FlaskClient) -> None:
    key, then = key_for(program, Role.HR), clock.now()
    revoke_certificate(Certificate.get().fact_id, date(2026, 6, 1), "Issued in error", "hr@example.org")
    now = ask(program, "/gaps?as_of=2026-06-30&site=hull&all=1", key)
    assert [(row["site"], row["status"]) for row in told(now)] == [("hull", "gap")]
    known = ask(program, f"/gaps?as_of=2026-06-30&all=1&known_at={instant_text(then)}", key)
    assert [(row["site"], row["status"]) for row in told(known)] == [("hull", "met")]
    (row,) = csv.DictReader(io.StringIO(ask(program, "/gaps?as_of=2026-06-30&format=csv", key).text))
    assert (row["site"], row["status"]) == ("hull", "gap")


def test_what_is_asked_bare_says_by_which_address_the_same_is_asked_for_ever(program: FlaskClient) -> None:
    key = key_for(program, Role.HR)
    bare = ask(program, "/gaps?site=hull&all=1", key)
    told_then, again = bare.text, bare.headers["Content-Location"]
    assert {"as_of", "known_at", "site", "all"} == set(parse_qs(urlsplit(again).query))
    revoke_certificate(Certificate.get().fact_id, date(2026, 6, 1), "Issued in error", "hr@example.org")
    assert ask(program, "/gaps?site=hull&all=1", key).text != told_then
    same = ask(program, again.removeprefix("/api/v1/reports"), key)
    assert (same.text, same.headers["Content-Location"]) == (told_then, again)


def test_a_zip_holds_the_file_with_its_signature(program: FlaskClient, tmp_path: Path) -> None:
    file = tmp_path / "certificates.zip"
    file.write_bytes(ask(program, "/certificates?format=zip", key_for(program, Role.HR)).data)
    config: Config = program.application.config["READINESS"]
    (checked,) = verify_file(file, public_key(seal_of(config).public_key))
    assert (checked.manifest.report, checked.manifest.rows) == ("certificates", 1)


def test_each_reading_stands_in_the_trail_under_the_name_of_whose_key_it_is(program: FlaskClient) -> None:
    key = key_for(program, Role.HR)
    assert len(told(ask(program, "/certificates", key))) == 1
    event = AuditEvent.select().order_by(AuditEvent.id.desc()).get()
    assert (event.action, event.actor) == ("report taken away", AccountRow.get().email)
    assert ReportKey.get().last_used_on == clock.today("UTC")


def test_a_key_reads_what_its_account_may_read_and_no_more(program: FlaskClient) -> None:
    key = key_for(program, Role.HR)
    reports = told(ask(program, "", key))["reports"]
    assert "trail" not in {each["name"] for each in reports}
    (gaps,) = (each for each in reports if each["name"] == "gaps")
    assert gaps["parameters"] == ["as_of", "known_at", "pack", "site", "all", "format"]
    refused = ask(program, "/trail", key)
    assert (refused.status_code, refused.content_type) == (403, "application/problem+json")
    assert ask(program, "/trail", key_for(program, Role.AUDITOR)).status_code == 200
    assert program.get("/dashboard", headers={"Authorization": f"Bearer {key}"}).status_code == 302


def test_every_wrong_question_is_a_problem_in_words(program: FlaskClient) -> None:
    key = key_for(program, Role.HR)
    for path, status, said in (
        ("/gaps?as_of=31/02/2026", 422, "as_of"),
        ("/gaps?format=pdf", 422, "format: choose one of json, csv, zip."),
        ("/gaps?pack=nothing", 422, "was not adopted"),
        ("/resources?site=nowhere", 404, "nowhere"),
        ("/nothing", 404, ""),
    ):
        answer = ask(program, path, key)
        assert (answer.status_code, answer.content_type) == (status, "application/problem+json"), path
        assert said in told(answer)["detail"], path


def test_no_key_a_removed_one_and_one_whose_account_ended_read_nothing(program: FlaskClient) -> None:
    key = key_for(program, Role.HR)
    AccountRow.update(until_on=clock.today("UTC") - timedelta(days=2)).execute()
    for wrong in (key, "", "of-nobody"):
        answer = ask(program, "/gaps", wrong)
        assert (answer.status_code, answer.content_type) == (401, "application/problem+json")
        assert "Authorization: Bearer KEY" in told(answer)["detail"]
    sign_in(program, Role.HR)
    assert program.get("/api/v1/reports/gaps").status_code == 401, "a cookie is no key"


def test_the_page_shows_a_key_once_makes_it_anew_and_takes_it_away(client: FlaskClient) -> None:
    sign_in(client, Role.AUDITOR)
    assert "You have none." in client.get("/report-key").text
    today = clock.today("UTC")
    assert f"as_of={today}&amp;known_at={today}&amp;" in client.get("/report-key").text, "records begin today"
    Change.update(recorded_at=clock.now() - timedelta(days=99)).execute()
    ended = today.replace(day=1) - timedelta(days=1)
    assert f"as_of={ended}&amp;known_at={ended}&amp;" in client.get("/report-key").text
    first, second = (_shown(post(client, "/report-key").text) for _turn in range(2))
    assert "<code" in client.get("/report-key").text
    assert second not in client.get("/report-key").text
    assert ask(client, "", first).status_code == 401
    assert ask(client, "", second).status_code == 200
    post(client, "/report-key/remove", form_at="/report-key")
    assert ask(client, "", second).status_code == 401
    actions = [row.action for row in AuditEvent.select().order_by(AuditEvent.id)]
    assert actions.count("report key made") == 3


def _shown(page: str) -> str:
    return page.partition('<code class="wrap">')[2].partition("</code>")[0]
