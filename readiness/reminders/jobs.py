"""What the timetable runs of reminders."""

from config import Config, config_from_environment
from readiness.foundation import clock
from readiness.foundation.database import connected
from readiness.foundation.settings import with_stored
from readiness.notices.jobs import deliver_messages
from readiness.reminders.turning import Home, turn, withdraw_what_ended


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
        deliver_messages(config, lambda: withdraw_what_ended(home_of(config), clock.now()))
