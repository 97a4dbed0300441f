"""What stands behind a finding about a site: the certificates that are counted, the exercises that were held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from readiness.certificates.certificate_filter import CertificateFilter
from readiness.certificates.certificate_list import CERTIFICATE_ORDERS, CertificateList, CertificateRow
from readiness.certificates.validity import CertificateStatus
from readiness.compliance.checks import ExercisesInWindow, QuotaByKind
from readiness.compliance.checks.clauses import AdoptedClause, counting_as
from readiness.compliance.days.records import NOTHING_DONE, HeldExercise
from readiness.compliance.facts.exercises import site_records
from readiness.foundation.paging import PageRequest
from readiness.people.models import Site
from readiness.people.selection import Asked, PeopleFilter
from readiness.standards.certificate_kinds import CertificateKind, CertificateKinds

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Holdings:
    """The latest certificates of one kind of those employed at a site, the longest lasting first."""

    kind: CertificateKind
    rows: Sequence[CertificateRow]
    has_more: bool

    @property
    def to_renew_first(self) -> list[CertificateRow]:
        """Those that count no more, or not for long, before those that are well: they are nearest to closing a gap."""
        return sorted(self.rows, key=lambda row: row.status is CertificateStatus.VALID)


@dataclass(frozen=True, slots=True)
class HeldThen:
    """An exercise, and whether it counts on the day."""

    exercise: HeldExercise
    counts: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """The facts that a clause is held against at one site, on the day and by the knowledge asked about."""

    holdings: Sequence[Holdings] = ()
    exercises: Sequence[HeldThen] | None = None


def evidence_for(
    clause: AdoptedClause, people: PeopleFilter, site: Site, asked: Asked, kinds: CertificateKinds
) -> Evidence:
    """What the clause looks at, by its terms of the day: of these people, or of the site."""
    terms = clause.terms_on(asked.question.as_of)
    if isinstance(terms, ExercisesInWindow | QuotaByKind):
        return Evidence(exercises=_exercises(clause, terms, site, asked))
    if terms is None or not terms.counted:
        return Evidence()
    counting = counting_as(terms.counted, kinds)
    return Evidence([_holdings(kinds[code], people, asked, kinds) for code in counting if code in kinds])


def _holdings(kind: CertificateKind, people: PeopleFilter, asked: Asked, kinds: CertificateKinds) -> Holdings:
    sought = CertificateFilter(people, kind.code, is_latest=True)
    request = PageRequest(CERTIFICATE_ORDERS["until"], is_descending=True, size=MOST_SHOWN)
    page = CertificateList(sought, asked, kinds).page(request)
    return Holdings(kind, page.rows, page.after is not None)


def _exercises(
    clause: AdoptedClause, terms: ExercisesInWindow | QuotaByKind, site: Site, asked: Asked
) -> list[HeldThen]:
    day = asked.question.as_of
    records = site_records(asked.question, [site.id]).get(site.id, NOTHING_DONE)
    return [
        HeldThen(exercise, counts=terms.counts(exercise) and _is_in_time(terms, exercise.held_on, day))
        for exercise in reversed(records.for_clause(clause.key).exercises)
        if exercise.held_on <= day
    ]


def _is_in_time(terms: ExercisesInWindow | QuotaByKind, held_on: date, day: date) -> bool:
    if isinstance(terms, ExercisesInWindow):
        return terms.holds(held_on, day)
    period = terms.period_of(day)
    return period.holds(held_on) and held_on >= terms.counted_from(period)
