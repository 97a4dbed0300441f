"""The settings, as pages ask for them."""

from typing import cast

from flask import current_app, g

from config import Config
from readiness.foundation.settings import stored_or_given


def installation() -> Config:
    """The settings of the environment: how this installation runs. Reads no database."""
    return cast(Config, current_app.config["READINESS"])


def settings() -> Config:
    """The settings that hold: the environment's, with the organisation's own over them; read once a request."""
    if "settings" not in g:
        g.settings = stored_or_given(installation())
    return cast(Config, g.settings)


def forget_settings() -> None:
    """Read them again in this request: they were changed."""
    g.pop("settings", None)
