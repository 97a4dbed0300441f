"""What is done with exercises by the clock."""

from readiness.exercises.chasing import chase
from readiness.exercises.revising import settle_revisions
from readiness.exercises.training import settle_needs
from readiness.foundation import clock
from readiness.foundation.database import connected

ACTOR = "the timetable"


def follow_exercises() -> None:
    """Say what was done meanwhile: protocols that were revised, people who were trained."""
    with connected():
        settle_revisions(ACTOR)
        settle_needs(ACTOR)


def chase_actions() -> None:
    """Tell of what is past its day."""
    with connected():
        chase(clock.today("UTC"), clock.now(), ACTOR)
