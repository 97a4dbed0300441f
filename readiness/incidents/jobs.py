"""What is done with incidents by the clock."""

from readiness.foundation import clock
from readiness.foundation.database import connected
from readiness.incidents.retention import remove_what_is_over


def remove_old_incidents() -> None:
    """Remove incidents that were kept for as long as they must be, but for those that are held."""
    with connected():
        remove_what_is_over(clock.today("UTC"), "the timetable")
