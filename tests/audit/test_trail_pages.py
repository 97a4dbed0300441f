"""The audit trail in pages: narrowed, searched, at an earlier knowledge; a checkpoint that can be verified."""

import csv
import io
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from readiness.audit.checkpoints import read_checkpoint
from readiness.audit.keys import signer_of
from readiness.audit.models import AuditDetail
from readiness.audit.verifying import verify
from readiness.foundation import clock
from readiness.foundation.database import connected
from readiness.web.access import Role
from tests.factories import Done, change, make_site
from tests.signing_in import sign_in


@pytest.fixture
def auditor(client: FlaskClient) -> FlaskClient:
    """Signed in, with a few things done before."""
    with connected():
        for number in range(3):
            with change() as opened:
                opened.note(Done(f"site {number}"))
    sign_in(client, Role.AUDITOR)
    return client


def rows(client: FlaskClient, query: str = "") -> list[dict[str, str]]:
    """The list as it is taken away."""
    answer = client.get(f"/audit?format=csv&{query}")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff"))))


def test_the_latest_event_stands_first(auditor: FlaskClient) -> None:
    numbers = [int(row["number"]) for row in rows(auditor)]
    assert numbers == sorted(numbers, reverse=True)
    assert auditor.get("/audit").text.count("site 2") == 1


def test_the_trail_is_narrowed_to_what_was_done_and_searched_by_whom_and_to_what(
    auditor: FlaskClient,
) -> None:
    assert {row["action"] for row in rows(auditor, "action=done")} == {"done"}
    assert [row["subject"] for row in rows(auditor, "q=SITE+1")] == ["site 1"]
    assert len(rows(auditor, "q=a+test&action=done")) == 6
    assert rows(auditor, "q=100%25") == []


def test_the_trail_of_an_earlier_instant_ends_there(auditor: FlaskClient) -> None:
    seen = next(row for row in rows(auditor) if row["subject"] == "site 1")
    at = seen["recorded_at"].replace("+", "%2B")
    assert rows(auditor, f"known_at={at}")[0]["number"] == seen["number"]


def test_the_trail_and_its_file_are_narrowed_to_days_as_they_are_where_the_page_is(
    client: FlaskClient,
) -> None:
    told = {
        "late on the 29th": "2026-03-30T03:59:59+00:00",  # in New York, which is four hours behind
        "early on the 30th": "2026-03-30T04:00:00+00:00",
        "late on the 30th": "2026-03-31T03:59:59+00:00",
        "early on the 31st": "2026-03-31T04:00:00+00:00",
    }
    with connected():
        make_site("dayton", time_zone="America/New_York")
        for subject, at in told.items():
            with clock.told(datetime.fromisoformat(at)), change() as opened:
                opened.note(Done(subject))
    sign_in(client, Role.AUDITOR)

    def subjects(query: str) -> list[str]:
        return [
            row["subject"] for row in rows(client, f"site=dayton&q=th&{query}") if " on " in row["subject"]
        ]

    assert subjects("from=2026-03-30&until=2026-03-30") == ["late on the 30th", "early on the 30th"]
    assert subjects("until=2026-03-29") == ["late on the 29th"]
    assert subjects("from=2026-03-31&action=done") == ["early on the 31st"]
    assert subjects("from=2090-01-01") == []
    page = client.get("/audit?site=dayton&from=2026-03-30&until=2026-03-30").text
    assert "late on the 30th" in page
    assert "late on the 29th" not in page
    assert "From: 30 March 2026" in page
    assert client.get("/audit?from=2026-03-31&until=2026-03-30").status_code == 422
    assert "is no day" in client.get("/audit?from=March").text


def test_details_that_were_erased_are_said_to_be(auditor: FlaskClient) -> None:
    with connected():
        AuditDetail.delete().execute()
    assert {row["details"] for row in rows(auditor)} == {"Erased"}
    assert "Erased" in auditor.get("/audit").text


def test_a_checkpoint_that_was_downloaded_is_held_against_the_trail(auditor: FlaskClient) -> None:
    answer = auditor.get("/audit/checkpoint")
    assert "attachment" in answer.headers["Content-Disposition"]
    verifier = signer_of(auditor.application.config["READINESS"]).verifier
    assert verifier.text() in auditor.get("/audit").text.replace("&#43;", "+")
    with connected():
        seen = read_checkpoint(answer.text, verifier)
        assert verify([seen]).events >= seen.size > 6
