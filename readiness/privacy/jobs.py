"""What is done for privacy by the clock."""

from config import config_from_environment
from readiness.foundation import clock
from readiness.foundation.database import connected
from readiness.foundation.settings import with_stored
from readiness.foundation.words import speaking
from readiness.privacy.queries import erased_people
from readiness.privacy.retention import remove_what_is_over
from readiness.privacy.sweeping import sweep

ACTOR = "timetable"


def keep_no_longer_than_needed() -> None:
    """Remove what is due, and files of whoever was erased that a broken-off removal has left."""
    with connected():
        config = with_stored(config_from_environment())
        with speaking(config.language):
            now = clock.now()
            remove_what_is_over(clock.today(config.time_zone), now, ACTOR)
            if people := erased_people():
                sweep(config.data_dir, people, now)
