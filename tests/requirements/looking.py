"""What tests of the pages of requirements send, and how they look at a change before they make it."""

import re
from datetime import date
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from readiness.compliance.days.findings import Finding
from readiness.compliance.judging.assess import assess
from readiness.foundation import clock
from readiness.foundation.database import connected, select
from readiness.foundation.temporal import Question, knowledge_at
from tests.factories import MEASURE, adopt
from tests.signing_in import token_of

TODAY = clock.today("America/New_York")
HOSTILE = "<script>alert(1)</script>\" ' & {{ 7*7 }}"
SEEN = re.compile(r'name="seen"[^>]*value="([^"]*)"')
OWN = {
    "title": "CPR at each site", "citation": "Handbook 3", "severity": "high", "term_certificate": "cpr-aed",
    "term_at_least": "1", "pack_id": "own", "applies_open_to_public": "",
}  # fmt: skip


def send(client: FlaskClient, path: str, **values: Any) -> TestResponse:
    return client.post(path, data={"csrf_token": token_of(client), **values})


def twice(client: FlaskClient, path: str, **values: Any) -> TestResponse:
    """Look at what would be, then do it."""
    shown = send(client, path, **values)
    assert shown.status_code == 200, shown.text
    assert "Nothing has been saved yet" in shown.text
    found = SEEN.search(shown.text)
    assert found
    return send(client, path, seen=found.group(1), **values)


def findings(day: date = TODAY) -> list[Finding]:
    with connected():
        return list(assess(Question(day, knowledge_at()), MEASURE))


def count(table: str) -> int:
    with connected():
        return int(next(select(f"SELECT count(*) FROM {table}"))[0])


def adopt_law() -> None:
    with connected():
        adopt(
            {"check": "holders_per_headcount", "terms": {"certificate": "mhfa-adult", "at_least": 2}},
            is_law=True,
        )
