"""What the timetable runs of gaps that somebody sees to."""

from config import config_from_environment
from readiness.compliance.keeping.today import bring_up_to_date
from readiness.compliance.measuring import keeping_of
from readiness.followups.actions import close_what_closed
from readiness.foundation import clock
from readiness.foundation.database import connected
from readiness.foundation.settings import with_stored


def close_gaps() -> None:
    """Close what was a gap and is none any more, by findings that are true now."""
    with connected():
        keeping = keeping_of(with_stored(config_from_environment()))
        bring_up_to_date(keeping)
        close_what_closed(keeping.today, clock.now())
