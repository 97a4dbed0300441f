"""Which requirements a plan of training leaves out although they speak of training or of shifts, and why. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from readiness.compliance.checks import (
    CertificateEvidenceOnFile,
    CheckTerms,
    ContinuingEducation,
    ResponderPerShift,
)
from readiness.compliance.checks.clauses import AdoptedClause
from readiness.foundation.temporal import day_before
from readiness.foundation.words import gettext as _


@dataclass(frozen=True, slots=True)
class Unplanned:
    """A requirement by its key and its title, and why no invitation closes it."""

    key: tuple[str, str]
    title: str
    why: str


def unplanned(clauses: Sequence[AdoptedClause], first: date, last: date) -> Iterator[Unplanned]:
    """Those that are in force on any of the days, each once."""
    told: set[tuple[str, str]] = set()
    for clause in clauses:
        is_near = clause.from_on <= last and clause.until_on >= first and clause.key not in told
        for day, following in _steps(clause, last) if is_near else ():
            terms = clause.terms_on(day)
            why = "" if terms is None or following < first else _why(terms)
            if why and clause.key not in told:
                told.add(clause.key)
                yield Unplanned(clause.key, clause.clause.title, why)


def _steps(clause: AdoptedClause, last: date) -> Iterator[tuple[date, date]]:
    """The days from which other terms hold, each with the last of them."""
    begins = [day for day, _terms in clause.steps if day <= last]
    for place, day in enumerate(begins):
        yield day, day_before(begins[place + 1]) if place + 1 < len(begins) else last


def _why(terms: CheckTerms) -> str:
    if isinstance(terms, ContinuingEducation):
        return _(
            "It asks for hours or activities, which people write down themselves; a class promises neither."
        )
    if isinstance(terms, CertificateEvidenceOnFile):
        return _("It asks for the proof of certificates that people have: have it sent in.")
    if isinstance(terms, ResponderPerShift) and not terms.certificate:
        return _("It asks for no certificate: whoever is on the rota counts. Change the rota.")
    return ""
