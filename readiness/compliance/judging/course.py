"""How one finding stood through time, by what is known: the runs of status up to the day."""

from contextlib import ExitStack
from functools import partial

from readiness.compliance.checks import Subject
from readiness.compliance.checks.clauses import AdoptedClause
from readiness.compliance.days.history import Run, runs_until
from readiness.compliance.days.supposing import NOTHING_SUPPOSED
from readiness.compliance.facts import subjects
from readiness.compliance.judging.asking import (
    Asking,
    Measure,
    count_person,
    days_ahead,
    judge_site,
    site_days,
)
from readiness.compliance.judging.assess import held_by, is_heavy, judge_person, person_days
from readiness.foundation.database import reading
from readiness.foundation.temporal import Question
from readiness.foundation.turns import in_turn


def course(
    clause: AdoptedClause,
    place: tuple[int, str],
    person_id: int | None,
    asked: tuple[Question, Measure],
    most: int,
) -> list[Run]:
    """The latest runs at a site, given by number and code, or of a person there; of a clause about people only these.

    As many statements for ten people as for a million.
    """
    (site_id, site_code), (question, measure) = place, asked
    is_of_site = clause.check.subject is Subject.SITE
    if not is_of_site and person_id is None:
        return []
    with reading(), ExitStack() as turn:
        asking = Asking.about([clause], question, measure, [site_code], NOTHING_SUPPOSED)
        if is_of_site or clause.is_bound_by_headcount:
            chosen = subjects.people_of(question, [site_id])
            turn.enter_context(in_turn(is_heavy=is_heavy(chosen)))
            for person in subjects.people(question, asking.asked, chosen):
                count_person(person, asking)
        return (
            _of_site(clause, site_id, asking, most)
            if is_of_site
            else _of_person(clause, site_id, person_id or 0, asking, most)
        )


def _of_site(clause: AdoptedClause, site_id: int, asking: Asking, most: int) -> list[Run]:
    series = asking.series.get(site_id)
    if series is None:
        return []
    judge = partial(judge_site, clause, series, asking)
    days = site_days(clause, series, asking)
    return runs_until(asking.question.as_of, judge, days, asking.measure.due_days, most)


def _of_person(clause: AdoptedClause, site_id: int, person_id: int, asking: Asking, most: int) -> list[Run]:
    series, as_of = asking.series.get(site_id), asking.question.as_of
    found: list[Run] = []
    for person in subjects.people(asking.question, asking.asked, [person_id]):
        if series is not None:
            held = held_by(person, clause, series, asking)
            judge = partial(judge_person, clause, held, series, asking)
            days = person_days(clause, held, series, asking)
            found = runs_until(as_of, judge, days, days_ahead(clause, as_of, asking.measure), most)
    return found
