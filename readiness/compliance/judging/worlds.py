"""Two worlds of one day, of which one knows less or supposes something; and what of them is not the same.

What answers both is read by set-based queries, and compared as it is: no finding is looked at.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from readiness.compliance.days.findings import Finding
from readiness.compliance.days.series import SiteSeries
from readiness.compliance.days.subjects import NO_SITE
from readiness.compliance.days.supposing import NOTHING_SUPPOSED, Supposed
from readiness.compliance.facts.learned import Learned, ids_of, learned_between, learned_of
from readiness.compliance.judging.asking import Asking, Measure
from readiness.compliance.judging.assess import assess
from readiness.foundation.temporal import LAST_DAY, Question
from readiness.requirements.queries import ClauseKey, Rules

Codes = Collection[str] | None
Pair = tuple[Finding | None, Finding | None]
"""A finding in each of two worlds; None: there is none. Since when it is so is not told."""
Key = tuple[str, str, str, str]


@dataclass(frozen=True)
class World:
    """A question with what answers it: the requirements, and what is taken for true. As `assess` takes them."""

    question: Question
    measure: Measure
    rules: Rules | None = None
    supposed: Supposed = NOTHING_SUPPOSED
    only: Collection[ClauseKey] | None = None

    def assessed(self, codes: Codes, only: Collection[ClauseKey]) -> Iterator[Finding]:
        """Everyone judged by these clauses alone."""
        return assess(self.question, self.measure, codes, self.rules, self.supposed, only)

    def asking(self, codes: Codes) -> Asking:
        return Asking.of(self.question, self.measure, codes, self.rules, self.supposed, self.only)


@dataclass(frozen=True)
class Between:
    """Both, and what of them is not the same. `is_worded`: reasons are told, and not how far ahead a gap is."""

    worlds: tuple[World, World]
    asked: tuple[Asking, Asking]
    codes: Codes
    is_worded: bool

    @cached_property
    def same(self) -> set[ClauseKey]:
        """What is asked alike in both."""
        one, other = self.asked
        if (one.measure.kinds, one.measure.due_days) != (other.measure.kinds, other.measure.due_days):
            return set()
        before = {clause.key: clause for clause in one.clauses}
        return {clause.key for clause in other.clauses if clause == before.get(clause.key)}

    @cached_property
    def people(self) -> Learned:
        """Of whom anything is otherwise."""
        supposed = {number for world in self.worlds for number in world.supposed.people}
        before, after = (world.question for world in self.worlds)
        if supposed or before.known == after.known:
            return learned_of(set(ids_of(supposed)), {})
        held = {kind for asking in self.asked for kind in asking.asked.held}
        return learned_between(before, after, held)

    @cached_property
    def sites(self) -> set[int]:
        """The sites of which anything but their people is otherwise, NO_SITE among them."""
        one, other = self.asked
        numbers = {*one.series, *other.series, NO_SITE.id}
        found = {number for number in numbers if _facts_of(one, number) != _facts_of(other, number)}
        codes = {key[2] for key in differing(one.exempted, other.exempted)}
        return found | {
            at.site.id for asking in self.asked for at in _places(asking) if at.site.code in codes
        }

    @property
    def days_ahead(self) -> int:
        """So far ahead is counted: where reasons are told, what makes something 'due' is enough."""
        return 0 if self.is_worded else (LAST_DAY - self.asked[0].question.as_of).days

    @cached_property
    def places(self) -> set[int]:
        """The sites at which anything may be otherwise, and NO_SITE."""
        theirs = (site_id for site_id, _kind in self.people.kinds)
        return {*self.sites, *self.people.sites, *theirs, NO_SITE.id}

    def codes_of(self, numbers: Collection[int]) -> list[str]:
        """The codes of those of them that are asked about."""
        found = {at.site.code for asking in self.asked for at in _places(asking) if at.site.id in numbers}
        return sorted(found)


def _places(asking: Asking) -> list[SiteSeries]:
    return [*asking.series.values(), *([asking.nowhere] if asking.nowhere else [])]


def _facts_of(asking: Asking, number: int) -> tuple[object, ...]:
    at = asking.place(number)
    return () if at is None else (at.site, at.overrides, at.records)


def differing(one: Mapping[Key, object], other: Mapping[Key, object]) -> set[Key]:
    """Of what not the same is said."""
    return {key for key in one.keys() | other.keys() if one.get(key) != other.get(key)}
