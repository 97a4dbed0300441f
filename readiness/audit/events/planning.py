"""The audit events of planning a year of exercises."""

from typing import ClassVar

from readiness.audit.events import Event, event


@event
class YearPlanAccepted(Event):
    """A plan became exercises; the hash is over site, day, kind, topic and shift of each, in their order."""

    action: ClassVar[str] = "year plan accepted"
    plan: int
    first_on: str
    last_on: str
    exercises: int
    sites: int
    sha256: str


@event
class YearPlanUndone(Event):
    """What accepting a plan brought was taken back, but for what was changed since."""

    action: ClassVar[str] = "year plan taken back"
    plan: int
    taken_back: int
    stay: int


@event
class ExerciseNotHeld(Event):
    """An exercise was not held; the subject is the site's code. `made_up_by`: the exercise planned in its place."""

    action: ClassVar[str] = "exercise not held"
    exercise: int
    why: str
    made_up_by: int | None
    make_up_on: str | None
