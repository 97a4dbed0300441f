"""For want of which facts of a site it cannot be told whether something is asked of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from readiness.compliance.checks.applicability import facts_missing
from readiness.compliance.checks.clauses import AdoptedClause
from readiness.compliance.days.findings import MissingFact
from readiness.compliance.facts.subjects import all_sites
from readiness.compliance.judging.ahead import SiteAhead
from readiness.foundation.temporal import Question


@dataclass(frozen=True, slots=True)
class Untold:
    """The number of a site, and which of its facts are missing."""

    site_id: int
    missing: Sequence[MissingFact]

    @property
    def words(self) -> str:
        """'the region, the kind'."""
        return ", ".join(fact.words for fact in self.missing)


def untold_at(
    sites: Collection[SiteAhead], clauses: Iterable[AdoptedClause], question: Question
) -> dict[str, Untold]:
    """By their codes, the sites that lack a fact for which something cannot be told; one statement, or none."""
    untold: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for site in sites:
        for cell in site.untold:
            untold[site.code].add((cell.pack, cell.clause))
    if not untold:
        return {}
    asked = [clause for clause in clauses if clause.is_in_force(question.as_of)]
    found: dict[str, Untold] = {}
    for facts in all_sites(question, untold):
        lacked = {
            fact
            for clause in asked
            if clause.key in untold[facts.code]
            for fact in facts_missing(clause, facts, question.as_of)
        }
        if lacked:
            found[facts.code] = Untold(facts.id, [fact for fact in MissingFact if fact in lacked])
    return found
