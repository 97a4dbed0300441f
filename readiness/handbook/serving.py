"""The handbook ahead of everything else: finished pages from memory, with no database, no cookie and no trace."""

import logging
import re
import sqlite3
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import parse_qs

from readiness.foundation import clock
from readiness.foundation.loading import give_back_now
from readiness.foundation.words import preferred_language
from readiness.handbook import withdrawn
from readiness.handbook.bundle import Wanted
from readiness.handbook.edition import (
    CURRENT,
    FOR_EVER,
    NOT_KEPT,
    WITHDRAWN,
    Finished,
    current_edition,
    tag_of,
)
from readiness.handbook.keyed import KeyedCards
from readiness.handbook.opened import OnDemand, Opened
from readiness.handbook.openings import Openings
from readiness.handbook.rendering import CARD, MANIFEST, OFFLINE, style_hash
from readiness.handbook.resource_serving import ResourceDesk, is_for_resources
from readiness.handbook.scripts import PREFIX, files
from readiness.handbook.whom_to_call import Whereabouts, anywhere
from readiness.standards.protocols import LANGUAGES
from readiness.web.headers import HEADERS

log = logging.getLogger(__name__)

Environ = Mapping[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Any, StartResponse], Iterable[bytes]]
Headers = tuple[tuple[str, str], ...]

LOOKED_AFTER = 1.0
"""Seconds after which the pointer to the current edition is looked at again."""
LARGEST_FORM = 16 * 1024

WORKER = "/sw.js"
OK, UNAVAILABLE = "200 OK", "503 Service Unavailable"
_NONE_OF_IT = re.compile(r"q=0(\.0*)?")
_METHODS = {"GET", "HEAD"}
_OURS = frozenset({"/", "/search", WORKER, MANIFEST, OFFLINE})
_PROTOCOLS = "/protocols/"
_NEAR = f"{PREFIX}near."
_BELOW = (_PROTOCOLS, f"{CARD}/", PREFIX)
_POLICY = (
    "default-src 'none'; style-src '{style}'; img-src 'self'; script-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True)
class Request:
    """What is asked, and how it is answered."""

    environ: Environ
    start_response: StartResponse
    headers: Headers

    @property
    def method(self) -> str:
        return str(self.environ["REQUEST_METHOD"])

    def send(self, page: Finished, status: str = OK) -> Iterable[bytes]:
        """Send a page in the form that the browser takes, or say that the one it has still stands."""
        headers = [*self.headers, ("Content-Type", page.type), ("Cache-Control", page.caching)]
        headers.append(("Vary", "Accept-Encoding, Accept-Language" if page.language else "Accept-Encoding"))
        if page.language:
            headers.append(("Content-Language", page.language))
        if page.caching != NOT_KEPT:
            tag = f'"{page.tag}"'
            headers.append(("ETag", tag))
            if status == OK and tag in self.environ.get("HTTP_IF_NONE_MATCH", ""):
                self.start_response("304 Not Modified", headers)
                return [b""]
        body, encoding = _encoded(page, self.environ.get("HTTP_ACCEPT_ENCODING", ""))
        if encoding:
            headers.append(("Content-Encoding", encoding))
        headers.append(("Content-Length", str(len(body))))
        self.start_response(status, headers)
        return [b"" if self.method == "HEAD" else body]

    def say(self, status: str, *headers: tuple[str, str]) -> Iterable[bytes]:
        """Answer with the status alone."""
        self.start_response(
            status, [*self.headers, ("Content-Type", "text/plain"), ("Cache-Control", NOT_KEPT), *headers]
        )
        return [status.encode()]


def _encoded(page: Finished, accepted: str) -> tuple[bytes, str]:
    if _takes(accepted, "br"):
        return page.brotlied(), "br"
    return (page.gzipped(), "gzip") if _takes(accepted, "gzip") else (page.plain, "")


def _takes(accepted: str, coding: str) -> bool:
    """Whether a reader takes a form: it names it, and does not say that it takes none of it ('br;q=0')."""
    if coding not in accepted:
        return False
    for each in accepted.split(","):
        name, _semicolon, quality = each.partition(";")
        if name.strip() == coding:
            return _NONE_OF_IT.fullmatch(quality.strip()) is None
    return False


class HandbookFirst:
    """A WSGI application that answers what belongs to the handbook, and leaves the rest to another."""

    def __init__(
        self,
        application: Application,
        folder: Path,
        more_headers: Headers = (),
        openings: Openings | None = None,
        where: Callable[[], Whereabouts] = anywhere,
    ) -> None:
        self._application, self._folder, self._more_headers = application, folder, more_headers
        self._openings, self._where = openings or Openings(), where
        self._resources = ResourceDesk.at(folder, self._openings)
        self._keyed = KeyedCards(folder)
        self._opened: Opened | None = None
        self._is_withdrawn = self._is_unreadable = False
        self._seen: tuple[int, int] | None = None
        self._told: tuple[int, int] | None = None
        self._look_at = 0.0
        self._lock = Lock()

    def read_ahead(self) -> None:
        """Read the edition and find something in it, so that the first who is in need waits for neither."""
        opened = self._current()
        if opened is not None:
            opened.searched.finder.look("somebody here needs help now")
            give_back_now()

    def __call__(self, environ: Any, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if is_for_resources(path):
            return self._of_resources(path, environ, start_response)
        if path not in _OURS and not path.startswith(_BELOW):
            return self._application(environ, start_response)
        opened = self._current()
        style = opened.style if opened else style_hash()
        policy = {"Content-Security-Policy": _POLICY.format(style=style)}
        request = Request(environ, start_response, (*(HEADERS | policy).items(), *self._more_headers))
        if opened is None:
            return self._without_edition(path, request)
        query = environ.get("QUERY_STRING", "")
        wanted = _wanted(parse_qs(query), environ)
        if path == "/search":
            return self._search(opened, request)
        if request.method not in _METHODS:
            return request.say("405 Method Not Allowed", ("Allow", "GET, HEAD"))
        if path.startswith(f"{CARD}/"):
            page = self._card(opened, wanted, _text(path.removeprefix(f"{CARD}/")))
        elif path == WORKER:
            page = self._worker(opened)
        elif path.startswith(_NEAR):
            page = self._near(path)
        else:
            page = opened.page(path, wanted)
            if page is not None and request.method == "GET" and path.startswith(_PROTOCOLS):
                self._openings.note(path.removeprefix(_PROTOCOLS))
                page = self._resources.beside(page, wanted) if wanted.site else page
        return self._application(environ, start_response) if page is None else request.send(page)

    def _worker(self, opened: Opened) -> Finished | None:
        """The script that keeps the copy; it names who is near by an address of its own, as that changes by itself."""
        page = opened.page(WORKER, Wanted())
        if page is None:
            return None
        plain = b'"use strict";\nconst NEAR = "%s";\n' % self._resources.copy()[0].encode() + page.plain
        return OnDemand(WORKER, "", page.type, page.caching, tag_of(plain), plain, b"", b"")

    def _near(self, path: str) -> Finished | None:
        """Who is near each site; kept by no cache but the copy's own, so that what is hidden is gone with it."""
        address, text = self._resources.copy()
        if path != address:
            return None
        return OnDemand(path, "", "application/json", NOT_KEPT, "", text.encode(), b"", b"")

    def _search(self, opened: Opened, request: Request) -> Iterable[bytes]:
        """What was typed comes in a form; links and machines may GET."""
        if request.method not in {*_METHODS, "POST"}:
            return request.say("405 Method Not Allowed", ("Allow", "GET, HEAD, POST"))
        values = _sent(request)
        typed, wanted = values.get("q", [""])[0], _wanted(values, request.environ)
        if values.get("format", [""])[0] != "json":
            return request.send(opened.found(typed, wanted))
        plain = opened.searched.as_json(typed, wanted, self._resources.in_search(typed, wanted)).encode()
        return request.send(OnDemand("", "", "application/json", NOT_KEPT, "", plain, b"", b""))

    def _of_resources(self, path: str, environ: Any, start_response: StartResponse) -> Iterable[bytes]:
        policy = {"Content-Security-Policy": _POLICY.format(style=style_hash())}
        request = Request(environ, start_response, (*(HEADERS | policy).items(), *self._more_headers))
        if request.method not in {*_METHODS, "POST"}:
            return request.say("405 Method Not Allowed", ("Allow", "GET, HEAD, POST"))
        values = _sent(request)
        page = self._resources.answer(request.method, _text(path), values, _wanted(values, environ))
        return request.say("404 Not Found") if page is None else request.send(page)

    def _card(self, opened: Opened, asked: Wanted, rest: str) -> Finished | None:
        """The card of a site; with its key, the one that shows who is on duty. A wrong key is no key."""
        public = opened.card(replace(asked, site=rest))
        code, slash, key = rest.rpartition("/")
        if public is not None or not slash:
            return public
        wanted = replace(asked, site=code)
        public = opened.card(wanted)
        if public is None:
            return None
        return self._keyed.card(opened, wanted, key, clock.now()) or replace(public, caching=NOT_KEPT)

    def _without_edition(self, path: str, request: Request) -> Iterable[bytes]:
        """A phone that has a copy is told to drop it where the handbook was withdrawn, and only then."""
        if path in {WORKER, OFFLINE} and request.method in _METHODS:
            if self._is_withdrawn:
                answer = withdrawn.worker if path == WORKER else withdrawn.page
                return request.send(answer(self._where()))
            return request.say(UNAVAILABLE, ("Retry-After", "60"))
        if self._is_unreadable and not path.startswith(PREFIX):
            return request.send(
                withdrawn.page(self._where()), UNAVAILABLE
            )  # whoever needs help now is told whom to call
        # Pages of resources stand without an edition too, and load these.
        file = next((each for each in files() if each.address == path), None)
        if file is not None and request.method in _METHODS:
            return request.send(OnDemand(path, "", file.type, FOR_EVER, "", file.content, b"", b""))
        return self._application(request.environ, request.start_response)

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
        seen = (0, 0)
        try:
            pointer = (self._folder / CURRENT).stat()
            self._is_withdrawn = False
            self._is_unreadable = self._opened is None  # until it is read
            seen = (pointer.st_mtime_ns, pointer.st_ino)
            path = current_edition(self._folder)
            if seen != self._seen and path is not None:
                self._opened = Opened.read(path)
                self._seen = seen
                self._is_unreadable = False
        except FileNotFoundError:
            # Switching replaces the pointer whole: where it is gone beside its editions, the handbook was withdrawn.
            if self._folder.is_dir():
                self._opened = self._seen = None
                self._is_unreadable = False
                self._is_withdrawn = (self._folder / WITHDRAWN).exists()
        except (OSError, ValueError, KeyError, sqlite3.Error) as error:
            if seen != self._told:  # tried every second, told of once
                self._told = seen
                log.warning("The current edition of the handbook cannot be read: %s", error)


def _wanted(values: Mapping[str, list[str]], environ: Environ) -> Wanted:
    """In which language, for which site: the address decides, and where it names no language, the browser."""
    language, site = values.get("lang", [""])[0].lower(), values.get("site", [""])[0]
    if language in LANGUAGES:
        return Wanted(language, site, is_asked=True)
    return Wanted(_preferred(environ.get("HTTP_ACCEPT_LANGUAGE", "")[:200]), site)


@lru_cache(maxsize=256)
def _preferred(accepted: str) -> str:
    """Of the handbook's languages the one that a browser would have ('es-MX' is Spanish); else the first."""
    return preferred_language(accepted, LANGUAGES)


def _text(path: str) -> str:
    """A part of a path as text: WSGI hands its bytes over as if they were Latin letters."""
    return path.encode("latin-1", "replace").decode("utf-8", "replace")


def _sent(request: Request) -> Mapping[str, list[str]]:
    """What is asked for: in the address, and in a form, so that no address, history or log keeps what was typed."""
    values = parse_qs(request.environ.get("QUERY_STRING", ""))
    if request.method != "POST":
        return values
    length = request.environ.get("CONTENT_LENGTH") or "0"
    size = int(length) if length.isdecimal() else 0
    body = request.environ["wsgi.input"].read(min(size, LARGEST_FORM))
    return {**values, **parse_qs(body.decode("utf-8", "replace"))}
