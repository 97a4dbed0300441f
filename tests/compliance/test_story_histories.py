"""Random histories: where a change makes a verdict another, the finding's story tells that very change."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readiness.compliance.checks import CHECKS
from readiness.compliance.checks import Subject as SubjectOfCheck
from readiness.compliance.checks.clauses import AdoptedClause, adopted_clauses
from readiness.compliance.judging.assess import assess
from readiness.compliance.story.about import Subject
from readiness.compliance.story.telling import finding_story
from readiness.foundation.database import connected, database, open_database
from readiness.foundation.temporal import Question, knowledge_at
from readiness.people.models import Person, Site
from readiness.people.reach import Reach
from readiness.people.selection import Asked
from readiness.requirements.queries import rules_known
from tests.conftest import close
from tests.factories import KINDS, MEASURE, adopt, make_person, make_site
from tests.histories import CLAUSES, START, Recorder, empty, operations
from tests.on_record import EVERY_CHECK, SPAN, Shelf, clear_shelf, put

DAYS = [START + timedelta(days=number) for number in (30, SPAN - 20)]
Verdict = tuple[str, str, str]
"""Of which clause, at which site, about whom."""


def verdicts(day: date) -> dict[Verdict, str]:
    found = assess(Question(day, knowledge_at()), MEASURE)
    return {(each.clause.id, each.site, each.subject): each.status.value for each in found}


def tell(clause: AdoptedClause, site: str, subject: str, day: date, many: int) -> Sequence[int]:
    """The changes that the story tells; `many`: from so many people on from the last change back."""
    asked = Asked(Question(day, knowledge_at()), Reach(None, day))
    is_person = CHECKS[clause.clause.check].subject is SubjectOfCheck.PERSON
    person = Person.get(Person.staff_number == subject) if is_person else None
    about = Subject(
        clause, Site.get(Site.code == site), subject if person else "", person.id if person else None
    )
    story = finding_story(about, asked, KINDS, many=many)
    assert all(entry.sentences or entry.differences for entry in story.entries)
    return [entry.author.change for entry in story.entries]


def follow(steps: Iterator[None]) -> None:
    """After each step what has become another verdict is told first by a change of that step."""
    before = {day: verdicts(day) for day in DAYS}
    known = knowledge_at().number
    for _step in steps:
        change = knowledge_at().number
        clauses = {each.key[1]: each for each in adopted_clauses(rules_known(knowledge_at()))}
        for day in DAYS:
            now = verdicts(day)
            for clause, site, subject in now.keys() | before[day].keys():
                if not site or now.get((clause, site, subject)) == before[day].get((clause, site, subject)):
                    continue
                for many in (0, 5000):
                    told = tell(clauses[clause], site, subject, day, many)
                    assert told, (clause, site, subject, day, many)
                    assert known < told[0] <= change, (clause, site, subject, day, many)
            before[day] = now
        known = change


def of_people(done: list[tuple[str, int, int, str, date, int]]) -> Iterator[None]:
    empty()
    recorder = Recorder()
    adopt(*map(dict, CLAUSES), from_on=date(2025, 1, 1))
    yield
    for each in done:
        recorder.do(*each)
        yield


def on_record(done: list[tuple[str, int, str, date, int]]) -> Iterator[None]:
    for table in ("exercise", "after_action_report", "corrective_action"):
        database.execute_sql(f"DELETE FROM {table}")
    clear_shelf()
    empty()
    adopt(*map(dict, EVERY_CHECK), from_on=date(2025, 12, 1))
    sites = {code: make_site(code) for code in "ab"}
    shelf = Shelf([make_person(sites["aab"[n]], staff_number=f"P{n}") for n in range(3)], sites)
    yield
    for each in done:
        # What was approved is known by its own instant here, and has no change.
        if each[0] != "approve":
            shelf.put(*each)
            yield


def run(
    url: str, told: st.SearchStrategy[Any], steps: Callable[[Any], Iterator[None]], examples: int
) -> None:
    @given(told)
    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    def each(done: Any) -> None:
        taken = steps(done)
        next(taken)
        follow(taken)

    open_database(url, connections=2)
    try:
        with connected():
            each()
    finally:
        close()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@pytest.mark.parametrize("what", ["people", "on record"])
def test_a_change_that_makes_a_verdict_another_is_told_by_its_story(
    request: pytest.FixtureRequest, kind: str, what: str
) -> None:
    url = request.getfixturevalue("sqlite_url" if kind == "sqlite" else "copied_postgresql_url")
    if what == "people":
        run(url, operations, of_people, 20)
    else:
        run(url, put, on_record, 2)
