"""What is done with plans and policies: where an element is covered, when a policy was reviewed; taken back again."""

from dataclasses import dataclass
from datetime import date

from readiness.audit.actions import recording
from readiness.audit.events.policies import (
    PlanElementCovered,
    PlanElementWithdrawn,
    PolicyReviewed,
    PolicyReviewWithdrawn,
)
from readiness.foundation.errors import InvalidInput, NotFound
from readiness.foundation.temporal import current, record, withdraw
from readiness.foundation.words import gettext as _
from readiness.people.models import Site
from readiness.policies.models import PlanElement, PolicyReview
from readiness.policies.plan_words import CARD_PARTS, Way
from readiness.policies.queries import site_named
from readiness.protocols.queries import known_slugs

LONGEST = 200


@dataclass(frozen=True, slots=True)
class Covered:
    """An element of a plan, and where it is covered; `site` '': at every site."""

    plan: str
    element: str
    site: str
    way: str
    place: str
    from_on: date


def cover_element(covered: Covered, actor: str) -> None:
    """Say where an element of a plan is covered; raises InvalidInput naming every fault."""
    site = site_named(covered.site)
    faults = list(_faults(covered))
    if faults:
        raise InvalidInput(faults)
    with recording(actor) as opened:
        record(
            PlanElement, opened.change,
            site=site, plan=covered.plan.strip(), element=covered.element.strip(), way=covered.way,
            place=covered.place.strip(), from_on=covered.from_on, stated_by=actor,
        )  # fmt: skip
        opened.note(
            PlanElementCovered(
                covered.plan.strip(), element=covered.element.strip(), site=covered.site, way=covered.way,
                from_on=covered.from_on.isoformat(),
            )
        )  # fmt: skip


def _faults(covered: Covered) -> list[str]:
    faults = [
        _("%(field)s: write at most %(longest)s characters.", field=name, longest=LONGEST)
        for name in ("plan", "element", "place")
        if len(getattr(covered, name)) > LONGEST
    ]
    if not covered.plan.strip() or not covered.element.strip():
        faults.append(_("element: write which element of which plan it is."))
    place = covered.place.strip()
    if covered.way == Way.PROTOCOL and place not in known_slugs():
        faults.append(
            _("place: write the last part of a protocol’s address; there is none ‘%(slug)s’.", slug=place)
        )
    if covered.way == Way.CARD and place not in CARD_PARTS:
        faults.append(_("place: write one of %(parts)s.", parts=", ".join(CARD_PARTS)))
    if covered.way == Way.DOCUMENT and not place:
        faults.append(_("place: write what the document is called, and where it is kept."))
    return faults


def withdraw_element(fact_id: int, actor: str) -> str:
    """Say that an element is not covered there; gives its plan. What was known before stays known as such."""
    row = PlanElement.get_or_none((PlanElement.fact_id == fact_id) & current(PlanElement))
    if row is None:
        raise NotFound(_("There is no such entry."))
    with recording(actor) as opened:
        withdraw(row, opened.change)
        opened.note(PlanElementWithdrawn(row.plan, element=row.element, site=_code(row.site)))
    return str(row.plan)


def review_policy(
    name: str, site_code: str, reviewed_on: date, note: str, *, today: date, actor: str
) -> None:
    """Say that a policy was reviewed; raises InvalidInput."""
    site = site_named(site_code)
    if not name.strip():
        raise InvalidInput(_("name: write what the policy is called."))
    if len(name) > LONGEST:
        raise InvalidInput(_("name: write at most %(longest)s characters.", longest=LONGEST))
    if reviewed_on > today:
        raise InvalidInput(_("reviewed_on: this day is still to come."))
    with recording(actor) as opened:
        record(
            PolicyReview, opened.change,
            site=site, name=name.strip(), reviewed_on=reviewed_on, reviewed_by=actor, note=note.strip(),
        )  # fmt: skip
        opened.note(PolicyReviewed(name.strip(), site=site_code, reviewed_on=reviewed_on.isoformat()))


def withdraw_review(fact_id: int, actor: str) -> None:
    """Say that a policy was not reviewed then."""
    row = PolicyReview.get_or_none((PolicyReview.fact_id == fact_id) & current(PolicyReview))
    if row is None:
        raise NotFound(_("There is no such entry."))
    with recording(actor) as opened:
        withdraw(row, opened.change)
        opened.note(
            PolicyReviewWithdrawn(row.name, site=_code(row.site), reviewed_on=row.reviewed_on.isoformat())
        )


def _code(site: Site | None) -> str:
    return str(site.code) if site else ""
