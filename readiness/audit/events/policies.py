"""The audit events of plans and policies. The subject is the plan, or the policy by its name."""

from typing import ClassVar

from readiness.audit.events import Event, event


@event
class PlanElementCovered(Event):
    """It was said where an element of a plan is covered; `site` is a code, '' for every site."""

    action: ClassVar[str] = "plan element covered"
    element: str
    site: str
    way: str
    from_on: str


@event
class PlanElementWithdrawn(Event):
    """It was wrong that an element is covered there."""

    action: ClassVar[str] = "plan element withdrawn"
    element: str
    site: str


@event
class PolicyReviewed(Event):
    """A policy was reviewed on a day; `site` is a code, '' for every site."""

    action: ClassVar[str] = "policy reviewed"
    site: str
    reviewed_on: str


@event
class PolicyReviewWithdrawn(Event):
    """It was wrong that a policy was reviewed then."""

    action: ClassVar[str] = "policy review withdrawn"
    site: str
    reviewed_on: str
