"""Errors as pages: one mapping from the tree of errors to what a person reads."""

from flask import Flask, render_template
from werkzeug.exceptions import HTTPException

from readiness.foundation.errors import ReadinessError
from readiness.foundation.words import gettext as _

Answer = tuple[str, int]


def add_error_pages(app: Flask) -> None:
    """Answer every error with a page that says what to do next."""

    @app.errorhandler(ReadinessError)
    def refused(error: ReadinessError) -> Answer:
        return _page(error.status, error.title, error.problems)

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Answer:
        code = error.code or 500
        if code == 404:
            return _page(404, _("There is no such page."), [_("Check the address, or go back to the start.")])
        return _page(code, error.name, [error.description or ""])

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> Answer:
        app.logger.error("unexpected error", exc_info=error)
        return _page(500, _("Something went wrong here."), [_("Nothing was saved. Try again in a moment.")])


def _page(status: int, title: str, problems: "list[str] | tuple[str, ...]") -> Answer:
    return render_template("errors/error.html", title=title, problems=problems), status
