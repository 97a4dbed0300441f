"""The trail says in words what changed, each field by its name, and keeps the event as it was written beside it."""

import json
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient

from readiness.audit.trail_words import as_recorded, subject_in_words, told_in_words
from readiness.certificates.actions import correct_expiry
from readiness.web.access import Role
from tests.factories import make_certificate, make_person
from tests.signing_in import sign_in


@pytest.mark.parametrize(
    ("details", "told"),
    [
        (
            {"values": {"expires_on": "2027-05-17"}, "before": {"expires_on": "2026-05-17"}, "reason": "typed wrong"},
            "last day: 17 May 2026 → 17 May 2027 · reason: typed wrong",
        ),
        ({"values": {"expires_on": ""}, "before": {"expires_on": "2026-05-17"}}, "last day: 17 May 2026 → –"),
        ({"values": {"home_country": "US"}, "before": {"home_country": "US"}}, "home country: US"),
        ({"values": {"expires_on": "2027-05-17"}, "before": {}}, "last day: 17 May 2027"),
        ({"has_sealed_part": False, "incident": 1}, "sealed part: no · incident: 1"),
        ({"occurred_at": "2026-10-17T12:10:00-05:00"}, "occurred: 17 October 2026, 12:10 UTC-05:00"),
        ({"slugs": ["panic", "suicide"], "gone": [], "note": ""}, "protocols: panic, suicide"),
        ({"revisions": {"panic": 1, "shock": 2}}, "revisions: panic 1; shock 2"),
        ({"terms": {"at_least": 2, "certificate": "cpr"}, "from_on": "2026-01-01"}, "terms: at least 2; certificate cpr · from: 1 January 2026"),
        ({"values": {"line": {"name": "A", "numbers": ["1", "2"]}}}, "line: name A; numbers 1, 2"),
        ({"values": {"days": 0}, "before": {"days": 30}}, "days: 30 → 0"),
        ({"values": "a word"}, "values: a word"),
        ({"number": "2026-13-45"}, "number: 2026-13-45"),
        ({}, ""),
    ],
)  # fmt: skip
def test_an_event_is_told_in_words(details: dict[str, Any], told: str) -> None:
    assert told_in_words(details) == told
    assert not {"{", "[", '"'} & {*told}


def test_of_a_protocol_the_number_is_its_revision() -> None:
    details = {"author": "Readiness", "number": 1}
    assert told_in_words(details, "protocol approved") == "written by: Readiness · revision: 1"
    assert told_in_words({"number": 1}, "certificate added") == "number: 1"


def test_instants_are_told_in_the_zone_of_the_page() -> None:
    details = {"known_at": "2026-11-30T03:46:00Z", "values": {"until_at": "2026-11-30T04:00:00+00:00"}}
    there = told_in_words(details, zone=ZoneInfo("America/New_York"))
    assert there == "until: 29 November 2026, 23:00 EST · as known on: 29 November 2026, 22:46 EST"
    assert (
        told_in_words({"note": "2026-11-30T99:46:00Z"}, zone=ZoneInfo("UTC")) == "note: 2026-11-30T99:46:00Z"
    )


def test_an_edition_of_the_handbook_has_the_name_that_it_bears_on_paper() -> None:
    name = f"edition-{'12d7ab34' * 8}.sqlite"
    assert subject_in_words(name) == "handbook edition 12d7ab34"
    assert told_in_words({"was": name}) == "was: handbook edition 12d7ab34"
    assert subject_in_words("suicide") == "suicide"


def test_what_is_taken_away_holds_the_event_as_it_was_written() -> None:
    details = {"values": {"expires_on": "2027-05-17"}, "reason": "Zoë"}
    assert json.loads(as_recorded(details)) == details
    assert as_recorded(None) == ""


def test_a_correction_tells_what_was_there_before(client: FlaskClient) -> None:
    certificate = make_certificate(make_person(), "cpr", date(2024, 5, 17), expires_on=date(2026, 5, 17))
    correct_expiry(certificate.id, date(2027, 5, 17), "ana@example.org")
    sign_in(client, Role.AUDITOR)
    page = client.get("/audit?action=certificate+corrected").text
    assert "last day: 17 May 2026 → 17 May 2027" in page
    assert "{" not in page.partition("<tbody")[2].partition("</tbody")[0]
    (row,) = json.loads(client.get("/audit?action=certificate+corrected&format=json").text)
    assert "last day: 17 May 2026 → 17 May 2027" in row["details"]
    assert json.loads(row["recorded"])["before"] == {"expires_on": "2026-05-17"}
