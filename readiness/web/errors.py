"""Errors as pages: one mapping from the tree of errors to what a person reads."""

from flask import Flask, current_app, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from readiness.foundation.errors import ReadinessError, TooMany, Unavailable
from readiness.foundation.failing import FAILURES, failure_in_words
from readiness.foundation.turns import Busy
from readiness.foundation.words import gettext as _
from readiness.foundation.words import ngettext
from readiness.web.access import READING_METHODS, is_someone
from readiness.web.frame import frame_of_today
from readiness.web.request_log import request_number

Answer = tuple[str, int] | tuple[str, int, dict[str, str]]


def add_error_pages(app: Flask) -> None:
    """Answer every error with a page that says what to do next."""

    @app.errorhandler(ReadinessError)
    def refused(error: ReadinessError) -> Answer:
        _note(error)
        page = _page(error.status, error.title, error.problems)
        return (*page, {"Retry-After": "2"}) if isinstance(error, Unavailable) else page

    @app.errorhandler(Busy)
    def busy(error: Busy) -> Answer:
        asks_again = request.method == "GET"
        then = _("This page tries again by itself.") if asks_again else _("Send it again in a moment.")
        headers = {
            "Retry-After": str(error.seconds),
            **({"Refresh": str(error.seconds)} if asks_again else {}),
        }
        return *_page(error.status, error.title, (*error.problems, then)), headers

    @app.errorhandler(TooMany)
    def too_many(error: TooMany) -> Answer:
        page = _page(error.status, error.title, (*error.problems, _wait(error.seconds)))
        return page[0], page[1], {"Retry-After": str(error.seconds)}

    @app.errorhandler(CSRFError)
    def stale_form(_error: CSRFError) -> Answer:
        return _page(
            400,
            _("This form is too old, or not ours."),
            [_("Nothing was saved. Go back, load the page again, and send it once more.")],
        )

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Answer:
        code = error.code or 500
        if code == 404:
            return _page(404, _("There is no such page."), [_("Check the address, or go back to the start.")])
        if code == 413:
            return _page(413, _("This is too large."), [_("Nothing was saved. Send a smaller file.")])
        return _page(code, error.name, [error.description or ""])

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> Answer:
        failed = failure_in_words(error) if isinstance(error, FAILURES) else None
        return _fault_of_ours(error) if failed is None else refused(failed)


def _fault_of_ours(error: Exception) -> Answer:
    current_app.logger.error(
        "unexpected error in request %s", request_number(request.environ), exc_info=error
    )
    # Whoever only asked for a page may have saved something just before it, which stands.
    is_asking = request.method in READING_METHODS
    then = _("Try again in a moment.") if is_asking else _("Nothing was saved. Try again in a moment.")
    return _page(500, _("Something went wrong here."), [then])


def _note(error: ReadinessError) -> None:
    """What is wrong with us, and not with what was asked, stands in the error log by the request's number."""
    if error.status >= 500:
        current_app.logger.warning(
            "request %s: %s", request_number(request.environ), " ".join(error.problems)
        )


def _wait(seconds: int) -> str:
    if seconds < 90:
        return ngettext("Try again in one second.", "Try again in %(count)s seconds.", seconds)
    return ngettext("Try again in one minute.", "Try again in %(count)s minutes.", -(-seconds // 60))


def _page(status: int, title: str, problems: "list[str] | tuple[str, ...]") -> tuple[str, int]:
    in_workroom = status < 500 and is_someone()
    if in_workroom:
        frame_of_today()
    page = render_template(
        "errors/error.html",
        title=title,
        problems=problems,
        number=request_number(request.environ),
        in_workroom=in_workroom,
    )
    return page, status
