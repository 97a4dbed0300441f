"""The list of findings of a day: filtered, put in order, read by key."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from readiness.compliance.asking import Measure
from readiness.compliance.assess import assess
from readiness.compliance.findings import Finding, Status
from readiness.foundation.paging import Key, Order, Page, PageRequest, page_of_sorted
from readiness.foundation.temporal import LAST_DAY, Question

URGENCY = {
    status: place
    for place, status in enumerate(
        (Status.GAP, Status.CANNOT_TELL, Status.DUE, Status.EXEMPTED, Status.MET, Status.NOT_APPLICABLE)
    )
}
"""In this order findings ask for attention."""


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """Which findings are sought. `site_codes` None: of every site."""

    statuses: Collection[str] = ()
    pack: str = ""
    site_codes: Collection[str] | None = None

    def wants(self, finding: Finding) -> bool:
        return (not self.statuses or finding.status.value in self.statuses) and (
            not self.pack or finding.pack == self.pack
        )


def _named(finding: Finding) -> tuple[str, str, str, str]:
    return finding.site, finding.pack, finding.clause.id, finding.subject


_KEYS: dict[str, Callable[[Finding], Key]] = {
    "urgency": lambda finding: (URGENCY[finding.status], *_named(finding)),
    "site": lambda finding: (finding.site, URGENCY[finding.status], *_named(finding)[1:]),
    "clause": lambda finding: (finding.pack, finding.clause.id, URGENCY[finding.status], *_named(finding)),
    "since": lambda finding: (finding.since.isoformat(), *_named(finding)),
    "due": lambda finding: ((finding.due_on or LAST_DAY).isoformat(), *_named(finding)),
}

FINDING_ORDERS = {
    "urgency": Order(("urgency", "site", "pack", "clause", "subject"), (int, str, str, str, str)),
    "site": Order(("site", "urgency", "pack", "clause", "subject"), (str, int, str, str, str)),
    "clause": Order(
        ("pack", "clause", "urgency", "site", "pack", "clause", "subject"),
        (str, str, int, str, str, str, str),
    ),
    "since": Order(("since", "site", "pack", "clause", "subject"), (str, str, str, str, str)),
    "due": Order(("due", "site", "pack", "clause", "subject"), (str, str, str, str, str)),
}


@dataclass(frozen=True, slots=True)
class FindingList:
    """A list that is asked for: of which day and knowledge, and by what it is measured."""

    sought: FindingFilter
    question: Question
    measure: Measure

    def all(self) -> Iterator[Finding]:
        """Every finding that is sought, as it is found."""
        codes = self.sought.site_codes
        if codes is not None and not codes:
            return iter(())
        found = assess(self.question, self.measure, codes)
        return (finding for finding in found if self.sought.wants(finding))

    def page_among(self, found: Iterable[Finding], page: PageRequest) -> Page[Finding]:
        """A page of what was found."""
        return page_of_sorted(found, page, key_of(page.order))

    def every(self, page: PageRequest) -> list[Finding]:
        """The whole list in its order."""
        return sorted(self.all(), key=key_of(page.order), reverse=page.is_descending)


def key_of(order: Order) -> Callable[[Finding], Key]:
    """How a finding is placed in this order."""
    return next(_KEYS[name] for name, known in FINDING_ORDERS.items() if known == order)


def counted(findings: Iterable[Finding]) -> dict[Status, int]:
    """How many findings have each status."""
    counts: dict[Status, int] = {}
    for finding in findings:
        counts[finding.status] = counts.get(finding.status, 0) + 1
    return counts
