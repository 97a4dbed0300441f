"""What the timetable runs of trends."""

from config import config_from_environment
from readiness.compliance.measuring import measure_of
from readiness.foundation import clock
from readiness.foundation.database import connected
from readiness.foundation.settings import with_stored
from readiness.trends.taking import Clockwork, forget_old, restate, take_nights


def take_snapshots() -> None:
    """Take every night that is over and missing; then hold the ends of months against what is known now."""
    with connected():
        config = with_stored(config_from_environment())
        at = Clockwork(clock.today(config.time_zone), config.time_zone, measure_of(config))
        if take_nights(at):
            restate(at)
            forget_old(at)
