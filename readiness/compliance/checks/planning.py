"""Plans and policies: each element covered somewhere, policies reviewed in time, records kept for long enough."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from readiness.compliance.checks.in_parts import InParts, Lately, Part, verdict_of
from readiness.compliance.checks.on_record_examples import RecordExample
from readiness.compliance.checks.registry import About, Called, CheckTerms, Subject, check
from readiness.compliance.days.findings import MissingFact, Status, Verdict
from readiness.compliance.days.on_record import days_of
from readiness.compliance.days.records import SiteDay, SiteRecords
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid
from readiness.policies.plan_words import EMERGENCY_ACTION, SIX_ELEMENTS, element_in_words


class PlanElements(InParts):
    reads: ClassVar[frozenset[str]] = frozenset({"elements", "protocols"})
    plan: str = Field(
        default=EMERGENCY_ACTION,
        title=msgid("Plan"),
        description=msgid("The name by which its elements are kept."),
    )
    elements: tuple[str, ...] = Field(
        default=SIX_ELEMENTS, min_length=1, title=msgid("Elements"), description=msgid("One a line.")
    )

    def parts(self, facts: SiteDay) -> list[Part]:
        covered = {
            each.element
            for each in facts.records.on_record.elements
            if each.plan == self.plan and each.spell.holds(facts.day)
        }
        return [Part(element_in_words(element), element in covered) for element in self.elements]

    def record_days(self, records: SiteRecords) -> Iterator[date]:
        for each in records.on_record.elements:
            yield from days_of(each.spell)

    def asks_less_than(self, other: "PlanElements") -> bool:
        return self.plan != other.plan or not set(other.elements) <= set(self.elements)


@check(Subject.SITE, PlanElements, RecordExample, Called(About.RECORDS, msgid("A plan has all its elements")))
def plan_elements(terms: PlanElements, facts: SiteDay) -> Verdict:
    """Each element of the plan is covered: by a protocol in place, on the site's card, or in a document."""
    return verdict_of(terms.parts(facts))


class PolicyReviewedWithin(InParts, Lately):
    reads: ClassVar[frozenset[str]] = frozenset({"policies"})
    policies: tuple[str, ...] = Field(
        min_length=1, title=msgid("Policies"), description=msgid("By their names; one a line.")
    )

    def parts(self, facts: SiteDay) -> list[Part]:
        reviewed = facts.records.on_record.policies
        return [
            Part(name, self.is_lately(reviewed.get(policy_key(name), ()), facts.day))
            for name in self.policies
        ]

    def record_days(self, records: SiteRecords) -> Iterator[date]:
        for done in records.on_record.policies.values():
            yield from self.days_of_all(done)

    def asks_less_than(self, other: "PolicyReviewedWithin") -> bool:
        mine, theirs = map(policy_key, self.policies), map(policy_key, other.policies)
        return not set(theirs) <= set(mine) or not self.surely_within(other)


def policy_key(name: str) -> str:
    """A policy's name as it is compared: whatever its capitals and blanks."""
    return " ".join(name.casefold().split())


@check(
    Subject.SITE,
    PolicyReviewedWithin,
    RecordExample,
    Called(About.RECORDS, msgid("Policies are reviewed in time")),
)
def policy_reviewed_within(terms: PolicyReviewedWithin, facts: SiteDay) -> Verdict:
    """Each of these policies was reviewed within the window that ends on the day."""
    return verdict_of(terms.parts(facts))


class RecordsKept(CheckTerms):
    reads: ClassVar[frozenset[str]] = frozenset({"kept_years"})
    records: Literal["incidents", "trainings"] = Field(
        title=msgid("Records"), description=msgid("Of incidents, or of trainings and those who have left.")
    )
    years: int = Field(ge=1, strict=True, title=msgid("Years at least"))

    def record_days(self, records: SiteRecords) -> Iterator[date]:
        for from_on, _years in records.on_record.kept_years.get(self.records, ()):
            yield from_on

    def asks_less_than(self, other: "RecordsKept") -> bool:
        return self.records != other.records or self.years < other.years


@check(Subject.SITE, RecordsKept, RecordExample, Called(About.RECORDS, msgid("Records are kept long enough")))
def records_kept(terms: RecordsKept, facts: SiteDay) -> Verdict:
    """Records of this kind are kept here for so many years at least."""
    settled = [
        years
        for from_on, years in facts.records.on_record.kept_years.get(terms.records, ())
        if from_on <= facts.day
    ]
    if not settled:
        why = _("Cannot tell: how long these records are kept is not known.")
        return Verdict(Status.CANNOT_TELL, why=why, missing=(MissingFact.KEEPING,))
    years = settled[-1]
    have = terms.years if years is None else years
    return Verdict(Status.MET if have >= terms.years else Status.GAP, terms.years, have)
