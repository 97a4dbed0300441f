"""Own terms over a pack's: from a day, by what was known, taken back; never weaker than a law in silence."""

from datetime import date, timedelta

import pytest

from readiness.compliance.actions import take_own_terms
from readiness.compliance.days.findings import Finding, Status
from readiness.compliance.judging.assess import assess
from readiness.foundation.errors import Conflict, InvalidInput, NotFound
from readiness.foundation.temporal import Knowledge, Question, knowledge_at
from readiness.requirements.actions import adopt_pack, cease_pack
from readiness.requirements.own_requirements import OwnTermsRequest, take_back_own_terms
from readiness.standards.packs import pack_from
from tests.factories import KINDS, MEASURE, adopt, make_certificate, make_exercise, make_person, make_site

TODAY = date(2026, 6, 30)
JULY = date(2026, 7, 1)
ONE_PER_TEN = {"check": "holders_per_headcount", "terms": {"certificate": "mhfa", "one_per": 10}}


def request(terms: dict[str, object], from_on: date = JULY, clause_id: str = "clause-1") -> OwnTermsRequest:
    return OwnTermsRequest(
        "tested", clause_id, "holders_per_headcount", terms, from_on, "Our needs assessment says so."
    )


def only(as_of: date, knowledge: Knowledge | None = None) -> Finding:
    (finding,) = assess(Question(as_of, knowledge or knowledge_at()), MEASURE)
    return finding


@pytest.fixture
def site(db: str) -> None:
    leeds = make_site("leeds")
    people = [make_person(leeds) for _ in range(12)]
    for each in people[:2]:
        make_certificate(each, "mhfa", date(2024, 1, 1))


@pytest.mark.usefixtures("site")
def test_own_terms_hold_from_their_day_and_not_before() -> None:
    adopt(ONE_PER_TEN)
    take_own_terms(request({"certificate": "mhfa", "one_per": 4}), KINDS, "hr@example.org")
    before, after = only(TODAY), only(JULY)
    assert (before.need, after.need) == (2, 3)
    assert (before.status, before.due_on) == (Status.DUE, JULY)
    assert (after.status, after.since) == (Status.GAP, JULY)


@pytest.mark.usefixtures("site")
def test_what_was_known_before_own_terms_were_set_can_still_be_asked_for() -> None:
    adopt(ONE_PER_TEN)
    earlier = knowledge_at()
    take_own_terms(request({"certificate": "mhfa", "one_per": 4}, date(2026, 1, 1)), KINDS, "hr@example.org")
    assert (only(TODAY, earlier).need, only(TODAY).need) == (2, 3)
    assert only(date(2025, 12, 31)).need == 2


@pytest.mark.usefixtures("site")
def test_own_terms_are_taken_back_from_a_day() -> None:
    adopt(ONE_PER_TEN)
    take_own_terms(request({"certificate": "mhfa", "one_per": 4}, TODAY), KINDS, "hr@example.org")
    take_back_own_terms("tested", "clause-1", JULY, "The assessment was redone.", "hr@example.org")
    assert (only(TODAY).need, only(JULY).need) == (3, 2)
    with pytest.raises(Conflict, match="no terms of your own"):
        take_back_own_terms("tested", "clause-1", JULY, "again", "hr@example.org")


@pytest.mark.usefixtures("site")
def test_later_own_terms_take_the_place_of_those_that_were_planned() -> None:
    adopt(ONE_PER_TEN)
    take_own_terms(request({"certificate": "mhfa", "one_per": 4}, date(2026, 9, 1)), KINDS, "hr@example.org")
    take_own_terms(request({"certificate": "mhfa", "one_per": 3}, JULY), KINDS, "hr@example.org")
    assert [only(day).need for day in (TODAY, JULY, date(2026, 9, 1))] == [2, 4, 4]


@pytest.mark.usefixtures("site")
def test_own_terms_that_ask_for_less_than_a_law_must_be_known_to() -> None:
    adopt(ONE_PER_TEN, is_law=True)
    weaker = request({"certificate": "mhfa", "one_per": 50}, TODAY)
    with pytest.raises(InvalidInput, match=r"From 30 June 2026 these terms ask for less than the law"):
        take_own_terms(weaker, KINDS, "hr@example.org")
    assert only(TODAY).need == 2
    take_own_terms(weaker, KINDS, "hr@example.org", accepts_less=True)
    assert only(TODAY).need == 1
    assert only(TODAY).reason.endswith("By terms of the organisation's own, which ask for less than the law.")
    assert "less than the law" not in only(TODAY - timedelta(days=1)).reason


@pytest.mark.usefixtures("site")
def test_a_law_that_will_ask_for_more_is_looked_ahead_to() -> None:
    clause: dict[str, object] = {
        **ONE_PER_TEN,
        "id": "cover",
        "title": "Cover",
        "citation": "§ 1",
        "severity": "high",
    }
    clause["terms"] = [
        {"from": date(2020, 1, 1), "certificate": "mhfa", "one_per": 10},
        {"from": date(2027, 1, 1), "certificate": "mhfa", "one_per": 5},
    ]
    adopt_whole([clause], is_law=True)
    asked = request({"certificate": "mhfa", "one_per": 8}, TODAY, "cover")
    with pytest.raises(InvalidInput, match="From 1 January 2027"):
        take_own_terms(asked, KINDS, "hr@example.org")


def adopt_whole(clauses: list[dict[str, object]], **pack: object) -> None:
    content = {"id": "tested", "title": "Tested", "source": "A test", "clause": clauses, **pack}
    adopt_pack(pack_from(content, "tested.toml"), date(2020, 1, 1), "a test")


@pytest.mark.usefixtures("site")
def test_terms_that_the_check_cannot_read_are_refused_with_every_fault() -> None:
    adopt(ONE_PER_TEN)
    with pytest.raises(InvalidInput) as refused:
        take_own_terms(request({"certificate": "mhfa", "one_per": 0, "two_per": 4}), KINDS, "hr")
    assert len(refused.value.problems) == 2
    with pytest.raises(InvalidInput, match="not a certificate kind"):
        take_own_terms(request({"certificate": "magic", "one_per": 4}), KINDS, "hr")
    with pytest.raises(NotFound, match="not required on 1 July 2026"):
        take_own_terms(request({"certificate": "mhfa", "one_per": 4}, clause_id="other"), KINDS, "hr")
    with pytest.raises(Conflict, match="hold already"):
        take_own_terms(request({"certificate": "mhfa", "one_per": 10}), KINDS, "hr")
    with pytest.raises(InvalidInput, match="why"):
        take_own_terms(
            OwnTermsRequest("tested", "clause-1", "holders_per_headcount", {"certificate": "mhfa", "one_per": 2}, JULY, " "),
            KINDS,
            "hr",
        )  # fmt: skip


@pytest.mark.usefixtures("site")
def test_own_terms_ask_for_nothing_where_the_pack_asks_for_nothing() -> None:
    adopt(ONE_PER_TEN)
    take_own_terms(request({"certificate": "mhfa", "one_per": 4}, TODAY), KINDS, "hr@example.org")
    cease_pack("tested", JULY, "Another policy.", "hr@example.org")
    assert only(TODAY).need == 3
    assert list(assess(Question(JULY, knowledge_at()), MEASURE)) == []


@pytest.mark.usefixtures("site")
def test_own_terms_written_for_another_check_are_left_aside() -> None:
    adopt(ONE_PER_TEN)
    take_own_terms(request({"certificate": "mhfa", "one_per": 4}, TODAY), KINDS, "hr@example.org")
    adopt({"check": "exercises_in_window", "terms": {"at_least": 1, "within_months": 12}}, from_on=JULY)
    make_exercise(make_site("york"), None)
    assert {finding.need for finding in assess(Question(JULY, knowledge_at()), MEASURE)} <= {1, None}
