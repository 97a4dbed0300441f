"""The handbook ahead of everything else: finished pages from memory, with no database, no cookie and no trace."""

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import parse_qs

from readiness.handbook.edition import CURRENT, FORMAT, Finished, current_edition
from readiness.handbook.finder_table import read_finder
from readiness.handbook.searching import Searched
from readiness.standards.protocols import LANGUAGES
from readiness.web.headers import HEADERS

Environ = Mapping[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Any, StartResponse], Iterable[bytes]]

LOOKED_AFTER = 1.0
"""Seconds after which the pointer to the current edition is looked at again."""
LARGEST_FORM = 4 * 1024

_METHODS = {"GET", "HEAD"}
_POLICY = (
    "default-src 'none'; style-src '{style}'; img-src 'self'; script-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True)
class Opened:
    """An edition in memory: its pages as they are sent, what finds them, and the headers of all."""

    pages: Mapping[tuple[str, str], Finished]
    searched: Searched
    headers: tuple[tuple[str, str], ...]

    @classmethod
    def read(cls, path: Path, more_headers: tuple[tuple[str, str], ...] = ()) -> "Opened":
        """Read the whole file; raises ValueError for a file of another release."""
        with closing(
            sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        ) as connection:
            about = dict(connection.execute("SELECT name, value FROM about"))
            if about.get("format") != str(FORMAT):
                raise ValueError(f"{path.name} is of another release. Publish anew.")
            situations: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
            for slug, language, title in connection.execute(
                "SELECT slug, language, title FROM situation ORDER BY language, place"
            ):
                situations[language][slug] = title
            return cls(
                dict(_pages(connection)),
                Searched(
                    read_finder(connection, list(situations[LANGUAGES[0]])),
                    situations,
                    {language: about[f"found-{language}"] for language in LANGUAGES},
                    {language: about[f"lines-{language}"] for language in LANGUAGES},
                ),
                (
                    *(HEADERS | {"Content-Security-Policy": _POLICY.format(style=about["style"])}).items(),
                    *more_headers,
                ),
            )


def _pages(connection: sqlite3.Connection) -> Iterator[tuple[tuple[str, str], Finished]]:
    rows = connection.execute("SELECT path, language, is_at_risk, tag, plain, gzip, br FROM page")
    for path, language, is_at_risk, *rest in rows:
        yield (path, language), Finished(path, language, bool(is_at_risk), *rest)


class HandbookFirst:
    """A WSGI application that answers what belongs to the handbook, and leaves the rest to another."""

    def __init__(
        self, application: Application, folder: Path, more_headers: tuple[tuple[str, str], ...] = ()
    ) -> None:
        self._application, self._folder, self._more_headers = application, folder, more_headers
        self._opened: Opened | None = None
        self._seen: tuple[int, int] | None = None
        self._look_at = 0.0
        self._lock = Lock()

    def __call__(self, environ: Any, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path != "/" and path != "/search" and not path.startswith("/protocols/"):
            return self._application(environ, start_response)
        opened = self._current()
        if opened is None:
            return self._application(environ, start_response)
        query = environ.get("QUERY_STRING", "")
        if path == "/search":
            return _search(opened, environ, start_response)
        if environ["REQUEST_METHOD"] not in _METHODS:
            return _plain(opened, start_response, "405 Method Not Allowed", [("Allow", "GET, HEAD")])
        language = _language(parse_qs(query)) if query else LANGUAGES[0]
        page = opened.pages.get((path, language))
        if page is None:
            return self._application(environ, start_response)
        return _send(opened, page, environ, start_response)

    def _current(self) -> Opened | None:
        """The edition that is current, at most a second late; the one before while the next cannot be read."""
        if time.monotonic() < self._look_at:
            return self._opened
        # While there is one to show, nobody waits for the next to be read.
        if not self._lock.acquire(blocking=self._opened is None):
            return self._opened
        try:
            if time.monotonic() >= self._look_at:
                self._look()
                self._look_at = time.monotonic() + LOOKED_AFTER
            return self._opened
        finally:
            self._lock.release()

    def _look(self) -> None:
        """Open what the pointer names, where it was written since; what cannot be read is tried again."""
        try:
            pointer = (self._folder / CURRENT).stat()
            seen = (pointer.st_mtime_ns, pointer.st_ino)
            path = current_edition(self._folder)
            if seen != self._seen and path is not None:
                self._opened = Opened.read(path, self._more_headers)
                self._seen = seen
        except FileNotFoundError:
            # Switching replaces the pointer whole: where it is gone beside its editions, the handbook was withdrawn.
            if self._folder.is_dir():
                self._opened = self._seen = None
        except (OSError, ValueError, sqlite3.Error):
            return


def _language(values: Mapping[str, list[str]]) -> str:
    chosen = values.get("lang", [""])[0].lower()
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


def _send(opened: Opened, page: Finished, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    tag = f'"{page.tag}"'
    caching = "no-store" if page.is_at_risk else "no-cache"
    headers = [
        *opened.headers,
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Language", page.language),
        ("Cache-Control", caching),
        ("Vary", "Accept-Encoding"),
    ]
    if not page.is_at_risk:
        headers.append(("ETag", tag))
        if tag in environ.get("HTTP_IF_NONE_MATCH", ""):
            start_response("304 Not Modified", headers)
            return [b""]
    accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
    if "br" in accepted:
        body, encoding = page.br, "br"
    elif "gzip" in accepted:
        body, encoding = page.gzip, "gzip"
    else:
        body, encoding = page.plain, ""
    if encoding:
        headers.append(("Content-Encoding", encoding))
    headers.append(("Content-Length", str(len(body))))
    start_response("200 OK", headers)
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]


def _search(opened: Opened, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    """What was typed comes in a form, so that no address, history or log keeps it; links and machines may GET."""
    method = environ["REQUEST_METHOD"]
    values = parse_qs(environ.get("QUERY_STRING", ""))
    if method == "POST":
        length = environ.get("CONTENT_LENGTH") or "0"
        size = int(length) if length.isdecimal() else 0
        body = environ["wsgi.input"].read(min(size, LARGEST_FORM))
        values = {**values, **parse_qs(body.decode("utf-8", "replace"))}
    elif method not in _METHODS:
        return _plain(opened, start_response, "405 Method Not Allowed", [("Allow", "GET, HEAD, POST")])
    typed, language = values.get("q", [""])[0], _language(values)
    if values.get("format", [""])[0] == "json":
        answer, kind = opened.searched.as_json(typed, language), "application/json"
    else:
        answer, kind = opened.searched.as_page(typed, language), "text/html; charset=utf-8"
    sent = answer.encode()
    headers = [
        *opened.headers,
        ("Content-Type", kind),
        ("Cache-Control", "no-store"),
        ("Content-Length", str(len(sent))),
    ]
    start_response("200 OK", headers)
    return [b"" if method == "HEAD" else sent]


def _plain(
    opened: Opened, start_response: StartResponse, status: str, headers: list[tuple[str, str]]
) -> Iterable[bytes]:
    start_response(status, [*opened.headers, ("Content-Type", "text/plain"), *headers])
    return [status.encode()]
