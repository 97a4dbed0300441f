"""The settings, as pages ask for them."""

from typing import cast

from flask import current_app

from config import Config


def settings() -> Config:
    """The settings of the application that answers this request."""
    return cast(Config, current_app.config["READINESS"])
