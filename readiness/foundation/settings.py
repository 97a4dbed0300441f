"""Settings that the organisation keeps in its database: they take the place of the environment's."""

import logging
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from peewee import CharField, JSONField, PeeweeException
from pydantic import BaseModel as Values
from pydantic import ValidationError

from readiness.foundation.database import BaseModel, as_json, connected, select
from readiness.foundation.errors import ConfigurationError, Unavailable
from readiness.foundation.words import gettext as _

log = logging.getLogger(__name__)

OWN_SETTINGS = (
    "organisation", "home_country", "time_zone", "language", "due_within_days", "line_check_days", "paper_months",
)  # fmt: skip
"""What an organisation says of itself. All else belongs to the installation, and to the environment alone."""

Settings = TypeVar("Settings", bound=Values)


class Setting(BaseModel):
    """One thing that the organisation settled, by its name."""

    key = CharField(primary_key=True)
    content = JSONField()


def stored(key: str) -> Any:
    """What is kept under a name; None where nothing is."""
    rows = select("SELECT content FROM setting WHERE key = :key", key=key)
    return next((as_json(content) for (content,) in rows), None)


def with_stored(settings: Settings) -> Settings:
    """The settings of the environment with those that the organisation keeps laid over them.

    Raises ConfigurationError naming every one that is kept and is not accepted.
    """
    held, faults = _held(settings)
    if faults:
        raise ConfigurationError(faults)
    return held


def stored_where_accepted(settings: Settings) -> Settings:
    """The settings with those that are kept and accepted; what is not accepted is told to the log."""
    held, faults = _held(settings)
    for fault in faults:
        log.warning(fault)
    return held


def stored_or_given(
    settings: Settings, read: Callable[[Settings], Settings] = stored_where_accepted
) -> Settings:
    """The same for pages, which must be shown so that anything can be mended.

    The environment's hold in the place of what is not accepted, and while the database does not answer. `read` gives
    the settings of one that does.
    """
    try:
        with connected():
            return read(settings)
    except (Unavailable, PeeweeException):
        return settings


def stored_faults(settings: Settings) -> list[str]:
    """What is kept and is not accepted, a sentence each."""
    return _held(settings)[1]


def _held(settings: Settings) -> tuple[Settings, list[str]]:
    """The settings with what is kept and accepted, and a sentence for each that is not."""
    try:
        values = {
            key: as_json(content)
            for key, content in select("SELECT key, content FROM setting")
            if key in OWN_SETTINGS
        }
    except ValueError as error:
        return settings, [
            _("A setting that is kept in the database cannot be read (%(error)s).", error=error)
        ]
    try:
        return overlaid(settings, values), []
    except ValidationError as error:
        faults = [(str(fault["loc"][0]), fault) for fault in error.errors()]
    bad = {key for key, _fault in faults}
    good = {key: value for key, value in values.items() if key not in bad}
    return overlaid(settings, good), [_not_accepted(key, fault) for key, fault in faults]


def _not_accepted(key: str, fault: Any) -> str:
    return _(
        "The setting that is kept in the database is not accepted: %(fault)s Mend it on the page Settings, "
        "The organisation.",
        fault=fault_sentence(key, fault),
    )


def fault_sentence(key: str, fault: Any) -> str:
    """What pydantic says of a value, in words: 'time_zone: 'Mars' is no time zone.'"""
    if fault["type"] == "value_error":
        return f"{key}: '{fault['input']}' {fault['ctx']['error']}."
    return f"{key}: {fault['msg']} ({fault['input']!r})."


def overlaid(settings: Settings, values: Mapping[str, Any]) -> Settings:
    """The settings with some values in the place of theirs, checked; raises pydantic's ValidationError."""
    if not values:
        return settings
    return type(settings).model_validate({**settings.model_dump(exclude_unset=True), **values})
