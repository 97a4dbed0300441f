"""What the command that lists what falls short reads: as it is kept, or worked out, in one order."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from readiness.compliance.judging.assess import assess
from readiness.compliance.keeping.today import Keeping, bring_up_to_date
from readiness.compliance.lists.finding_list import FINDING_ORDERS, key_of
from readiness.foundation import words
from readiness.foundation.database import execute
from readiness.foundation.temporal import Question
from readiness.reports.of_findings import findings_in_order
from readiness.reports.requests import ReportRequest
from tests.factories import MEASURE, adopt, ask, make_certificate, make_person, make_site
from tests.statements import counting

TODAY = date(2026, 6, 30)
KEEPING = Keeping.on(TODAY, MEASURE, "UTC", "en")
SITE_BY_SITE = key_of(FINDING_ORDERS["site"])


def make_places() -> None:
    """Two sites, the later one recorded first, and one person at none; many stand alike."""
    hull, austin = make_site("hull"), make_site("austin")
    everyone = {"check": "everyone_in_role_holds", "severity": "low", "terms": {"certificate": "mhfa"}}
    site = {"check": "holders_per_headcount", "terms": {"certificate": "cpr", "at_least": 2}}
    adopt(everyone, site)
    for number in range(12):
        place = (hull, austin)[number % 2] if number else None
        person = make_person(place, staff_number=f"P{number * 7 % 12:02}")
        if number % 3:
            until_on = TODAY + timedelta(days=20 * (number % 3))
            make_certificate(person, "mhfa", date(2026, 1, 1), until_on)


@pytest.mark.parametrize(("is_complete", "site"), [(False, None), (True, None), (False, "hull")])
def test_what_is_kept_is_what_is_worked_out_in_the_same_order(
    db: str, is_complete: bool, site: str | None
) -> None:
    make_places()
    request = ReportRequest(ask(TODAY), MEASURE, site, is_complete)
    found = assess(request.question, MEASURE, [site] if site else None)
    wanted = sorted((each for each in found if is_complete or each.status.asks_for_action), key=SITE_BY_SITE)
    assert len({each.status for each in wanted}) > 1
    assert list(findings_in_order(request, KEEPING)) == wanted
    assert bring_up_to_date(KEEPING)
    assert list(findings_in_order(request, KEEPING)) == wanted
    execute("UPDATE kept_finding SET reason = 'As it is kept.'")
    kept = list(findings_in_order(request, KEEPING))
    assert kept == [replace(each, reason="As it is kept.") for each in wanted]


def test_what_is_kept_answers_no_other_question(db: str) -> None:
    make_places()
    assert bring_up_to_date(KEEPING)
    then = ask(TODAY)
    make_certificate(make_person(None, staff_number="new"), "mhfa", TODAY)
    assert_worked_out(then, ask(TODAY), ask(TODAY + timedelta(days=30)))
    assert bring_up_to_date(KEEPING)
    assert_worked_out(then, ask(TODAY + timedelta(days=30)))
    with words.speaking("es"):
        assert_worked_out(ask(TODAY), keeping=replace(KEEPING, language="es"))


def assert_worked_out(*questions: Question, keeping: Keeping = KEEPING) -> None:
    execute("UPDATE kept_finding SET reason = 'As it is kept.'")
    for question in questions:
        found = list(findings_in_order(ReportRequest(question, MEASURE, is_complete=True), keeping))
        assert found == sorted(assess(question, MEASURE), key=SITE_BY_SITE)


def test_asking_for_what_falls_short_writes_nothing(db: str) -> None:
    make_places()
    with counting() as statements:
        list(findings_in_order(ReportRequest(ask(TODAY), MEASURE), KEEPING))
    assert {each.split()[0].upper() for each in statements} <= {
        "SELECT",
        "WITH",
        "BEGIN",
        "SAVEPOINT",
        "RELEASE",
    }
