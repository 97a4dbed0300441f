"""The list of findings of a day: filtered, put in order, read by key."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Protocol

from readiness.compliance.checks.clauses import adopted_clauses
from readiness.compliance.days.findings import URGENCY, Finding, Status
from readiness.compliance.judging.asking import Measure
from readiness.compliance.judging.assess import assess
from readiness.compliance.lists.followed import Chosen
from readiness.compliance.lists.waiting import Hold, Waiting, waiting_in
from readiness.foundation.paging import Key, Order, Page, PageRequest, page_of_sorted
from readiness.foundation.sorting import RUN, in_order
from readiness.foundation.temporal import LAST_DAY, Question
from readiness.requirements.queries import ClauseKey, rules_known
from readiness.standards.packs import Clause


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """Which findings are sought. `site_codes` None: of every site; '': of any pack, clause, subject."""

    statuses: Collection[str] = ()
    pack: str = ""
    site_codes: Collection[str] | None = None
    clause: str = ""
    subject: str = ""
    chosen: Chosen | None = None

    def wants(self, finding: Finding) -> bool:
        named = (
            (self.pack, finding.pack),
            (self.clause, finding.clause.id),
            (self.subject, finding.subject),
        )
        if self.chosen is not None and not self._is_chosen(finding, self.chosen):
            return False
        return (not self.statuses or finding.status.value in self.statuses) and all(
            wanted in {"", found} for wanted, found in named
        )

    def _is_chosen(self, finding: Finding, chosen: Chosen) -> bool:
        """Whether somebody sees to it: it asks for something, and was given by its own name or with everyone there."""
        place = (finding.site, finding.pack, finding.clause.id)
        return finding.status.asks_for_action and bool(
            {(*place, finding.subject), (*place, "")} & chosen.keys
        )


_FIELDS = tuple(field.name for field in fields(Finding))


def _named(finding: Finding) -> tuple[str, str, str, str]:
    return finding.site, finding.pack, finding.clause.id, finding.subject


_KEYS: dict[str, Callable[[Finding], Key]] = {
    "urgency": lambda finding: (*finding.pressing, *_named(finding)),
    "site": lambda finding: (finding.site, *finding.pressing, *_named(finding)[1:]),
    "clause": lambda finding: (
        finding.pack, finding.clause.id, *finding.pressing, finding.site, finding.subject,
    ),
    "since": lambda finding: (finding.since, *_named(finding)),
    "due": lambda finding: (finding.due_on or LAST_DAY, *_named(finding)),
}  # fmt: skip

_NAMED = ("k.site_code", "k.pack_id", "k.clause_id", "k.subject")
_PRESSING = ("k.urgency", "k.gravity", "k.falls_on")
FINDING_ORDERS = {
    "urgency": Order((*_PRESSING, *_NAMED), (int, int, date, str, str, str, str)),
    "site": Order(("k.site_code", *_PRESSING, *_NAMED[1:]), (str, int, int, date, str, str, str)),
    "clause": Order(
        ("k.pack_id", "k.clause_id", *_PRESSING, "k.site_code", "k.subject"),
        (str, str, int, int, date, str, str),
    ),
    "since": Order(("k.since_on", *_NAMED), (date, str, str, str, str)),
    "due": Order(("k.due_on", *_NAMED), (date, str, str, str, str)),
}
"""The same orders for findings that are kept, in SQL, and for those that are worked out, by `key_of`."""


Standing = Mapping[tuple[str, Status], int]
"""How many findings each site, by its code, has of each status."""


class FindingList(Protocol):
    """A list that is asked for, wherever its findings come from."""

    def shown(self, page: PageRequest) -> "ShownFindings": ...

    def every(self, page: PageRequest) -> Iterable[Finding]:
        """The whole list in its order."""


class NumberedFindings(Protocol):
    """A list whose findings are counted and found by their number, the most urgent first, without reading each."""

    def standing(self) -> Standing: ...

    def stretch(self, begin: int, most: int) -> list[Finding]:
        """So many findings from the number `begin` (from 0) on."""


@dataclass(frozen=True, slots=True)
class ShownFindings:
    """A page of the list, how many findings of each status the whole list has, and which of them wait for one entry."""

    page: Page[Finding]
    counts: Mapping[Status, int]
    waiting: Sequence[Waiting] = ()


@dataclass(frozen=True, slots=True)
class AssessedFindings:
    """Findings worked out from the facts: of any day, by any knowledge. `held`: so many are put in order at once."""

    sought: FindingFilter
    question: Question
    measure: Measure
    held: int = RUN

    def all(self) -> Iterator[Finding]:
        """Every finding that is sought, as it is found."""
        codes = self.sought.site_codes
        if codes is not None and not codes:
            return iter(())
        found = assess(self.question, self.measure, codes, only=self._only())
        return (finding for finding in found if self.sought.wants(finding))

    def _only(self) -> set[ClauseKey] | None:
        """The clauses of whose pack, or which alone, are sought; None: all."""
        pack, clause = self.sought.pack, self.sought.clause
        if pack and clause:
            return {(pack, clause)}
        adopted = adopted_clauses(rules_known(self.question.known)) if pack else ()
        return {each.key for each in adopted if each.pack.id == pack} if pack else None

    def shown(self, page: PageRequest) -> ShownFindings:
        counts: Counter[Status] = Counter()
        holds: Counter[Hold] = Counter()
        shown = page_of_sorted(_counted(self.all(), counts, holds), page, key_of(page.order))
        in_order = {status: counts[status] for status in sorted(counts, key=URGENCY.__getitem__)}
        return ShownFindings(shown, in_order, waiting_in(holds.items()))

    def every(self, page: PageRequest) -> Iterable[Finding]:
        key, clauses = key_of(page.order), dict[tuple[str, str], Clause]()
        rows = ((key(each), _row(each, clauses)) for each in self.all())
        found = in_order(rows, is_descending=page.is_descending, run=self.held)
        return (Finding(pack, clauses[pack, clause], *told) for pack, clause, *told in found)


def _row(finding: Finding, clauses: dict[tuple[str, str], Clause]) -> tuple[Any, ...]:
    """A finding in plain values, the id in the place of its clause, which is noted."""
    pack, clause, *told = (getattr(finding, name) for name in _FIELDS)
    clauses[pack, clause.id] = clause
    return pack, clause.id, *told


def _counted(findings: Iterable[Finding], counts: Counter[Status], holds: Counter[Hold]) -> Iterator[Finding]:
    for finding in findings:
        counts[finding.status] += 1
        if lacks := finding.lacks:
            holds[finding.site, lacks, finding.pack, finding.clause.id] += 1
        yield finding


def key_of(order: Order) -> Callable[[Finding], Key]:
    """How a finding is placed in this order."""
    return next(_KEYS[name] for name, known in FINDING_ORDERS.items() if known == order)
