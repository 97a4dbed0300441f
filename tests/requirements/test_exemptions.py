"""Exemptions: granted until a day and for a reason, ended early, still known as they were."""

from datetime import date

import pytest

from readiness.compliance.assess import assess
from readiness.compliance.findings import Status
from readiness.foundation.errors import Conflict, InvalidInput
from readiness.foundation.temporal import Knowledge, Question, knowledge_at
from readiness.requirements.actions import ExemptionRequest, grant_exemption, withdraw_exemption
from readiness.requirements.queries import exemption_list
from tests.factories import MEASURE, adopt, make_person, make_site

TODAY = date(2026, 6, 30)
ONE = {"check": "holders_per_headcount", "terms": {"certificate": "mhfa", "at_least": 1}}


def status(day: date, knowledge: Knowledge | None = None) -> Status:
    (finding,) = assess(Question(day, knowledge or knowledge_at()), MEASURE)
    return finding.status


@pytest.fixture
def granted(db: str) -> int:
    make_person(make_site("leeds"))
    adopt(ONE)
    request = ExemptionRequest(
        "tested", "clause-1", "leeds", date(2026, 6, 1), date(2026, 8, 31), "The class was cancelled."
    )
    grant_exemption(request, "ada@example.org")
    (exemption,) = exemption_list(knowledge_at())
    assert exemption.granted_by == "ada@example.org"
    return int(exemption.fact_id)


def test_an_exemption_ends_early_from_a_day(granted: int) -> None:
    earlier = knowledge_at()
    withdraw_exemption(granted, TODAY, "The class was held after all.", "hr@example.org")
    assert [status(day) for day in (date(2026, 6, 29), TODAY)] == [Status.EXEMPTED, Status.GAP]
    assert status(TODAY, earlier) is Status.EXEMPTED
    (exemption,) = exemption_list(knowledge_at())
    assert exemption.until_on == date(2026, 6, 29)


def test_withdrawn_from_its_first_day_it_never_held(granted: int) -> None:
    withdraw_exemption(granted, date(2026, 6, 1), "It was the wrong site.", "hr@example.org")
    assert status(date(2026, 6, 1)) is Status.GAP
    assert exemption_list(knowledge_at()) == []


def test_withdrawing_needs_a_reason_and_something_left_to_withdraw(granted: int) -> None:
    with pytest.raises(InvalidInput, match="why"):
        withdraw_exemption(granted, TODAY, "", "hr@example.org")
    with pytest.raises(Conflict, match="ended before"):
        withdraw_exemption(granted, date(2026, 9, 1), "too late", "hr@example.org")
