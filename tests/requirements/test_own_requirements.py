"""Requirements that the organisation writes itself: asked from a day, revised, ended, tried out before."""

from datetime import date
from typing import Any

import pytest

from readiness.compliance.actions import write_judged_clause
from readiness.compliance.days.findings import Finding, Status
from readiness.compliance.judging.assess import assess
from readiness.compliance.judging.preview import if_adopted, if_terms_were, preview
from readiness.foundation.database import select
from readiness.foundation.errors import Conflict, InvalidInput, NotFound
from readiness.foundation.temporal import LAST_DAY, Question, knowledge_at
from readiness.requirements.own_packs import with_clause
from readiness.requirements.own_requirements import (
    ClauseRequest,
    OwnTermsRequest,
    end_own_clause,
    set_own_terms,
)
from readiness.requirements.queries import OwnTermsSpell, rules_known
from readiness.standards.packs import Clause
from tests.factories import KINDS, MEASURE, adopt, make_certificate, make_person, make_site

TODAY = date(2026, 6, 30)
JANUARY, JULY, NEXT_YEAR = date(2026, 1, 1), date(2026, 7, 1), date(2027, 1, 1)


def clause(clause_id: str = "cpr", from_on: date = JANUARY, at_least: int = 1, **more: Any) -> Clause:
    return Clause.model_validate(
        {
            "id": clause_id, "title": f"CPR {at_least}", "citation": "Handbook", "severity": "high",
            "check": "holders_per_headcount",
            "terms": [{"from": from_on, "certificate": "cpr", "at_least": at_least}], **more,
        }
    )  # fmt: skip


def write(clause_id: str = "cpr", from_on: date = JANUARY, at_least: int = 1, **more: Any) -> None:
    request = ClauseRequest("own", "Own requirements", clause(clause_id, from_on, at_least, **more), from_on)
    write_judged_clause(request, KINDS, "hr@example.org")


def needs(day: date) -> dict[str, int | None]:
    return {each.clause.id: each.need for each in assess(Question(day, knowledge_at()), MEASURE)}


@pytest.fixture
def site(db: str) -> None:
    make_person(make_site("leeds"))


@pytest.mark.usefixtures("site")
def test_a_requirement_is_asked_from_its_day_and_a_second_one_beside_it() -> None:
    write("cpr", JANUARY)
    write("mhfa", JULY, 2)
    assert [needs(day) for day in (date(2025, 12, 31), TODAY, JULY)] == [
        {},
        {"cpr": 1},
        {"cpr": 1, "mhfa": 2},
    ]


@pytest.mark.usefixtures("site")
def test_revising_supersedes_from_a_day_and_leaves_the_past_and_the_others() -> None:
    write("cpr", JANUARY)
    write("mhfa", JANUARY)
    earlier = knowledge_at()
    write("cpr", JULY, 3)
    assert [needs(day) for day in (TODAY, JULY)] == [{"cpr": 1, "mhfa": 1}, {"cpr": 3, "mhfa": 1}]
    (cpr, mhfa) = assess(Question(JULY, knowledge_at()), MEASURE)
    assert (cpr.since, mhfa.since) == (JANUARY, JANUARY)
    assert {each.need for each in assess(Question(JULY, earlier), MEASURE)} == {1}


@pytest.mark.usefixtures("site")
def test_what_is_planned_for_another_requirement_stays_planned() -> None:
    write("cpr", JANUARY)
    write("mhfa", NEXT_YEAR, 2)
    write("cpr", JULY, 3)
    assert [needs(day) for day in (JULY, NEXT_YEAR)] == [{"cpr": 3}, {"cpr": 3, "mhfa": 2}]


@pytest.mark.usefixtures("site")
def test_a_requirement_written_for_earlier_days_fills_the_days_before() -> None:
    write("cpr", JULY, 2)
    write("mhfa", JANUARY)
    assert [needs(day) for day in (TODAY, JULY)] == [{"mhfa": 1}, {"cpr": 2, "mhfa": 1}]


@pytest.mark.usefixtures("site")
def test_a_requirement_ends_from_a_day_and_the_last_one_ends_the_pack() -> None:
    write("cpr", JANUARY)
    write("mhfa", JANUARY)
    end_own_clause("own", "cpr", JULY, "No longer needed.", "hr@example.org")
    assert [needs(day) for day in (TODAY, JULY)] == [{"cpr": 1, "mhfa": 1}, {"mhfa": 1}]
    end_own_clause("own", "mhfa", JULY, "No longer needed.", "hr@example.org")
    assert needs(JULY) == {}
    with pytest.raises(NotFound, match="not asked"):
        end_own_clause("own", "cpr", JULY, "again", "hr@example.org")


@pytest.mark.usefixtures("site")
def test_a_requirement_that_cannot_be_judged_or_belongs_to_others_is_refused() -> None:
    with pytest.raises(InvalidInput, match="magic"):
        write(terms=[{"from": JANUARY, "certificate": "magic", "at_least": 1}])
    shipped = ClauseRequest("own-policy", "Own policy", clause(), JANUARY)
    with pytest.raises(Conflict, match="not the organisation's own"):
        write_judged_clause(shipped, KINDS, "hr@example.org")
    adopt({"check": "holders_per_headcount", "terms": {"certificate": "cpr", "at_least": 1}}, is_law=True)
    law = ClauseRequest("tested", "Tested", clause(), JANUARY)
    with pytest.raises(Conflict, match="not the organisation's own"):
        write_judged_clause(law, KINDS, "hr@example.org")


def told(findings: list[Finding]) -> list[tuple[str, Status, int | None, int | None]]:
    return sorted((each.subject, each.status, each.need, each.have) for each in findings)


def some_sites() -> None:
    for code, people in (("a", 3), ("b", 1), ("c", 0)):
        site = make_site(code)
        for _ in range(people):
            make_certificate(make_person(site), "cpr", date(2026, 1, 1), date(2026, 12, 31))
    make_site("d", country="")


def rows() -> list[int]:
    return [
        next(select(f"SELECT count(*) FROM {table}"))[0] for table in ("adoption", "pack_text", "audit_event")
    ]


def test_a_preview_writes_nothing_and_says_what_assessment_says_after_adoption(db: str) -> None:
    some_sites()
    wanted = clause("cpr", TODAY, 2, applies={"country": ["US"]})
    written = rows()
    pack = with_clause(None, wanted, "own", "Own requirements")
    question = Question(TODAY, knowledge_at())
    seen = preview(if_adopted(pack, TODAY, rules_known(question.known)), question, MEASURE)
    assert rows() == written
    assert seen.sentence == "1 met, 1 gap (b: 1 of 2), 1 not applicable, 1 cannot tell"
    write_judged_clause(ClauseRequest("own", "Own requirements", wanted, TODAY), KINDS, "hr@example.org")
    after = list(assess(Question(TODAY, knowledge_at()), MEASURE))
    assert {status: [each.status for each in after].count(status) for status in seen.counts} == dict(
        seen.counts
    )
    assert told(list(seen.examples)) == told([each for each in after if each.status.asks_for_action])


def test_other_terms_are_tried_out_beside_what_is_adopted(db: str) -> None:
    some_sites()
    adopt({"check": "holders_per_headcount", "terms": {"certificate": "cpr", "at_least": 1}})
    adopt_other = {"check": "exercises_in_window", "terms": {"at_least": 1, "within_months": 12}}
    adopt(adopt_other, id="another")
    terms = {"certificate": "cpr", "at_least": 3}
    question = Question(TODAY, knowledge_at())
    own = OwnTermsSpell("holders_per_headcount", terms, TODAY, LAST_DAY, "", "")
    rules = if_terms_were(("tested", "clause-1"), own, TODAY, rules_known(question.known))
    seen = preview(rules, question, MEASURE)
    assert seen.counts == {Status.MET: 1, Status.GAP: 1, Status.NOT_APPLICABLE: 2}
    set_own_terms(OwnTermsRequest("tested", "clause-1", "holders_per_headcount", terms, TODAY, "why"), "hr")
    after = [each for each in assess(Question(TODAY, knowledge_at()), MEASURE) if each.pack == "tested"]
    assert {status: [each.status for each in after].count(status) for status in seen.counts} == dict(
        seen.counts
    )
