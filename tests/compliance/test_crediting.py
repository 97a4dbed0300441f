"""A real incident counts as an exercise where the clause allows it, with its proof; else it is refused and told why."""

from datetime import date, timedelta

import pytest

from readiness.compliance.days.findings import Status
from readiness.compliance.judging.assess import assess
from readiness.compliance.judging.crediting import Claim, credit_for_clause, creditable
from readiness.foundation.errors import Conflict, InvalidInput
from readiness.foundation.temporal import knowledge_at
from readiness.incidents.crediting import take_back_credit
from readiness.incidents.models import IncidentCredit
from readiness.incidents.queries import get_incident
from readiness.incidents.retention import remove_what_is_over
from tests.factories import MEASURE, adopt, ask, make_person, make_site
from tests.incidents.happening import NOW, happened

TODAY = NOW.date()
PROOF = "The log of the activation, in folder 12"
DRILL = {"at_least": 1, "within_months": 12}


def statuses(day: date = TODAY) -> dict[str, Status]:
    return {each.clause.id: each.status for each in list(assess(ask(day), MEASURE)) if each.subject == "HQ"}


def test_it_counts_for_the_clause_that_allows_it_and_for_no_other(db: str) -> None:
    site = make_site("HQ")
    make_person(site)
    adopt(
        {"check": "exercises_in_window", "terms": {**DRILL, "incidents_count": True}},
        {"check": "exercises_in_window", "terms": DRILL},
        {
            "check": "exercises_in_window",
            "terms": {**DRILL, "incidents_count": True},
            "applies": {"kind": ["school"]},
        },
        {"check": "exercises_in_window", "terms": {**DRILL, "incidents_count": True}},
    )
    number = happened(site)
    asked = creditable(get_incident(number))
    assert [(each.clause.clause.id, each.why_not) for each in asked][:2] == [
        ("clause-1", ""),
        ("clause-4", ""),
    ]
    for clause, why in (
        ("clause-2", "no real incident takes its place"),
        ("clause-3", "kind"),
        ("x", "No such clause"),
    ):
        with pytest.raises(InvalidInput, match=why):
            credit_for_clause(number, Claim("tested", clause, PROOF), TODAY, "a")
    with pytest.raises(InvalidInput, match="what proves"):
        credit_for_clause(number, Claim("tested", "clause-1", "yes"), TODAY, "a")
    assert statuses()["clause-1"] is Status.GAP
    before = knowledge_at()
    credit_for_clause(number, Claim("tested", "clause-1", PROOF), TODAY, "a")
    with pytest.raises(Conflict):
        credit_for_clause(number, Claim("tested", "clause-1", PROOF), TODAY, "a")
    found = statuses()
    assert (found["clause-1"], found["clause-2"], found["clause-4"]) == (Status.MET, Status.GAP, Status.GAP)
    assert statuses(TODAY + timedelta(days=400))["clause-1"] is Status.GAP
    assert before.number < knowledge_at().number
    take_back_credit(number, "tested", "clause-1", "a")
    assert statuses()["clause-1"] is Status.GAP


def test_what_it_was_credited_for_outlives_the_incident(db: str) -> None:
    site = make_site("HQ")
    make_person(site)
    adopt({"check": "exercises_in_window", "terms": {**DRILL, "incidents_count": True}})
    number = happened(site)
    credit_for_clause(number, Claim("tested", "clause-1", PROOF), TODAY, "a")
    assert remove_what_is_over(TODAY.replace(year=2032), "the timetable") == [number]
    assert IncidentCredit.get().proof == PROOF
    assert statuses()["clause-1"] is Status.MET
