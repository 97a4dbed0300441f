"""Standings: how each site stands to each clause about sites on a day, in numbers alone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter

from readiness.compliance import facts
from readiness.compliance.asking import (
    Asking,
    Measure,
    count_person,
    days_ahead,
    exemption_days,
    judge_site,
    site_days,
)
from readiness.compliance.checks import HoldersPerHeadcount
from readiness.compliance.clauses import AdoptedClause, person_clauses, site_clauses
from readiness.compliance.counting import Settled, Window, settled, spells_of
from readiness.compliance.findings import Status
from readiness.compliance.series import SiteSeries
from readiness.compliance.spells import Spell, merged
from readiness.foundation.database import reading
from readiness.foundation.temporal import Question, day_after
from readiness.requirements.queries import ClauseKey


@dataclass(frozen=True, slots=True)
class Standing:
    """How a site stands to a clause on a day, in numbers; what a page of many sites needs."""

    pack: str
    clause: str
    site: str
    status: Status
    need: int | None
    have: int | None


def standings(
    question: Question, measure: Measure, site_codes: Collection[str] | None = None
) -> list[Standing]:
    """How each site that is named (or every one) stands to each clause, from counts made by the database.

    Only those who come or go within the days that make a site 'due' are read one by one.
    """
    return standings_of(counted_asking(question, measure, site_codes))


def standings_of(asking: Asking) -> list[Standing]:
    """The same of a question whose people are counted."""
    days = _days_ahead(asking.question, asking.measure.due_days)
    soon = Spell(day_after(days.from_on), days.until_on)
    clauses = site_clauses(asking.clauses)
    return [
        standing
        for series in asking.series.values()
        for clause in clauses
        if (standing := _standing(clause, series, asking, soon)) is not None
    ]


def _days_ahead(question: Question, days: int) -> Spell:
    return Spell(question.as_of, question.as_of + timedelta(days=days))


def counted_asking(
    question: Question,
    measure: Measure,
    site_codes: Collection[str] | None = None,
    only: Collection[ClauseKey] | None = None,
) -> Asking:
    """The question with the sites' people counted by the database, for the day and the days that make a site 'due'.

    Where something is asked of people by how many there are, for the days that make a person 'due' as well.
    """
    with reading():
        asking = Asking.of(question, measure, site_codes, only=only)
        bound = (each for each in person_clauses(asking.clauses) if each.is_bound_by_headcount)
        ahead = max(
            [asking.measure.due_days, *(days_ahead(each, question.as_of, asking.measure) for each in bound)]
        )
        window = Window(_days_ahead(question, ahead), question.known, asking.site_ids)
        counted = settled(window, asking.asked)
        for person in facts.people(question, asking.asked, sorted(counted.moving)):
            count_person(person, asking)
        _count_renewals(counted, window, asking)
    for series in asking.series.values():
        series.resting = counted.headcounts[series.site.id]
        for kind in asking.asked.kinds:
            series.holders[kind].resting = counted.holders[series.site.id, kind]
    return asking


def _count_renewals(counted: Settled, window: Window, asking: Asking) -> None:
    """The days on which those who stay hold what they do not hold throughout."""
    for person, rows in groupby(spells_of(sorted(counted.renewing), window), key=itemgetter(0)):
        site_id, kinds = counted.renewing[person]
        series = asking.series.get(site_id)
        if series is None:  # the site was taken back
            continue
        held = [(kind, spell) for _person, kind, spell in rows]
        for kind in kinds:
            counting = asking.asked.kinds[kind]
            spells = merged(spell for each, spell in held if each in counting)
            series.holders[kind].count.add(spells)


def _standing(clause: AdoptedClause, series: SiteSeries, asking: Asking, soon: Spell) -> Standing | None:
    verdict = judge_site(clause, series, asking, asking.question.as_of)
    if verdict is None:
        return None
    status = verdict.status
    if status is Status.MET and soon.from_on <= soon.until_on:
        days = {day for day in site_days(clause, series, asking, soon) if soon.holds(day)}
        if not _is_plainly_met(clause, series, asking, days):
            coming = (judge_site(clause, series, asking, day) for day in sorted(days))
            if any(each is not None and each.status is Status.GAP for each in coming):
                status = Status.DUE
    return Standing(*clause.key, series.site.code, status, verdict.need, verdict.have)


def _is_plainly_met(
    clause: AdoptedClause, series: SiteSeries, asking: Asking, days: Collection[date]
) -> bool:
    """Whether the fewest holders of these days are enough for the most people, which spares judging each day."""
    if not days:
        return True
    terms = clause.terms_on(asking.question.as_of)
    if not isinstance(terms, HoldersPerHeadcount) or clause.is_bound_by_headcount:
        return False
    own_days = {*clause.change_days(), *exemption_days(asking.exemption(clause, series.site.code))}
    if not own_days.isdisjoint(days):
        return False
    holders = series.holders[terms.counted]
    return terms.need(max(map(series.headcount_on, days))) <= min(map(holders.on, days))
