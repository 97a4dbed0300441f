"""The way out of a finding: for each kind of requirement one thing to do, and where it is done."""

from dataclasses import replace
from datetime import date

import pytest

from readiness.compliance.checks import (
    CHECKS,
    CertificateEvidenceOnFile,
    CheckTerms,
    EveryoneInRoleHolds,
    ExercisesInWindow,
    HoldersPerHeadcount,
)
from readiness.compliance.days.findings import MissingFact, Status
from readiness.compliance.words.cases import Case, Way
from readiness.compliance.words.ways_out import ways_out

SITE = Case(Status.GAP, ("own", "cover"), (7, "leeds"), counting=("cpr",))
ANA = replace(SITE, staff_number="P1", person_id=3)
COVER = HoldersPerHeadcount(certificate="cpr", at_least=2)
EVERYONE = EveryoneInRoleHolds(certificate="cpr")
NURSES = EveryoneInRoleHolds(certificate="cpr", job_titles=("Nurse",))
PROOF = CertificateEvidenceOnFile(certificate="cpr")
DRILLS = ExercisesInWindow(at_least=1, within_months=12)


def best(case: Case, terms: CheckTerms) -> Way:
    return ways_out(case, terms)[0]


def test_too_few_holders_lead_to_those_at_the_site_who_hold_none() -> None:
    way = best(SITE, COVER)
    assert (way.endpoint, dict(way.values)) == (
        "people.index",
        {"site": "leeds", "standing": "employed", "without": ["cpr"]},
    )
    either = HoldersPerHeadcount(certificate="efaw", or_certificates=("faw",), at_least=1)
    assert best(SITE, either).values["without"] == ["efaw", "faw"]


def test_a_gap_to_come_leads_to_those_who_will_hold_none_on_its_day() -> None:
    coming = replace(SITE, status=Status.DUE, due_on=date(2026, 12, 14))
    assert best(coming, COVER).values["as_of"] == "2026-12-14"


def test_someone_without_what_is_asked_leads_to_adding_it_else_to_their_page() -> None:
    first, second, *_more = ways_out(ANA, EVERYONE)
    assert (first.endpoint, dict(first.values)) == ("certificate.add", {"person_id": 3, "kind": "cpr"})
    assert (second.endpoint, dict(second.values)) == ("people.show", {"person_id": 3})


def test_what_is_asked_of_everyone_leads_to_people_and_what_is_asked_of_some_to_their_findings() -> None:
    assert best(SITE, EVERYONE).endpoint == "people.index"
    way = best(SITE, NURSES)
    assert (way.endpoint, dict(way.values)) == (
        "compliance.index",
        {"site": "leeds", "clause": "own/cover", "status": "gap"},
    )


def test_missing_proof_leads_to_the_certificate_whatever_kinds_count() -> None:
    assert best(ANA, PROOF).values["kind"] == "cpr"
    assert "kind" not in best(replace(ANA, counting=("cpr", "full")), PROOF).values
    assert best(SITE, PROOF).endpoint == "compliance.index"


def test_a_missing_exercise_is_planned_here_and_what_cannot_be_done_may_be_exempted() -> None:
    plan, see, exempt = ways_out(SITE, DRILLS)
    assert (plan.endpoint, dict(plan.values)) == ("exercises.plan", {"site": "leeds"})
    assert (see.endpoint, dict(see.values)) == ("exercises.index", {"site": "leeds"})
    assert (exempt.endpoint, dict(exempt.values)) == (
        "exemptions.grant",
        {"clause": "own/cover", "of": "leeds"},
    )
    assert ways_out(ANA, EVERYONE)[-1].values["person"] == "P1"


def test_what_cannot_be_told_leads_to_the_fact_that_is_missing() -> None:
    def unknown(case: Case, *missing: MissingFact) -> Case:
        return replace(case, status=Status.CANNOT_TELL, missing=missing)

    of_site = unknown(ANA, MissingFact.REGION, MissingFact.HAZARD)
    assert ways_out(of_site, NURSES)[0] == Way("Complete the site", "sites.edit", {"site_id": 7})
    assert best(unknown(ANA, MissingFact.JOB_TITLE), NURSES).endpoint == "work.move"
    of_some = best(unknown(SITE, MissingFact.JOB_TITLE), NURSES)
    assert (of_some.endpoint, of_some.values["status"]) == ("compliance.index", "cannot_tell")


@pytest.mark.parametrize("status", [Status.MET, Status.EXEMPTED, Status.NOT_APPLICABLE])
def test_what_asks_for_nothing_has_no_way_out(status: Status) -> None:
    assert ways_out(replace(SITE, status=status), COVER) == []


def test_every_check_has_a_way_out() -> None:
    least = {
        "certificate": "cpr", "at_least": 1, "within_months": 12, "percent": 50, "years": 5,
        "policies": ["Evidence base"], "protocols": ["suicide"], "records": "incidents",
    }  # fmt: skip
    for check in CHECKS.values():
        known = {name: value for name, value in least.items() if name in check.terms.model_fields}
        if "within_months" not in known and "within_days" in check.terms.model_fields:
            known["within_days"] = 3
        assert ways_out(SITE, check.terms.model_validate(known))
        assert ways_out(ANA, check.terms.model_validate(known))
