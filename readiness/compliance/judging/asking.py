"""One question with all that is needed to answer it of sites: their clauses, exemptions, and days."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import pairwise

from readiness.compliance.checks import CheckTerms, HoldersPerHeadcount, Subject
from readiness.compliance.checks.applicability import applicability
from readiness.compliance.checks.clauses import (
    AdoptedClause,
    adopted_clauses,
    asked_by,
    is_counted,
)
from readiness.compliance.days.findings import Status, Verdict
from readiness.compliance.days.records import NOTHING_DONE, Acknowledged
from readiness.compliance.days.series import SiteSeries, site_series
from readiness.compliance.days.spells import Spell, along
from readiness.compliance.days.subjects import NO_SITE, Asked, PersonFacts
from readiness.compliance.days.supposing import NEW_SITE, NOTHING_SUPPOSED, Supposed
from readiness.compliance.facts import subjects
from readiness.compliance.facts.on_record import reads_of, records_of
from readiness.compliance.facts.protocols import acknowledgements
from readiness.compliance.words.sentences import exempted_sentence
from readiness.foundation.temporal import FIRST_DAY, LAST_DAY, Knowledge, Question, day_after
from readiness.requirements.queries import (
    ClauseKey,
    ExemptionKey,
    ExemptionSpell,
    Rules,
    exemptions,
    rules_known,
)
from readiness.standards.certificate_kinds import CertificateKinds

ALWAYS = Spell(FIRST_DAY, LAST_DAY)

Exemptions = dict[ExemptionKey, list[ExemptionSpell]]


@dataclass(frozen=True, slots=True)
class Measure:
    """By what the organisation measures: its certificate kinds, and how far ahead a site's count is 'due'.

    `before`: by what it measured until which change, the first ones first.
    """

    kinds: CertificateKinds
    due_days: int
    before: "tuple[tuple[int, Measure], ...]" = field(default=(), repr=False)

    def at(self, known: Knowledge) -> "Measure":
        """By what was measured as far as was known: an answer about June by June's knowledge stays what it was."""
        return next((earlier for change, earlier in self.before if known.number < change), self)


@dataclass(frozen=True)
class Asking:
    """A question about some sites. `series` holds only those sites; `is_partial`: there are others.

    `nowhere` stands for the place of those of whom no site is recorded; None where they are not asked about.
    """

    question: Question
    measure: Measure
    clauses: Sequence[AdoptedClause]
    asked: Asked
    exempted: Exemptions
    series: dict[int, SiteSeries]
    is_partial: bool
    nowhere: SiteSeries | None = None
    acknowledged: Mapping[int, Sequence[Acknowledged]] = field(default_factory=dict)
    """By person, which texts they have read, where that is asked for."""

    @classmethod
    def of(
        cls,
        question: Question,
        measure: Measure,
        site_codes: Collection[str] | None,
        rules: Rules | None = None,
        supposed: Supposed = NOTHING_SUPPOSED,
        only: Collection[ClauseKey] | None = None,
    ) -> "Asking":
        """What is asked of the sites that are named, or of every site, by the measure of what was known.

        `rules` take the place of what was adopted.

        The code of NO_SITE among them asks of those of whom no site is recorded. `supposed` is taken for true.
        `only`: by these clauses alone.
        """
        clauses = [
            clause
            for clause in adopted_clauses(rules or rules_known(question.known))
            if clause.is_in_force(question.as_of) and (only is None or clause.key in only)
        ]
        return cls.about(clauses, question, measure, site_codes, supposed)

    @classmethod
    def about(
        cls,
        clauses: Sequence[AdoptedClause],
        question: Question,
        measure: Measure,
        site_codes: Collection[str] | None,
        supposed: Supposed,
    ) -> "Asking":
        """The same about some clauses, in force on the day or not; a site that is supposed to open is among them."""
        measure = measure.at(question.known)
        sites = subjects.all_sites(question, site_codes)
        is_partial = site_codes is not None
        chosen = [site.id for site in sites] if is_partial else None
        asked, reads = asked_by(clauses, measure.kinds), reads_of(clauses)
        has_nowhere = site_codes is None or NO_SITE.code in site_codes
        opening = [] if supposed.opening is None else [supposed.opening.site]
        places = [*sites, *opening, *([NO_SITE] if has_nowhere else [])]
        records = records_of(question, places, asked, reads, is_partial=is_partial, supposed=supposed)
        series = site_series(sites, subjects.headcount_overrides(question, chosen), records)
        if supposed.opening is not None:
            series[NEW_SITE] = supposed.opening.series(records.get(NEW_SITE, NOTHING_DONE))
        for each in series.values():
            supposed.at(each)
        return cls(
            question,
            measure,
            clauses,
            asked,
            exemptions(question.known),
            series,
            is_partial,
            SiteSeries(NO_SITE, records=records.get(NO_SITE.id, NOTHING_DONE)) if has_nowhere else None,
            acknowledgements(question) if "acknowledged" in reads else {},
        )

    @property
    def site_ids(self) -> list[int] | None:
        """The sites that are asked about, NO_SITE among them; None: all of them."""
        if not self.is_partial:
            return None
        return [*self.series, NO_SITE.id] if self.nowhere else list(self.series)

    def place(self, site_id: int) -> SiteSeries | None:
        """A site, or NO_SITE; None where it is not asked about."""
        return self.nowhere if site_id == NO_SITE.id else self.series.get(site_id)

    def exemption(self, clause: AdoptedClause, site: str, person: str = "") -> Sequence[ExemptionSpell]:
        return self.exempted.get((*clause.key, site, person), ()) if self.exempted else ()


def count_person(person: PersonFacts, asking: Asking) -> None:
    """Add a person's days to each of the sites that are asked about."""
    for site_id in {membership.site_id for membership in person.memberships}:
        series = asking.series.get(site_id)
        if series is not None:
            series.add(person, asking.asked, asking.question.as_of)


def certificate_of(terms: CheckTerms) -> str | None:
    """The certificate kind that terms ask for, or several of which one is enough; None where they ask for none."""
    return terms.counted


def days_ahead(clause: AdoptedClause, as_of: date, measure: Measure) -> int:
    """So many days before it becomes a gap, what a clause asks for is 'due'."""
    terms = clause.terms_on(as_of)
    certificate = certificate_of(terms) if terms is not None else None
    if clause.check.subject is Subject.SITE or not certificate:
        return measure.due_days
    return measure.kinds.known(certificate).renewal_days


def exempt(spells: Iterable[ExemptionSpell], day: date) -> Verdict | None:
    """The verdict of someone who is exempted on a day; None where they are not."""
    for spell in spells:
        if spell.from_on <= day <= spell.until_on:
            why = exempted_sentence(spell.until_on, spell.reason, spell.granted_by)
            return Verdict(Status.EXEMPTED, why=why)
    return None


def exemption_days(spells: Iterable[ExemptionSpell]) -> Iterator[date]:
    """The days on which an exemption begins, or holds no more."""
    for spell in spells:
        yield spell.from_on
        yield day_after(spell.until_on)


def judge_site(clause: AdoptedClause, series: SiteSeries, asking: Asking, day: date) -> Verdict | None:
    """How a site stands to a clause on one day; None where the clause is not in force."""
    terms = clause.terms_on(day)
    if terms is None:
        return None
    not_asked = applicability(clause, series.site, day, partial(series.headcount_on, day))
    if not_asked is not None:
        return not_asked
    exempted = exempt(asking.exemption(clause, series.site.code), day)
    day_of_site = series.on(day, certificate_of(terms), clause.key, clause.asked_from)
    return exempted or clause.check.judge(terms, day_of_site)


def is_asked(clause: AdoptedClause, series: SiteSeries, asking: Asking, day: date) -> bool:
    """Whether a clause that is in force asks anything on a day: it applies, nobody let it off, somebody works there."""
    return (
        applicability(clause, series.site, day, partial(series.headcount_on, day)) is None
        and exempt(asking.exemption(clause, series.site.code), day) is None
        and series.headcount_on(day) > 0
    )


def site_days(
    clause: AdoptedClause, series: SiteSeries, asking: Asking, within: Spell = ALWAYS
) -> Iterator[date]:
    """Every day within a spell on which the verdict of the site may change; days outside do no harm."""
    yield from clause.change_days()
    yield from clause.care_days(series.site)
    yield from series.headcount_days(within)
    for certificate in clause.certificates:
        yield from series.holders[certificate].count.change_days(within)
    yield from clause.record_days(series.records)
    yield from clause.period_days(within, asking.question.as_of)
    yield from exemption_days(asking.exemption(clause, series.site.code))


def turning_days(clause: AdoptedClause, series: SiteSeries, asking: Asking) -> list[date]:
    """Of the days of `site_days` those on which its status may be another than on the one before, in order.

    Where a clause only counts, most days on which somebody comes or a certificate begins make no difference.
    """
    is_plain = is_counted(clause) and not clause.is_bound_by_headcount and len(clause.certificates) == 1
    if not is_plain or series.overrides or series.resting:
        return sorted(set(site_days(clause, series, asking)))
    own = {
        *clause.text_days(),
        *clause.care_days(series.site),
        *exemption_days(asking.exemption(clause, series.site.code)),
    }
    heads, holders = series.headcount.steps(), series.holders[clause.certificates[0]].count.steps()
    bounds = sorted(day.toordinal() for day in own)
    days = sorted({*bounds, *heads, *holders})
    here, having = along(heads, days), along(holders, days)
    found: list[int] = []
    for start, end in pairwise([0, *(bisect_left(days, bound) for bound in bounds), len(days)]):
        terms = clause.terms_on(date.fromordinal(days[start])) if start < end else None
        some = days[start:end]
        if isinstance(terms, HoldersPerHeadcount):
            enough = terms.enough(here[start:end], having[start:end])
            turned = zip(some[1:], pairwise(enough), strict=True)
            some = [some[0], *(day for day, (was, now) in turned if was is not now)]
        found += some[:1] if terms is None else some
    return list(map(date.fromordinal, found))
