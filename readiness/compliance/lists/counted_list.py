"""The list of findings of any day among many people: counted in bulk, told for the rows of a page."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from readiness.compliance.days.findings import URGENCY, Finding, Status
from readiness.compliance.judging.asking import Measure
from readiness.compliance.judging.lately import Key as LatelyKey
from readiness.compliance.judging.lately import lately
from readiness.compliance.judging.places import Group, Groups, Place, findings_at, groups_of, places_in
from readiness.compliance.lists.finding_list import (
    FINDING_ORDERS,
    AssessedFindings,
    FindingFilter,
    ShownFindings,
    Standing,
)
from readiness.compliance.lists.waiting import waiting_in
from readiness.foundation.paging import Key, Order, Page, PageRequest, page_of_sorted
from readiness.foundation.remembering import Lately
from readiness.foundation.temporal import Question

_KEYS: dict[str, Callable[[Group], Key]] = {
    "urgency": lambda group: (*group.pressing, group.site, group.pack, group.clause),
    "site": lambda group: (group.site, *group.pressing, group.pack, group.clause),
    "clause": lambda group: (group.pack, group.clause, *group.pressing, group.site),
}
COUNTED_ORDERS = frozenset(_KEYS)
"""By what such a list can be put in order: what is known of all that are alike before any is told."""

_COUNTED = Lately[LatelyKey, Groups](32)


@dataclass(frozen=True, slots=True)
class CountedFindings:
    """Findings of any day: a page costs a count of all, once, and the rows that it shows."""

    sought: FindingFilter
    question: Question
    measure: Measure

    def shown(self, page: PageRequest) -> ShownFindings:
        groups, key = self._groups(), _key_of(page.order)
        if self.sought.chosen is not None:
            places = self._chosen(groups)
            groups = Counter(place.group for place in places)
        else:
            places = places_in(self.question, self.measure, _groups_of_page(groups, page, key))
        counts = Counter[Status]()
        for group, count in groups.items():
            counts[group.status] += count
        found = page_of_sorted(places, page, lambda place: (*key(place.group), place.subject))
        in_order = {status: counts[status] for status in URGENCY if counts[status]}
        holds = (((group.site, group.lacks, group.pack, group.clause), n) for group, n in groups.items())
        return ShownFindings(self._told(found), in_order, waiting_in(holds))

    def every(self, page: PageRequest) -> Iterable[Finding]:
        return AssessedFindings(self.sought, self.question, self.measure).every(page)

    def standing(self) -> Standing:
        """How many findings each site has of each status."""
        counts = Counter[tuple[str, Status]]()
        for group, count in self._groups().items():
            counts[group.site, group.status] += count
        return counts

    def stretch(self, begin: int, most: int) -> list[Finding]:
        """So many findings from the number `begin` (from 0) on, the most urgent first."""
        groups, key = self._groups(), _KEYS["urgency"]
        within: list[Group] = []
        passed = first = 0
        for group in sorted(groups, key=key):
            if passed >= begin + most:
                break
            passed += groups[group]
            if passed > begin:
                first = first if within else passed - groups[group]
                within.append(group)
        places = places_in(self.question, self.measure, within)
        places.sort(key=lambda place: (*key(place.group), place.subject))
        shown = places[begin - first : begin - first + most]
        told = findings_at(self.question, self.measure, shown)
        return [told[place.key] for place in shown]

    def _told(self, page: Page[Place]) -> Page[Finding]:
        told = findings_at(self.question, self.measure, page.rows)
        return Page([told[place.key] for place in page.rows], page.before, page.after)

    def _groups(self) -> Groups:
        """The groups that are sought."""
        sought, codes = self.sought, self.sought.site_codes
        if codes is not None and not codes:
            return {}
        asked = (self.question, self.measure, codes)
        found = lately(_COUNTED, asked, lambda: groups_of(*asked))
        return {group: count for group, count in found.items() if _is_sought(group, sought)}

    def _chosen(self, groups: Groups) -> list[Place]:
        """Those of the groups that somebody sees to."""
        chosen = self.sought.chosen
        named = {key[:3] for key in chosen.keys} if chosen else set()
        some = [group for group in groups if group.status.asks_for_action and group[:3] in named]
        return [
            place
            for place in places_in(self.question, self.measure, some)
            if chosen and {place.key, (*place.group[:3], "")} & chosen.keys
        ]


def _is_sought(group: Group, sought: FindingFilter) -> bool:
    return (
        (not sought.statuses or group.status.value in sought.statuses)
        and sought.pack in {"", group.pack}
        and sought.clause in {"", group.clause}
    )


def _groups_of_page(groups: Groups, page: PageRequest, key: Callable[[Group], Key]) -> list[Group]:
    """The groups in which the rows of a page are, and one row more."""
    edge = None if page.edge is None else page.edge[:-1]
    found: list[Group] = []
    count = 0
    for group in sorted(groups, key=key, reverse=page.runs_down):
        place = key(group)
        if edge is not None and (place > edge if page.runs_down else place < edge):
            continue
        found.append(group)
        count += groups[group] if place != edge else 0
        if page.size is not None and count > page.size:
            break
    return found


def _key_of(order: Order) -> Callable[[Group], Key]:
    return next(key for name, key in _KEYS.items() if FINDING_ORDERS[name] == order)
