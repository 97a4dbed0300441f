"""An edition: every finished page and what finds it, in one read-only SQLite file named by the hash of its content.

The same content gives the same file, to the byte. An edition is built beside the others, checked, and then made the
current one by replacing one small file: whoever reads sees the old one or the new one, whole.
"""

import gzip
import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from functools import lru_cache
from pathlib import Path

import brotli

from readiness.foundation.errors import InvalidInput, NotFound
from readiness.foundation.words import gettext as _
from readiness.handbook.bundle import Bundle, Wanted, bundle_of
from readiness.handbook.content import Content
from readiness.handbook.rendering import CARD, FOUND_PAGE, MANIFEST, NEARBY, Page, render, style_hash
from readiness.handbook.scripts import JAVASCRIPT, files, script, versioned
from readiness.handbook.searching import lines_as_json
from readiness.situations.finder_table import finder_of, sayings, write_finder
from readiness.standards.protocols import LANGUAGES

FORMAT = 6
"""The number of an edition's form. It grows by one where another release could not read what this one writes."""
LARGEST_PAGE = 14 * 1024
"""Bytes of a page as it is sent: what arrives in the first round of a connection (10 packets)."""
QUALITY = 11
"""How small Brotli makes what is sent: as small as it can. A page is compressed once and sent many times."""
CURRENT = "current"
WITHDRAWN = "withdrawn"
"""A file that says that no edition is to be shown: that none is here would not tell it from one that is yet to come."""

_TABLES = """
    CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE page (
        path TEXT NOT NULL, language TEXT NOT NULL, type TEXT NOT NULL, caching TEXT NOT NULL, tag TEXT NOT NULL,
        plain BLOB NOT NULL, gzip BLOB NOT NULL, br BLOB NOT NULL, PRIMARY KEY (path, language)
    ) WITHOUT ROWID;
    CREATE TABLE phrase (
        place INTEGER PRIMARY KEY, slug TEXT NOT NULL, words TEXT NOT NULL, weight INTEGER NOT NULL,
        language TEXT NOT NULL
    );
    CREATE TABLE synonym (typed TEXT PRIMARY KEY, meant TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE idea (stem TEXT PRIMARY KEY, ideas TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE term (place INTEGER PRIMARY KEY, term TEXT NOT NULL, telling BLOB NOT NULL);
    CREATE TABLE meaning (slug TEXT PRIMARY KEY, vectors BLOB NOT NULL) WITHOUT ROWID;
    CREATE TABLE situation (
        slug TEXT NOT NULL, language TEXT NOT NULL, place INTEGER NOT NULL, title TEXT NOT NULL,
        PRIMARY KEY (language, place)
    ) WITHOUT ROWID;
"""


HTML = "text/html; charset=utf-8"
ASKED_AGAIN, NOT_KEPT = "no-cache", "no-store"
FOR_EVER = "public, max-age=31536000, immutable"
"""How long what was sent may be kept: asked for again each time; not at all; for ever, as its address would change."""


@dataclass(frozen=True, slots=True)
class Finished:
    """A page or a file ready to be sent. `tag` names its content; a file is of no language."""

    path: str
    language: str
    type: str
    caching: str
    tag: str
    plain: bytes
    gzip: bytes
    br: bytes

    def gzipped(self) -> bytes:
        return self.gzip

    def brotlied(self) -> bytes:
        return self.br


def finish(path: str, language: str, kind: str, caching: str, plain: bytes) -> Finished:
    """Compress a page, once for all who will read it."""
    return Finished(path, language, kind, caching, tag_of(plain), plain, *_compressed(plain))


@lru_cache(maxsize=256)
def _compressed(plain: bytes) -> tuple[bytes, bytes]:
    """As gzip and as Brotli, as small as they get. Kept, since most pages of the next edition are those of the last."""
    return gzip.compress(plain, 9, mtime=0), brotli.compress(plain, quality=QUALITY)


def tag_of(plain: bytes) -> str:
    """What names the content of a page."""
    return hashlib.sha256(plain).hexdigest()[:20]


def caching_of(page: Page) -> str:
    """Online, what may harm its reader is kept nowhere: not by the browser's cache, not by what stands between.

    The copy in the phone has it all the same, since there it tells nothing: every phone that opened any page has
    every page (see bundle.py).
    """
    return NOT_KEPT if page.is_at_risk else ASKED_AGAIN


def finished(pages: Iterable[Page], bundle: Bundle) -> list[Finished]:
    """Everything that can be sent as it is: pages of no site, what they load, and the copy for the phone."""
    kept = versioned("handbook.json", bundle.text)
    worker = b'"use strict";\nconst BUNDLE = "%s";\n' % kept.encode() + script("finder") + script("worker")
    return [
        *(_online(page, bundle) for page in pages if _is_online(page, bundle)),
        *(finish(file.address, "", file.type, FOR_EVER, file.content) for file in files()),
        finish(kept, "", "application/json", FOR_EVER, bundle.text),
        finish("/sw.js", "", JAVASCRIPT, ASKED_AGAIN, worker),
    ]


def _is_online(page: Page, bundle: Bundle) -> bool:
    return (
        page.country == bundle.home
        and page.path not in {CARD, NEARBY}
        and not page.path.startswith(FOUND_PAGE)
    )


def _plain(page: Page, bundle: Bundle) -> bytes:
    return bundle.filled(page.html, Wanted(page.language)).encode()


def _online(page: Page, bundle: Bundle) -> Finished:
    return finish(page.path, page.language, _type(page), caching_of(page), _plain(page, bundle))


def tags(content: Content) -> dict[tuple[str, str], str]:
    """What would name each page of an edition of this content, and '' the copy in phones; nothing is built."""
    rendered = list(render(content))
    bundle = bundle_of(content, rendered, sayings(content.protocols))
    online = (page for page in rendered if _is_online(page, bundle) and _type(page) == HTML)
    found = {(page.path, page.language): tag_of(_plain(page, bundle)) for page in online}
    return {**found, ("", ""): versioned("handbook.json", bundle.text)}


def tags_in(connection: sqlite3.Connection) -> dict[tuple[str, str], str]:
    """The same of an edition that was built; nothing of one of another release."""
    try:
        if format_in(connection) != FORMAT:
            return {}
        about = dict(connection.execute("SELECT name, value FROM about"))
        rows = connection.execute("SELECT path, language, tag FROM page WHERE type = ?", (HTML,))
        return {**{(path, language): tag for path, language, tag in rows}, ("", ""): about["bundle"]}
    except sqlite3.Error:
        return {}


def format_in(connection: sqlite3.Connection) -> int:
    """The number of an edition's form; 0 for a file that says none."""
    try:
        found = connection.execute("SELECT value FROM about WHERE name = 'format'").fetchone()
    except sqlite3.Error:
        return 0
    return int(found[0]) if found and str(found[0]).isdecimal() else 0


def _type(page: Page) -> str:
    return "application/manifest+json" if page.path == MANIFEST else HTML


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition that was built: its file, and whether it is the current one already."""

    path: Path
    is_current: bool


def build(content: Content, folder: Path) -> Edition:
    """Build the edition of this content beside the others.

    Raises InvalidInput naming every page that is too large; then nothing is left.
    """
    rendered = list(render(content))
    bundle = bundle_of(content, rendered, sayings(content.protocols))
    pages = finished(rendered, bundle)
    _check(page for page in pages if page.type == HTML)
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".edition-", dir=folder)
    os.close(handle)
    building = Path(name)
    try:
        _write(building, pages, content, bundle)
        digest = hashlib.sha256(building.read_bytes()).hexdigest()[:16]
        path = folder / f"edition-{digest}.sqlite"
        if not path.exists():
            building.chmod(0o444)
            building.replace(path)
    finally:
        building.unlink(missing_ok=True)
    return Edition(path, current_edition(folder) == path)


def _check(pages: Iterable[Finished]) -> None:
    faults = [
        _(
            "%(path)s (%(language)s) has %(size)s bytes compressed; at most %(most)s fit. Shorten it.",
            path=page.path,
            language=page.language,
            size=len(page.gzip),
            most=LARGEST_PAGE,
        )
        for page in pages
        if len(page.gzip) > LARGEST_PAGE
    ]
    if faults:
        raise InvalidInput(faults)


def _write(path: Path, pages: Iterable[Finished], content: Content, bundle: Bundle) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.executescript(_TABLES)
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO about VALUES (?, ?)", sorted(_about(content, bundle).items()))
        connection.executemany(
            "INSERT INTO page VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [astuple(page) for page in sorted(pages, key=lambda page: (page.path, page.language))],
        )
        connection.executemany(
            "INSERT INTO phrase VALUES (?, ?, ?, ?, ?)",
            [
                (place, each.slug, each.words, each.weight, each.language)
                for place, each in enumerate(sayings(content.protocols))
            ],
        )
        write_finder(connection, finder_of(content.protocols))
        connection.executemany(
            "INSERT INTO situation VALUES (?, ?, ?, ?)",
            [
                (slug, language, place, protocol.text(language).situation)
                for language in LANGUAGES
                for place, (slug, protocol) in enumerate(content.protocols.items())
            ],
        )
        connection.execute("COMMIT")
        connection.execute("VACUUM")
    finally:
        connection.close()


def _about(content: Content, bundle: Bundle) -> dict[str, str]:
    """What the server needs to know beside the pages."""
    return {
        "format": str(FORMAT),
        "style": style_hash(),
        "country": content.country,
        "bundle": versioned("handbook.json", bundle.text),
        "lines": lines_as_json(content),
    }


def current_edition(folder: Path) -> Path | None:
    """The file of the current edition; None where none was published."""
    try:
        path = folder / (folder / CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    return path if path.is_file() else None


def switch(folder: Path, name: str) -> None:
    """Make an edition that was built the current one; an earlier one too."""
    path = folder / name
    if path.parent != folder or not path.is_file():
        raise NotFound(_("There is no edition '%(name)s' here.", name=name))
    handle, pointer = tempfile.mkstemp(prefix=".current-", dir=folder)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"{name}\n")
        file.flush()
        os.fsync(file.fileno())
    Path(pointer).replace(folder / CURRENT)
    (folder / WITHDRAWN).unlink(missing_ok=True)


def show_none(folder: Path) -> None:
    """Show no edition any more; their files stay."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / WITHDRAWN).touch()
    (folder / CURRENT).unlink(missing_ok=True)
