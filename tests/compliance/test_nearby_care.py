"""What is asked only where no infirmary, clinic or hospital is near: by the minutes that are recorded of a site."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from readiness.compliance.days.findings import Finding, MissingFact, Status
from readiness.compliance.judging.assess import assess
from readiness.foundation.database import connected, select
from readiness.foundation.errors import InvalidInput
from readiness.foundation.temporal import Knowledge, Question, knowledge_at
from readiness.people.actions import set_nearby_care
from readiness.people.models import Site
from readiness.requirements.actions import adopt_pack
from readiness.standards.packs import shipped_packs
from readiness.web.access import Role
from tests.compliance.kept import assert_true, kept
from tests.factories import MEASURE, adopt, make_person, make_site
from tests.imports.dropping import drop
from tests.signing_in import post, sign_in

TODAY = date(2026, 6, 30)
FIRST_AID = {
    "check": "holders_per_headcount",
    "terms": {"certificate": "cpr", "at_least": 1},
    "applies": {"no_care_within": 4, "no_care_within_low_hazard": 15},
}
OF_EACH = {
    "check": "everyone_in_role_holds",
    "terms": {"certificate": "cpr"},
    "applies": {"no_care_within": 4},
}


def found(day: date = TODAY, known: Knowledge | None = None) -> Finding:
    (finding,) = assess(Question(day, known or knowledge_at()), MEASURE)
    return finding


def say(minutes: int | None, from_on: date = TODAY, site: str = "leeds") -> None:
    set_nearby_care(site, from_on, minutes, "a test")


def leeds(**values: str) -> Site:
    site = make_site("leeds", **values)
    make_person(site)
    return site


def test_of_a_site_of_which_nobody_said_it_none_is_taken_to_be_near_and_the_finding_says_so(db: str) -> None:
    leeds()
    adopt(FIRST_AID)
    finding = found()
    assert finding.status is Status.GAP
    assert finding.reason.endswith(
        "Nobody here has held one. How near medical care is has not been recorded: none is taken to be near."
    )


def test_where_care_is_near_nothing_is_asked_from_that_day_on_and_since_when_is_said(db: str) -> None:
    leeds()
    adopt(FIRST_AID)
    before = knowledge_at()
    say(3, TODAY - timedelta(days=9))
    say(40, TODAY + timedelta(days=20))
    near = found()
    assert (near.status, near.since, near.due_on) == (
        Status.NOT_APPLICABLE, TODAY - timedelta(days=9), TODAY + timedelta(days=20),
    )  # fmt: skip
    assert near.reason == (
        "Medical care is 3 minutes away, as recorded from 21 June 2026 on: that is near, and nothing is asked."
    )
    assert found(TODAY - timedelta(days=10)).status is Status.GAP
    closed = found(TODAY + timedelta(days=20))
    assert (closed.status, closed.since) == (Status.GAP, TODAY + timedelta(days=20))
    assert closed.reason.endswith(
        "Medical care is 40 minutes away, as recorded from 20 July 2026 on; near is up to 4 minutes."
    )
    assert found(known=before).status is Status.GAP
    assert "has not been recorded" in found(known=before).reason


def test_what_was_said_of_a_day_is_corrected_and_the_earlier_word_stays_known(db: str) -> None:
    leeds()
    adopt(FIRST_AID)
    say(3)
    then = knowledge_at()
    say(None)
    assert found().status is Status.GAP
    assert found().reason.endswith("No medical care is near, as recorded from 30 June 2026 on.")
    assert found(known=then).status is Status.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("hazard", "minutes", "status"),
    [
        ("low", 15, Status.NOT_APPLICABLE),
        ("Low", 16, Status.GAP),
        ("higher", 15, Status.GAP),
        ("", 4, Status.NOT_APPLICABLE),
        ("", 16, Status.GAP),
        ("", 15, Status.CANNOT_TELL),
    ],
)
def test_how_near_is_near_enough_depends_on_the_hazard(
    db: str, hazard: str, minutes: int, status: Status
) -> None:
    leeds(hazard=hazard)
    adopt(FIRST_AID)
    say(minutes)
    assert found().status is status
    assert found().missing == ((MissingFact.HAZARD,) if status is Status.CANNOT_TELL else ())


def test_people_are_asked_by_it_as_sites_are(db: str) -> None:
    leeds()
    adopt(OF_EACH)
    say(5, TODAY - timedelta(days=30))
    say(4)
    assert (found().status, found().since) == (Status.NOT_APPLICABLE, TODAY)
    gap = found(TODAY - timedelta(days=1))
    assert gap.status is Status.GAP
    assert "Medical care is 5 minutes away" in gap.reason


def test_what_is_kept_of_today_follows_what_is_said_and_the_day_from_which_it_is_so(db: str) -> None:
    leeds()
    adopt(FIRST_AID, OF_EACH)
    assert_true(TODAY)
    say(3, TODAY + timedelta(days=2))
    say(2)
    assert_true(TODAY)
    say(None)
    assert_true(TODAY)
    assert_true(TODAY + timedelta(days=1))
    assert_true(TODAY + timedelta(days=2))
    assert {row[5] for row in kept()} == {"not_applicable"}


def test_minutes_are_whole_and_few(db: str) -> None:
    leeds()
    for wrong in (-1, 1000):
        with pytest.raises(InvalidInput):
            say(wrong)
    assert list(select("SELECT 1 FROM nearby_care")) == []


def test_the_shipped_pack_asks_by_it(db: str) -> None:
    leeds(hazard="low")
    adopt_pack(shipped_packs()["osha-1910-151"], date(2026, 1, 1), "a test")
    with_none = {each.clause.id: each.status for each in assess(Question(TODAY, knowledge_at()), MEASURE)}
    say(12)
    with_some = {each.clause.id: each.status for each in assess(Question(TODAY, knowledge_at()), MEASURE)}
    assert with_none == {"first-aider": Status.GAP, "first-aider-on-each-shift": Status.CANNOT_TELL}
    assert set(with_some.values()) == {Status.NOT_APPLICABLE}


def test_it_is_said_on_the_page_of_the_site_and_told_there_and_at_the_finding(client: FlaskClient) -> None:
    with connected():
        site = leeds()
        adopt(FIRST_AID)
    sign_in(client, Role.HR)
    page = f"/people/sites/{site.id}"
    asked = "/compliance/findings/tested/clause-1/leeds?as_of=2026-06-30"
    assert f'href="{page}/care?as_of=2026-06-30"' in client.get(asked).text
    assert "Nobody said" in client.get(page).text
    refused = post(client, f"{page}/care", from_on="2026-06-21", minutes="four").text
    assert "&#39;four&#39; is no number of minutes" in refused
    assert post(client, f"{page}/care", from_on="2026-06-21", minutes="1000").status_code == 422
    assert post(client, f"{page}/care", from_on="2026-06-21", minutes="4").status_code == 302
    told = client.get(page).text
    assert re.search(r'21 June 2026.*?<td class="number">4</td>', told, re.DOTALL)
    assert "Medical care from 21 June 2026: 4 minutes away." in told
    finding = client.get(asked).text
    assert "Medical care is 4 minutes away, as recorded from 21 June 2026 on" in finding
    assert "Medical care from 21 June 2026: 4 minutes away." in finding


def test_a_site_file_says_it_and_none_is_a_word(db: str, tmp_path: Path) -> None:
    columns = {"code": "Code", "name": "Name", "care_minutes": "Minutes"}
    rows = ["HQ,Head office,4", "YK,York,none", "LS,Leeds,", "X,Nowhere,near", "Z,Far,-1"]
    outcome, told = drop(tmp_path, "sites", rows, columns=columns, skip_refused=True)
    assert [said.split(":")[0] for said in told] == ["Row 5, Minutes", "Row 6, Minutes"]
    said = list(
        select("SELECT s.code, c.minutes FROM nearby_care c JOIN site s ON s.id = c.site_id ORDER BY s.code")
    )
    assert said == [("HQ", 4), ("YK", None)]
    again, _ = drop(tmp_path, "sites", rows[:3], columns=columns)
    assert (again.counts.unchanged, again.counts.changed) == (3, 0)
    other, _ = drop(tmp_path, "sites", ["HQ,Head office,none", *rows[1:3]], columns=columns)
    assert (other.counts.unchanged, other.counts.changed) == (2, 1)
    assert outcome.counts.new == 3
