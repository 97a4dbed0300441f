"""A clause as it is in force: from which day, for which sites, with which terms. Pure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from readiness.compliance.checks import CHECKS, Check, CheckTerms, ExercisesInWindow, Subject
from readiness.compliance.findings import Status, Verdict
from readiness.compliance.packs import terms_of
from readiness.compliance.subjects import Asked, SiteFacts
from readiness.foundation.temporal import LAST_DAY, day_after
from readiness.foundation.words import gettext as _
from readiness.requirements.queries import AdoptedPack
from readiness.standards.certificate_kinds import CertificateKinds
from readiness.standards.packs import Clause, Pack


@dataclass(frozen=True)
class AdoptedClause:
    """A clause of an adopted pack."""

    pack: Pack
    clause: Clause
    from_on: date
    until_on: date

    @property
    def check(self) -> Check:
        return CHECKS[self.clause.check]

    @cached_property
    def _read_terms(self) -> list[tuple[date, CheckTerms | None]]:
        """Each set of terms with its first day, read once; None: repealed."""
        return [
            (terms.from_on, None if terms.repealed else terms_of(self.clause, terms))
            for terms in self.clause.terms
        ]

    def terms_on(self, day: date) -> CheckTerms | None:
        """The terms in force on a day; None where the clause is not in force."""
        if not self.from_on <= day <= self.until_on:
            return None
        in_force = None
        for from_on, terms in self._read_terms:
            if from_on > day:
                break
            in_force = terms
        return in_force

    @cached_property
    def certificates(self) -> tuple[str, ...]:
        """The certificate kinds that any of its terms ask for."""
        named = {getattr(terms, "certificate", None) for _from_on, terms in self._read_terms}
        return tuple(sorted(name for name in named if name))

    def change_days(self) -> Iterator[date]:
        """The days on which the clause itself changes."""
        yield self.from_on
        if self.until_on != LAST_DAY:
            yield day_after(self.until_on)
        for from_on, _terms in self._read_terms:
            if self.from_on < from_on <= self.until_on:
                yield from_on

    def exercise_days(self, held_on: Sequence[date]) -> Iterator[date]:
        """The days on which an exercise begins or ceases to count."""
        for _from_on, terms in self._read_terms:
            if isinstance(terms, ExercisesInWindow):
                for day in held_on:
                    yield day
                    yield day_after(terms.counts_until(day))


def adopted_clauses(packs: Sequence[AdoptedPack]) -> list[AdoptedClause]:
    """Every clause of every adopted pack."""
    return [
        AdoptedClause(adopted.pack, clause, adopted.from_on, adopted.until_on)
        for adopted in packs
        for clause in adopted.pack.clause
    ]


def asked_by(clauses: Sequence[AdoptedClause], kinds: CertificateKinds) -> Asked:
    """The certificate kinds that the clauses ask for, each with those that count as it."""
    return Asked({code: kinds.counting_as(code) for clause in clauses for code in clause.certificates})


def site_clauses(clauses: Sequence[AdoptedClause]) -> list[AdoptedClause]:
    return [clause for clause in clauses if clause.check.subject is Subject.SITE]


def person_clauses(clauses: Sequence[AdoptedClause]) -> list[AdoptedClause]:
    return [clause for clause in clauses if clause.check.subject is Subject.PERSON]


def applicability(adopted: AdoptedClause, site: SiteFacts, headcount: Callable[[], int]) -> Verdict | None:
    """Why the clause is not asked of the site, or cannot be told to be; None where it applies."""
    unknown: list[str] = []
    for is_met, missing, why in _conditions(adopted, site):
        if is_met is None:
            unknown.append(missing)
        elif not is_met:
            return Verdict(Status.NOT_APPLICABLE, why=why)
    bounds = _out_of_bounds(adopted, headcount)
    if bounds:
        return Verdict(Status.NOT_APPLICABLE, why=bounds)
    if unknown:
        why = _("Cannot tell: %(facts)s of this site is not recorded.", facts=", ".join(unknown))
        return Verdict(Status.CANNOT_TELL, why=why)
    return None


def _conditions(adopted: AdoptedClause, site: SiteFacts) -> Iterator[tuple[bool | None, str, str]]:
    """Each condition: whether it holds (None: the fact is missing), the fact's name, why it is not asked."""
    country, _dash, region = adopted.pack.jurisdiction.partition("-")
    applies = adopted.clause.applies
    if country:
        yield _named(site.country, (country,)), _("the country"), _not_for(_("country"), site.country)
    if region:
        yield _in_region(site, (region,)), _("the region"), _not_for(_("region"), site.region)
    if applies.country:
        yield _named(site.country, applies.country), _("the country"), _not_for(_("country"), site.country)
    if applies.region:
        yield _in_region(site, applies.region), _("the region"), _not_for(_("region"), site.region)
    if applies.kind:
        yield _named(site.kind, applies.kind), _("the kind"), _not_for(_("kind of site"), site.kind)
    if applies.hazard:
        yield _named(site.hazard, applies.hazard), _("the hazard"), _not_for(_("hazard"), site.hazard)
    if applies.open_to_public is not None:
        public = site.open_to_public
        why = _("Asked only of sites that are open to the public.")
        if not applies.open_to_public:
            why = _("Asked only of sites that are not open to the public.")
        is_met = None if public is None else public == applies.open_to_public
        yield is_met, _("whether it is open to the public"), why


def _named(value: str, names: Sequence[str]) -> bool | None:
    return value.casefold() in {name.casefold() for name in names} if value else None


def _in_region(site: SiteFacts, regions: Sequence[str]) -> bool | None:
    """A region may be written with its country ('US-CA') or without ('CA'), on either side."""
    prefix = f"{site.country}-".casefold()
    region = site.region.casefold().removeprefix(prefix)
    return _named(region, [name.casefold().removeprefix(prefix) for name in regions])


def _not_for(what: str, value: str) -> str:
    return _("Not asked of this site: its %(what)s is '%(value)s'.", what=what, value=value)


def _out_of_bounds(adopted: AdoptedClause, headcount: Callable[[], int]) -> str:
    lowest, highest = adopted.clause.applies.headcount_from, adopted.clause.applies.headcount_to
    if lowest is None and highest is None:
        return ""
    people = headcount()
    if lowest is not None and people < lowest:
        return _("Asked from %(bound)s people on; %(people)s work here.", bound=lowest, people=people)
    if highest is not None and people > highest:
        return _("Asked up to %(bound)s people; %(people)s work here.", bound=highest, people=people)
    return ""
