"""Standings: how each site stands to each clause about sites on a day, in numbers alone."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from readiness.compliance.checks import HoldersPerHeadcount
from readiness.compliance.checks.clauses import AdoptedClause, person_clauses, site_clauses
from readiness.compliance.days.findings import Status
from readiness.compliance.days.history import Stood, stood_on
from readiness.compliance.days.series import SiteSeries
from readiness.compliance.days.spells import Spell
from readiness.compliance.days.supposing import NOTHING_SUPPOSED, Supposed
from readiness.compliance.facts import subjects
from readiness.compliance.facts.counting import Window, settled
from readiness.compliance.facts.learned import ids_of
from readiness.compliance.facts.turnover import heads, holders, read_apart
from readiness.compliance.judging.asking import (
    Asking,
    Measure,
    count_person,
    days_ahead,
    judge_site,
    site_days,
)
from readiness.foundation.database import reading
from readiness.foundation.temporal import LAST_DAY, Question, day_after
from readiness.requirements.queries import ClauseKey, Rules


@dataclass(frozen=True, slots=True)
class Standing:
    """How a site stands to a clause on a day, in numbers; what a page of many sites needs.

    `due_on`: the first day on which it will be a gap, of the days that were looked at. `falls_on`: as Finding has it.
    """

    pack: str
    clause: str
    site: str
    status: Status
    need: int | None
    have: int | None
    due_on: date | None = None
    falls_on: date = LAST_DAY


def standings(
    question: Question, measure: Measure, site_codes: Collection[str] | None = None
) -> list[Standing]:
    """How each site that is named (or every one) stands to each clause, from counts made by the database.

    It looks as far ahead as makes a site 'due'.
    """
    return standings_of(counted_asking(question, measure, site_codes))


def standings_of(asking: Asking, ahead: int = 0) -> list[Standing]:
    """The same of a question whose people are counted; it looks so many days ahead, if that is further."""
    return [
        Standing(
            *clause.key,
            at.site.code,
            stood.status,
            stood.verdict.need,
            stood.verdict.have,
            stood.due_on,
            stood.falls_on,
        )
        for at, clause, stood in sites_stood(asking, ahead)
    ]


class SiteStood(NamedTuple):
    """How a site stands to a clause."""

    at: SiteSeries
    clause: AdoptedClause
    stood: Stood


def sites_stood(asking: Asking, ahead: int = 0) -> Iterator[SiteStood]:
    """The same with verdicts, site by site."""
    due_days = asking.measure.due_days
    days = _days_ahead(asking.question, max(due_days, ahead))
    soon = Spell(day_after(days.from_on), days.until_on)
    clauses = site_clauses(asking.clauses)
    for series in asking.series.values():
        for clause in clauses:
            judge = partial(judge_site, clause, series, asking)
            stood = stood_on(days.from_on, judge, _may_fall(clause, series, asking, soon), due_days, ahead)
            if stood is not None:
                yield SiteStood(series, clause, stood)


def _days_ahead(question: Question, days: int) -> Spell:
    return Spell(question.as_of, question.as_of + timedelta(days=days))


def counted_asking(
    question: Question,
    measure: Measure,
    site_codes: Collection[str] | None = None,
    only: Collection[ClauseKey] | None = None,
    ahead: int = 0,
    rules: Rules | None = None,
    supposed: Supposed = NOTHING_SUPPOSED,
) -> Asking:
    """The question with the sites' people counted by the database, for the day and the days that make a site 'due'.

    Where something is asked of people by how many there are, for the days that make a person 'due' as well; and for
    so many days `ahead`, if those are more. `only`, `rules`, `supposed`: as an assessment takes them.
    """
    with reading():
        asking = Asking.of(question, measure, site_codes, rules, supposed, only)
        count(asking, ahead, supposed)
    return asking


def count(asking: Asking, ahead: int = 0, supposed: Supposed = NOTHING_SUPPOSED) -> None:
    """Count the people of a question that is not counted yet."""
    question = asking.question
    bound = (each for each in person_clauses(asking.clauses) if each.is_bound_by_headcount)
    most = max(
        asking.measure.due_days,
        ahead,
        *(days_ahead(each, question.as_of, asking.measure) for each in bound),
    )
    window = Window(_days_ahead(question, most), question.known, asking.site_ids)
    others = ids_of(supposed.people)
    if window.is_one_day and not others:
        _count_day(asking, window)
    else:
        _count_days(asking, window, others, supposed)


def _count_day(asking: Asking, window: Window) -> None:
    """How many there are and hold what on one day."""
    counted = settled(window, asking.asked)
    _count_apart(asking, sorted(counted.moving))
    for series in asking.series.values():
        series.resting = counted.headcounts[series.site.id]
        for kind in asking.asked.kinds:
            series.holders[kind].resting = counted.holders[series.site.id, kind]


def _count_days(asking: Asking, window: Window, others: Sequence[int], supposed: Supposed) -> None:
    """The same on each day of a window: most stay through all of it, and the others are counted by their days.

    `others`: of whom something is supposed.
    """
    apart = sorted({*read_apart(window), *others})
    _count_apart(asking, apart, supposed)
    for site_id, days, count in heads(window, apart):
        if series := asking.series.get(site_id):  # else the site was taken back
            if days == window.days:
                series.resting += count
            else:
                series.headcount.add([days], count)
    for site_id, kind, days, count in holders(window, asking.asked, apart):
        if series := asking.series.get(site_id):
            if days == window.days:
                series.holders[kind].resting += count
            else:
                series.holders[kind].count.add([days], count)


def _count_apart(asking: Asking, people: Sequence[int], supposed: Supposed = NOTHING_SUPPOSED) -> None:
    for person in subjects.people(asking.question, asking.asked, people) if people else ():
        count_person(supposed.of(person), asking)


def _may_fall(clause: AdoptedClause, series: SiteSeries, asking: Asking, soon: Spell) -> Iterator[date]:
    """The days among which the first gap within a spell is, if there is one; asked for only if the day has none.

    Of holders it is known without judging a day that it is no gap: enough are there for those who work there.
    """
    if soon.from_on > soon.until_on or _stay_enough(clause, series, soon):
        return
    days: Iterable[date] = (day for day in site_days(clause, series, asking, soon) if soon.holds(day))
    for day in days:
        terms = clause.terms_on(day)
        if not isinstance(terms, HoldersPerHeadcount) or not _are_enough(terms, series, day):
            yield day


def _stay_enough(clause: AdoptedClause, series: SiteSeries, soon: Spell) -> bool:
    """Whether those who hold throughout are enough for all who ever work there in these days."""
    terms = clause.terms_on(soon.from_on)
    if (
        not isinstance(terms, HoldersPerHeadcount)
        or series.overrides
        or any(map(soon.holds, clause.change_days()))
    ):
        return False
    most = series.resting + len(series.headcount.starts)
    return series.holders[terms.counted].resting >= terms.need(most)


def _are_enough(terms: HoldersPerHeadcount, series: SiteSeries, day: date) -> bool:
    return series.holders[terms.counted].on(day) >= terms.need(series.headcount_on(day))
