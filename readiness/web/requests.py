"""What a request may bring: to which name it comes, and how much. Both are looked at before anything is read."""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, current_app, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotFound, RequestEntityTooLarge
from werkzeug.middleware.proxy_fix import ProxyFix

from readiness.foundation.errors import InvalidInput, ReadinessError
from readiness.foundation.turns import answer_requests
from readiness.foundation.words import gettext as _
from readiness.web.access import is_public_request
from readiness.web.addresses import CodeConverter
from readiness.web.settings import installation

MEGABYTE = 1024 * 1024
BODY_LIMIT = 20 * MEGABYTE
PUBLIC_BODY_LIMIT = MEGABYTE // 16
"""Nobody sends a file before signing in."""
IMPORT_LIMIT = 512 * MEGABYTE

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
MACHINE_PATHS = frozenset({"/healthz", "/readyz", "/metrics"})
"""Asked by machines at whatever address they know; nothing there holds a link."""

NUL = "\0"

View = TypeVar("View", bound=Callable[..., Any])


class WrongAddress(ReadinessError):
    """The request came by a name that is not ours."""

    status = 421
    title = "This is not the address of Readiness."


def takes_import(view: View) -> View:
    """The route takes a file to import, which may be large."""
    view.body_limit = IMPORT_LIMIT  # type: ignore[attr-defined]
    return view


def takes_stream(view: View) -> View:
    """The route reads the body itself, once it knows who sends it: nothing is to be read before."""
    view.reads_stream = True  # type: ignore[attr-defined]
    return takes_import(view)


def takes_file_by_link(view: View) -> View:
    """The route takes a file without a sign-in, by a link that it looks at before it reads anything."""
    view.reads_stream = True  # type: ignore[attr-defined]
    view.body_limit = BODY_LIMIT  # type: ignore[attr-defined]
    return view


def add_request_checks(app: Flask) -> None:
    """Refuse what comes to another name, or brings too much. Goes before everything that reads.

    Pages that are registered later may have codes in their addresses.
    """
    app.url_map.converters["code"] = CodeConverter
    app.config["MAX_CONTENT_LENGTH"] = BODY_LIMIT
    app.before_request(answer_requests)
    app.before_request(_check_name)
    app.before_request(_check_size)
    app.before_request(_check_address)
    proxies = app.config["READINESS"].proxies
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]


def _check_name() -> None:
    """A name that someone made up must not end up in a redirect, and a page elsewhere must not reach us by it."""
    ours = urlsplit(installation().base_url).hostname
    asked = urlsplit(f"//{request.headers.get('Host', '')}").hostname or ""
    if ours and request.path not in MACHINE_PATHS and asked not in {ours, *LOOPBACK}:
        raise WrongAddress(_("Go to %(address)s.", address=installation().base_url))


def _check_address() -> None:
    """No text that people write holds a NUL, and PostgreSQL keeps none."""
    if NUL in request.path:
        raise NotFound
    _check_values(request.args)


def add_form_checks(app: Flask) -> None:
    """The same for what a form brings. Goes behind the guard and the check of its token."""
    app.before_request(_check_form)


def _check_form() -> None:
    if request.method == "POST" and not _reads_stream():
        _check_values(request.form)


def _reads_stream() -> bool:
    return getattr(current_app.view_functions.get(request.endpoint or ""), "reads_stream", False)


def _check_values(given: MultiDict[str, str]) -> None:
    names = sorted({name for name, value in given.items(multi=True) if NUL in name or NUL in value})
    if names:
        raise InvalidInput(
            [
                _(
                    "%(name)s holds a character that is no text (NUL). Take it out.",
                    name=name.replace(NUL, ""),
                )
                for name in names
            ]
        )


def _check_size() -> None:
    """What says its length is refused by it; what does not is cut off when it has brought too much."""
    view = current_app.view_functions.get(request.endpoint or "")
    usual = PUBLIC_BODY_LIMIT if is_public_request() and not _reads_stream() else BODY_LIMIT
    limit = getattr(view, "body_limit", usual)
    request.max_content_length = limit
    if (request.content_length or 0) > limit:
        raise RequestEntityTooLarge


def is_number(text: str) -> bool:
    """Whether what a page sent is a number such as ours are."""
    return text.isascii() and text.isdigit() and len(text) < 10


def page_asked(last: int) -> int:
    """The number of the page of a list that the address asks for: from 1, and no further than the last."""
    text = request.args.get("page", "")
    return max(min(int(text) if is_number(text) else 1, last), 1)
