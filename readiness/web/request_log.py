"""The request log: a line for each answer, in the Common Log Format, with how long it took and the request's number.

    - - - [29/Nov/2026:16:20:07 +0000] "GET /people/17 HTTP/1.1" 200 5120 0.034 3f2a9c1e77d0

The last two are seconds and the number that also stands on pages of errors and in the error log. Nobody is named: the
places of address and account are empty, and of an address of ours only its fixed words and our numbers are told, never
its query, nor what else may be written in it (the secret of a link, a staff number, an e-mail address). What the
handbook answers without a sign-in stands ahead of this and leaves no line; nor do shipped files that were sent.
"""

import logging
import os
import secrets
import sys
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import lru_cache
from logging.handlers import WatchedFileHandler
from typing import Any

from werkzeug.wsgi import ClosingIterator

from readiness.foundation.errors import ConfigurationError

Application = Callable[[Any, Any], Iterable[bytes]]

STDERR = "stderr"
HEADER = "X-Request-Id"
SHIPPED, _SENT = "/static/", frozenset({"200", "304"})
"""Files that every page brings with it are told only where they could not be sent: they would be most of the lines."""
ANSWERED_AHEAD = frozenset({"/healthz", "/readyz"})
"""Told by their path also where no route was looked for."""
_NUMBER, _REQUEST = "readiness.request_number", "werkzeug.request"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_WITHHELD = "-"
_TOLD_PARTS = frozenset({"filename"})
"""Parts of addresses that are told beside our numbers: names of shipped files."""


def request_number(environ: Any) -> str:
    """The number of a request, drawn by chance where it has none yet."""
    number: str = environ.setdefault(_NUMBER, "") or secrets.token_hex(6)
    environ[_NUMBER] = number
    return number


def prepare_log(place: str) -> None:
    """See to it that the log's file can be written to, and is for its owner alone; raises ConfigurationError."""
    if place in {"", STDERR}:
        return
    try:
        os.close(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600))
    except OSError as error:
        raise ConfigurationError(
            f"READINESS_REQUEST_LOG: {place} cannot be written to: {error.strerror}. Name another file, or 'stderr'."
        ) from error


def request_log(place: str) -> Callable[[str], None]:
    """What writes a line to a place: 'stderr', or a file, which may be moved away while it is written to."""
    handler = logging.StreamHandler(sys.stderr) if place == STDERR else WatchedFileHandler(place)
    log = logging.getLogger("readiness.requests")
    log.handlers = [handler]
    log.setLevel(logging.INFO)
    log.propagate = False
    return log.info


class RequestLog:
    """A WSGI application that is another one, and tells of each of its answers once it was sent."""

    def __init__(self, application: Application, tell: Callable[[str], None]) -> None:
        self._application, self._tell = application, tell

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        began = time.perf_counter()
        number = request_number(environ)
        path, status, size = _WITHHELD, "500", _WITHHELD

        def begin(told: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            nonlocal path, status, size
            # While the request is known: Flask lets go of it at its end.
            path, status = _path(environ), told[:3]
            size = next((value for name, value in headers if name.lower() == "content-length"), _WITHHELD)
            return start_response(told, [*headers, (HEADER, number)], *error)

        def end() -> None:
            if status in _SENT and path.startswith(SHIPPED):
                return
            seconds = time.perf_counter() - began
            self._tell(f"{_beginning(environ, path)} {status} {size} {seconds:.3f} {number}")

        try:
            body = self._application(environ, begin)
        except BaseException:
            end()
            raise
        return ClosingIterator(body, end)


def _beginning(environ: Any, path: str) -> str:
    method = environ.get("REQUEST_METHOD", "")
    protocol = environ.get("SERVER_PROTOCOL", "HTTP/1.1")
    asked = f"{method if method in _METHODS else _WITHHELD} {path} {protocol}"
    return f'- - - [{_instant(int(time.time()))}] "{asked}"'


@lru_cache(maxsize=4)
def _instant(second: int) -> str:
    return f"{datetime.fromtimestamp(second, UTC):%d/%b/%Y:%H:%M:%S +0000}"


def _path(environ: Any) -> str:
    """The address as its route writes it, with our numbers filled in; '-' for what is no address of ours."""
    request = environ.get(_REQUEST)
    rule = getattr(request, "url_rule", None)
    if rule is None:
        return next((each for each in ANSWERED_AHEAD if each == environ.get("PATH_INFO")), _WITHHELD)
    path = str(rule.rule)
    for name, value in (request.view_args or {}).items():
        told = value if isinstance(value, int) or name in _TOLD_PARTS else f"<{name}>"
        for converter in ("int:", "code:", "path:", ""):
            path = path.replace(f"<{converter}{name}>", str(told))
    return path
