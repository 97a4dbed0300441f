"""What machines are told of errors, as RFC 9457 writes it; and the key that they send in place of a sign-in."""

import json

from flask import Blueprint, Response, request
from werkzeug.exceptions import HTTPException

from readiness.foundation.errors import ReadinessError, TooMany
from readiness.foundation.turns import Busy

BEARER = "Bearer "


def problem(status: int, title: str, detail: str) -> Response:
    """A problem as an answer."""
    told = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return Response(json.dumps(told, ensure_ascii=False), status, mimetype="application/problem+json")


def tell_problems(pages: Blueprint) -> None:
    """Have everything that these routes refuse answered as a problem, also before it is read."""
    pages.register_error_handler(ReadinessError, _refused)
    pages.register_error_handler(HTTPException, _http_error)


def bearer() -> str:
    """What was sent as 'Authorization: Bearer …'; '' where nothing was."""
    given = request.headers.get("Authorization", "")
    return given.removeprefix(BEARER).strip() if given.startswith(BEARER) else ""


def _refused(error: ReadinessError) -> Response:
    answer = problem(error.status, error.title, " ".join(error.problems))
    if isinstance(error, TooMany | Busy):
        answer.headers["Retry-After"] = str(error.seconds)
    return answer


def _http_error(error: HTTPException) -> Response:
    return problem(error.code or 500, error.name, error.description or "")
