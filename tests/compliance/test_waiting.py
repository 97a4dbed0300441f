"""One fact of a site for want of which many people there cannot be told is said once, with the form that asks for it."""

from datetime import date

import pytest
from flask.testing import FlaskClient

from readiness.compliance.days.findings import MissingFact, Status
from readiness.compliance.keeping.kept_rows import latest_turn
from readiness.compliance.keeping.today import Keeping, bring_up_to_date
from readiness.compliance.lists.counted_list import CountedFindings
from readiness.compliance.lists.finding_list import (
    FINDING_ORDERS,
    AssessedFindings,
    FindingFilter,
    FindingList,
)
from readiness.compliance.lists.kept_list import KeptFindings
from readiness.compliance.lists.waiting import Waiting
from readiness.foundation.paging import PageRequest
from readiness.people.models import Site
from readiness.people.versions import keep_site
from readiness.web.access import Role
from tests.factories import MEASURE, adopt, ask, change, make_person, make_site
from tests.signing_in import sign_in

TODAY = date(2026, 6, 30)
FIRST = PageRequest(FINDING_ORDERS["urgency"], size=25)
HAZARD = (MissingFact.HAZARD,)


def make_sites() -> Site:
    """Hull, of which the hazard is not known, and Leeds, of which it is; by two of three clauses it matters."""
    hull = make_site("hull", name="Hull")
    leeds = make_site("leeds", hazard="fire")
    for site, count in ((hull, 30), (leeds, 5)):
        for _number in range(count):
            make_person(site)
    everyone = {"check": "everyone_in_role_holds", "terms": {"certificate": "cpr-aed"}}
    nurses = {"check": "everyone_in_role_holds", "terms": {"certificate": "naloxone"}}
    at_all = {"check": "everyone_in_role_holds", "terms": {"certificate": "first-aid"}}
    adopt({**everyone, "applies": {"hazard": ["fire"]}}, {**nurses, "applies": {"hazard": ["fire"]}}, at_all)
    return hull


def lists(sought: FindingFilter) -> dict[str, FindingList]:
    assert bring_up_to_date(Keeping.on(TODAY, MEASURE, "UTC", "en"))
    turn = latest_turn()
    assert turn is not None
    return {
        "kept": KeptFindings(sought, turn.question),
        "counted": CountedFindings(sought, ask(TODAY), MEASURE),
        "worked out": AssessedFindings(sought, ask(TODAY), MEASURE),
    }


@pytest.mark.parametrize("way", ["kept", "counted", "worked out"])
def test_what_waits_is_counted_of_what_is_sought_in_every_way_of_reading(db: str, way: str) -> None:
    make_sites()
    for sought, waiting in (
        (FindingFilter(), [Waiting("hull", HAZARD, 60, 2)]),
        (FindingFilter(["cannot_tell"], clause="clause-1", pack="tested"), [Waiting("hull", HAZARD, 30, 1)]),
        (FindingFilter(["gap"]), []),
        (FindingFilter(site_codes=["leeds"]), []),
    ):
        shown = lists(sought)[way].shown(FIRST)
        assert list(shown.waiting) == waiting
        assert sum(each.count for each in shown.waiting) <= shown.counts.get(Status.CANNOT_TELL, 0)


@pytest.mark.parametrize("way", ["kept", "counted", "worked out"])
def test_sites_of_which_different_facts_are_missing_are_told_apart(db: str, way: str) -> None:
    """People who are judged alike at both are nevertheless not said to wait for the same."""
    for code in ("hull", "york"):
        for _number in range(2 if code == "york" else 3):
            make_person(
                Site.get_or_none(Site.code == code) or make_site(code, kind="ward" if code == "york" else "")
            )
    adopt(
        {
            "check": "everyone_in_role_holds",
            "terms": {"certificate": "cpr-aed"},
            "applies": {"hazard": ["fire"], "kind": ["ward"]},
        }
    )
    assert list(lists(FindingFilter())[way].shown(FIRST).waiting) == [
        Waiting("hull", (MissingFact.KIND, MissingFact.HAZARD), 3, 1),
        Waiting("york", HAZARD, 2, 1),
    ]


def test_nothing_waits_any_more_once_the_fact_is_recorded(db: str) -> None:
    hull = make_sites()
    assert lists(FindingFilter())["kept"].shown(FIRST).waiting
    with change() as opened:
        keep_site(hull.id, opened.change)
        Site.update(hazard="fire").where(Site.id == hull.id).execute()
    assert not lists(FindingFilter())["kept"].shown(FIRST).waiting


def test_the_page_says_it_once_to_each_as_they_may(client: FlaskClient) -> None:
    hull = make_sites()
    for role, may_change in ((Role.HR, True), (Role.AUDITOR, False)):
        sign_in(client, role)
        page = client.get("/compliance?sort=urgency").text
        assert page.count("60 of these wait for a fact about their site") == 1
        assert "60 findings about people wait for it, by 2 requirements." in page
        assert "30 people wait for it." in client.get("/compliance?clause=tested/clause-1").text
        assert (f"/people/sites/{hull.id}/edit" in page) is may_change
        assert 'href="/compliance?sort=urgency&amp;site=hull&amp;status=cannot_tell"' in page
        assert "wait for a fact" not in client.get("/compliance?status=gap").text
        second = page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
        assert "wait for a fact" not in client.get(second).text
        assert "Complete the site" not in client.get("/compliance?as_of=2026-06-30").text


def test_somebody_who_sees_one_site_is_told_of_it_alone(client: FlaskClient) -> None:
    make_sites()
    sign_in(client, Role.MANAGER, site_ids=[Site.get(Site.code == "leeds").id])
    assert "wait for a fact" not in client.get("/compliance").text
