"""The forecast of a day is the assessment of each day to come, by the same knowledge, if nobody acts."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readiness.compliance.days.findings import Finding, Status
from readiness.compliance.judging.ahead import HORIZON
from readiness.compliance.judging.assess import assess
from readiness.compliance.judging.beginning import beginning
from readiness.compliance.judging.cells import cells_of
from readiness.foundation.database import connected, database, open_database
from readiness.foundation.temporal import Question, knowledge_at
from tests.conftest import close
from tests.factories import MEASURE, adopt, make_action, make_exercise, make_report
from tests.histories import CLAUSES, SPAN, START, Recorder, days, empty, operations
from tests.on_record import EVERY_CHECK, Shelf, clear_shelf, put

ASKED = (*CLAUSES, *EVERY_CHECK)

LATER = (
    {"check": "holders_per_headcount", "terms": {"certificate": "cpr", "at_least": 2}},
    {"check": "everyone_in_role_holds", "terms": {"certificate": "mhfa", "within_days": 9}},
    {"check": "responder_per_shift", "terms": {}},
    {"check": "protocols_reviewed_within", "terms": {"within_days": 40, "by_clinician": True}},
)
"""Asked from a day on that lies ahead of some of the days that are asked about."""

exercises = st.lists(
    st.tuples(st.integers(0, 1), days, st.integers(0, 60), st.booleans(), st.booleans()), max_size=4
)
"""At which site, held when, so many days until its report and its action, whether there are such."""

History = tuple[
    list[tuple[str, int, int, str, date, int]],
    list[tuple[int, date, int, bool, bool]],
    list[tuple[str, int, str, date, int]],
]


def play(history: History, from_on: date = date(2025, 12, 1)) -> None:
    """An empty database, and a history done to it."""
    for table in ("corrective_action", "after_action_report", "exercise"):
        database.execute_sql(f"DELETE FROM {table}")
    clear_shelf()
    empty()
    adopt(*ASKED, from_on=from_on)
    adopt(*LATER, from_on=START + timedelta(days=SPAN // 2), id="later")
    recorder = Recorder()
    for person in range(3):
        recorder.do("employ", person, 0, "", START - timedelta(days=5), SPAN - 10 * person)
        recorder.do("move", person, person % 2, "", START, 0)
    shelf = Shelf(recorder.people, dict(zip("ab", recorder.sites, strict=True)))
    for each in history[2]:
        shelf.put(*each)
    for operation in history[0]:
        recorder.do(*operation)
    for site, held_on, length, is_signed, is_acted_on in history[1]:
        exercise = make_exercise(recorder.sites[site], held_on)
        if is_signed:
            make_report(exercise, held_on + timedelta(days=length))
        if is_signed and is_acted_on:
            make_action(exercise, held_on + timedelta(days=2 * length))


def first_gaps(
    now: list[Finding], later: Iterable[tuple[date, list[Finding]]]
) -> dict[tuple[str, ...], date]:
    """By looking at one day after the other: the first on which a finding that is none today is a gap."""
    open_now = {key_of(each) for each in now if each.status is Status.GAP}
    found: dict[tuple[str, ...], date] = {}
    for day, findings in later:
        for each in findings:
            if each.status is Status.GAP and key_of(each) not in open_now:
                found.setdefault(key_of(each), day)
    return found


def key_of(finding: Finding) -> tuple[str, ...]:
    return finding.site, finding.pack, finding.clause.id, finding.subject


def found_on(as_of: date) -> list[Finding]:
    """What is found on a day, and what begins to be asked later."""
    asked = Question(as_of, knowledge_at())
    return [*assess(asked, MEASURE), *beginning(asked, MEASURE)]


def check_forecast(as_of: date, wanted: Iterable[date]) -> None:
    """`wanted`: the days to come that are looked at; of those between them nothing is said."""
    known = knowledge_at()
    now = found_on(as_of)
    chosen = sorted({day for day in wanted if as_of < day <= as_of + HORIZON})
    later = [(day, list(assess(Question(day, known), MEASURE))) for day in chosen]
    seen = first_gaps(now, later)
    told = {
        key_of(each): each.due_on
        for each in now
        if each.due_on is not None and each.due_on <= as_of + HORIZON
    }
    present = {key_of(each) for each in now}
    assert {key: day for key, day in seen.items() if key in present} == told
    for cell in cells_of(now):
        falls = [
            day
            for key, day in told.items()
            if (key[0], key[1], key[2]) == (cell.site, cell.pack, cell.clause)
        ]
        assert (min(falls, default=None) == cell.due_on) or (cell.due_on or date.max) > as_of + HORIZON


def told_days(as_of: date) -> set[date]:
    """The days that the forecast names, those before them, and some in between."""
    now = found_on(as_of)
    due = {each.due_on for each in now if each.due_on is not None}
    every_few = {as_of + timedelta(days=7 * n) for n in range(1, 53)}
    return due | {day - timedelta(days=1) for day in due} | every_few


histories = st.tuples(operations, exercises, put)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@given(histories, st.integers(0, SPAN))
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_foretold_comes_on_its_day_and_nothing_comes_before_it(
    request: pytest.FixtureRequest, kind: str, history: History, after: int
) -> None:
    url = request.getfixturevalue("sqlite_url" if kind == "sqlite" else "copied_postgresql_url")
    open_database(url, connections=2)
    try:
        with connected():
            play(history)
            as_of = START + timedelta(days=after)
            check_forecast(as_of, told_days(as_of))
    finally:
        close()
