"""The order of the list of findings: status, then how grave what is asked is, then when what is due falls, then where."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from readiness.compliance.days.findings import Finding
from readiness.compliance.keeping.kept_rows import latest_turn
from readiness.compliance.keeping.today import Keeping, bring_up_to_date
from readiness.compliance.lists.counted_list import CountedFindings
from readiness.compliance.lists.finding_list import (
    FINDING_ORDERS,
    AssessedFindings,
    FindingFilter,
    FindingList,
    key_of,
)
from readiness.compliance.lists.kept_list import KeptFindings
from readiness.compliance.overview import kept_overview
from readiness.foundation.database import database, execute, is_sqlite
from readiness.foundation.paging import PageRequest
from readiness.people.models import Site
from readiness.web.access import Role
from tests.factories import MEASURE, adopt, ask, make_certificate, make_person, make_site
from tests.signing_in import sign_in
from tests.statements import recording

TODAY = date(2026, 6, 30)
URGENT = FINDING_ORDERS["urgency"]
EVERYTHING = FindingFilter()


def asked(severity: str, certificate: str, **terms: object) -> dict[str, object]:
    return {
        "check": "everyone_in_role_holds",
        "severity": severity,
        "terms": {"certificate": certificate, **terms},
    }


def make_sites() -> None:
    """Austin lacks what is asked mildly; Hull what is asked strongly. What is due at both falls on several days."""
    sites = [make_site(code) for code in ("austin", "hull")]
    adopt(
        asked("medium", "cpr", job_titles=["Nurse"]),
        asked("high", "cpr", job_titles=["Porter"]),
        asked("low", "mhfa"),
    )
    for place, site in enumerate(sites):
        for number in range(6):
            person = make_person(
                site, staff_number=f"{site.code}-{number}", job_title=("Nurse", "Porter")[place]
            )
            until_on = TODAY + timedelta(days=25 - 4 * number + place)
            make_certificate(person, "mhfa", date(2026, 1, 1), until_on)


def lists(sought: FindingFilter = EVERYTHING) -> dict[str, FindingList]:
    """The same list, however its findings are read."""
    assert bring_up_to_date(keeping())
    turn = latest_turn()
    assert turn is not None
    return {
        "kept": KeptFindings(sought, turn.question),
        "counted": CountedFindings(sought, ask(TODAY), MEASURE),
        "worked out": AssessedFindings(sought, ask(TODAY), MEASURE),
    }


def keeping(today: date = TODAY) -> Keeping:
    return Keeping.on(today, MEASURE, "UTC", "en")


def paged(found: FindingList, page: PageRequest) -> list[Finding]:
    """The list as somebody goes through its pages, who then goes back."""
    shown = found.shown(page).page
    pages = [list(shown.rows)]
    while shown.after is not None:
        shown = found.shown(replace(page, edge=shown.after)).page
        pages.append(list(shown.rows))
    back = [pages[-1]]
    while shown.before is not None:
        shown = found.shown(replace(page, edge=shown.before, is_before=True)).page
        back.append(list(shown.rows))
    assert back[::-1] == pages
    return [row for rows in pages for row in rows]


def told(findings: Sequence[Finding]) -> list[tuple[str, str, date | None, str]]:
    return [(each.status.value, each.clause.severity, each.due_on, each.subject) for each in findings]


@pytest.mark.parametrize("way", ["kept", "counted", "worked out"])
def test_what_is_grave_stands_before_what_is_not_and_what_falls_soon_before_what_falls_late(
    db: str, way: str
) -> None:
    make_sites()
    rows = told(lists()[way].shown(PageRequest(URGENT, size=40)).page.rows)
    gaps = [row for row in rows if row[0] == "gap"]
    assert [(severity, subject[:4]) for _status, severity, _due_on, subject in gaps] == [
        *[("high", "hull")] * 6,
        *[("medium", "aust")] * 6,
    ]
    days = [due_on for status, _severity, due_on, _subject in rows if status == "due"]
    assert len(days) == 12
    assert days == sorted(day for day in days if day)
    assert rows[:24] == [*gaps, *[row for row in rows if row[0] == "due"]]


@pytest.mark.parametrize("order", ["urgency", "site", "clause"])
@pytest.mark.parametrize("is_descending", [False, True])
def test_every_way_of_reading_goes_through_the_same_pages(db: str, order: str, is_descending: bool) -> None:
    make_sites()
    page = PageRequest(FINDING_ORDERS[order], is_descending, size=5)
    for sought in (
        EVERYTHING,
        FindingFilter(["due"]),
        FindingFilter(["gap", "due"]),
        FindingFilter(site_codes=["hull"]),
    ):
        found = {way: paged(each, page) for way, each in lists(sought).items()}
        assert found["kept"] == found["counted"] == found["worked out"]
        every = {way: list(each.every(replace(page, size=None))) for way, each in lists(sought).items()}
        assert every["kept"] == every["counted"] == found["kept"]
        assert found["kept"] == sorted(found["kept"], key=key_of(page.order), reverse=is_descending)


@pytest.mark.parametrize("order", list(FINDING_ORDERS))
@pytest.mark.parametrize("is_descending", [False, True])
def test_more_findings_than_are_held_at_once_come_as_if_they_were(
    db: str, order: str, is_descending: bool
) -> None:
    make_sites()
    make_person(None, staff_number="nowhere", job_title="")
    page = PageRequest(FINDING_ORDERS[order], is_descending, size=None)
    found = AssessedFindings(EVERYTHING, ask(TODAY), MEASURE, held=4)
    wanted = sorted(found.all(), key=key_of(page.order), reverse=is_descending)
    every = list(found.every(page))
    assert every == wanted
    assert [(each.missing, each.falls_on) for each in every] == [
        (each.missing, each.falls_on) for each in wanted
    ]
    assert any(each.missing for each in every)


def test_whoever_is_given_time_stands_by_their_day_once_it_is_near(db: str) -> None:
    """What is due long before its gap is not touched meanwhile, and has its place all the same as days go by."""
    site = make_site("hull")
    adopt(asked("high", "cpr", within_days=90))
    for number, days in enumerate((0, 10)):
        make_person(site, staff_number=f"P{number}", employed_from=TODAY - timedelta(days=days))
    for day in (TODAY, TODAY + timedelta(days=60), TODAY + timedelta(days=75)):
        assert bring_up_to_date(keeping(day))
        turn = latest_turn()
        assert turn is not None
        page = PageRequest(URGENT)
        found = KeptFindings(EVERYTHING, turn.question).shown(page).page.rows
        assert found == AssessedFindings(EVERYTHING, ask(day), MEASURE).shown(page).page.rows
    assert [each.subject for each in found] == ["P1", "P0"]


def test_the_overview_names_first_what_the_list_has_first(db: str) -> None:
    make_sites()
    found = lists(FindingFilter(["gap", "due", "cannot_tell"]))["kept"]
    urgent = kept_overview(keeping(), None)[0].urgent
    assert [each.subject for each in urgent] == [
        each.subject for each in found.shown(PageRequest(URGENT, size=len(urgent))).page.rows
    ]


def test_a_file_is_in_the_order_of_its_page(client: FlaskClient) -> None:
    make_sites()
    sign_in(client, Role.HR)
    for when in (f"as_of={TODAY}", ""):
        rows = json.loads(client.get(f"/compliance?status=gap&{when}&format=json").text)
        severities = [row["severity"] for row in rows]
        assert severities[:12] == ["high"] * 6 + ["medium"] * 6
        assert set(severities[12:]) <= {"low"}


@pytest.mark.parametrize(
    ("sought", "index"),
    [
        (EVERYTHING, "kept_finding_pressing"),
        (FindingFilter(["due"]), "kept_finding_pressing"),
        (FindingFilter(["gap", "due"]), "kept_finding_pressing"),
        (FindingFilter(site_codes=["site-7"]), "kept_finding_of_site"),
    ],
)
def test_a_page_is_read_from_an_index_wherever_it_begins(db: str, sought: FindingFilter, index: str) -> None:
    """However many findings are kept, none is sorted, and no page reads those before it."""
    adopt(asked("high", "cpr"))
    assert bring_up_to_date(keeping())
    fill()
    turn = latest_turn()
    assert turn is not None
    edge = (0, 1, date(9999, 12, 31), "site-7", "tested", "clause-1", "S1")
    for page in (PageRequest(URGENT, size=5), PageRequest(URGENT, edge=edge, is_before=True, size=5)):
        with recording() as statements:
            KeptFindings(sought, turn.question).shown(page)
        ((sql, values),) = [
            each for each in statements if "FROM kept_finding" in each[0] and "LIMIT" in each[0]
        ]
        explain = "EXPLAIN QUERY PLAN" if is_sqlite() else "EXPLAIN"
        plan = " ".join(str(row) for row in database.execute_sql(f"{explain} {sql}", values).fetchall())
        assert index in plan
        assert not any(word in plan for word in ("TEMP B-TREE", "Sort", "Seq Scan"))


def fill() -> None:
    """So many findings that a database chooses as it does where there are very many."""
    for number in range(20):
        make_site(f"site-{number}")
    numbers = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) "
        "INSERT INTO kept_finding (site_id, site_code, pack_id, clause_id, subject, urgency, status, reason, since_on, "
        "due_on, gravity, falls_on, lacks) SELECT s.id, s.code, 'tested', 'clause-1', 'S' || n.i, "
        "n.i % 6, CASE n.i % 6 WHEN 0 THEN 'gap' WHEN 2 THEN 'due' ELSE 'met' END, 'Because.', '2026-01-01', "
        "'9999-12-31', n.i % 3, '9999-12-31', '' FROM n JOIN site s ON s.code = 'site-' || (n.i % 20)"
    )
    execute(numbers if is_sqlite() else numbers.replace("'2026-01-01'", "DATE '2026-01-01'").replace(
        "'9999-12-31'", "DATE '9999-12-31'"
    ))  # fmt: skip
    database.execute_sql("ANALYZE kept_finding")


@pytest.mark.parametrize("path", ["/compliance?status=gap", "/people?site=hull", "/certificates?site=hull"])
def test_a_file_says_by_which_address_the_same_is_asked_for_ever(client: FlaskClient, path: str) -> None:
    make_sites()
    sign_in(client, Role.HR)
    bare = client.get(f"{path}&format=json")
    told_then, again = bare.text, bare.headers["Content-Location"]
    assert "as_of=" in again
    assert "known_at=" in again
    make_person(Site.get(Site.code == "hull"), job_title="Porter")
    same = client.get(again)
    assert (same.text, same.headers["Content-Location"]) == (told_then, again)
