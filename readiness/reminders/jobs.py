"""What the timetable runs of reminders."""

import logging

from config import Config, config_from_environment
from readiness.foundation import clock
from readiness.foundation.database import connected
from readiness.foundation.errors import ReadinessError
from readiness.foundation.settings import with_stored
from readiness.notices.jobs import deliver_messages
from readiness.reminders.turning import Home, turn, withdraw_what_ended

log = logging.getLogger(__name__)


def home_of(config: Config) -> Home:
    """Where the organisation of these settings is."""
    return Home(config.time_zone, config.home_country, config.language)


def remind() -> None:
    """Owe the reminders that are wanted wherever a working day has begun."""
    with connected():
        turn(home_of(with_stored(config_from_environment())), clock.now())


def deliver_what_still_holds() -> None:
    """Send what is due, after what has lost its reason was taken back."""
    with connected():
        config = with_stored(config_from_environment())
        deliver_messages(config, lambda: _take_back(config))


def _take_back(config: Config) -> None:
    """Take back what has lost its reason. Where that cannot be told, other messages are not kept waiting for it."""
    try:
        withdraw_what_ended(home_of(config), clock.now())
    except ReadinessError:
        log.exception("it cannot be told which reminders still hold")
