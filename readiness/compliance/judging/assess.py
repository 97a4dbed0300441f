"""Findings: every adopted clause held against every subject, on a day, by what was known."""

from collections.abc import Collection, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from itertools import islice

from readiness.compliance.checks import (
    CheckTerms,
    ContinuingEducation,
    EveryoneInRoleHolds,
    HoldersPerHeadcount,
    ProtocolAcknowledged,
)
from readiness.compliance.checks.applicability import applicability
from readiness.compliance.checks.clauses import AdoptedClause, person_clauses, site_clauses
from readiness.compliance.days.findings import Finding, Status, Verdict
from readiness.compliance.days.history import History, history_on
from readiness.compliance.days.records import PersonDay
from readiness.compliance.days.series import PersonSeries, SiteSeries, person_series, presence, unplaced
from readiness.compliance.days.spells import Spell
from readiness.compliance.days.subjects import NO_SITE, PersonFacts, SiteFacts
from readiness.compliance.days.supposing import NOTHING_SUPPOSED, Supposed
from readiness.compliance.facts import subjects
from readiness.compliance.judging.asking import (
    ALWAYS,
    Asking,
    Measure,
    certificate_of,
    count_person,
    days_ahead,
    exempt,
    exemption_days,
    judge_site,
    turning_days,
)
from readiness.compliance.words import sentences
from readiness.compliance.words.clauses import kinds_in_words
from readiness.compliance.words.learning import learning_sentence
from readiness.compliance.words.on_record import on_record_sentence, reading_sentence
from readiness.compliance.words.record_sentences import record_sentence
from readiness.foundation.database import reading
from readiness.foundation.temporal import LAST_DAY, Question
from readiness.foundation.turns import HEAVY_FROM, Turn, in_turn
from readiness.requirements.queries import ClauseKey, Rules

_AT_ONCE = 200
"""After so many people or findings others may have their turn."""


def assess(
    question: Question,
    measure: Measure,
    site_codes: Collection[str] | None = None,
    rules: Rules | None = None,
    supposed: Supposed = NOTHING_SUPPOSED,
    only: Collection[ClauseKey] | None = None,
) -> Iterator[Finding]:
    """Every finding of a day at the sites that are named, or at all: sites first, then people.

    A finding about someone of whom no site is recorded has NO_SITE's code.

    `rules` takes the place of what was adopted, to try out what would be; `supposed` is taken for true beside what
    is recorded. `only`: by these clauses alone.

    The number of queries does not depend on the number of people or sites; memory holds the days
    of the sites' people, never the people themselves.
    """
    with reading():
        yield from findings_of(Asking.of(question, measure, site_codes, rules, supposed, only), supposed)


def findings_of(asking: Asking, supposed: Supposed = NOTHING_SUPPOSED) -> Iterator[Finding]:
    """The same of a question whose people are not counted yet, within a block of `reading`."""
    chosen = None if asking.site_ids is None else subjects.people_of(asking.question, asking.site_ids)
    with (
        in_turn(is_heavy=is_heavy(chosen), is_long=True) as turn,
        closing(_found(asking, supposed, chosen, turn)) as found,
    ):
        while some := list(islice(found, _AT_ONCE)):
            with turn.aside():  # whoever takes them may be slow
                yield from some


def _found(
    asking: Asking, supposed: Supposed, chosen: Sequence[int] | None, turn: Turn
) -> Generator[Finding, None, None]:
    if _counts_people(asking):
        for person in _everyone(asking, supposed, chosen, turn):
            count_person(person, asking)
    for series in asking.series.values():
        for clause in site_clauses(asking.clauses):
            yield from site_finding(clause, series, asking)
    if about_people := person_clauses(asking.clauses):
        for person in _everyone(asking, supposed, chosen, turn):
            yield from person_findings(about_people, person, asking)


def _counts_people(asking: Asking) -> bool:
    """Whether anything is asked of sites, or by how many people one has; or a roll of them is to be kept."""
    bound = [clause for clause in asking.clauses if clause.is_bound_by_headcount]
    kept = [series for series in asking.series.values() if series.rolls is not None]
    return bool(bound or kept or site_clauses(asking.clauses))


def _everyone(
    asking: Asking, supposed: Supposed, chosen: Sequence[int] | None, turn: Turn
) -> Iterator[PersonFacts]:
    """Those who are read, giving way now and then."""
    for place, person in enumerate(subjects.people(asking.question, asking.asked, chosen)):
        if place % _AT_ONCE == 0:
            turn.give_way()
        yield supposed.of(person)


def is_heavy(chosen: Sequence[int] | None) -> bool:
    """Whether so many people are to be read, or (None) everyone, that others would wait for it."""
    return subjects.has_more_people(HEAVY_FROM) if chosen is None else len(chosen) > HEAVY_FROM


def site_finding(clause: AdoptedClause, series: SiteSeries, asking: Asking) -> Iterator[Finding]:
    """How a site stands to a clause; nothing where that is not in force."""
    judge = partial(judge_site, clause, series, asking)
    days = turning_days(clause, series, asking)
    history = history_on(asking.question.as_of, judge, days, asking.measure.due_days)
    if history is not None:
        yield told_of_site(clause, series, asking, history)


def told_of_site(clause: AdoptedClause, series: SiteSeries, asking: Asking, history: History) -> Finding:
    """The finding of how a site stands to a clause that is in force."""
    as_of = asking.question.as_of
    terms = clause.terms_on(as_of)
    assert terms is not None  # noqa: S101
    reason = history.verdict.why
    if not reason and isinstance(terms, HoldersPerHeadcount):
        title = kinds_in_words(terms.certificates, asking.measure.kinds)
        reason = sentences.holders_sentence(terms, title, series, history, as_of)
    elif not reason:
        reason = record_sentence(terms, series, history, as_of) or on_record_sentence(
            terms, series.on(as_of, certificate_of(terms), clause.key), history
        )
    reason = _with_notes(reason, clause, series.site, history.status, as_of)
    return _finding(clause, series.site.code, series.site.code, history, reason)


def _with_notes(reason: str, clause: AdoptedClause, site: SiteFacts, status: Status, as_of: date) -> str:
    """By what is recorded of care near it is asked; and a law's terms are not weakened in silence."""
    if status in {Status.GAP, Status.DUE, Status.MET} and (note := clause.care_note(site, as_of)):
        reason = f"{reason} {note}"
    if clause.own and clause.pack.is_law and clause.asks_less_on(as_of):
        reason = f"{reason} {sentences.asks_less()}"
    return reason


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
        history.verdict.missing,
        history.falls_on,
    )


def person_findings(
    clauses: Sequence[AdoptedClause], person: PersonFacts, asking: Asking
) -> Iterator[Finding]:
    """How someone stands to clauses wherever they work on the day, of the places that are asked about."""
    as_of = asking.question.as_of
    for site_id, present in [*presence(person).items(), (NO_SITE.id, unplaced(person))]:
        series = asking.place(site_id)
        if series is None or not any(spell.holds(as_of) for spell in present):
            continue
        for clause in clauses:
            yield from _person_finding(clause, person, series, asking)


def _person_finding(
    clause: AdoptedClause, person: PersonFacts, at: SiteSeries, asking: Asking
) -> Iterator[Finding]:
    as_of = asking.question.as_of
    terms = clause.terms_on(as_of)
    if terms is None:
        return
    certificate = certificate_of(terms) or ""
    held = held_by(person, clause, at, asking)
    series = held[certificate]
    judge = partial(judge_person, clause, held, at, asking)
    kind = asking.measure.kinds.known(certificate)
    history = history_on(
        as_of, judge, person_days(clause, held, at, asking), days_ahead(clause, as_of, asking.measure)
    )
    if history is None:
        return
    if isinstance(terms, EveryoneInRoleHolds):
        reason = sentences.role_sentence(terms, kind.title, series, history, as_of)
    elif isinstance(terms, ContinuingEducation):
        reason = learning_sentence(terms, series, history, as_of)
    elif isinstance(terms, ProtocolAcknowledged):
        told = _facts_on(terms, series, at, asking, as_of)
        reason = reading_sentence(terms, person.name, told, history)
    else:
        reason = sentences.evidence_sentence(kind.title, series, history)
    if history.verdict.why:
        reason = f"{person.name}: {history.verdict.why}"
    reason = _with_notes(reason, clause, at.site, history.status, as_of)
    yield _finding(clause, at.site.code, person.staff_number, history, reason)


def held_by(
    person: PersonFacts, clause: AdoptedClause, at: SiteSeries, asking: Asking
) -> dict[str, PersonSeries]:
    """Someone's days at a site for each kind that the clause asks for: other terms of it may ask for others."""
    return {
        code: person_series(person, at.site.id, asking.asked.kinds.get(code, ()))
        for code in certificates_of(clause)
    }


def certificates_of(clause: AdoptedClause) -> Sequence[str]:
    """The kinds that any of its terms ask for; '' where some may ask for none."""
    needed = clause.check.terms.model_fields.get("certificate")
    return clause.certificates if needed is not None and needed.is_required() else (*clause.certificates, "")


def judge_person(
    clause: AdoptedClause, held: Mapping[str, PersonSeries], at: SiteSeries, asking: Asking, day: date
) -> Verdict | None:
    """How someone at a site stands to a clause on one day, by what they hold of each kind that it asks for."""
    terms = clause.terms_on(day)
    if terms is None:
        return None
    series = held[certificate_of(terms) or ""]
    facts_of_day = _facts_on(terms, series, at, asking, day)
    verdict = None if facts_of_day is None else clause.check.judge(terms, facts_of_day)
    if verdict is None:
        return None
    not_asked = applicability(clause, at.site, day, partial(at.headcount_on, day))
    exempted = exempt(asking.exemption(clause, at.site.code, series.person.staff_number), day)
    return not_asked or exempted or verdict


def _facts_on(
    terms: CheckTerms, series: PersonSeries, at: SiteSeries, asking: Asking, day: date
) -> PersonDay | None:
    """What the check is told of a person on a day; None while they do not work there."""
    by_number = bool(getattr(terms, "number_is_evidence", False))
    found = series.on(day, number_is_evidence=by_number)
    if found is None or not terms.reads:
        return found
    read = asking.acknowledged.get(series.person.id, ())
    return replace(found, protocols=at.records.on_record.protocols, acknowledged=read)


def person_days(
    clause: AdoptedClause, held: Mapping[str, PersonSeries], at: SiteSeries, asking: Asking
) -> Iterator[date]:
    """Every day on which the verdict of the person may change."""
    yield from clause.change_days()
    for series in held.values():
        yield from series.change_days()
    yield from clause.care_days(at.site)
    yield from exemption_days(asking.exemption(clause, at.site.code, series.person.staff_number))
    if clause.is_bound_by_headcount:
        yield from at.headcount_days(ALWAYS)
    for terms_from in clause.change_days():
        terms = clause.terms_on(terms_from)
        if terms is not None:
            series = next(iter(held.values()))
            yield from terms.person_days([each.from_on for each in series.employed], series.person.learned)
            issued = (each.spell.from_on for every in held.values() for each in every.certificates)
            yield from terms.holding_days(sorted(set(issued)))
            yield from _reading_days(terms, series, at, asking)
        if isinstance(terms, EveryoneInRoleHolds):
            yield from _deadlines(series.employed, terms.within_days)


def _reading_days(terms: CheckTerms, series: PersonSeries, at: SiteSeries, asking: Asking) -> Iterator[date]:
    """The days on which what was read comes to count, or is missed."""
    if terms.reads:
        began = [each.from_on for each in (*series.employed, *(role.spell for role in series.memberships))]
        read = asking.acknowledged.get(series.person.id, ())
        yield from terms.reading_days(at.records.on_record.protocols, began, read)


def _deadlines(employed: Sequence[Spell], within_days: int) -> Iterator[date]:
    """The first days on which those who joined have no more time."""
    for spell in employed:
        if (LAST_DAY - spell.from_on).days > within_days + 1:
            yield spell.from_on + timedelta(days=within_days + 1)
