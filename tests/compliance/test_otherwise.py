"""What is told otherwise in one world than in another: few are judged, and it is what an assessment of both says."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readiness.compliance.days.findings import Finding
from readiness.compliance.days.subjects import SiteFacts
from readiness.compliance.days.supposing import (
    NEW,
    NEW_SITE,
    NOTHING_SUPPOSED,
    Opening,
    Supposed,
    differences,
)
from readiness.compliance.judging.assess import assess
from readiness.compliance.judging.beginning import beginning, would_be_otherwise
from readiness.compliance.judging.otherwise import stood_otherwise, told_otherwise
from readiness.compliance.judging.worlds import Pair, World
from readiness.foundation.database import connected, open_database
from readiness.foundation.temporal import LAST_DAY, Question, knowledge_at
from readiness.people.actions import set_headcount
from readiness.people.models import Person, Site
from readiness.requirements.actions import ExemptionRequest, grant_exemption
from readiness.requirements.own_requirements import OwnTermsRequest, set_own_terms
from readiness.requirements.queries import Rules, rules_known
from readiness.training.offers import certificate_spell
from tests.compliance.crowd import ABOUT_PEOPLE, LATER, OF_PEOPLE, TODAY, make_crowd
from tests.conftest import close
from tests.factories import (
    MEASURE,
    adopt,
    ask,
    change,
    make_certificate,
    make_exercise,
    make_leave,
    make_person,
    make_site,
    work_at,
)
from tests.histories import CLAUSES, SPAN, START, Recorder, empty, operations
from tests.statements import counting

Key = tuple[str, ...]
RECORDS = (
    {"check": "exercises_in_window", "terms": {"kinds": ["drill"], "at_least": 1, "within_months": 3}},
    {"check": "participation_of_staff", "terms": {"percent": 50, "within_months": 12}},
)


def key_of(finding: Finding) -> Key:
    return finding.site, finding.pack, finding.clause.id, finding.subject


def said(finding: Finding | None) -> tuple[object, ...]:
    return () if finding is None else (finding.status, finding.need, finding.have, finding.reason)


def assessed(world: World) -> dict[Key, Finding]:
    found = assess(world.question, world.measure, None, world.rules, world.supposed)
    return {key_of(each): each for each in found}


def others(pairs: list[Pair]) -> dict[Key, tuple[object, ...]]:
    """Each pair that says something else, by its name; none twice."""
    found: dict[Key, tuple[object, ...]] = {}
    for one, other in pairs:
        if said(one) != said(other):
            key = key_of(next(each for each in (one, other) if each))
            assert key not in found
            found[key] = said(one), said(other)
    return found


def assert_told_alike(before: Question, after: Question) -> dict[Key, tuple[object, ...]]:
    """What two knowledges say otherwise is what two assessments do, word by word."""
    one, other = World(before, MEASURE), World(after, MEASURE)
    then, now = assessed(one), assessed(other)
    whole = others([(then.get(key), now.get(key)) for key in {**then, **now}])
    assert others(told_otherwise(one, other)) == whole
    return whole


def assert_stood_alike(
    question: Question, supposed: Supposed = NOTHING_SUPPOSED, rules: Rules | None = None
) -> int:
    """What would be otherwise is what two assessments tell, with the day from which it is a gap however far ahead."""
    one, other = World(question, MEASURE), World(question, MEASURE, rules, supposed)
    pairs = stood_otherwise(one, other)
    found = differences([now for now, _then in pairs if now], [then for _now, then in pairs if then])
    whole = differences(list(assessed(one).values()), list(assessed(other).values()))
    assert [stands(each.now, each.then) for each in found] == [stands(each.now, each.then) for each in whole]
    return len(whole)


def assert_would_be_alike(question: Question, supposed: Supposed) -> int:
    """The same with what begins to be asked later."""
    pairs = would_be_otherwise(World(question, MEASURE), World(question, MEASURE, supposed=supposed), None)
    found = differences([now for now, _then in pairs if now], [then for _now, then in pairs if then])
    now, then = (
        [*beginning(question, MEASURE, None, each), *assess(question, MEASURE, supposed=each)]
        for each in (NOTHING_SUPPOSED, supposed)
    )
    whole = differences(now, then)
    assert [stands(each.now, each.then) for each in found] == [stands(each.now, each.then) for each in whole]
    return sum(1 for each in whole if each.key[1] == "later")


def stands(*pair: Finding | None) -> list[tuple[object, ...]]:
    return [
        () if each is None else (*key_of(each), each.status, each.need, each.have, each.due_on)
        for each in pair
    ]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@given(operations, st.randoms(use_true_random=False))
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_of_any_two_knowledges_and_of_what_is_supposed_it_is_what_assessments_say(
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
        adopt(*CLAUSES, *ABOUT_PEOPLE, *RECORDS, from_on=date(2025, 12, 1))
        adopt(*LATER, from_on=START + timedelta(days=chance.choice([20, 70])), id="later")
        recorder = Recorder()
        for person in range(3):
            recorder.do("employ", person, 0, "", START - timedelta(days=5), SPAN - 10 * person)
        for operation in done:
            recorder.do(*operation)
        edges = {day + timedelta(days=length * n) for _o, _p, _s, _k, day, length in done for n in (0, 1)}
        for as_of in chance.sample(sorted(edges), min(3, len(edges))):
            day = as_of + timedelta(days=chance.randint(-31, 1))
            earlier = chance.choice(recorder.known[:-1])[0]
            assert_told_alike(Question(day, earlier), Question(day, knowledge_at()))
            supposed = some_supposed(day, chance)
            assert_stood_alike(Question(day, knowledge_at()), supposed)
            assert_would_be_alike(Question(day, knowledge_at()), supposed)


def some_supposed(day: date, chance: random.Random) -> Supposed:
    spell = certificate_spell(
        chance.choice(["mhfa", "cpr"]), day, day + timedelta(days=chance.randint(0, 60))
    )
    facts = SiteFacts(NEW_SITE, NEW, "", chance.choice(["FR", ""]), "", "", "", None, "UTC")
    return Supposed(
        leaving={f"P{chance.randint(0, 2)}": day + timedelta(days=chance.randint(-9, 9))},
        earning={f"P{chance.randint(0, 2)}": [spell]},
        opening=Opening(facts, chance.randint(0, 5), day) if chance.random() < 0.3 else None,
    )


@pytest.fixture
def crowd(db: str) -> list[Person]:
    people = make_crowd()
    adopt(*RECORDS, id="records")
    return people


def _let_off(clause: str, staff_number: str) -> Callable[[list[Person]], object]:
    asked = ExemptionRequest(
        "tested", clause, "here", TODAY - timedelta(days=9), LAST_DAY, "Told", staff_number
    )
    return lambda people: grant_exemption(asked, "a test")


def _moved(people: list[Person]) -> None:
    with change() as opened:
        work_at(people[0], Site.get(code="paris"), opened, job_title="Nurse")


def _opened(people: list[Person]) -> None:
    with change() as opened:
        make_site("opened", recorded_in=opened.change)


def _own_terms(people: list[Person]) -> None:
    terms = {"certificate": "mhfa", "at_least": 9}
    set_own_terms(
        OwnTermsRequest(
            "tested", "clause-1", "holders_per_headcount", terms, TODAY - timedelta(days=2), "Told"
        ),
        "a test",
    )


HAPPENED: dict[str, Callable[[list[Person]], object]] = {
    "a certificate": lambda people: make_certificate(people[4], "full", TODAY - timedelta(days=1)),
    "one that ended": lambda people: make_certificate(
        people[8], "full", TODAY - timedelta(days=400), TODAY - timedelta(days=2)
    ),
    "leave": lambda people: make_leave(people[7], TODAY - timedelta(days=3), TODAY + timedelta(days=3)),
    "leave to come": lambda people: make_leave(people[11], TODAY + timedelta(days=3)),
    "somebody new": lambda people: make_person(Site.get(code="here"), staff_number="S99"),
    "a move": _moved,
    "a site": _opened,
    "a headcount": lambda people: set_headcount("paris", TODAY - timedelta(days=1), 1, "a test"),
    "an exercise": lambda people: make_exercise(Site.get(code="here"), TODAY - timedelta(days=20)),
    "an exemption": _let_off("clause-1", ""),
    "one of somebody": _let_off(OF_PEOPLE, "S15"),
    "own terms": _own_terms,
    "another requirement": lambda people: adopt(*ABOUT_PEOPLE[:3], *CLAUSES, id="another"),
}


@pytest.mark.parametrize("what", HAPPENED)
def test_whatever_became_known_is_told_as_two_assessments_tell_it(crowd: list[Person], what: str) -> None:
    before = knowledge_at()
    HAPPENED[what](crowd)
    told = [
        assert_told_alike(Question(TODAY + timedelta(days=days), before), ask(TODAY + timedelta(days=days)))
        for days in (-1, 0, 25)
    ]
    assert any(told), "something is told otherwise on one of the days"


def test_by_other_kinds_everything_is_judged_by_both(crowd: list[Person]) -> None:
    question = ask(TODAY)
    one = World(question, MEASURE)
    other = World(question, replace(MEASURE, due_days=400))
    then, now = assessed(one), assessed(other)
    whole = others([(then[key], now[key]) for key in then])
    assert whole
    assert others(told_otherwise(one, other)) == whole


def test_what_is_supposed_stands_as_an_assessment_tells_it(crowd: list[Person]) -> None:
    spell = certificate_spell("full", TODAY, TODAY + timedelta(days=500))
    facts = SiteFacts(NEW_SITE, NEW, "", "FR", "", "", "", None, "UTC")
    for supposed in (
        Supposed(leaving={"S07": TODAY - timedelta(days=1), "S11": TODAY + timedelta(days=90)}),
        Supposed(earning={"S04": [spell], "S00": [spell]}),
        Supposed(opening=Opening(facts, 7, TODAY)),
    ):
        assert assert_stood_alike(ask(TODAY), supposed)
        assert assert_would_be_alike(ask(TODAY), supposed) or supposed.earning
    (tested,) = [each for each in rules_known(knowledge_at()).packs if each.pack.id == "tested"]
    assert assert_stood_alike(ask(TODAY), rules=Rules([tested], {}))


def test_nobody_is_read_of_whom_nothing_became_known(crowd: list[Person]) -> None:
    before = knowledge_at()
    make_certificate(crowd[5], "mhfa", TODAY - timedelta(days=1))
    with counting() as few:
        told_otherwise(World(Question(TODAY, before), MEASURE), World(ask(TODAY), MEASURE))
    for number in range(30):
        with change() as opened:
            work_at(make_person(None, staff_number=f"M{number}"), Site.get(code="paris"), opened)
    before = knowledge_at()
    make_certificate(crowd[10], "mhfa", TODAY - timedelta(days=1))
    with counting() as many:
        told_otherwise(World(Question(TODAY, before), MEASURE), World(ask(TODAY), MEASURE))
    assert len(many) <= len(few)
