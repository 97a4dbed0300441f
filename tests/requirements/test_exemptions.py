"""Exemptions: granted until a day and for a reason, ended early, still known as they were."""

from collections.abc import Sequence
from datetime import date

import pytest

from readiness.compliance.days.findings import Status
from readiness.compliance.judging.assess import assess
from readiness.foundation.errors import Conflict, InvalidInput
from readiness.foundation.paging import PageRequest
from readiness.foundation.temporal import Knowledge, Question, knowledge_at
from readiness.requirements.actions import ExemptionRequest, grant_exemption, withdraw_exemption
from readiness.requirements.exemption_list import (
    EXEMPTION_ORDERS,
    ExemptionFilter,
    ExemptionRow,
    exemptions_page,
)
from tests.factories import MEASURE, adopt, make_person, make_site

TODAY = date(2026, 6, 30)
ONE = {"check": "holders_per_headcount", "terms": {"certificate": "mhfa", "at_least": 1}}


def status(day: date, knowledge: Knowledge | None = None) -> Status:
    (finding,) = assess(Question(day, knowledge or knowledge_at()), MEASURE)
    return finding.status


def listed(sought: ExemptionFilter | None = None) -> Sequence[ExemptionRow]:
    page = PageRequest(EXEMPTION_ORDERS["until"])
    return exemptions_page(sought or ExemptionFilter(), Question(TODAY, knowledge_at()), page).rows


@pytest.fixture
def granted(db: str) -> int:
    make_person(make_site("leeds"))
    adopt(ONE)
    request = ExemptionRequest(
        "tested", "clause-1", "leeds", date(2026, 6, 1), date(2026, 8, 31), "The class was cancelled."
    )
    grant_exemption(request, "ada@example.org")
    (exemption,) = listed()
    assert exemption.granted_by == "ada@example.org"
    return exemption.id


def test_an_exemption_ends_early_from_a_day(granted: int) -> None:
    earlier = knowledge_at()
    withdraw_exemption(granted, TODAY, "The class was held after all.", "hr@example.org")
    assert [status(day) for day in (date(2026, 6, 29), TODAY)] == [Status.EXEMPTED, Status.GAP]
    assert status(TODAY, earlier) is Status.EXEMPTED
    (exemption,) = listed()
    assert exemption.until_on == date(2026, 6, 29)


def test_withdrawn_from_its_first_day_it_never_held(granted: int) -> None:
    withdraw_exemption(granted, date(2026, 6, 1), "It was the wrong site.", "hr@example.org")
    assert status(date(2026, 6, 1)) is Status.GAP
    assert not listed()


@pytest.mark.parametrize(
    ("sought", "is_found"),
    [
        (ExemptionFilter("holds"), True),
        (ExemptionFilter("coming"), False),
        (ExemptionFilter("ended"), False),
        (ExemptionFilter(words="EED"), True),
        (ExemptionFilter(words="l%s"), False),
        (ExemptionFilter(words="_eeds"), False),
        (ExemptionFilter(clause=("tested", "clause-1")), True),
        (ExemptionFilter(clause=("tested", "clause-2")), False),
        (ExemptionFilter(site_codes={"leeds", "york"}), True),
        (ExemptionFilter(site_codes={"york"}), False),
        (ExemptionFilter(site_codes=set()), False),
    ],
)
def test_exemptions_are_found_by_their_standing_a_part_of_a_code_their_clause_and_their_sites(
    granted: int, sought: ExemptionFilter, is_found: bool
) -> None:
    assert bool(listed(sought)) is is_found


def test_withdrawing_needs_a_reason_and_something_left_to_withdraw(granted: int) -> None:
    with pytest.raises(InvalidInput, match="why"):
        withdraw_exemption(granted, TODAY, "", "hr@example.org")
    with pytest.raises(Conflict, match="ended before"):
        withdraw_exemption(granted, date(2026, 9, 1), "too late", "hr@example.org")
