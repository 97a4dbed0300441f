"""What falls short in the days to come if nobody acts: of each site and each person, by the checks themselves."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from itertools import pairwise

from readiness.compliance.checks import (
    CheckTerms,
    EveryoneInRoleHolds,
    HoldersPerHeadcount,
    PeopleSpeak,
    ResponderPerShift,
)
from readiness.compliance.checks.clauses import AdoptedClause, adopted_clauses
from readiness.compliance.days.findings import Status, Verdict
from readiness.compliance.days.series import SiteSeries, person_series, presence, unplaced
from readiness.compliance.days.spells import Spell, merged
from readiness.compliance.days.subjects import NO_SITE, PersonFacts
from readiness.compliance.days.supposing import Supposed
from readiness.compliance.facts import subjects
from readiness.compliance.judging.asking import (
    Asking,
    Measure,
    certificate_of,
    count_person,
    judge_site,
    site_days,
)
from readiness.compliance.judging.assess import certificates_of, judge_person, person_days
from readiness.foundation.database import reading
from readiness.foundation.temporal import Question, day_after, day_before
from readiness.requirements.queries import rules_known
from readiness.training.languages import of_languages
from readiness.training.queries import on_duty_at
from readiness.training.shapes import WEEK, Asked, Demand, Run, put
from readiness.training.shifts import of_shifts


@dataclass(frozen=True)
class Outlook:
    """The days ahead: what falls short on them, and of the sites where anything does, the people."""

    asking: Asking
    days: Spell
    demands: Sequence[Demand]
    people: Mapping[int, PersonFacts] = field(default_factory=dict)

    @property
    def person_days(self) -> int:
        return sum(demand.person_days for demand in self.demands)

    def short(self) -> list[tuple[date, int]]:
        """How many requirements fall short, of sites and people, from each day on which that changes."""
        changes: dict[date, int] = {self.days.from_on: 0}
        for spells in self._short_by_requirement():
            for spell in spells:
                changes[spell.from_on] = changes.get(spell.from_on, 0) + 1
                after = day_after(spell.until_on)
                if after <= self.days.until_on:
                    changes[after] = changes.get(after, 0) - 1
        counts: list[tuple[date, int]] = []
        count = 0
        for day in sorted(changes):
            count += changes[day]
            if not counts or counts[-1][1] != count:
                counts.append((day, count))
        return counts

    def _short_by_requirement(self) -> Iterator[list[Spell]]:
        """The days on which each falls short; of shifts it is told a week ahead."""
        found: dict[Asked, list[Spell]] = defaultdict(list)
        for demand in self.demands:
            before = timedelta(days=WEEK - 1 if demand.slot else 0)
            found[demand.asked] += [
                Spell(max(self.days.from_on, run.days.from_on - before), run.days.until_on)
                for run in demand.runs
            ]
        return map(merged, found.values())


def outlook(question: Question, measure: Measure, last_on: date, supposed: Supposed) -> Outlook:
    """Every day from the one in question to the last, with what is supposed taken for true. Two passes over people."""
    days = Spell(question.as_of, last_on)
    with reading():
        asking = _asking(question, measure, days, supposed)
        for person in map(supposed.of, subjects.people(question, asking.asked)):
            count_person(person, asking)
        demands = [demand for series in asking.series.values() for demand in _of_site(series, asking, days)]
        short = {demand.site_id for demand in demands}
        on_duty = on_duty_at({demand.site_id for demand in demands if demand.slot}, days)
        about_people = [each for each in asking.clauses if each.check.terms is EveryoneInRoleHolds]
        people: dict[int, PersonFacts] = {}
        if short or about_people:
            for person in map(supposed.of, subjects.people(question, asking.asked)):
                own = [each for clause in about_people for each in _of_person(clause, person, asking, days)]
                demands += own
                if own or person.id in on_duty or any(site_id in short for site_id in presence(person)):
                    people[person.id] = person
    return Outlook(asking, days, demands, people)


def _asking(question: Question, measure: Measure, days: Spell, supposed: Supposed) -> Asking:
    """The question about all sites, with each clause that training can meet and that is in force on any of the days."""
    clauses: dict[tuple[str, str], AdoptedClause] = {}
    for clause in adopted_clauses(rules_known(question.known)):
        is_near = clause.from_on <= days.until_on and clause.until_on >= days.from_on
        if is_near and clause.check.terms in (EveryoneInRoleHolds, *_AT_SITES):
            clauses.setdefault(clause.key, clause)
    return Asking.about(list(clauses.values()), question, measure, None, supposed)


def _of_site(series: SiteSeries, asking: Asking, days: Spell) -> Iterator[Demand]:
    for clause in asking.clauses:
        if clause.check.terms in _AT_SITES:
            yield from _AT_SITES[clause.check.terms](clause, series, asking, days)


def _of_headcount(clause: AdoptedClause, series: SiteSeries, asking: Asking, days: Spell) -> Iterator[Demand]:
    judge = partial(judge_site, clause, series, asking)
    runs = runs_of(judge, site_days(clause, series, asking, days), days)
    yield from _demands(clause, series, "", runs)


_AT_SITES: Mapping[type[CheckTerms], Callable[[AdoptedClause, SiteSeries, Asking, Spell], Iterator[Demand]]]
_AT_SITES = {HoldersPerHeadcount: _of_headcount, ResponderPerShift: of_shifts, PeopleSpeak: of_languages}
"""The requirements of sites that training can meet, each with what tells where it falls short."""


def _of_person(clause: AdoptedClause, person: PersonFacts, asking: Asking, days: Spell) -> Iterator[Demand]:
    for site_id in [*presence(person), *([NO_SITE.id] if unplaced(person) else [])]:
        at = asking.place(site_id)
        if at is None:
            continue
        held = {
            code: person_series(person, site_id, asking.asked.kinds.get(code, ()))
            for code in certificates_of(clause)
        }
        judge = partial(judge_person, clause, held, at, asking)
        runs = runs_of(judge, person_days(clause, held, at, asking), days)
        yield from _demands(clause, at, person.staff_number, runs)


def runs_of(judge: Callable[[date], Verdict | None], changes: Iterable[date], days: Spell) -> Iterator[Run]:
    """The days on which something is missing, in order, cut where anything changes."""
    first, last = days
    points = sorted({first, *(day for day in changes if first < day <= last)})
    for day, following in pairwise([*points, day_after(last)]):
        missing = _missing(judge(day))
        if missing:
            yield Run(Spell(day, day_before(following)), missing)


def _missing(verdict: Verdict | None) -> int:
    if verdict is None or verdict.status is not Status.GAP:
        return 0
    return max(0, (verdict.need or 0) - (verdict.have or 0))


def _demands(
    clause: AdoptedClause, at: SiteSeries, staff_number: str, runs: Iterable[Run]
) -> Iterator[Demand]:
    """The runs by the certificate that the terms of their days ask for, which later terms may change."""
    by_kind: dict[tuple[str, int | None], list[Run]] = {}
    for run in runs:
        terms = clause.terms_on(run.days.from_on)
        kind = certificate_of(terms) if terms is not None else None
        if kind:
            new_for = terms.renewed_within_months if isinstance(terms, EveryoneInRoleHolds) else None
            put(by_kind.setdefault((kind, new_for), []), run)
    for (kind, new_for), of_kind in by_kind.items():
        yield Demand(at.site.id, (at.site.code, *clause.key, staff_number), kind, of_kind, new_for)
