"""What answers while the service itself cannot: plain words, 503, and the way to the handbook, which needs no more."""

import json
import logging
import time
from collections.abc import Callable, Iterable
from html import escape
from threading import Lock
from typing import Any

from readiness.foundation import words
from readiness.foundation.errors import ReadinessError
from readiness.foundation.words import gettext as _
from readiness.web.headers import HEADERS, PRIVATE
from readiness.web.request_log import request_number

log = logging.getLogger(__name__)

Application = Callable[[Any, Any], Iterable[bytes]]
Headers = tuple[tuple[str, str], ...]

TRIED_AFTER = 2.0
"""Seconds after which a service that could not be made is tried again."""


class Standby:
    """A WSGI application that is another one as soon and as long as that can work, and says why not meanwhile.

    `make` makes it, or raises; `is_there` tells at each request whether what it stands on is there still.
    """

    def __init__(
        self, make: Callable[[], Application], is_there: Callable[[], bool], more_headers: Headers = ()
    ) -> None:
        self._make, self._is_there, self._more_headers = make, is_there, more_headers
        self._application: Application | None = None
        self._why = ""
        self._try_at = 0.0
        self._lock = Lock()
        self._ready()

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        application = self._ready()
        if application is not None and self._is_there():
            return application(environ, start_response)
        why = self._why or _("The database is not where it was.")
        status, kind, body = _answer(environ.get("PATH_INFO", ""), why, request_number(environ))
        headers = {
            **HEADERS,
            **PRIVATE,
            "Content-Type": kind,
            "Content-Length": str(len(body)),
            "Retry-After": "5",
        }
        start_response(status, [*headers.items(), *self._more_headers])
        return [b"" if environ.get("REQUEST_METHOD") == "HEAD" else body]

    def _ready(self) -> Application | None:
        """The other application; nobody waits while somebody else is making it."""
        if (
            self._application is None
            and time.monotonic() >= self._try_at
            and self._lock.acquire(blocking=False)
        ):
            try:
                self._application = self._make()
                self._why = ""
            except ReadinessError as error:
                self._why = " ".join(error.problems)
                log.warning("Only the handbook is served: %s", self._why)
            except Exception:
                # Whatever is wrong with the service, a fault of ours included: the handbook must not go down with it.
                self._why = _("The service cannot start; its log says why.")
                log.exception("Only the handbook is served")
            finally:
                self._try_at = time.monotonic() + TRIED_AFTER
                self._lock.release()
        return self._application


def _answer(path: str, why: str, number: str) -> tuple[str, str, bytes]:
    if path == "/healthz":  # the process answers
        return "200 OK", "application/json", json.dumps({"status": "ok"}).encode()
    unavailable = "503 Service Unavailable"
    if path == "/readyz":
        told = {"status": "the database does not answer", "reason": why}
        return unavailable, "application/json", json.dumps(told).encode()
    title = escape(_("Only the handbook answers now."))
    rest = escape(_("Everything else waits for its database. Nothing was saved. Try again in a moment."))
    link = escape(_("What is happening? Go to the handbook"))
    asked = _("If you ask about this, name the request: %(number)s", number=number)
    page = (
        f'<!doctype html><html lang="{words.language()}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title></head>'
        f'<body><main><h1>{title}</h1><p>{rest}</p><p><a href="/">{link}</a></p><p>{escape(why)}</p>'
        f"<p><small>{escape(asked)}</small></p></main>"
        "</body></html>"
    )
    return unavailable, "text/html; charset=utf-8", page.encode()
