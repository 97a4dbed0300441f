"""What templates are given to show things with: filters, globals, and the addresses of static files."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, current_app, request, url_for

from readiness.foundation import words
from readiness.foundation.countries import place_name
from readiness.web.cells import in_cards, status, title_cell
from readiness.web.frame import frame
from readiness.web.icons import icon, sprite
from readiness.web.statuses import look_of
from readiness.web.values import away, day, instant, number

STYLES = (
    "tokens",
    "base",
    "frame",
    "parts",
    "forms",
    "tables",
    "plots",
    "handbook",
    "exercises",
    "classes",
    "planning",
    "duty",
    "evidence",
    "print",
)
"""The style sheets of every page, in their order."""


@cache
def asset(name: str) -> str:
    """The address of a file in static/, which changes with its content: browsers may keep it for ever.

    A process looks at each file once: with another release it is another process.
    """
    path = Path(current_app.static_folder or "", name)
    version = hashlib.blake2b(path.read_bytes(), digest_size=6).hexdigest()
    return url_for("static", filename=name, v=version)


def add_display(app: Flask) -> None:
    """Give templates their filters."""
    app.jinja_env.filters.update(
        day=day,
        away=away,
        instant=instant,
        number=number,
        day_text=words.day,
        month_text=words.month,
        short_day=lambda value: words.short_day(value, frame().today),
        moment_text=lambda value: words.moment(value.astimezone(frame().zone)),
        clock_text=words.moment,
        joined=words.join,
    )
    app.jinja_env.globals.update(asset=asset, styles=STYLES, look_of=look_of, language=words.language)
    app.jinja_env.globals.update(icon=icon, sprite=sprite, status=status)
    app.jinja_env.globals.update(title_cell=title_cell, in_cards=in_cards, place_name=place_name)

    @app.after_request
    def keep_assets(response: Response) -> Response:
        if request.endpoint == "static" and "v" in request.args:
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
