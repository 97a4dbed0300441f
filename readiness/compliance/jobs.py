"""What the timetable runs of compliance."""

from config import config_from_environment
from readiness.compliance.keeping.today import bring_up_to_date, keep_week
from readiness.compliance.measuring import keeping_of
from readiness.compliance.previewing import remove_old_previews
from readiness.foundation.database import connected
from readiness.foundation.settings import with_stored


def keep_findings() -> None:
    """Judge afresh what was touched since: by a change, by midnight in the organisation's zone, by a new release."""
    with connected():
        config = with_stored(config_from_environment())
        keeping = keeping_of(config)
        bring_up_to_date(keeping)
        keep_week(keeping)


def forget_previews() -> None:
    """Remove what packs would bring, where it was asked for long ago."""
    remove_old_previews(config_from_environment())
