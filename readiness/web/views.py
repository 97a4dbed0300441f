"""The first page, and the two questions that machines ask."""

from flask import Blueprint, Response, jsonify, render_template

from readiness.foundation.database import SQLITE_VERSION, is_sqlite, sqlite_has_wal_race
from readiness.foundation.errors import ReadinessError
from readiness.web.access import public, signed_in
from readiness.web.checking import has_pending_migrations
from readiness.web.navigation import open_settings

pages = Blueprint("web", __name__)


@pages.get("/")
@public
def start() -> str:
    """Says that the service runs, and what can be done with it today."""
    return render_template("web/start.html")


@pages.get("/settings")
@signed_in
def settings() -> str:
    """What can be set, by whoever is signed in."""
    return render_template("web/settings.html", settings=open_settings())


@pages.get("/healthz")
@public
def healthz() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@pages.get("/readyz")
@public
def readyz() -> Response:
    """The database answers and its schema is this release's."""
    try:
        pending = has_pending_migrations()
    except ReadinessError as error:
        return _not_ready(" ".join(error.problems))
    answer = jsonify(
        status="pending migrations" if pending else "ok",
        database="sqlite" if is_sqlite() else "postgresql",
        sqlite_version=SQLITE_VERSION if is_sqlite() else None,
        several_processes_are_safe=not (is_sqlite() and sqlite_has_wal_race()),
    )
    answer.status_code = 503 if pending else 200
    return answer


def _not_ready(reason: str) -> Response:
    answer = jsonify(status="the database does not answer", reason=reason)
    answer.status_code = 503
    return answer
