"""The audit events of plans of training."""

from typing import ClassVar

from readiness.audit.events import Event, event


@event
class TrainingPlanInvited(Event):
    """Everybody whom a plan proposes was invited, but for those who no longer could be."""

    action: ClassVar[str] = "training plan invited"
    plan: int
    invited: int
    classes: int
    left_out: int
