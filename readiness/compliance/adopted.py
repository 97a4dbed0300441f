"""What is asked, for the parts of a page: read once for each change."""

from collections.abc import Sequence

from readiness.compliance.checks.clauses import AdoptedClause, adopted_clauses
from readiness.foundation.temporal import Knowledge
from readiness.requirements.queries import Rules, rules_known
from readiness.web.once import until_changed


def rules_of_page(known: Knowledge) -> Rules:
    """What was known of all that the organisation holds itself to."""
    return until_changed(("rules", known.number), lambda: rules_known(known))


def clauses_of_page(known: Knowledge) -> Sequence[AdoptedClause]:
    """Every clause of every adoption that was known."""
    return adopted_clauses(rules_of_page(known))
