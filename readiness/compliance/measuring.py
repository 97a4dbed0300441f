"""By what this organisation measures, from its settings."""

from config import Config
from readiness.compliance.asking import Measure
from readiness.standards.certificate_kinds import load_certificate_kinds


def measure_of(config: Config) -> Measure:
    """The measure that holds with these settings."""
    return Measure(load_certificate_kinds(), config.due_within_days)
