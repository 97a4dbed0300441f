"""A year as it is to be planned, from what is known: which sites are asked what, when they are open, what stands."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from readiness.compliance.checks.applicability import applicability
from readiness.compliance.checks.clauses import AdoptedClause, site_clauses
from readiness.compliance.days.records import HeldExercise
from readiness.compliance.days.series import SiteSeries
from readiness.compliance.judging.asking import Asking, Measure, exempt
from readiness.compliance.judging.standings import counted_asking
from readiness.foundation.temporal import Question
from readiness.planning.constraints import Constraints
from readiness.planning.lines import EVERY_SITE
from readiness.planning.needs import forms_for, needs_of, rule_of
from readiness.planning.open_days import Place, closed_days, every_day
from readiness.planning.opening import open_shifts
from readiness.planning.queries import class_days, planned_exercises, shared_sites
from readiness.planning.shapes import Need, PlannedDate, Quarterly, Rule, SiteYear, Team, Year


@dataclass(frozen=True, slots=True)
class Span:
    """The days that are planned, from the first to the last; `site_codes` None: every site."""

    first_on: date
    last_on: date
    site_codes: Collection[str] | None = None


def year_of(question: Question, measure: Measure, span: Span, constraints: Constraints) -> Year:
    """All that is to be planned; in as many queries whatever the number of sites."""
    asking = counted_asking(question, measure, span.site_codes)
    planned = planned_exercises(question, span.first_on, span.last_on)
    classes = class_days(question, span.first_on, span.last_on)
    needs: dict[tuple[Rule, ...], tuple[Need, ...]] = {}
    sites = []
    for series in asking.series.values():
        rules = tuple(_rules_at(series, asking, span))
        if rules not in needs:
            needs[rules] = tuple(
                need for rule in rules for need in needs_of(rule, span.first_on, span.last_on)
            )
        standing = [*series.records.exercises, *planned.get(series.site.id, ())]
        place = _Place(series, rules, needs[rules], standing, classes.get(series.site.id, {}))
        sites.append(_site_year(place, span, constraints, question.as_of))
    codes = {series.site.id: series.site.code for series in asking.series.values()}
    return Year(
        sites,
        _teams(constraints, codes.values()),
        _quarterly(constraints, question, span, codes),
    )


@dataclass(frozen=True, slots=True)
class _Place:
    series: SiteSeries
    rules: tuple[Rule, ...]
    needs: tuple[Need, ...]
    standing: Sequence[HeldExercise]
    classes: Mapping[date, str]


def _site_year(place: _Place, span: Span, constraints: Constraints, today: date) -> SiteYear:
    site = place.series.site
    where = Place(site.code, site.country, site.region)
    closed = closed_days(where, span.first_on, span.last_on, constraints, place.classes)
    days = tuple(day for day in every_day(span.first_on, span.last_on) if day not in closed and day > today)
    repeating = [
        PlannedDate(site.code, day, each.form, repeats=True)
        for each in constraints.repeating
        if site.code in each.sites or "*" in each.sites
        for day in each.days(span.first_on, span.last_on)
    ]
    forms = tuple(forms_for(place.rules, [shift.name for shift in constraints.shifts]))
    return SiteYear(
        site.code, days, place.needs, forms, place.standing, repeating, closed, place.rules,
        open_shifts(constraints.opening, constraints.shifts, site.code),
    )  # fmt: skip


def _rules_at(series: SiteSeries, asking: Asking, span: Span) -> list[Rule]:
    """The rules that are asked of a site in the middle of the span, and of which it is not exempted."""
    day = span.first_on + (span.last_on - span.first_on) // 2
    found = []
    for clause in site_clauses(asking.clauses):
        rule = _rule(clause, day)
        if rule is not None and _is_asked(clause, series, asking, day):
            found.append(rule)
    return found


def _rule(clause: AdoptedClause, day: date) -> Rule | None:
    terms = clause.terms_on(day)
    return None if terms is None else rule_of("/".join(clause.key), clause.clause.title, terms)


def _is_asked(clause: AdoptedClause, series: SiteSeries, asking: Asking, day: date) -> bool:
    """Whether it applies. What cannot be told is planned for: better one exercise too many than a gap."""
    headcount = partial(series.headcount_on, asking.question.as_of)
    not_asked = applicability(clause, series.site, day, headcount)
    is_exempted = exempt(asking.exemption(clause, series.site.code), day) is not None
    applies = not_asked is None or not_asked.status.value == "cannot_tell"
    return applies and not is_exempted and headcount() > 0


def _teams(constraints: Constraints, codes: Collection[str]) -> list[Team]:
    known = frozenset(codes)
    return [
        Team(each.name, known if EVERY_SITE in each.sites else known.intersection(each.sites), each.a_day)
        for each in constraints.teams
    ]


def _quarterly(
    constraints: Constraints, question: Question, span: Span, codes: Mapping[int, str]
) -> list[Quarterly]:
    most = constraints.most_a_quarter
    if most is None:
        return []
    shared = shared_sites(question, list(codes), span.first_on, span.last_on)
    groups = [frozenset(codes[each] for each in group if each in codes) for group in shared]
    alone = [frozenset({code}) for code in codes.values()]
    return [Quarterly(group, most) for group in [*alone, *sorted(groups, key=sorted)]]
