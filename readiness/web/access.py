"""Who may use a route: every one of them says so, or the application does not start."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask

from readiness.foundation.errors import ConfigurationError

View = TypeVar("View", bound=Callable[..., Any])


def public(view: View) -> View:
    """Anyone may use this route, with no sign-in."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def check_routes(app: Flask) -> None:
    """Raise ConfigurationError naming every route that does not say who may use it."""
    faults = [
        f"{rule.rule}: the route does not say who may use it. Mark its view."
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and not hasattr(app.view_functions[rule.endpoint], "access")
    ]
    if faults:
        raise ConfigurationError(faults)
