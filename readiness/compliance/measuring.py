"""By what this organisation measures: its certificate kinds, and its settings."""

from config import Config
from readiness.certificates.kinds import certificate_kinds
from readiness.compliance.asking import Measure
from readiness.compliance.keeping import Keeping
from readiness.foundation import clock


def measure_of(config: Config) -> Measure:
    """The measure that holds with these settings; the database must be open."""
    return Measure(certificate_kinds(), config.due_within_days)


def keeping_of(config: Config) -> Keeping:
    """What is kept today with these settings, for jobs and views; the database must be open."""
    today = clock.today(config.time_zone)
    return Keeping.on(today, measure_of(config), config.time_zone, config.language)
