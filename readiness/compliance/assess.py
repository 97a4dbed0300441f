"""Findings: every adopted clause held against every subject, on a day, by what was known."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from readiness.compliance import facts, sentences
from readiness.compliance.checks import (
    CheckTerms,
    EveryoneInRoleHolds,
    ExercisesInWindow,
    HoldersPerHeadcount,
)
from readiness.compliance.clauses import (
    AdoptedClause,
    adopted_clauses,
    applicability,
    asked_by,
    person_clauses,
    site_clauses,
)
from readiness.compliance.findings import Finding, Status, Verdict
from readiness.compliance.history import History, history_on
from readiness.compliance.series import PersonSeries, SiteSeries, person_series, presence, site_series
from readiness.compliance.spells import Spell
from readiness.compliance.subjects import Asked, Counts, PersonFacts
from readiness.foundation.database import reading
from readiness.foundation.temporal import FIRST_DAY, LAST_DAY, Question, day_after
from readiness.requirements.queries import ExemptionKey, ExemptionSpell, adopted_packs, exemptions
from readiness.standards.certificate_kinds import CertificateKinds


@dataclass(frozen=True, slots=True)
class Measure:
    """By what the organisation measures: its certificate kinds, and how far ahead a site's count is 'due'."""

    kinds: CertificateKinds
    due_days: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How a site stands to a clause on a day, in numbers; what a page of many sites needs."""

    pack: str
    clause: str
    site: str
    status: Status
    need: int | None
    have: int | None


ALWAYS = Spell(FIRST_DAY, LAST_DAY)

Exemptions = dict[ExemptionKey, list[ExemptionSpell]]


@dataclass(frozen=True)
class _Asking:
    """One question with all that is needed to answer it."""

    question: Question
    measure: Measure
    clauses: Sequence[AdoptedClause]
    asked: Asked
    exempted: Exemptions
    series: dict[int, SiteSeries]

    @classmethod
    def of(cls, question: Question, measure: Measure, site_code: str | None) -> "_Asking":
        clauses = [
            clause
            for clause in adopted_clauses(adopted_packs(question.known))
            if clause.terms_on(question.as_of) is not None
        ]
        series = site_series(
            facts.all_sites(question, site_code),
            facts.headcount_overrides(question),
            facts.held_exercises(question),
        )
        return cls(
            question,
            measure,
            clauses,
            asked_by(clauses, measure.kinds),
            exemptions(question.known),
            series,
        )

    def exemption(self, clause: AdoptedClause, site: str, person: str = "") -> Sequence[ExemptionSpell]:
        return self.exempted.get((clause.pack.id, clause.clause.id, site, person), ())


def assess(question: Question, measure: Measure, site_code: str | None = None) -> Iterator[Finding]:
    """Every finding of a day, one after the other: sites first, then people.

    The number of queries does not depend on the number of people or sites; memory holds the days
    of the sites' people, never the people themselves.
    """
    with reading():
        asking = _Asking.of(question, measure, site_code)
        for person in facts.people(question, asking.asked):
            _count(person, asking)
        for series in asking.series.values():
            for clause in site_clauses(asking.clauses):
                yield from _site_finding(clause, series, asking)
        about_people = person_clauses(asking.clauses)
        if about_people:
            for person in facts.people(question, asking.asked):
                yield from _person_findings(about_people, person, asking)


def standings(question: Question, measure: Measure, site_code: str | None = None) -> list[Standing]:
    """How each site stands to each clause about sites, from counts made by the database.

    Only those who come, go or lapse within the days that make a site 'due' are read one by one.
    """
    with reading():
        asking = _Asking.of(question, measure, site_code)
        soon = Spell(day_after(question.as_of), question.as_of + timedelta(days=measure.due_days))
        counts = facts.counts_on(question, asking.asked)
        for person in facts.people(question, asking.asked, facts.Selection(question.as_of, soon.until_on)):
            _count(person, asking)
    found = []
    for series in asking.series.values():
        _rest(series, counts, asking.asked, question.as_of)
        for clause in site_clauses(asking.clauses):
            judge = partial(_judge_site, clause, series, asking)
            days = [day for day in _site_days(clause, series, asking, soon) if soon.holds(day)]
            history = history_on(question.as_of, judge, [question.as_of, *days], measure.due_days)
            if history is not None:
                verdict = history.verdict
                found.append(
                    Standing(
                        clause.pack.id,
                        clause.clause.id,
                        series.site.code,
                        history.status,
                        verdict.need,
                        verdict.have,
                    )
                )
    return found


def _count(person: PersonFacts, asking: _Asking) -> None:
    for site_id in {membership.site_id for membership in person.memberships}:
        series = asking.series.get(site_id)
        if series is not None:
            series.add(person, asking.asked, asking.question.as_of)


def _rest(series: SiteSeries, counts: Counts, asked: Asked, as_of: date) -> None:
    """Those who were counted but do not move: the same number on every day that is looked at."""
    series.resting = counts.headcounts.get(series.site.id, 0) - series.headcount.on(as_of)
    for kind in asked.kinds:
        holders = series.holders[kind]
        holders.resting = counts.holders.get((series.site.id, kind), 0) - holders.count.on(as_of)


def _certificate(terms: CheckTerms) -> str | None:
    certificate: str | None = getattr(terms, "certificate", None)
    return certificate


def _exempt(spells: Iterable[ExemptionSpell], day: date) -> Verdict | None:
    for spell in spells:
        if spell.from_on <= day <= spell.until_on:
            return Verdict(Status.EXEMPTED, why=spell.reason)
    return None


def _exemption_days(spells: Iterable[ExemptionSpell]) -> Iterator[date]:
    for spell in spells:
        yield spell.from_on
        yield day_after(spell.until_on)


def _judge_site(clause: AdoptedClause, series: SiteSeries, asking: _Asking, day: date) -> Verdict | None:
    terms = clause.terms_on(day)
    if terms is None:
        return None
    not_asked = applicability(clause, series.site, partial(series.headcount_on, day))
    if not_asked is not None:
        return not_asked
    exempted = _exempt(asking.exemption(clause, series.site.code), day)
    return exempted or clause.check.judge(terms, series.on(day, _certificate(terms)))


def _site_days(
    clause: AdoptedClause, series: SiteSeries, asking: _Asking, within: Spell = ALWAYS
) -> Iterator[date]:
    """Every day within a spell on which the verdict of the site may change."""
    yield from clause.change_days()
    yield from series.headcount_days(within)
    for certificate in clause.certificates:
        yield from series.holders[certificate].count.change_days(within)
    yield from clause.exercise_days([exercise.held_on for exercise in series.exercises])
    yield from _exemption_days(asking.exemption(clause, series.site.code))


def _site_finding(clause: AdoptedClause, series: SiteSeries, asking: _Asking) -> Iterator[Finding]:
    as_of = asking.question.as_of
    judge = partial(_judge_site, clause, series, asking)
    history = history_on(as_of, judge, _site_days(clause, series, asking), asking.measure.due_days)
    terms = clause.terms_on(as_of)
    if history is None or terms is None:
        return
    reason = history.verdict.why
    if not reason and isinstance(terms, HoldersPerHeadcount):
        title = asking.measure.kinds[terms.certificate].title
        reason = sentences.holders_sentence(terms, title, series, history, as_of)
    elif not reason and isinstance(terms, ExercisesInWindow):
        reason = sentences.exercises_sentence(terms, series, history, as_of)
    yield _finding(clause, series.site.code, series.site.code, history, reason)


def _finding(clause: AdoptedClause, site: str, subject: str, history: History, reason: str) -> Finding:
    return Finding(
        clause.pack.id,
        clause.clause,
        site,
        subject,
        history.status,
        history.verdict.need,
        history.verdict.have,
        reason,
        history.since,
        history.due_on,
    )


def _person_findings(
    clauses: Sequence[AdoptedClause], person: PersonFacts, asking: _Asking
) -> Iterator[Finding]:
    as_of = asking.question.as_of
    for site_id, present in presence(person).items():
        series = asking.series.get(site_id)
        if series is None or not any(spell.holds(as_of) for spell in present):
            continue
        for clause in clauses:
            yield from _person_finding(clause, person, series, asking)


def _person_finding(
    clause: AdoptedClause, person: PersonFacts, at: SiteSeries, asking: _Asking
) -> Iterator[Finding]:
    as_of = asking.question.as_of
    terms = clause.terms_on(as_of)
    certificate = _certificate(terms) if terms is not None else None
    if terms is None or certificate is None:
        return
    series = person_series(
        person,
        at.site.id,
        asking.asked.kinds[certificate],
        number_is_evidence=bool(getattr(terms, "number_is_evidence", False)),
    )
    judge = partial(_judge_person, clause, series, at, asking)
    kind = asking.measure.kinds[certificate]
    history = history_on(as_of, judge, _person_days(clause, series, at, asking), kind.renewal_days)
    if history is None:
        return
    if isinstance(terms, EveryoneInRoleHolds):
        reason = sentences.role_sentence(kind.title, series, history, as_of)
    else:
        reason = sentences.evidence_sentence(kind.title, series, history)
    if history.status in {Status.EXEMPTED, Status.NOT_APPLICABLE}:
        reason = f"{person.name}: {history.verdict.why}"
    yield _finding(clause, at.site.code, person.staff_number, history, reason)


def _judge_person(
    clause: AdoptedClause, series: PersonSeries, at: SiteSeries, asking: _Asking, day: date
) -> Verdict | None:
    terms = clause.terms_on(day)
    facts_of_day = series.on(day)
    if terms is None or facts_of_day is None:
        return None
    verdict = clause.check.judge(terms, facts_of_day)
    if verdict is None:
        return None
    not_asked = applicability(clause, at.site, partial(at.headcount_on, day))
    exempted = _exempt(asking.exemption(clause, at.site.code, series.person.staff_number), day)
    return not_asked or exempted or verdict


def _person_days(
    clause: AdoptedClause, series: PersonSeries, at: SiteSeries, asking: _Asking
) -> Iterator[date]:
    """Every day on which the verdict of the person may change."""
    yield from clause.change_days()
    yield from series.change_days()
    yield from _exemption_days(asking.exemption(clause, at.site.code, series.person.staff_number))
    applies = clause.clause.applies
    if applies.headcount_from is not None or applies.headcount_to is not None:
        yield from at.headcount_days(ALWAYS)
    for terms_from in clause.change_days():
        terms = clause.terms_on(terms_from)
        if isinstance(terms, EveryoneInRoleHolds):
            yield from _deadlines(series.employed, terms.within_days)


def _deadlines(employed: Sequence[Spell], within_days: int) -> Iterator[date]:
    """The first days on which those who joined have no more time."""
    for spell in employed:
        if (LAST_DAY - spell.from_on).days > within_days + 1:
            yield spell.from_on + timedelta(days=within_days + 1)
