"""The list of findings of any day among many people: counted in bulk, it says what an assessment of everything says."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readiness.compliance.days.findings import GRAVITY, Finding, Status
from readiness.compliance.facts.subjects import all_sites
from readiness.compliance.judging.ahead import HORIZON, SiteAhead, sites_ahead
from readiness.compliance.judging.assess import assess
from readiness.compliance.judging.cells import cells_of
from readiness.compliance.judging.counted_cells import counted_cells
from readiness.compliance.judging.preview import preview_assessed, preview_counted
from readiness.compliance.lists.counted_list import COUNTED_ORDERS, CountedFindings
from readiness.compliance.lists.finding_list import FINDING_ORDERS, AssessedFindings, FindingFilter, key_of
from readiness.compliance.lists.followed import Chosen
from readiness.compliance.overview import AHEAD
from readiness.compliance.overview_of_day import assessed_overview, counted_overview
from readiness.foundation.database import connected, open_database
from readiness.foundation.paging import PageRequest
from readiness.foundation.temporal import Question, knowledge_at
from readiness.people.models import Person
from readiness.requirements.queries import Rules, rules_known
from tests.compliance.crowd import ABOUT_PEOPLE, LATER, TODAY, make_crowd
from tests.conftest import close
from tests.factories import MEASURE, adopt, ask, make_certificate
from tests.histories import CLAUSES, SPAN, START, Recorder, empty, operations

EVERYTHING = FindingFilter()


ORDERS = [(name, is_descending) for name in sorted(COUNTED_ORDERS) for is_descending in (False, True)]


def assert_told_alike(
    question: Question,
    sought: FindingFilter = EVERYTHING,
    orders: Sequence[tuple[str, bool]] = ORDERS,
    size: int = 7,
) -> list[Finding]:
    """Every page, forwards and backwards, in each of these orders, with its counts."""
    afresh = AssessedFindings(sought, question, MEASURE)
    counted = CountedFindings(sought, question, MEASURE)
    for name, is_descending in orders:
        asked = PageRequest(FINDING_ORDERS[name], is_descending, size=size)
        told, whole = counted.shown(asked), list(afresh.every(asked))
        assert told.counts == Counter(each.status for each in whole)
        found = [*told.page.rows]
        while told.page.after is not None:
            told = counted.shown(replace(asked, edge=told.page.after))
            found += told.page.rows
        assert found == whole
        if found:
            back = replace(asked, edge=key_of(asked.order)(found[-1]), is_before=True)
            assert counted.shown(back).page == afresh.shown(back).page
    return whole


def assert_counted_alike(question: Question) -> None:
    """What is counted of each site and clause is what the findings of an assessment come to."""
    codes = [site.code for site in all_sites(question)]
    whole = {replace(each, due_on=None) for each in cells_of(assess(question, MEASURE, codes))}
    assert set(counted_cells(question, MEASURE, codes)) == whole


def assert_overview_alike(question: Question) -> None:
    """What the overview and the pages ahead tell of a day, counted, is what an assessment comes to."""
    whole = assessed_overview(question, MEASURE, None)
    for ahead in (AHEAD[-1], HORIZON.days + 1):
        counted = counted_overview(question, MEASURE, None, ahead)
        told = (counted.urgent, counted.coming, counted.counts)
        assert told == (whole.urgent, whole.coming, whole.counts)
        assert [replace(each, due_on=None) for each in counted.cells] == [
            replace(each, due_on=None) for each in whole.cells
        ]
        until_on = question.as_of + timedelta(days=ahead)
        within = [[fall for fall in each.falls if fall[0] <= until_on] for each in (counted, whole)]
        assert within[0] == within[1]
        for name in ("of_site", "asked", "short", "untold", "next_to_fall", "next_falls", "covered_through"):
            assert list(getattr(counted, name) or ()) == list(getattr(whole, name) or ()), name
    ahead_of = [sites_ahead(each.of_site, question.as_of) for each in (counted, whole)]
    assert [_without_falls(each) for each in ahead_of[0]] == [_without_falls(each) for each in ahead_of[1]]
    assert [each.falls for each in ahead_of[0]] == [each.falls for each in ahead_of[1]]


def assert_previewed_alike(question: Question) -> None:
    """What would be asked by some rules, counted, is what an assessment by them comes to."""
    for pack in rules_known(question.known).packs:
        rules = Rules([pack], {})
        counted = preview_counted(rules, question, MEASURE)
        assert counted == preview_assessed(rules, question, MEASURE)


def _without_falls(site: SiteAhead) -> tuple[object, ...]:
    """What is told of a site beside what falls; of what is short it is not told what comes after the horizon."""
    short = [[replace(cell, due_on=None) for cell in cells] for cells in (site.short, site.untold)]
    return site.code, short, site.days, site.until_on, site.as_of


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@given(operations, st.randoms(use_true_random=False))
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
def test_of_any_day_by_any_knowledge_the_list_is_that_of_an_assessment(
    request: pytest.FixtureRequest,
    kind: str,
    done: list[tuple[str, int, int, str, date, int]],
    chance: random.Random,
) -> None:
    url = request.getfixturevalue("sqlite_url" if kind == "sqlite" else "copied_postgresql_url")
    open_database(url, connections=2)
    try:
        check_history(done, chance)
    finally:
        close()


def check_history(done: list[tuple[str, int, int, str, date, int]], chance: random.Random) -> None:
    with connected():
        empty()
        graver = [{**each, "severity": chance.choice(list(GRAVITY))} for each in (*CLAUSES, *ABOUT_PEOPLE)]
        adopt(*graver, from_on=date(2025, 12, 1))
        adopt(*LATER, from_on=START + timedelta(days=chance.choice([20, 70, 200, 470])), id="later")
        recorder = Recorder()
        for person in range(3):
            recorder.do("employ", person, 0, "", START - timedelta(days=5), SPAN - 10 * person)
        for operation in done:
            recorder.do(*operation)
        known = [knowledge_at(), chance.choice(recorder.known)[0]]
        edges = {day + timedelta(days=length * n) for _o, _p, _s, _k, day, length in done for n in (0, 1)}
        for as_of in chance.sample(sorted(edges), min(2, len(edges))):
            for knowledge in known:
                day = as_of + timedelta(days=chance.randint(-31, 1))
                assert_told_alike(Question(day, knowledge), orders=[chance.choice(ORDERS)])
                assert_counted_alike(Question(day, knowledge))
                assert_overview_alike(Question(day, knowledge))
                assert_previewed_alike(Question(day, knowledge))


@pytest.fixture
def organisation(db: str) -> list[Person]:
    return make_crowd()


def test_everyone_is_told_of_as_an_assessment_tells_of_them(organisation: list[Person]) -> None:
    for days in (-200, -1, 0, 1, 60, 400):
        whole = assert_told_alike(ask(TODAY + timedelta(days=days)), orders=[ORDERS[days % len(ORDERS)]])
        assert_counted_alike(ask(TODAY + timedelta(days=days)))
        assert_overview_alike(ask(TODAY + timedelta(days=days)))
        assert_previewed_alike(ask(TODAY + timedelta(days=days)))
        assert {each.subject for each in whole} > {
            person.staff_number for person in organisation[4:8]
        } or days < 0
    assert {each.status for each in assert_told_alike(ask(TODAY), orders=ORDERS[:1])} >= {
        Status.MET, Status.DUE, Status.GAP, Status.CANNOT_TELL, Status.NOT_APPLICABLE
    }  # fmt: skip


def test_a_list_that_is_narrowed_counts_and_shows_what_is_sought_alone(organisation: list[Person]) -> None:
    whole = assert_told_alike(ask(TODAY), size=20)
    first = next(each for each in whole if each.status is Status.GAP and each.subject != each.site)
    keys = {(first.site, first.pack, first.clause.id, first.subject), ("paris", "tested", "clause-1", "")}
    for sought in (
        FindingFilter(["gap", "due"]),
        FindingFilter(pack="tested", clause="clause-4"),
        FindingFilter(site_codes=["here", ""]),
        FindingFilter(site_codes=[]),
        FindingFilter(chosen=Chosen(frozenset(keys), ())),
        FindingFilter(pack="another"),
    ):
        assert len(assert_told_alike(ask(TODAY), sought, ORDERS[:1])) < len(whole)


def test_what_was_counted_is_counted_anew_once_anything_changed(organisation: list[Person]) -> None:
    before = assert_told_alike(ask(TODAY), orders=ORDERS[:1])
    asked = ask(TODAY)
    make_certificate(organisation[4], "full", TODAY - timedelta(days=1))
    assert assert_told_alike(asked, orders=ORDERS[:1]) == before
    assert assert_told_alike(ask(TODAY), orders=ORDERS[:1]) != before
