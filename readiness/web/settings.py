"""The settings, as pages ask for them."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import Flask, current_app, g, request

from config import Config
from readiness.foundation import words
from readiness.foundation.settings import stored_or_given, stored_where_accepted
from readiness.web.once import until_changed

View = TypeVar("View", bound=Callable[..., Any])

LANGUAGES = ("en", "es")
"""Those in which the pages of employees and participants are written."""


def installation() -> Config:
    """The settings of the environment: how this installation runs. Reads no database."""
    return cast(Config, current_app.config["READINESS"])


def settings() -> Config:
    """The settings that hold: the environment's, with the organisation's own over them; read once for each change."""
    if "settings" not in g:
        g.settings = stored_or_given(installation(), _until_changed)
    return cast(Config, g.settings)


def _until_changed(given: Config) -> Config:
    return until_changed(("settings", id(given)), lambda: stored_where_accepted(given))


def forget_settings() -> None:
    """Read them again in this request: they were changed."""
    g.pop("settings", None)


def in_readers_language(view: View) -> View:
    """The page is an employee's own: it speaks the language of `?lang=`, or else of the browser."""
    view.is_in_readers_language = True  # type: ignore[attr-defined]
    return view


def add_language(app: Flask) -> None:
    """Speak the organisation's language on every page behind a sign-in, the installation's on the others."""

    @app.before_request
    def speak() -> None:
        language = (settings() if "connection" in g else installation()).language
        view = current_app.view_functions.get(request.endpoint or "")
        is_readers = getattr(view, "is_in_readers_language", False)
        words.speak(_readers_language(language) if is_readers else language)


def _readers_language(organisations: str) -> str:
    asked = request.args.get("lang", "")
    accepted = request.headers.get("Accept-Language", "")
    return asked if asked in LANGUAGES else words.preferred_language(accepted, (organisations, *LANGUAGES))
