"""Random histories of facts and corrections: every answer equals that of a slow, plain model."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readiness.compliance.judging.asking import Measure
from readiness.compliance.judging.assess import assess
from readiness.compliance.judging.standings import standings
from readiness.foundation.database import connected, open_database
from readiness.foundation.temporal import Question, knowledge_at
from tests.conftest import close
from tests.factories import MEASURE, adopt
from tests.histories import CLAUSES, SPAN, START, Recorder, Truth, empty, operations


def expected(truth: Truth, site: int, clause: int, day: date) -> tuple[object, ...]:
    """Status, need, have, since and due day, found by looking at one day after the other."""
    status = truth.shown(site, clause, day)
    _basic, need, have = truth.basic(site, clause, day)
    since = day
    while since > date(2025, 12, 1) and truth.shown(site, clause, since - timedelta(days=1)) == status:
        since -= timedelta(days=1)
    due_on = None
    if status != "gap":
        later = (day + timedelta(days=n) for n in range(1, 2 * SPAN + 80))
        due_on = next((d for d in later if truth.basic(site, clause, d)[0] == "gap"), None)
    return status, need, have, since, due_on


def telling_days(done: list[tuple[str, int, int, str, date, int]], chance: random.Random) -> list[date]:
    """Days on which something begins or ends, and their neighbours: there a wrong bound shows."""
    edges = {day + timedelta(days=length * n) for _o, _p, _s, _k, day, length in done for n in (0, 1)}
    near = sorted({edge + timedelta(days=n) for edge in edges for n in (-1, 0, 1)})
    return chance.sample(near, min(5, len(near)))


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@given(operations, st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_of_every_knowledge_is_that_of_the_plain_model(
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
        adopt(*CLAUSES, from_on=date(2025, 12, 1))
        recorder = Recorder()
        for person in range(3):
            recorder.do("employ", person, 0, "", START - timedelta(days=5), SPAN - 10 * person)
            recorder.do("move", person, person % 2, "", START, 0)
        for operation in done:
            recorder.do(*operation)
        answers = recorder.known[-1:] + chance.sample(recorder.known, 2)
        for as_of in telling_days(done, chance):
            for knowledge, truth in answers:
                compare(Question(as_of, knowledge), truth)
        assert_one_site_is_answered_alike(Question(as_of, knowledge_at()), chance.choice("ab"))


def compare(question: Question, truth: Truth, measure: Measure = MEASURE) -> None:
    found = {
        (each.site, each.clause.id): (each.status.value, each.need, each.have, each.since, each.due_on)
        for each in assess(question, measure)
    }
    stood = {
        (each.site, each.clause): (each.status.value, each.need, each.have)
        for each in standings(question, measure)
    }
    for site, code in enumerate("ab"):
        for clause in range(len(CLAUSES)):
            plain = expected(truth, site, clause, question.as_of)
            assert found[code, f"clause-{clause + 1}"] == plain
            assert stood[code, f"clause-{clause + 1}"] == plain[:3]


def assert_one_site_is_answered_alike(question: Question, code: str) -> None:
    """Asked about one site alone, both say of it what they say of it among all."""
    among_all = (each for each in assess(question, MEASURE) if each.site == code)
    assert list(assess(question, MEASURE, [code])) == list(among_all)
    stood = standings(question, MEASURE)
    assert standings(question, MEASURE, [code]) == [each for each in stood if each.site == code]
