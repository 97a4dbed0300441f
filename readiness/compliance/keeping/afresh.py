"""Judging sites afresh: whole, or, where only some people's certificates changed, by what that can change.

What is known of a site whole is assessed as anywhere. Of a few certificates only their holders are read: whoever else
works there stands as before, and the site itself is counted by its rolls, in which the rows of these people are
exchanged. Both come to the same findings, by the same functions.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field, replace

from readiness.compliance.checks.clauses import (
    AdoptedClause,
    adopted_clauses,
    asked_by,
    is_counted,
    person_clauses,
)
from readiness.compliance.days.findings import Finding
from readiness.compliance.days.rolls import HEADS, Rolls, Row, exchanged, holder_rows
from readiness.compliance.days.series import SiteSeries, counting, presence, site_series
from readiness.compliance.days.subjects import NO_SITE, PersonFacts
from readiness.compliance.facts import subjects
from readiness.compliance.facts.on_record import reads_of
from readiness.compliance.judging.asking import Asking, Measure
from readiness.compliance.judging.assess import assess, findings_of, person_findings, site_finding
from readiness.compliance.judging.beginning import beginning, begins
from readiness.compliance.keeping import kept_findings
from readiness.compliance.keeping.kept_rolls import (
    forget_rolls,
    keep_rolls,
    kept_rolls,
    lay,
    rolls_for,
)
from readiness.compliance.keeping.kept_rows import StaleSite
from readiness.foundation.database import reading
from readiness.foundation.temporal import Question
from readiness.requirements.queries import ClauseKey, Rules, exemptions


@dataclass(frozen=True, slots=True)
class OfPeople:
    """What is found of some people by some clauses; whatever else is kept by these stays."""

    numbers: Set[str]
    only: Set[ClauseKey]
    findings: Sequence[Finding]


@dataclass(frozen=True, slots=True)
class Judged:
    """What is found of a site by the clauses `only`, or (None) by all.

    `begins`: of what is asked from a day to come. Of people by other clauses: `of_people`.
    """

    site: StaleSite
    only: Set[ClauseKey] | None
    findings: list[Finding] = field(default_factory=list)
    begins: list[Finding] = field(default_factory=list)
    rolls: Rolls = field(default_factory=dict)
    of_people: OfPeople | None = None


def judged(
    question: Question, measure: Measure, rules: Rules, sites: Sequence[StaleSite]
) -> Iterator[Judged]:
    """What is found of each of the sites."""
    whole = []
    for site in sites:
        found = by_few(question, measure, rules, site) if site.kinds and site.people else None
        if found is None:
            whole.append(site)
        else:
            yield found
    if whole:
        yield from _whole(question, measure, rules, whole)


def keep(found: Judged) -> None:
    """Make what was found of a site what is kept of it."""
    site, only = found.site, found.only
    is_site = site.id != NO_SITE.id
    if only is None:
        forget_rolls(site.id)
    if only is None or only:
        kept_findings.replace_findings(site, found.findings, only)
        if is_site:
            kept_findings.replace_standings(site.id, [*found.findings, *found.begins], only)
    if found.of_people is not None:
        of = found.of_people
        kept_findings.replace_findings(site, of.findings, of.only, of.numbers)
        if is_site:
            kept_findings.count_standings(site, of.only)
    keep_rolls(site.id, found.rolls)


def _whole(
    question: Question, measure: Measure, rules: Rules, sites: Sequence[StaleSite]
) -> Sequence[Judged]:
    """All that is asked of sites, or all that sees the kinds of which alone something changed at any of them."""
    only = None
    if all(site.kinds for site in sites):
        kinds = frozenset[str]().union(*(site.kinds for site in sites))
        only = {clause.key for clause in _seeing(kinds, question, measure, rules)}
    found = {site.code: Judged(site, only) for site in sites}
    if only is not None and not only:  # no clause asks for what changed: nobody's facts are read
        return list(found.values())
    with reading():
        asking = Asking.of(question, measure, list(found), only=only)
        for series in asking.series.values():
            series.rolls = found[series.site.code].rolls
            series.rolls.update(rolls_for(asking.clauses))
        for finding in findings_of(asking):
            found[finding.site].findings.append(finding)
    for finding in beginning(question, measure, list(found), only=only):
        found[finding.site].begins.append(finding)
    return list(found.values())


def _seeing(kinds: Set[str], question: Question, measure: Measure, rules: Rules) -> list[AdoptedClause]:
    """The clauses that see certificates of some kinds."""
    counting_kinds = measure.at(question.known).kinds
    return [
        clause
        for clause in adopted_clauses(rules)
        if "rota" in reads_of([clause]) or not kinds.isdisjoint(asked_by([clause], counting_kinds).held)
    ]


def by_few(question: Question, measure: Measure, rules: Rules, site: StaleSite) -> Judged | None:
    """What certificates of few people can change at a site; None where more has to be looked at for it."""
    seeing = _seeing(site.kinds, question, measure, rules)
    only = {clause.key for clause in seeing}
    if begins(question, rules, only):
        return None
    asked = [clause for clause in seeing if clause.is_in_force(question.as_of)]
    of_people = [clause for clause in person_clauses(asked) if not reads_of([clause])]
    keys = {clause.key for clause in of_people}
    judged_site = Judged(site, only - keys)
    counted = [clause for clause in asked if is_counted(clause)]
    rest = [clause.key for clause in asked if clause not in counted and clause not in of_people]
    if rest:
        judged_site.findings.extend(assess(question, measure, [site.code], only=rest))
    asking = _asking([*counted, *of_people], question, measure, site)
    people = list(subjects.people(question, asking.asked, sorted(site.people)))
    if site.id != NO_SITE.id and (counted or any(clause.is_bound_by_headcount for clause in of_people)):
        kept = kept_rolls(site.id, rolls_for(counted))
        if kept is None:
            return None
        series = _counted(kept, people, asking, site)
        judged_site.rolls.update({counted: rows for counted, rows in kept.items() if counted != HEADS})
        judged_site.findings.extend(f for clause in counted for f in site_finding(clause, series, asking))
    found = [finding for person in people for finding in person_findings(of_people, person, asking)]
    numbers = {person.staff_number for person in people}
    return replace(judged_site, of_people=OfPeople(numbers, keys, found) if keys else None)


def _asking(
    clauses: Sequence[AdoptedClause], question: Question, measure: Measure, site: StaleSite
) -> Asking:
    """The question about one place, whose people are not read."""
    measure = measure.at(question.known)
    overrides = subjects.headcount_overrides(question, [site.id])
    series = site_series(subjects.sites_of(question, [site.id]), overrides, {})
    return Asking(
        question,
        measure,
        clauses,
        asked_by(clauses, measure.kinds),
        exemptions(question.known, [site.code]),
        series,
        is_partial=True,
        nowhere=SiteSeries(NO_SITE) if site.id == NO_SITE.id else None,
    )


def _counted(rolls: Rolls, people: Sequence[PersonFacts], asking: Asking, site: StaleSite) -> SiteSeries:
    """The site from day to day by its rolls, in which the rows of these people are exchanged."""
    for counted in rolls.keys() - {HEADS}:
        rows: dict[int, list[Row]] = {person: [] for person in site.people}
        for person in people:
            present = presence(person).get(site.id, [])
            for kind, held, counts in counting(person, present, asking.asked):
                if kind == counted:
                    rows[person.id] += holder_rows(person, held, counts, asking.asked.kinds[kind])
        rolls[counted] = exchanged(rolls[counted], rows)
    series = asking.series[site.id]
    lay(series, rolls, asking.question)
    return series
