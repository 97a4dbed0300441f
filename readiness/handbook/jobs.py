"""What the timetable runs of the handbook."""

import logging
from collections.abc import Callable

from config import config_from_environment
from readiness.foundation.database import connected
from readiness.foundation.errors import Conflict, ReadinessError
from readiness.foundation.settings import with_stored
from readiness.foundation.words import speaking
from readiness.handbook.actions import forget_old_editions, lines_wait, press, publish, publish_lines
from readiness.handbook.following import tidy
from readiness.handbook.queries import latest_switch
from readiness.handbook.renewing import is_of_earlier_release
from readiness.handbook.shown_sites import publish_sites, sites_wait

log = logging.getLogger(__name__)

ACTOR = "timetable"


def keep_shown() -> None:
    """Publish anew where a line is in order again, or out of order since, but the handbook does not say so.

    And where a site is known otherwise: nobody is to call a number that is known to be wrong. And where an earlier
    release made it: for whoever upgraded while the database was away.
    """
    with connected():
        config = with_stored(config_from_environment())
        at = press(config)
        with speaking(config.language):
            if lines_wait(at) or is_of_earlier_release():
                _try(lambda: publish_lines(at, ACTOR))
            elif sites_wait(at):
                _try(lambda: publish_sites(at, ACTOR))


def publish_what_is_approved() -> None:
    """Publish what was approved since; not while an earlier edition was gone back to."""
    with connected():
        switch = latest_switch()
        if switch is None or not switch.name or switch.is_held:
            return
        config = with_stored(config_from_environment())
        with speaking(config.language):
            _try(lambda: publish(press(config), ACTOR))


def forget_editions() -> None:
    """Remove the oldest editions, so that the database does not grow for ever."""
    with connected():
        forget_old_editions()
        tidy(config_from_environment().handbook_folder)


def _try(publishing: Callable[[], object]) -> None:
    """What keeps it from being published is flagged in the workroom; here it is only told of."""
    try:
        publishing()
    except Conflict:
        return
    except ReadinessError as refused:
        log.warning("%s %s", refused.title, " ".join(refused.problems))
