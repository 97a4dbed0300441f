"""Reads of plans and policies, by what is known now."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN

from readiness.foundation.errors import InvalidInput
from readiness.foundation.temporal import Knowledge, current
from readiness.foundation.words import gettext as _
from readiness.people.models import Site
from readiness.policies.models import PlanElement, PolicyReview
from readiness.policies.plan_words import EMERGENCY_ACTION, SIX_ELEMENTS
from readiness.requirements.queries import adopted_packs

PLAN_CHECK = "plan_elements"
"""The check that asks for elements of a plan, as packs name it."""


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy with its reviews, the latest first."""

    name: str
    reviews: list[PolicyReview]

    @property
    def reviewed_on(self) -> date:
        latest: date = self.reviews[0].reviewed_on
        return latest


Sites = Collection[int] | None
"""The sites of which is told, beside what holds for every one; None: all."""


def _told(fact: type[PlanElement | PolicyReview], sites: Sites) -> Any:
    """What is current, of every site alike or of these."""
    if sites is None:
        return current(fact)
    return current(fact) & (fact.site.is_null() | fact.site.in_(sorted(sites)))


def policies(sites: Sites) -> list[Policy]:
    """Every policy that was ever reviewed, by its name."""
    found: dict[str, list[PolicyReview]] = defaultdict(list)
    rows = PolicyReview.select(PolicyReview, Site).join(Site, JOIN.LEFT_OUTER)
    rows = rows.where(_told(PolicyReview, sites))
    for row in rows.order_by(PolicyReview.reviewed_on.desc(), PolicyReview.id.desc()):
        found[" ".join(row.name.casefold().split())].append(row)
    return [Policy(rows[0].name, rows) for _key, rows in sorted(found.items())]


def elements_of(plan: str, sites: Sites) -> list[PlanElement]:
    """Where the elements of a plan are covered, for every site first."""
    rows = PlanElement.select(PlanElement, Site).join(Site, JOIN.LEFT_OUTER)
    found = list(
        rows.where(_told(PlanElement, sites) & (PlanElement.plan == plan)).order_by(PlanElement.fact_id)
    )
    return sorted(found, key=lambda row: row.site.code if row.site else "")


def asked_elements(knowledge: Knowledge, day: date) -> dict[str, list[str]]:
    """Of each plan of which anything adopted asks for elements on a day: which, in the order of the packs."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for adopted in adopted_packs(knowledge):
        if not adopted.from_on <= day <= adopted.until_on:
            continue
        for clause in adopted.pack.clause:
            terms = clause.terms_on(day)
            if clause.check == PLAN_CHECK and terms is not None:
                plan = terms.own.get("plan", EMERGENCY_ACTION)
                found[plan] |= dict.fromkeys(terms.own.get("elements", SIX_ELEMENTS))
    return {plan: list(elements) for plan, elements in found.items()}


def plans(sites: Sites) -> list[str]:
    """The plans of which any element is covered."""
    rows = PlanElement.select(PlanElement.plan).where(_told(PlanElement, sites)).distinct()
    return sorted(row.plan for row in rows)


def site_named(code: str) -> Site | None:
    """The site with a code, None for ''; raises InvalidInput where there is none."""
    if not code:
        return None
    found: Site | None = Site.get_or_none((Site.code == code) & current(Site))
    if found is None:
        raise InvalidInput(_("site: there is no site ‘%(code)s’.", code=code))
    return found
