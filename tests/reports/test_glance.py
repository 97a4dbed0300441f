"""The page of the report of compliance counts all rows without looking at each, and shows those of its file."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from readiness.compliance.days.findings import URGENCY, Status
from readiness.compliance.keeping.today import Keeping, bring_up_to_date
from readiness.compliance.lists.counted_list import CountedFindings
from readiness.compliance.lists.finding_list import FindingFilter
from readiness.compliance.lists.kept_list import KeptFindings
from readiness.compliance.lists.numbered import numbered
from readiness.foundation import clock
from readiness.foundation.formats import Cell
from readiness.reports.glance import PAGE, glance_at
from readiness.reports.of_findings import GAPS, ListedFindings
from readiness.reports.requests import ReportRequest
from readiness.reports.shapes import Report
from readiness.web.access import Role
from tests.compliance.crowd import TODAY, make_crowd
from tests.factories import MEASURE, adopt, ask, make_certificate, make_person, make_site
from tests.signing_in import sign_in
from tests.statements import counting

KEEPING = Keeping.on(TODAY, MEASURE, "UTC", "en")
STATUS, SITE = GAPS.place("status"), GAPS.place("site_name")


def listed(request: ReportRequest) -> ListedFindings:
    """As the page has it, by this measure."""
    action = [each.value for each in Status if each.asks_for_action]
    codes = (request.site_code,) if request.site_code else None
    sought = FindingFilter(() if request.is_complete else action, request.pack_id or "", codes)
    return ListedFindings(numbered(sought, request.question, request.measure, KEEPING))


PAGES = replace(GAPS, listed=listed)


def pages(report: Report, request: ReportRequest) -> list[Sequence[Cell]]:
    """The rows of all pages, one after the other; none stands behind them."""
    count = glance_at(report, request, 1).count
    last = -(-count // PAGE)
    assert not glance_at(report, request, last + 1).rows
    assert not glance_at(report, request, 10**30).rows
    return [row for page in range(1, last + 1) for row in glance_at(report, request, page).rows]


def assert_those_of_the_file(request: ReportRequest) -> int:
    """Counts and rows of the page are those of its file."""
    file = [tuple(row) for row in GAPS.rows(request)]
    seen = glance_at(PAGES, request, 1)
    assert (seen.count, seen.is_whole) == (len(file), True)
    assert +seen.counted == Counter(row[STATUS] for row in file)
    assert +seen.gathered == Counter(row[SITE] or "" for row in file)
    shown = [tuple(row) for row in pages(PAGES, request)]
    assert sorted(shown, key=repr) == sorted(file, key=repr)
    urgency = [URGENCY[Status(str(row[STATUS]))] for row in shown]
    assert urgency == sorted(urgency)
    return len(file)


@pytest.mark.parametrize("days", [0, -30, 60])
def test_counts_and_rows_of_the_page_are_those_of_its_file(db: str, days: int) -> None:
    """Today by what is kept, on other days by what is counted; however it is narrowed."""
    make_crowd()
    make_person(None, staff_number="S99")
    assert bring_up_to_date(KEEPING)
    plain = ReportRequest(ask(TODAY + timedelta(days=days)), MEASURE)
    found = listed(plain).found
    assert isinstance(found, CountedFindings if days else KeptFindings)
    counts = [
        assert_those_of_the_file(replace(plain, **narrowed))
        for narrowed in (
            {"is_complete": True},
            {},
            {"site_code": "here"},
            {"site_code": "paris", "is_complete": True},
            {"pack_id": "tested"},
            {"pack_id": "later", "is_complete": True},
            {"pack_id": "tested", "site_code": "here"},
        )
    ]
    assert max(counts) > 2 * PAGE, "more pages than two"
    assert counts[0] > counts[1] > counts[2] > 0


def test_kept_and_counted_findings_are_told_alike_from_whatever_row_on(db: str) -> None:
    """Also where statuses between those that are sought are left out."""
    make_crowd()
    assert bring_up_to_date(KEEPING)
    for statuses in ((), ("gap", "due"), ("met",), ("gap", "met", "not_applicable")):
        sought = FindingFilter(statuses)
        kept = numbered(sought, ask(TODAY), MEASURE, KEEPING)
        counted = CountedFindings(sought, ask(TODAY), MEASURE)
        assert isinstance(kept, KeptFindings)
        assert kept.standing() == counted.standing()
        count = sum(kept.standing().values())
        assert count > 0
        whole = counted.stretch(0, count)
        assert kept.stretch(0, count) == [replace(each, missing=()) for each in whole]
        for begin in range(0, count + 7, 7):
            assert counted.stretch(begin, 5) == whole[begin : begin + 5]
            assert [each.subject for each in kept.stretch(begin, 5)] == [
                each.subject for each in whole[begin : begin + 5]
            ]


def test_what_is_kept_is_shown_only_where_it_is_true_today(db: str) -> None:
    make_crowd()
    sought = FindingFilter()
    assert bring_up_to_date(KEEPING)
    known_before = ask(TODAY)
    make_certificate(make_person(make_site("new")), "mhfa", TODAY, TODAY)
    assert isinstance(numbered(sought, ask(TODAY - timedelta(days=1)), MEASURE, KEEPING), CountedFindings)
    assert isinstance(numbered(sought, known_before, MEASURE, KEEPING), CountedFindings)
    assert isinstance(numbered(sought, ask(TODAY), MEASURE, KEEPING), KeptFindings)


def test_the_page_says_what_all_rows_come_to_and_at_which_sites(client: FlaskClient) -> None:
    """With as many statements of five times as many people."""
    sites = [make_site("york", name="York"), make_site("hull", name="Hull")]
    adopt({"check": "everyone_in_role_holds", "terms": {"certificate": "mhfa-adult"}})
    today = clock.today("UTC")
    sign_in(client, Role.AUDITOR)
    statements = []
    for people in (110, 550):
        for _number in range(people):
            make_person(sites[0])
        make_person(sites[1])
        for address in ("/reports/gaps?page=2", f"/reports/gaps?page=2&as_of={today - timedelta(days=9)}"):
            client.get(address)
            with counting() as asked:
                page = client.get(address).text
            statements.append(len(asked))
            if people == 550:
                assert "Of 662 rows." in page
                assert "662 rows." in page.partition("Of 662 rows.")[2]
                assert "The most urgent first." in page
                assert "How many by site" in page
                assert page.count("<td>York") == PAGE
                assert "page=3" in page
    assert statements[2:] == statements[:2]
    one = client.get("/reports/gaps?site=hull").text
    assert "Of 2 rows." in one
    assert "How many by site" not in one
    assert "Of 2 rows." in client.get("/reports/gaps?site=hull&pack=tested").text
    make_person(sites[1])
    assert "Of 663 rows." in client.get("/reports/gaps").text
    assert client.get(f"/reports/gaps?page={10**30}").status_code == 200
