"""What the timetable runs of reports."""

from config import config_from_environment
from readiness.foundation import clock
from readiness.foundation.database import connected
from readiness.foundation.settings import with_stored
from readiness.foundation.words import speaking
from readiness.reports.files import remove_old_files
from readiness.reports.scheduling import send_due


def send_scheduled_reports() -> None:
    """Make and tell of what is due, by the organisation's day."""
    with connected():
        config = with_stored(config_from_environment())
        with speaking(config.language):
            send_due(config, clock.today(config.time_zone))


def forget_files_of_reports() -> None:
    """Remove the files that are kept no longer."""
    with connected():
        remove_old_files(config_from_environment())
