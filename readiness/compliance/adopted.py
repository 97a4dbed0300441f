"""What is asked, for the parts of a page: read once in a request."""

from readiness.compliance.clauses import AdoptedClause, adopted_clauses
from readiness.foundation.temporal import Knowledge
from readiness.requirements.queries import Rules, rules_known
from readiness.web.once import once


def rules_of_page(known: Knowledge) -> Rules:
    """What was known of all that the organisation holds itself to."""
    return once(("rules", known.number), lambda: rules_known(known))


def clauses_of_page(known: Knowledge) -> list[AdoptedClause]:
    """Every clause of every adoption that was known."""
    return once(("clauses", known.number), lambda: adopted_clauses(rules_of_page(known)))
