"""What the organisation is called in what leaves the house."""

from config import Config
from readiness.people.models import Site
from readiness.people.sample_name import SAMPLE_NAME


def is_named(config: Config) -> bool:
    """Whether somebody has said what the organisation is called."""
    return bool(config.organisation != Config.model_fields["organisation"].default)


def has_sample() -> bool:
    """Whether there is a sample organisation."""
    return bool(Site.select().where(Site.is_sample).exists())


def organisation_name(config: Config) -> str:
    """What it is called; the sample's name while the sample stands and nobody has said another."""
    if not is_named(config) and has_sample():
        return SAMPLE_NAME
    return config.organisation


def with_code(name: str, code: str) -> str:
    """What a site is called, with its code where that says more."""
    return name if name == code else f"{name} ({code})"
