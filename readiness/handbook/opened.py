"""An edition in memory: its pages as they are sent, its sources for sites, and what finds situations in it."""

import gzip
import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import brotli

from readiness.handbook import marks
from readiness.handbook.bundle import Bundle, Wanted
from readiness.handbook.edition import ASKED_AGAIN, FORMAT, HTML, NOT_KEPT, Finished
from readiness.handbook.rendering import CARD, FOUND_PAGE
from readiness.handbook.searching import Searched
from readiness.situations.finder_table import read_finder
from readiness.situations.speaking import Tongues
from readiness.standards.protocols import LANGUAGES

_COLUMNS = "path, language, type, caching, tag, plain, gzip, br"


@dataclass(frozen=True)
class Opened:
    """An edition, read whole."""

    pages: Mapping[tuple[str, str], Finished]
    bundle: Bundle
    searched: Searched
    style: str

    @classmethod
    def read(cls, path: Path) -> "Opened":
        """Read the whole file; raises ValueError for a file of another release."""
        with closing(
            sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        ) as connection:
            about = dict(connection.execute("SELECT name, value FROM about"))
            if about.get("format") != str(FORMAT):
                raise ValueError(f"{path.name} is of another release. Publish anew.")
            slugs = connection.execute(
                "SELECT slug FROM situation WHERE language = ? ORDER BY place", LANGUAGES[:1]
            )
            finder = read_finder(connection, [slug for (slug,) in slugs])
            pages = dict(_pages(connection))
            tongues = Tongues.of(connection.execute("SELECT language, words FROM phrase"))
        bundle = Bundle(pages[about["bundle"], ""].plain)
        return cls(
            pages, bundle, Searched(finder, bundle, json.loads(about["lines"]), tongues), about["style"]
        )

    def page(self, path: str, wanted: Wanted) -> Finished | None:
        """A page or file as it is sent; None for one that is not there. Of a site nobody knows: that of no site."""
        found = self.pages.get((path, wanted.language)) or self.pages.get((path, ""))
        if found is None or not found.language:
            return found
        if not self.bundle.place(wanted.site) and (wanted.language != LANGUAGES[0] or not wanted.is_asked):
            return found
        # An edition holds one line for each site, so its pages are put together as they are read.
        return self._filled(path, wanted, found.type, found.caching)

    def card(self, wanted: Wanted) -> Finished | None:
        """The card of a site; None for one that nobody knows."""
        known = self.bundle.place(wanted.site)
        return self._filled(CARD, wanted, HTML, ASKED_AGAIN) if known else None

    def keyed_card(self, wanted: Wanted, key: str, on_duty: str) -> Finished:
        """The card of a site that is known, with who is on duty; its links in the other language keep the key."""
        first = [(marks.CODE, f"{quote(wanted.site, safe='')}/{key}"), (marks.DUTY, on_duty)]
        plain = self.bundle.filled(self.bundle.source(CARD, wanted) or "", wanted, first).encode()
        return OnDemand(CARD, wanted.language, HTML, NOT_KEPT, "", plain, b"", b"")

    def found(self, typed: str, wanted: Wanted) -> Finished:
        """The page of what was found. It keeps nothing of what was typed."""
        wanted = self.searched.spoken(typed, wanted)
        plain = self.searched.as_page(typed, wanted).encode()
        return OnDemand(FOUND_PAGE, wanted.language, HTML, NOT_KEPT, "", plain, b"", b"")

    def _filled(self, path: str, wanted: Wanted, kind: str, caching: str) -> "OnDemand":
        plain = self.bundle.filled(self.bundle.source(path, wanted) or "", wanted).encode()
        tag = hashlib.sha256(plain).hexdigest()[:20]
        return OnDemand(path, wanted.language, kind, caching, tag, plain, b"", b"")


class OnDemand(Finished):
    """A page that is compressed when it is sent: quickly, in the form that is asked for."""

    def gzipped(self) -> bytes:
        return gzip.compress(self.plain, 3, mtime=0)

    def brotlied(self) -> bytes:
        compressed: bytes = brotli.compress(self.plain, quality=3)
        return compressed


def _pages(connection: sqlite3.Connection) -> Iterator[tuple[tuple[str, str], Finished]]:
    for row in connection.execute(f"SELECT {_COLUMNS} FROM page"):
        page = Finished(*row)
        yield (page.path, page.language), page
