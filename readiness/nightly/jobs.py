"""What is done about nightly files by the clock."""

from pathlib import Path

from config import Config, config_from_environment
from readiness.foundation import clock
from readiness.foundation.database import connected
from readiness.foundation.settings import with_stored
from readiness.foundation.words import speaking
from readiness.imports.deciding import Desk
from readiness.nightly.actions import ACTOR
from readiness.nightly.following import Watch, take_turn


def take_nightly_files() -> None:
    """Take what has come, and go on with what was taken."""
    with connected():
        config = with_stored(config_from_environment())
        with speaking(config.language):
            take_turn(watch_of(config))


def watch_of(config: Config) -> Watch:
    """What is watched, by these settings."""
    folder = Path(config.nightly_folder) if config.nightly_folder else None
    return Watch(Desk(config, ACTOR), folder, config.nightly_quiet_seconds, clock.now())
