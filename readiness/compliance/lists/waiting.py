"""What one entry would tell of many people: how they stand, which cannot be told for want of a fact of their site."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from readiness.compliance.days.findings import MissingFact

MOST = 3
"""So many are told; more would be a list of their own."""

Hold = tuple[str, tuple[MissingFact, ...], str, str]
"""Of findings of people: their site, which facts of it they lack, their pack and clause."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Findings of people that wait for the same facts of the same site. By one clause, each is of another person."""

    site: str
    lacks: tuple[MissingFact, ...]
    count: int
    clauses: int

    @property
    def facts(self) -> str:
        return ", ".join(fact.words for fact in self.lacks)


def waiting_in(counted: Iterable[tuple[Hold, int]]) -> list[Waiting]:
    """Those that more than one finding waits for, the most first, of how many there are of each hold."""
    together: defaultdict[tuple[str, tuple[MissingFact, ...]], Counter[tuple[str, str]]] = defaultdict(
        Counter
    )
    for (site, lacks, *clause), count in counted:
        if lacks:
            together[site, lacks][clause[0], clause[1]] += count
    found = [
        Waiting(site, lacks, clauses.total(), len(clauses)) for (site, lacks), clauses in together.items()
    ]
    return sorted(
        (each for each in found if each.count > 1), key=lambda each: (-each.count, each.site, each.lacks)
    )
