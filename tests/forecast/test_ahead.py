"""How long sites stay covered, and what would be: supposing something gives the findings that recording it gives."""

import html
import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from readiness.compliance.days.findings import Finding, Status
from readiness.compliance.days.subjects import SiteFacts
from readiness.compliance.days.supposing import NEW, NEW_SITE, Opening, Supposed, differences
from readiness.compliance.judging.ahead import sites_ahead
from readiness.compliance.judging.assess import assess
from readiness.compliance.judging.beginning import beginning
from readiness.compliance.judging.cells import Cell
from readiness.duty.models import DutyShift
from readiness.forecast.weekly import MOST_NAMED, falling, falling_weeks
from readiness.foundation import clock
from readiness.foundation.database import connected
from readiness.foundation.temporal import Question, current, record, supersede
from readiness.foundation.words import day as day_in_words
from readiness.people.actions import set_headcount
from readiness.people.models import Employment
from readiness.resources.models import InsuranceCover
from readiness.training.offers import certificate_spell
from readiness.web.access import Role
from tests.factories import MEASURE, adopt, ask, change, make_certificate, make_person, make_site
from tests.signing_in import sign_in

DAY = date(2026, 6, 30)
ONE_IN_TWO = {"check": "holders_per_headcount", "terms": {"certificate": "mhfa-adult", "one_per": 2}}
EVERYONE = {"check": "everyone_in_role_holds", "terms": {"certificate": "cpr-aed"}}


def cell(site: str, clause: str, status: Status, due_in: int | None = None) -> Cell:
    return Cell(site, "own", clause, status, 1, 1, None if due_in is None else DAY + timedelta(days=due_in))


def test_a_site_is_covered_as_long_as_the_weakest_of_its_requirements() -> None:
    found = sites_ahead(
        {
            "calm": [cell("calm", "a", Status.MET), cell("calm", "b", Status.MET, 400)],
            "soon": [cell("soon", "a", Status.MET, 300), cell("soon", "b", Status.DUE, 3)],
            "short": [cell("short", "a", Status.MET), cell("short", "b", Status.GAP)],
            "unknown": [cell("unknown", "a", Status.CANNOT_TELL), cell("unknown", "b", Status.GAP)],
            "nothing": [cell("nothing", "a", Status.NOT_APPLICABLE)],
            "later": [cell("later", "a", Status.NOT_APPLICABLE, 40)],
        },
        DAY,
    )
    assert [(site.code, site.days) for site in found] == [
        ("unknown", 0), ("short", 0), ("soon", 3), ("later", 40), ("calm", None),
    ]  # fmt: skip
    assert found[2].until_on == DAY + timedelta(days=2)
    assert [fall.clause for fall in found[2].falls] == ["b", "a"]


def test_what_is_gravest_is_named_of_a_site_that_falls_short(client: FlaskClient) -> None:
    light = {**ONE_IN_TWO, "title": "A light one", "severity": "medium"}
    adopt(light, {**ONE_IN_TWO, "title": "A grave one", "severity": "high"})
    make_person(make_site("dayton"))
    sign_in(client, Role.HR)
    page = client.get("/compliance/ahead").text
    assert ">A grave one</a>" in page
    assert "A light one" not in page


def test_a_site_that_falls_short_says_since_when(client: FlaskClient) -> None:
    begun_on, later_on = date(2026, 2, 3), date(2026, 5, 4)
    adopt(EVERYONE, from_on=begun_on)
    site, other = make_site("dayton"), make_site("hull")
    make_person(site)
    make_person(site, employed_from=later_on)
    holder = make_person(other)
    make_certificate(holder, kind="cpr-aed", issued_on=date(2025, 1, 1), expires_on=date(2099, 1, 1))
    sign_in(client, Role.HR)
    page = client.get("/compliance/ahead").text
    assert re.findall(r"since \d+ \w+ \d+", page) == [f"since {day_in_words(begun_on)}"]
    adopt({**EVERYONE, "terms": {"certificate": "pfa"}}, from_on=later_on, id="later")
    page = client.get("/compliance/ahead").text
    assert f"the longest since {day_in_words(begun_on)}" in page
    assert re.search(rf"1 falls short<[^\n]*?>since {day_in_words(later_on)}<", page)


def test_where_every_site_falls_short_already_it_says_so_and_leads_there(client: FlaskClient) -> None:
    page = "/compliance/ahead?as_of=2026-06-30"
    with connected():
        for code in ("dayton", "leeds"):
            make_person(make_site(code))
        adopt(ONE_IN_TWO)
    sign_in(client, Role.AUDITOR)
    said = client.get(page).text
    assert "All 2 sites fall short already" in said
    assert 'href="/compliance?as_of=2026-06-30&amp;status=gap"' in said
    assert 'href="/certificates?as_of=2026-06-30&amp;ending=90"' in said
    assert "What falls first" not in said, "nothing does any more"
    with connected():
        make_certificate(make_person(make_site("york")), "mhfa-adult", date(2026, 1, 1), date(2026, 9, 1))
    said = client.get(page).text
    assert "fall short already" not in said
    assert "What falls first" in said


def test_what_becomes_a_gap_is_named_by_the_weeks_that_have_any_and_what_is_more_is_counted() -> None:
    cells = [
        cell("soon", "a", Status.DUE, 3),
        cell("calm", "b", Status.MET),
        cell("late", "a", Status.MET, 366),
    ]
    cells += [cell(f"site-{n:02}", "c", Status.MET, 20) for n in range(MOST_NAMED + 5)]
    weeks = falling_weeks(falling(cells, DAY), DAY)
    assert [(week.first_on, week.count, week.more) for week in weeks] == [
        (DAY, 1, 0), (DAY + timedelta(days=14), MOST_NAMED + 5, 5),
    ]  # fmt: skip
    assert [(each.site, each.clause) for each in weeks[0].named] == [("soon", "a")]


def test_the_table_of_what_comes_says_requirement_site_and_day_also_of_a_site_that_falls_short(
    client: FlaskClient,
) -> None:
    adopt({**ONE_IN_TWO, "title": "Helpers"}, {**EVERYONE, "title": "Everybody"})
    today, site = clock.today("America/New_York"), make_site("dayton")
    holder = make_person(site)
    make_certificate(
        holder, kind="mhfa-adult", issued_on=today - timedelta(days=30), expires_on=today + timedelta(days=39)
    )
    sign_in(client, Role.HR)
    page = client.get("/compliance/ahead").text
    table = page[page.index("How many become gaps") :]
    table = table[: table.index("</details>")]
    assert table.count('scope="row"') == 1
    day = day_in_words(today + timedelta(days=40))
    assert re.search(rf">Helpers</a> <span class=\"hint\">a gap from {day}</span> · dayton", table)
    assert "How many end" not in page
    row = page[page.index("Gravest now") :]
    assert re.search(rf"Everybody</a>.*>Helpers</a> <span class=\"hint\">a gap from {day}", row, re.DOTALL)


def test_what_cannot_be_told_neither_covers_a_site_nor_falls_short() -> None:
    found = sites_ahead(
        {
            "unknown": [cell("unknown", "a", Status.CANNOT_TELL), cell("unknown", "b", Status.MET, 9)],
            "short": [cell("short", "a", Status.GAP), cell("short", "b", Status.CANNOT_TELL)],
        },
        DAY,
    )
    told = {site.code: (site.days, site.until_on, len(site.short), len(site.untold)) for site in found}
    assert list(told.items()) == [("short", (0, None, 1, 1)), ("unknown", (0, None, 0, 1))]
    assert [site.gravest and site.gravest.clause for site in found] == ["a", "a"]


def test_a_site_of_which_facts_are_missing_is_told_apart_and_leads_to_where_they_are_written_down(
    client: FlaskClient,
) -> None:
    asked = {**ONE_IN_TWO, "applies": {"region": ["CA"], "kind": ["hospital"]}}
    adopt({**ONE_IN_TWO, "title": "Asked of all"}, {**asked, "title": "Asked of some"}, asked)
    site = make_site("dayton", region="", kind="")
    make_person(site)
    sign_in(client, Role.HR)
    page = client.get("/compliance/ahead").text
    assert "1 falls short" in page
    assert "2 cannot be told" in page
    assert "Not recorded: the region, the kind" in page
    assert f"/people/sites/{site.id}/edit" in page
    assert re.findall(r'data-label="Gravest now">.*?>(Asked of [a-z]+)<', page) == ["Asked of all"]
    assert "status=cannot_tell" in page
    sign_in(client, Role.AUDITOR)
    page = client.get("/compliance/ahead").text
    assert "Not recorded: the region, the kind" in page
    assert "/edit" not in page


@pytest.fixture
def three_at_dayton(db: str) -> str:
    """Three people, one of whom is trained, and two requirements; gives the staff number of the one."""
    adopt(ONE_IN_TWO, EVERYONE)
    site = make_site("dayton")
    trained = make_person(site)
    make_certificate(trained, "mhfa-adult", DAY, DAY + timedelta(days=900))
    make_certificate(trained, "cpr-aed", DAY, DAY + timedelta(days=700))
    for _ in range(2):
        make_person(site)
    return str(trained.staff_number)


def said(findings: list[Finding]) -> list[tuple[object, ...]]:
    return sorted((each.site, each.clause.id, each.subject, each.status.value, each.need or 0, each.have or 0,
                   str(each.since), str(each.due_on)) for each in findings)  # fmt: skip


def test_supposing_that_somebody_leaves_is_what_recording_it_gives(three_at_dayton: str) -> None:
    last_on = DAY + timedelta(days=10)
    days = [DAY, last_on, last_on + timedelta(days=1), last_on + timedelta(days=500)]
    supposed = Supposed(leaving={three_at_dayton: last_on})
    would_be = {day: said(list(assess(ask(day), MEASURE, supposed=supposed))) for day in days}
    as_it_is = {day: said(list(assess(ask(day), MEASURE))) for day in days}
    assert would_be[days[2]] != as_it_is[days[2]]
    with change() as opened:
        employment = (
            Employment.select()
            .where(current(Employment))
            .join_from(Employment, Employment.person.rel_model)
            .where(Employment.person.rel_model.staff_number == three_at_dayton)
            .get()
        )
        supersede(employment, opened.change, until_on=last_on)
    assert {day: said(list(assess(ask(day), MEASURE))) for day in days} == would_be


def test_supposing_that_a_site_opens_is_what_a_site_with_a_headcount_gives(three_at_dayton: str) -> None:
    facts = SiteFacts(NEW_SITE, NEW, "", "US", "", "", "", None, "America/New_York")
    supposed = Supposed(opening=Opening(facts, 7, DAY))
    before = [each for each in assess(ask(DAY), MEASURE) if each.site == "dayton"]
    would_be = list(assess(ask(DAY), MEASURE, supposed=supposed))
    assert said([each for each in would_be if each.site == "dayton"]) == said(before)
    (new,) = [each for each in would_be if each.site == NEW]
    assert (new.status, new.need, new.have) == (Status.GAP, 4, 0)
    make_site(NEW)
    set_headcount(NEW, DAY, 7, "a test")
    (real,) = [each for each in assess(ask(DAY), MEASURE) if each.site == NEW]
    assert (real.status, real.need, real.have, real.since) == (new.status, new.need, new.have, new.since)
    assert [each.site for each in assess(Question(DAY - timedelta(days=1), ask(DAY).known), MEASURE, (), supposed=supposed)
            if each.status is not Status.NOT_APPLICABLE] == []  # fmt: skip


ON_RECORD = (
    {"check": "responder_per_shift", "terms": {"certificate": "mhfa-adult"}},
    {"check": "people_speak", "terms": {"certificate": "mhfa-adult", "languages": ["es"]}},
    {"check": "cover_recorded", "terms": {}},
)


def test_what_is_supposed_is_held_against_rota_languages_and_what_is_on_record_everywhere(db: str) -> None:
    adopt(*ON_RECORD)
    site = make_site("dayton")
    person = make_person(site, languages=["es"])
    with change() as opened:
        record(
            DutyShift, opened.change, person=person, site=site, weekday=0, from_minute=480, until_minute=960
        )
        for kind in ("insurance", "eap"):
            record(
                InsuranceCover, opened.change, site="", kind=kind, name="P", payers=[], phone="", note="",
                from_on=DAY, until_on=DAY + timedelta(days=90),
            )  # fmt: skip
    spell = certificate_spell("mhfa-adult", DAY, DAY + timedelta(days=60))
    facts = SiteFacts(NEW_SITE, NEW, "", "US", "", "", "", None, "America/New_York")
    supposed = Supposed(earning={person.staff_number: [spell]}, opening=Opening(facts, 7, DAY))
    as_it_is = statuses_of(Supposed())
    would_be = statuses_of(supposed)
    assert [as_it_is["dayton", f"clause-{n}"] for n in (1, 2)] == ["gap", "gap"]
    assert [would_be["dayton", f"clause-{n}"] for n in (1, 2)] == ["met", "met"]
    assert would_be[NEW, "clause-3"] == "met", "insurance holds for every site, and so for one that opens"
    make_certificate(person, "mhfa-adult", *spell.spell)
    make_site(NEW)
    set_headcount(NEW, DAY, 7, "a test")
    assert statuses_of(Supposed()) == would_be


def statuses_of(supposed: Supposed) -> dict[tuple[str, str], str]:
    found = assess(ask(DAY), MEASURE, supposed=supposed)
    return {(each.site, each.clause.id): each.status.value for each in found}


def test_only_what_would_be_otherwise_is_told(three_at_dayton: str) -> None:
    day = DAY + timedelta(days=11)
    supposed = Supposed(leaving={three_at_dayton: DAY + timedelta(days=10)})
    found = differences(list(assess(ask(day), MEASURE)), list(assess(ask(day), MEASURE, supposed=supposed)))
    told = {(each.key[2], each.key[3] == three_at_dayton): (each.now, each.then) for each in found}
    now, then = told["clause-1", False]
    assert now is not None
    assert then is not None
    assert ((now.need, now.have), (then.need, then.have)) == ((2, 1), (1, 0))
    assert told["clause-2", True][1] is None


def test_the_pages_answer_write_nothing_and_tell_what_is_wrong(client: FlaskClient) -> None:
    adopt(ONE_IN_TWO)
    person = make_person(make_site("dayton"))
    sign_in(client, Role.HR)
    known = ask(DAY).known.number
    assert "dayton" in client.get("/compliance/ahead").text
    path = "/compliance/what-if/leaves"
    assert "1 of 1" not in client.get(path).text
    answer = client.get(f"{path}?staff_number={person.staff_number}&last_on=2030-01-01").text
    assert "What would be" in answer
    assert (
        "There is nobody with this staff number"
        in client.get(f"{path}?staff_number=no&last_on=2030-01-01").text
    )
    assert "Write the last day." in client.get(f"{path}?staff_number=no&last_on=").text
    opening = client.get("/compliance/what-if/opens?country=us&headcount=9&opens_on=2030-01-01").text
    assert "0 of 5" in opening
    assert (
        "Write how many"
        in client.get("/compliance/what-if/opens?country=us&headcount=&opens_on=2030-01-01").text
    )
    kingdom = client.get("/compliance/what-if/opens?country=uk&headcount=9&opens_on=2030-01-01").text
    assert "Did you mean GB?" in kingdom
    assert "What would be" not in kingdom
    assert ask(DAY).known.number == known


def test_several_people_leave_at_once_by_number_or_by_name_and_all_that_is_wrong_is_told(
    client: FlaskClient,
) -> None:
    site = make_site("dayton")
    adopt({"check": "holders_per_headcount", "terms": {"certificate": "pfa", "at_least": 3}})
    ann, ben, _cy, *_twins = [
        make_person(site, given_name=given, family_name=family)
        for given, family in (
            ("Ann", "Ruiz Lopez"), ("Ben", "Orr"), ("Cy", "Bell"), ("Di", "Twin"), ("Di", "Twin"),
        )
    ]  # fmt: skip
    for each in (ann, ben):
        make_certificate(each, "pfa", date(2029, 1, 1))
    hidden = make_person(make_site("hidden"), given_name="Ben", family_name="Orr")
    sign_in(client, Role.MANAGER, site_ids=[site.id])
    path = "/compliance/what-if/leaves"

    def ask_if(who: str, last_on: str = "2030-01-01") -> str:
        return html.unescape(client.get(path, query_string={"staff_number": who, "last_on": last_on}).text)

    for who in (
        f"{ann.staff_number} {ben.staff_number}",
        f"{ann.staff_number},{ben.staff_number}",
        f"ann ruiz lopez\r\n{ben.staff_number}",
        "Ruiz Lopez Ann, Ben Orr",
    ):
        answer = ask_if(who)
        assert "2 of 3" in answer, who
        assert "0 of 3" in answer, who
        assert answer.count("As it is on 2 January 2030, if nobody acts") == 2, (
            "the head, and for a phone the cell"
        )
    refused = ask_if(f"nobody {ann.staff_number}, No One, Di Twin, {hidden.staff_number}", "")
    assert f"at your sites: nobody, No One, {hidden.staff_number}." in refused
    assert "Several people are called Di Twin: write one of" in refused
    assert "Write the last day." in refused
    assert "What would be</h2>" not in refused
    assert "Write whom you mean." in ask_if(",")
    taught = {"kind": "pfa", "held_on": "2030-01-01", "staff_numbers": "Cy Bell"}
    assert "3 of 3" in client.get("/compliance/what-if/class", query_string=taught).text
    assert "/compliance/what-if/terms" in client.get("/compliance/ahead").text


def test_what_is_adopted_from_a_day_to_come_is_told_before_on_every_page(client: FlaskClient) -> None:
    site, today = make_site("dayton", time_zone="UTC"), clock.today("UTC")
    person = make_person(site)
    make_certificate(person, "cpr-aed", today, today + timedelta(days=200))
    adopt(ONE_IN_TWO, EVERYONE, from_on=today + timedelta(days=9), id="later")
    assert list(assess(ask(today), MEASURE)) == []
    told = {each.clause.id: (each.status, each.due_on) for each in beginning(ask(today), MEASURE)}
    assert told == {
        "clause-1": (Status.NOT_APPLICABLE, today + timedelta(days=9)),
        "clause-2": (Status.NOT_APPLICABLE, today + timedelta(days=201)),
    }
    assert list(beginning(ask(today - timedelta(days=400)), MEASURE)) == []
    sign_in(client, Role.HR)
    assert "9 days" in client.get("/compliance/ahead").text
    assert f"falls short on {day_in_words(today + timedelta(days=9))}" in client.get("/dashboard").text
    adopt(ONE_IN_TWO, id="now")
    then = f"as_of={today + timedelta(days=9)}"
    assert then in client.get("/compliance").text
    assert then in client.get("/compliance/findings/later/clause-1/dayton").text
    leaves = f"/compliance/what-if/leaves?staff_number={person.staff_number}&last_on={today}"
    assert "clause-2" in client.get(leaves).text or "Clause 2" in client.get(leaves).text


def test_a_site_where_it_is_tomorrow_has_as_many_days_among_all_as_by_itself(client: FlaskClient) -> None:
    with time_machine.travel(datetime(2026, 6, 30, 13, tzinfo=UTC), tick=False):
        make_person(make_site("york", time_zone="Pacific/Auckland"))
        adopt(ONE_IN_TWO, from_on=date(2026, 7, 11))
        sign_in(client, Role.HR)
        assert [">10 days" in re.sub(r"\s*<[^<]*>\s*", ">", client.get(path).text)
                for path in ("/compliance/ahead", "/compliance/ahead?site=york")] == [True, True]  # fmt: skip
