"""Settings that the organisation keeps in its database: they take the place of the environment's."""

from collections.abc import Mapping
from typing import Any, TypeVar

from peewee import CharField, JSONField, PeeweeException
from pydantic import BaseModel as Values

from readiness.foundation.database import BaseModel, connected
from readiness.foundation.errors import Unavailable

OWN_SETTINGS = ("organisation", "home_country", "time_zone", "language", "due_within_days")
"""What an organisation says of itself. All else belongs to the installation, and to the environment alone."""

Settings = TypeVar("Settings", bound=Values)


class Setting(BaseModel):
    """One thing that the organisation settled, by its name."""

    key = CharField(primary_key=True)
    content = JSONField()


def stored(key: str) -> Any:
    """What is kept under a name; None where nothing is."""
    row = Setting.get_or_none(Setting.key == key)
    return None if row is None else row.content


def with_stored(settings: Settings) -> Settings:
    """The settings of the environment with those that the organisation keeps laid over them."""
    rows = Setting.select().where(Setting.key.in_(OWN_SETTINGS))
    return overlaid(settings, {row.key: row.content for row in rows})


def stored_or_given(settings: Settings) -> Settings:
    """The same; those of the environment while the database does not answer, so that this can still be said."""
    try:
        with connected():
            return with_stored(settings)
    except (Unavailable, PeeweeException):
        return settings


def overlaid(settings: Settings, values: Mapping[str, Any]) -> Settings:
    """The settings with some values in the place of theirs, checked; raises pydantic's ValidationError."""
    if not values:
        return settings
    return type(settings).model_validate({**settings.model_dump(exclude_unset=True), **values})
