"""By what this organisation measures: its certificate kinds, and its settings."""

from config import Config
from readiness.certificates.kinds import certificate_kinds
from readiness.compliance.asking import Measure


def measure_of(config: Config) -> Measure:
    """The measure that holds with these settings; the database must be open."""
    return Measure(certificate_kinds(), config.due_within_days)
