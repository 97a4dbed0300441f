"""For which clauses a real incident may count as an exercise; for the others, why not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from readiness.compliance.checks.applicability import applicability
from readiness.compliance.checks.clauses import AdoptedClause, adopted_clauses
from readiness.compliance.checks.counting_terms import Counted
from readiness.compliance.facts.subjects import all_sites
from readiness.foundation.errors import InvalidInput
from readiness.foundation.temporal import Question, knowledge_at
from readiness.foundation.words import gettext as _
from readiness.incidents.crediting import Credit, credit_incident
from readiness.incidents.models import Incident
from readiness.incidents.queries import get_incident
from readiness.requirements.queries import rules_known


@dataclass(frozen=True, slots=True)
class Creditable:
    """A clause that asks for exercises, and why ('': it may) an incident cannot count for it.

    `is_asked_here`: at the incident's site; elsewhere clauses are told of in one list.
    """

    clause: AdoptedClause
    why_not: str
    is_asked_here: bool = True

    @property
    def citation(self) -> str:
        return self.clause.clause.citation


def creditable(incident: Incident) -> list[Creditable]:
    """Each clause in force on the day of an incident that asks for exercises at its site; those that allow it first."""
    found = list(_judged(incident))
    return sorted(found, key=lambda each: (not each.is_asked_here, bool(each.why_not)))


def _judged(incident: Incident) -> Iterator[Creditable]:
    question = Question(incident.occurred_on, knowledge_at())
    site = next(iter(all_sites(question, [incident.site.code])))
    for clause in adopted_clauses(rules_known(question.known)):
        terms = clause.terms_on(incident.occurred_on) if clause.is_in_force(incident.occurred_on) else None
        if not isinstance(terms, Counted):
            continue
        verdict = applicability(clause, site, incident.occurred_on, lambda: 1)
        if verdict is not None:
            yield Creditable(clause, verdict.why, is_asked_here=False)
        elif not terms.incidents_count:
            yield Creditable(clause, _("It asks for an exercise: no real incident takes its place."))
        else:
            yield Creditable(clause, "")


@dataclass(frozen=True, slots=True)
class Claim:
    """That an incident counts for a clause, and what proves it."""

    pack_id: str
    clause_id: str
    proof: str


def credit_for_clause(number: int, claim: Claim, today: date, actor: str) -> None:
    """Let an incident count for a clause; raises InvalidInput with the reason where the clause does not allow it."""
    incident = get_incident(number)
    for each in creditable(incident):
        if (each.clause.pack.id, each.clause.clause.id) == (claim.pack_id, claim.clause_id):
            if each.why_not:
                raise InvalidInput(f"{each.citation}: {each.why_not}")
            credit = Credit(claim.pack_id, claim.clause_id, each.citation, claim.proof)
            credit_incident(number, credit, today, actor)
            return
    raise InvalidInput(_("No such clause asked for exercises on the day of the incident."))
