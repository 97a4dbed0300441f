"""What would close a finding follows from its reason: for each check each reason that it may give, and where it leads."""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient

from readiness.compliance.checks import CHECKS, Subject
from readiness.compliance.days.findings import Finding, MissingFact, Status, Verdict
from readiness.compliance.days.records import SiteDay
from readiness.compliance.words.cases import Case, Way
from readiness.compliance.words.missing import REMEDIES
from readiness.compliance.words.ways_out import remedy, ways_out
from readiness.standards.packs import Clause
from readiness.web.access import Role
from tests.commands import Terminal
from tests.factories import adopt, make_person, make_site
from tests.signing_in import sign_in

DAY = date(2026, 6, 30)
LONG_AGO = date(2020, 1, 1)
OWN = "What the clause itself says."
PROTOCOLS = "Have the protocols approved by somebody else than their author, and publish the handbook."
LANGUAGES = "Record which languages are spoken at the site, or which each of the people here speaks."
TEXT = {"slug": "suicide", "approved_on": LONG_AGO, "languages": ["en"]}
LINE = {"code": "us-988", "verified_on": [LONG_AGO]}
SHIFT = {"weekday": 0, "holds": False}
ONE = {"at_least": 1, "within_months": 12}
SPEAK = {"certificate": "cpr", "percent": 25}
NURSES = {"certificate": "cpr", "job_titles": ["Nurse"]}
ON_WARD = {"certificate": "cpr", "departments": ["Ward"]}
SUICIDE = {"protocols": ["suicide"]}

Facts = dict[str, Any]
REASONS: list[tuple[str, Facts, Facts, str, str]] = [
    ("holders_per_headcount", {"certificate": "cpr", "at_least": 1}, {}, OWN, "people.index"),
    ("everyone_in_role_holds", {"certificate": "cpr"}, {}, OWN, "certificate.add"),
    ("everyone_in_role_holds", NURSES, {}, "Record where and as what they work: the job title.", "work.move"),
    ("everyone_in_role_holds", ON_WARD, {}, "Record where and as what they work: the department.", "work.move"),
    ("certificate_evidence_on_file", {"certificate": "cpr"}, {"holds": True}, OWN, "certificates.index"),
    ("continuing_education", {"hours": 8, "within_months": 12}, {}, OWN, "learning.add"),
    ("exercises_in_window", ONE, {}, OWN, "exercises.plan"),
    ("quota_by_kind", {"at_least": 1, "period": "year", "by": "03-01"}, {}, OWN, "exercises.plan"),
    ("participation_of_staff", {"percent": 50, "within_days": 45}, {}, OWN, "exercises.plan"),
    ("after_action_within", {"within_days": 5}, {"held_on": [date(2026, 3, 1)]}, OWN, "exercises.index"),
    ("corrective_actions_closed", {}, {"actions": [{"opened_on": LONG_AGO, "due_on": LONG_AGO}]}, OWN, "actions.index"),
    ("debrief_offered_within", {"within_days": 3}, {"incidents": [{"on": date(2026, 6, 1)}]}, OWN, "incidents.index"),
    ("protocols_in_place", SUICIDE, {}, OWN, "handbook.index"),
    ("protocols_reviewed_within", {"within_days": 30}, {"protocols": [TEXT]}, OWN, "handbook.index"),
    ("protocols_reviewed_within", {"within_days": 30}, {}, PROTOCOLS, "handbook.index"),
    ("protocols_reviewed_within", {"within_days": 30, **SUICIDE}, {}, PROTOCOLS, "handbook.index"),
    ("protocol_languages", {"percent": 25}, {"protocols": [TEXT], "speaks": {"es": 1}}, OWN, "handbook.index"),
    ("protocol_languages", {"percent": 25}, {"speaks": {"es": 1}}, PROTOCOLS, "handbook.index"),
    ("protocol_languages", {"percent": 25, **SUICIDE}, {"speaks": {"es": 1}}, PROTOCOLS, "handbook.index"),
    ("protocol_languages", {"percent": 25}, {"protocols": [TEXT], "unknown_languages": 3}, LANGUAGES, "sites.edit"),
    ("protocol_acknowledged", SUICIDE, {"protocols": [TEXT]}, OWN, "handbook.index"),
    ("lines_verified_within", {"within_days": 90}, {"protocols": [TEXT], "lines": [LINE]}, OWN, "lines.index"),
    ("lines_verified_within", {"within_days": 90}, {"lines": [LINE]}, PROTOCOLS, "handbook.index"),
    ("lines_verified_within", {"within_days": 90, **SUICIDE}, {"lines": [LINE]}, PROTOCOLS, "handbook.index"),
    (
        "lines_verified_within", {"within_days": 90}, {"protocols": [TEXT]},
        "Add a line of the site’s country, and verify it against its own source.", "lines.add",
    ),
    (
        "lines_verified_within", {"within_days": 90}, {"country": ""},
        "Record on the page of the site: the country.", "sites.edit",
    ),
    ("resources_verified_within", {"within_days": 90}, {}, OWN, "resources.queue"),
    (
        "resources_verified_within", {"within_days": 90}, {"region": ""},
        "Record on the page of the site: the region.", "sites.edit",
    ),
    ("cover_recorded", {}, {}, OWN, "resources.plans"),
    ("plan_elements", {}, {}, OWN, "policies.plan"),
    ("policy_reviewed_within", {"policies": ["Threats"], "within_days": 30}, {}, OWN, "policies.index"),
    ("records_kept", {"records": "incidents", "years": 5}, {"kept_years": 1}, OWN, "privacy.settings"),
    (
        "records_kept", {"records": "incidents", "years": 5}, {"kept_years": {}},
        "Set for how many years records are kept, under Settings, Privacy.", "privacy.settings",
    ),
    ("responder_per_shift", {"certificate": "cpr"}, {"shifts": [SHIFT]}, OWN, "duty.week"),
    (
        "responder_per_shift", {"certificate": "cpr"}, {},
        "Make a rota: put people on duty here, shift by shift.", "rota.add",
    ),
    ("people_speak", SPEAK, {"speaks": {"es": 2}}, OWN, "people.index"),
    ("people_speak", SPEAK, {"unknown_languages": 3}, LANGUAGES, "sites.edit"),
    (
        "people_speak", SPEAK, {"speaks": {"es": 2}, "holders_speak": {"": 1}},
        "Record which languages those who hold the certificate speak.", "people.index",
    ),
]  # fmt: skip
"""A check, its terms, facts that fall short of them or do not tell, what would close that, and where it leads."""


def verdict(name: str, terms: Facts, facts: Facts) -> Verdict:
    """What the check says; of the site itself, `country` and `region` stand among the facts."""
    check = CHECKS[name]
    of_record = {
        each: facts[each] for each in ("country", "region", "kept_years") if facts.get(each) in ("", {})
    }
    read = check.terms.model_validate(terms)
    shown = check.examples.model_validate({key: facts[key] for key in facts if key not in of_record})
    told = shown.facts(DAY, read)  # type: ignore[attr-defined]
    if isinstance(told, SiteDay):
        on_record = replace(told.records.on_record, **of_record)
        told = replace(told, records=replace(told.records, on_record=on_record))
    found = check.judge(read, told)
    assert found is not None
    return found


CLAUSE = Clause.model_validate(
    {
        "id": "tested", "title": "Tested", "citation": "Handbook", "severity": "high", "check": "cover_recorded",
        "remedy": OWN, "terms": [{"from": LONG_AGO}],
    }
)  # fmt: skip
UNTOLD = Finding("own", CLAUSE, "hull", "hull", Status.CANNOT_TELL, None, None, "", DAY, None)


def ways_of(name: str, terms: Facts, said: Verdict) -> list[Way]:
    is_of_person = CHECKS[name].subject is Subject.PERSON
    site = Case(said.status, ("own", "tested"), (7, "hull"), counting=("cpr",), missing=said.missing)
    case = replace(site, staff_number="P1", person_id=3) if is_of_person else site
    return ways_out(case, CHECKS[name].terms.model_validate(terms))


@pytest.mark.parametrize(("name", "terms", "facts", "closes", "endpoint"), REASONS)
def test_what_would_close_it_and_the_page_that_it_leads_to_follow_from_the_reason(
    name: str, terms: Facts, facts: Facts, closes: str, endpoint: str
) -> None:
    said = verdict(name, terms, facts)
    assert said.status in {Status.GAP, Status.CANNOT_TELL}
    assert said.missing or said.status is Status.GAP, "what cannot be told names the fact that is missing"
    finding = replace(UNTOLD, status=said.status, missing=said.missing)
    assert remedy(finding) == closes
    assert ways_of(name, terms, said)[0].endpoint == endpoint


def test_every_way_leads_to_a_page(app: Flask) -> None:
    with app.test_request_context():
        for name, terms, facts, _closes, _endpoint in REASONS:
            for way in ways_of(name, terms, verdict(name, terms, facts)):
                assert url_for(way.endpoint, **dict[str, Any](way.values))


def test_each_check_is_tried_and_each_fact_that_may_be_missing_has_its_remedy() -> None:
    assert {name for name, *_more in REASONS} == {*CHECKS}
    assert {*REMEDIES} == {*MissingFact}


@pytest.mark.parametrize("fact", MissingFact)
def test_what_is_missing_is_told_whatever_the_clause_says(fact: MissingFact) -> None:
    """Several facts that are recorded on one page are told in one sentence, each once."""
    assert remedy(UNTOLD) == OWN
    assert remedy(replace(UNTOLD, missing=(fact, fact))) == remedy(replace(UNTOLD, missing=(fact,))) != OWN
    both = replace(UNTOLD, missing=(MissingFact.REGION, fact, MissingFact.HAZARD, MissingFact.REGION))
    if fact in {MissingFact.REGION, MissingFact.HAZARD}:
        assert remedy(both) == "Record on the page of the site: the region, the hazard."
    assert remedy(both).count("Record on the page of the site") == 1


def test_of_several_protocols_those_that_are_not_in_place_are_marked_and_the_clause_says_the_rest() -> None:
    terms = {"within_days": 30, "protocols": ["suicide", "overdose"]}
    said = verdict("protocols_reviewed_within", terms, {"protocols": [TEXT]})
    assert (said.status, said.need, said.have, said.missing) == (Status.GAP, 2, 0, ())
    check = CHECKS["protocols_reviewed_within"]
    read: Any = check.terms.model_validate(terms)
    facts = check.examples.model_validate({"protocols": [TEXT]}).facts(DAY, read)  # type: ignore[attr-defined]
    suicide, overdose = read.missing(facts)
    assert overdose.endswith(" (not in place)")
    assert not suicide.endswith(" (not in place)")


def test_pages_files_and_the_command_line_tell_the_same(client: FlaskClient, terminal: Terminal) -> None:
    """Of what is kept and of what is worked out for the file of another day."""
    make_person(make_site("hull", region=""))
    shared = {"remedy": OWN, "severity": "high"}
    adopt(
        {"check": "responder_per_shift", "terms": {"certificate": "cpr"}, **shared},
        {"check": "lines_verified_within", "terms": {"within_days": 90}, **shared},
        {"check": "resources_verified_within", "terms": {"within_days": 90}, **shared},
        {"check": "cover_recorded", "terms": {}, **shared},
    )
    expected = {
        "clause-1": "Make a rota: put people on duty here, shift by shift.",
        "clause-2": PROTOCOLS,
        "clause-3": "Record on the page of the site: the region.",
        "clause-4": OWN,
    }
    sign_in(client, Role.HR)
    assert client.get("/compliance").status_code == 200  # from here on they are kept
    for day in ("", "&as_of=2026-06-30"):
        rows = csv.DictReader(
            io.StringIO(client.get(f"/compliance?format=csv{day}").text.removeprefix("\ufeff"))
        )
        assert {row["clause"]: row["remedy"] for row in rows} == expected
    for clause, closes in expected.items():
        for way in ("", "?in_place"):
            assert closes in client.get(f"/compliance/findings/tested/{clause}/hull{way}").text
    told = json.loads(terminal.good("gaps", "--format", "json"))
    assert {row["clause"]: row["remedy"] for row in told} == expected
    shown = terminal.good("gaps")
    assert all(f"    > {closes}" in shown for closes in expected.values())
