"""What is asked of someone, for their own page: each gap with what closes it, and one way to do it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from readiness.certificates.kinds import certificate_kinds
from readiness.compliance.checks import ContinuingEducation
from readiness.compliance.checks.clauses import adopted_clauses
from readiness.compliance.days.findings import Finding, Status
from readiness.compliance.days.subjects import NO_SITE
from readiness.compliance.keeping.freshness import fresh_turn
from readiness.compliance.lists.finding_list import (
    FINDING_ORDERS,
    AssessedFindings,
    FindingFilter,
    FindingList,
)
from readiness.compliance.lists.kept_list import KeptFindings
from readiness.compliance.measuring import keeping_of
from readiness.foundation.paging import PageRequest
from readiness.people.profile import Profile
from readiness.people.selection import Asked
from readiness.requirements.queries import rules_known
from readiness.web.settings import settings

OPEN = (Status.GAP.value, Status.DUE.value, Status.CANNOT_TELL.value)
MOST = 50


@dataclass(frozen=True, slots=True)
class OwnFinding:
    """A finding on someone, with the kinds of certificates that close it; none: something else does."""

    finding: Finding
    kinds: tuple[tuple[str, str], ...]
    is_learning: bool = False


def own_findings(profile: Profile, asked: Asked) -> list[OwnFinding]:
    """What is open on someone today, the most urgent first."""
    site_id, code = (profile.works.site_id, profile.works.site_code) if profile.works else (None, "")
    keeping = keeping_of(settings())
    sought = FindingFilter(OPEN, site_codes=[code], subject=profile.staff_number)
    turn = fresh_turn(keeping, frozenset({site_id or NO_SITE.id}))
    found: FindingList = (
        KeptFindings(sought, turn.question)
        if turn is not None
        else AssessedFindings(sought, asked.question, keeping.measure)
    )
    page = PageRequest(FINDING_ORDERS["urgency"], size=MOST)
    return list(_with_kinds(found.shown(page).page.rows, asked))


def _with_kinds(findings: Sequence[Finding], asked: Asked) -> Iterator[OwnFinding]:
    kinds = certificate_kinds()
    clauses = {
        (each.pack.id, each.clause.id): each for each in adopted_clauses(rules_known(asked.question.known))
    }
    for finding in findings:
        clause = clauses.get((finding.pack, finding.clause.id))
        terms = clause.terms_on(asked.question.as_of) if clause else None
        counting = terms.certificates if terms is not None else ()
        titles = tuple((each, kinds.known(each).title) for each in counting)
        is_learning = isinstance(terms, ContinuingEducation)
        yield OwnFinding(finding, () if is_learning else titles, is_learning)
