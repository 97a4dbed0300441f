"""How values are shown: days, instants, numbers; the exact value on hover. Filters and globals of the templates."""

import hashlib
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path

from flask import Flask, Response, current_app, request, url_for
from markupsafe import Markup

from readiness.foundation import words
from readiness.foundation.temporal import FIRST_DAY, LAST_DAY
from readiness.web.cells import cell, pick_cell, status, title_cell
from readiness.web.frame import frame
from readiness.web.icons import icon, sprite
from readiness.web.statuses import look_of

STYLES = ("tokens", "base", "frame", "parts", "forms", "tables", "plots", "handbook", "print")
"""The style sheets of every page, in their order."""

_TIME = Markup('<time datetime="{exact}" title="{title}">{words}</time>')
_PLAIN_TIME = Markup('<time datetime="{exact}">{words}</time>')


def day(value: date | None, missing: str = "–") -> str:
    """'30 June 2026'; open ends of the calendar are no days."""
    if value is None or value in {FIRST_DAY, LAST_DAY}:
        return missing
    return _day(value, words.language())


@lru_cache(maxsize=10_000)
def _day(value: date, _language: str) -> Markup:
    return _PLAIN_TIME.format(exact=value.isoformat(), words=words.day(value))


def away(value: date | None, missing: str = "–") -> str:
    """'in 12 days', with the day on hover; counted from the day that the frame shows."""
    if value is None or value in {FIRST_DAY, LAST_DAY}:
        return missing
    return _away(value, frame().as_of, words.language())


@lru_cache(maxsize=10_000)
def _away(value: date, as_of: date, _language: str) -> Markup:
    return _TIME.format(exact=value.isoformat(), title=words.day(value), words=words.from_today(value, as_of))


def instant(value: datetime | None, missing: str = "–") -> str:
    """'30 June 2026, 14:06' in the frame's time zone, with the exact instant on hover."""
    if value is None:
        return missing
    local = value.astimezone(frame().zone)
    exact = local.isoformat(sep=" ", timespec="seconds")
    return _TIME.format(exact=local.isoformat(), title=f"{exact} {local.tzname()}", words=words.moment(local))


def number(value: float | None, missing: str = "–") -> str:
    """'1,204'."""
    return missing if value is None else words.number(value)


@cache
def _asset(name: str, path: Path, _changed: float) -> str:
    version = hashlib.blake2b(path.read_bytes(), digest_size=6).hexdigest()
    return url_for("static", filename=name, v=version)


def asset(name: str) -> str:
    """The address of a file in static/, which changes with its content: browsers may keep it for ever."""
    path = Path(current_app.static_folder or "", name)
    return _asset(name, path, path.stat().st_mtime)


def add_display(app: Flask) -> None:
    """Give templates their filters."""
    app.jinja_env.filters.update(
        day=day,
        away=away,
        instant=instant,
        number=number,
        day_text=words.day,
        short_day=lambda value: words.short_day(value, frame().today),
        moment_text=lambda value: words.moment(value.astimezone(frame().zone)),
        joined=words.join,
    )
    app.jinja_env.globals.update(asset=asset, styles=STYLES, look_of=look_of, language=words.language)
    app.jinja_env.globals.update(
        icon=icon, sprite=sprite, status=status, cell=cell, title_cell=title_cell, pick_cell=pick_cell
    )

    @app.after_request
    def keep_assets(response: Response) -> Response:
        if request.endpoint == "static" and "v" in request.args:
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
