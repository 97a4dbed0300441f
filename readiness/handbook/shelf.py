"""What the public pages of resources are made from: one file beside the editions, so that no database is on the way.

The thread that follows editions writes it anew as soon as anything of resources, sites or lines is different: what
is hidden is gone from it within seconds, with nothing to be published.
"""

import gzip
import json
import os
import tempfile
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from threading import Lock

from readiness.foundation import clock, words
from readiness.handbook.content import Content
from readiness.handbook.nearby import Nearby, nearby_text
from readiness.handbook.queries import content_of, present_outages
from readiness.handbook.rendering import countries
from readiness.handbook.scripts import versioned
from readiness.lines.queries import superseded_numbers
from readiness.people.places import Place
from readiness.resources.areas import Whereabouts
from readiness.resources.cards import CARDS, Card, Home, cards, with_verified
from readiness.resources.covers import COVERS, Cover, covers_now
from readiness.resources.finding import NOWHERE, Catalogue
from readiness.resources.queries import Reader, facts_version, resources_version, shown_to, verifications
from readiness.standards.crisis_lines import CrisisLine
from readiness.standards.needs import Need, load_needs
from readiness.standards.protocols import LANGUAGES

FILE = "resources.json.gz"
LOOKED_AFTER = 1.0
_FORM = 5


@dataclass(frozen=True, slots=True)
class CallLine:
    """A crisis line as the call buttons show it."""

    call: str
    press: str
    text: str
    text_word: str
    banner: str
    name: str = ""


@dataclass(frozen=True)
class Shelf:
    """Everything that the pages of resources are made from. `lines`: by country and language, as the buttons stand."""

    catalogue: Catalogue
    places: Mapping[str, Place]
    lines: Mapping[str, Mapping[str, tuple[CallLine, CallLine]]]
    covers: list[Cover]
    merged: Mapping[str, str]
    near: str
    day: date

    @cached_property
    def nearby(self) -> Nearby | None:
        """Who is near each site, read; None where nobody is."""
        read: Nearby | None = json.loads(self.near) if self.near else None
        return read

    @cached_property
    def near_address(self) -> str:
        """Where a phone takes it from; '' where there is nothing to take."""
        return versioned("near.json", self.near.encode()) if self.near else ""

    def card(self, record: str) -> Card | None:
        """A service, or the one that is shown in its place."""
        return self.catalogue.by_id.get(self.merged.get(record, record))

    def place(self, code: str) -> Place | None:
        """A site; None for one that nobody knows."""
        return self.places.get(code)

    def here(self, place: Place | None) -> Whereabouts:
        """Where a site is, as far as the directories know it."""
        return self.catalogue.whereabouts(place.country, place.address) if place else NOWHERE

    def calls(self, place: Place | None, language: str) -> tuple[CallLine, CallLine]:
        """The emergency number and the crisis line, as they are at a site."""
        country = place.country if place and place.country in self.lines else self.catalogue.home.country
        emergency, crisis = self.lines[country][language]
        if place is not None and place.dialled:
            emergency = CallLine(place.dialled, "", "", "", emergency.banner, emergency.name)
        return emergency, crisis


def stock(folder: Path, home: Home) -> bool:
    """Write the file where it is not what it should be; False where it is. Other processes may write the same."""
    content = content_of([], home.country, present_outages(clock.now()))
    version = _version(content, home)
    if _version_of(folder / FILE) == version:
        return False
    found = with_verified(cards(shown_to(Reader.PUBLIC), load_needs()), verifications())
    day = clock.today(home.time_zone)
    whole = {
        "version": version,
        "home": asdict(home),
        "cards": CARDS.dump_python(found, mode="json"),
        "merged": dict(shown_to(Reader.PUBLIC).merged),
        "places": [asdict(place) for place in content.places],
        "lines": _lines(content),
        "covers": COVERS.dump_python(covers_now(day), mode="json"),
        "near": nearby_text(Catalogue(found, load_needs(), home), content.places, day),
        "day": day.isoformat(),
    }
    _write(folder / FILE, gzip.compress(json.dumps(whole, ensure_ascii=False).encode(), 1, mtime=0), version)
    return True


def _version(content: Content, home: Home) -> str:
    lines = [line.model_dump_json() for line in (*content.lines.values(), *content.outages.values())]
    parts = [
        _FORM,
        resources_version(),
        facts_version(),
        sorted(superseded_numbers().items()),
        asdict(home),
        lines,
    ]
    day = clock.today(home.time_zone)
    places = [asdict(place) for place in content.places]
    return sha256(json.dumps([*parts, places, day], default=str).encode()).hexdigest()[:20]


def _lines(content: Content) -> dict[str, dict[str, list[dict[str, str]]]]:
    found: dict[str, dict[str, list[dict[str, str]]]] = {}
    for country in countries(content):
        there = Content(content.protocols, content.lines, country, content.outages)
        for language in LANGUAGES:
            with words.speaking(language):
                lines = (there.emergency(), there.crisis(language))
                found.setdefault(country, {})[language] = [asdict(_call_line(line)) for line in lines]
    return found


def _call_line(line: CrisisLine) -> CallLine:
    return CallLine(line.call, line.press, line.text, line.text_word, line.banner, line.name)


def _version_of(path: Path) -> str:
    try:
        return path.with_suffix(".version").read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def _write(path: Path, content: bytes, version: str) -> None:
    """Write the file whole, then what it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for target, written in ((path, content), (path.with_suffix(".version"), version.encode())):
        handle, name = tempfile.mkstemp(prefix=".resources-", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(written)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)


def read_shelf(path: Path, needs: Mapping[str, Need]) -> Shelf:
    """Read the file; raises OSError, ValueError."""
    whole = json.loads(gzip.decompress(path.read_bytes()))
    home = Home(**whole["home"])
    lines = {
        country: {
            language: (CallLine(**emergency), CallLine(**crisis))
            for language, (emergency, crisis) in spoken.items()
        }
        for country, spoken in whole["lines"].items()
    }
    places = {place["code"]: Place(**place) for place in whole["places"]}
    catalogue = Catalogue(CARDS.validate_python(whole["cards"]), needs, home)
    catalogue.warm()
    return Shelf(
        catalogue,
        places,
        lines,
        COVERS.validate_python(whole["covers"]),
        whole["merged"],
        whole["near"],
        date.fromisoformat(whole["day"]),
    )


class Shelves:
    """The file as it is now, at most a second late; the one before while the next cannot be read."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._needs = load_needs()
        self._shelf: Shelf | None = None
        self._seen: tuple[int, int] | None = None
        self._look_at = 0.0
        self._lock = Lock()

    def current(self) -> Shelf | None:
        """What the pages are made from; None where nothing was ever written."""
        if time.monotonic() < self._look_at or not self._lock.acquire(blocking=self._shelf is None):
            return self._shelf
        try:
            if time.monotonic() >= self._look_at:
                self._look()
                self._look_at = time.monotonic() + LOOKED_AFTER
        finally:
            self._lock.release()
        return self._shelf

    def _look(self) -> None:
        try:
            found = self._path.stat()
            seen = (found.st_mtime_ns, found.st_ino)
            if seen != self._seen:
                self._shelf, self._seen = read_shelf(self._path, self._needs), seen
        except (OSError, ValueError, KeyError, TypeError):
            return
