"""The settings, as pages ask for them."""

from typing import cast

from flask import Flask, current_app, g

from config import Config
from readiness.foundation import words
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


def add_language(app: Flask) -> None:
    """Speak the organisation's language on every page behind a sign-in, the installation's on the others."""

    @app.before_request
    def speak() -> None:
        words.speak((settings() if "connection" in g else installation()).language)
