"""The handbook as a folder of plain pages that open from a stick, with no server, no network and no database."""

import json
import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from readiness.foundation import words
from readiness.foundation.errors import Conflict, NotFound
from readiness.foundation.words import gettext as _
from readiness.handbook import marks
from readiness.handbook.bundle import Bundle, Wanted
from readiness.handbook.edition import current_edition
from readiness.handbook.nearby import Nearby, nearby, with_nearby
from readiness.handbook.opened import Opened
from readiness.handbook.rendering import CARD, NEARBY
from readiness.handbook.resource_pages import detail_copy
from readiness.handbook.scripts import PREFIX, script
from readiness.handbook.shelf import FILE, Shelf, read_shelf
from readiness.resources.finding import MOST_NEAR
from readiness.standards.needs import load_needs
from readiness.standards.protocols import LANGUAGES

ABOUT = "handbook-export.json"
"""Says that a folder is an export, of which edition, and which files are ours: only those are ever replaced."""
_SEARCH = ("sayings.js", "finder.js", "folder.js")
_FORM = re.compile(r'<form class="ask" action="[^"]*" method="post"')
_NEAR = re.compile(r'<section class="near">.*?</section>\n?', re.DOTALL)
"""What leads to resources, where nobody is known."""
NEED = f"{NEARBY}/need/"
_LINK = re.compile(r'(href|src)="(/[^"]*)"')


@dataclass(frozen=True, slots=True)
class NearIn:
    """Who is near the place of a folder: few beside each protocol, some more on a page of their own."""

    shelf: Shelf
    few: Nearby
    some: Nearby
    records: list[str]

    @classmethod
    def of(cls, shelf: Shelf, site: str) -> "NearIn":
        here = {site: shelf.here(shelf.place(site))} if site else {}
        some, records = nearby(shelf.catalogue, here, shelf.day, MOST_NEAR)
        few, _records = nearby(shelf.catalogue, here, shelf.day)
        return cls(shelf, few, some, records)

    def filled(self, source: str, path: str, wanted: Wanted) -> str:
        """A page with who is near for each need that it names."""
        if path != NEARBY:
            return with_nearby(source, self.few, wanted.site, wanted.language, is_list=False)
        links = [marks.to(f"{NEARBY}/{record}", wanted.language) for record in self.records]
        return with_nearby(source, self.some, wanted.site, wanted.language, is_list=True, links=links)

    def details(self, wanted: Wanted) -> Iterator[tuple[str, str]]:
        """A page of each service that is named."""
        for record in self.records:
            card = self.shelf.catalogue.by_id[record]
            yield f"{NEARBY}/{record}", detail_copy(self.shelf, card, wanted, self.shelf.day)

    def known(self, told: str, language: str) -> str:
        """As of which day it is known."""
        with words.speaking(language):
            return told.replace(marks.DAY, words.day(self.shelf.day))


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: the edition, and how many pages."""

    edition: str
    pages: int


def export(editions: Path, folder: Path, site: str = "") -> Exported:
    """Write the current edition into a folder, for a site or for none.

    Raises NotFound where there is no edition or no such site, Conflict where the folder holds anything but an
    earlier export; then nothing was written.
    """
    edition = current_edition(editions)
    if edition is None:
        raise NotFound(
            _("No handbook is published here, so there is nothing to export. See: readiness publish")
        )
    try:
        bundle = Opened.read(edition).bundle
    except ValueError as error:
        raise Conflict(str(error)) from error
    if site and bundle.place(site) is None:
        raise NotFound(_("The handbook knows no site '%(code)s'.", code=site))
    before = _files_of_ours(folder)
    files = dict(_files(bundle, site, _shelf_beside(editions, site)))
    folder.mkdir(parents=True, exist_ok=True)
    # First what may be there, last what is there: a folder that was left half-way is still known as ours.
    _note(folder, edition.name, {*files, *before})
    for name, text in files.items():
        _write(folder / name, text)
    for name in before - files.keys():
        (folder / name).unlink(missing_ok=True)
    _note(folder, edition.name, files.keys())
    return Exported(edition.name, sum(name.endswith(".html") for name in files))


def _files_of_ours(folder: Path) -> set[str]:
    """The names in an earlier export; none in a folder that is empty or not there."""
    if not folder.exists():
        return set()
    if folder.is_dir() and not any(folder.iterdir()):
        return set()
    try:
        named: list[str] = json.loads((folder / ABOUT).read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        raise Conflict(
            _("%(folder)s is not empty, and no export of ours. Name another folder.", folder=folder)
        ) from None
    inside = folder.resolve()
    return {name for name in named if (inside / name).resolve().is_relative_to(inside)}


def _note(folder: Path, edition: str, names: Iterable[str]) -> None:
    about = {"edition": edition, "files": sorted(names)}
    _write(folder / ABOUT, json.dumps(about, indent=1).encode())


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.draft")
    draft.write_bytes(content)
    draft.replace(path)


def _shelf_beside(editions: Path, site: str) -> NearIn | None:
    """Who is near, by the file of resources beside the editions; None where there is none, or nobody."""
    try:
        shelf = read_shelf(editions / FILE, load_needs())
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return NearIn.of(shelf, site) if shelf.catalogue.cards else None


def _files(bundle: Bundle, site: str, near: NearIn | None) -> Iterator[tuple[str, bytes]]:
    for language in LANGUAGES:
        wanted = Wanted(language, site)
        if near is not None:
            yield _name(NEARBY, language), _page(bundle, NEARBY, wanted, near).encode()
            for path, page in near.details(wanted):
                yield _name(path, language), _linked(page, path, language).encode()
        for path in (
            "/",
            *([CARD] if site else []),
            *(f"/protocols/{slug}" for slug in bundle.whole["situations"][language]),
        ):
            yield _name(path, language), _page(bundle, path, wanted, near).encode()
    sought = {
        "situations": bundle.whole["situations"],
        "sayings": bundle.whole["sayings"],
        "emergencies": bundle.whole["emergencies"],
        "body": bundle.whole["body"],
    }
    # A page that was opened as a file may load a script, but fetch nothing.
    text = json.dumps(sought, ensure_ascii=False, separators=(",", ":"))
    yield "sayings.js", f"const HANDBOOK = {text};\n".encode()
    for name in ("finder", "folder", "leave"):
        yield f"{name}.js", script(name)


def _page(bundle: Bundle, path: str, wanted: Wanted, near: NearIn | None) -> str:
    source = bundle.source(path, wanted) or ""
    source = near.filled(source, path, wanted) if near else _NEAR.sub("", source)
    place = posixpath.dirname(_name(path, wanted.language)) or "."
    scripts = "".join(
        f'<script src="{posixpath.relpath(name, place)}" defer></script>\n' for name in _SEARCH if path == "/"
    )
    parts, there = bundle.whole["fragments"][wanted.language], bundle.there(wanted)
    known = near.known(parts["known"], wanted.language) if near else ""
    page = marks.fill(source, marks.of_reading(bundle.whole["style"], scripts, "", "", known))
    page = marks.fill(page, marks.of_place(wanted.site, there, parts))
    # The form waits for its script: without one, only the list of situations leads on.
    page = _FORM.sub('<form class="ask" hidden', page)
    return _linked(page, path, wanted.language)


def _linked(page: str, path: str, language: str) -> str:
    """A page whose links lead to files."""
    place = posixpath.dirname(_name(path, language)) or "."
    return _LINK.sub(lambda found: f'{found[1]}="{posixpath.relpath(_file(found[2]), place)}"', page)


def _file(address: str) -> str:
    """The file in the folder that an address of the server becomes."""
    parts = urlsplit(address)
    if parts.path.startswith(PREFIX):  # /edition/leave.0123456789ab.js
        name = parts.path.removeprefix(PREFIX).split(".")
        return f"{name[0]}.{name[-1]}"
    if parts.path.startswith(f"{CARD}/"):  # a folder is of one site
        return _name(CARD, parse_qs(parts.query).get("lang", LANGUAGES[:1])[0])
    if parts.path.startswith(NEED):  # one page has all needs
        return _name(NEARBY, parse_qs(parts.query).get("lang", LANGUAGES[:1])[0])
    return _name(parts.path, parse_qs(parts.query).get("lang", LANGUAGES[:1])[0])


def _name(path: str, language: str) -> str:
    name = "index.html" if path == "/" else f"{path.removeprefix('/')}.html"
    return name if language == LANGUAGES[0] else f"{language}/{name}"
