"""A small handbook to try things on: some shipped protocols, the shipped lines."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

from readiness.handbook.actions import Press
from readiness.handbook.content import Content, in_order
from readiness.handbook.edition import build, switch
from readiness.people.places import Place
from readiness.protocols.queries import shipped_protocols
from readiness.standards.crisis_lines import load_crisis_lines


def press_at(
    folder: Path, country: str = "US", day: date = date(2026, 11, 28), check_days: int = 365
) -> Press:
    """A press in a folder, at noon of a day."""
    return Press(folder, country, datetime.combine(day, time(12), UTC), day, check_days)


def content_of(slugs: Iterable[str] = ("suicide", "panic", "home", "aftercare", "helpers")) -> Content:
    shipped = shipped_protocols()
    return Content(in_order({slug: shipped[slug] for slug in slugs}), load_crisis_lines(), "US")


_BUILT: dict[str, tuple[str, bytes]] = {}
"""Editions that were built in this process, by what they hold: to build one takes seconds, to copy one none."""


def published(folder: Path, content: Content | None = None) -> Path:
    """The file of an edition that was built and made current."""
    content = content or content_of()
    key = repr(content)
    if key not in _BUILT:
        path = build(content, folder).path
        _BUILT[key] = path.name, path.read_bytes()
    name, held = _BUILT[key]
    path = folder / name
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(held)
        path.chmod(0o444)
    switch(folder, name)
    return path


DAYTON = Place("dayton", "Dayton", "121 Main Street, Dayton", "US", "911", "9")
LEEDS = Place("L/1", "Leeds <&> co", "5 Station Road, Leeds", "GB")
GATE = Place("gate", "The gate", "1 Long Lane", "US", "1-800-555-0100", "0")
UNKNOWN = Place("paris", "Paris", "1 rue Longue", "FR", "112")
PLACES = (DAYTON, LEEDS, GATE, UNKNOWN)


def with_places(content: Content, places: tuple[Place, ...] = PLACES) -> Content:
    return replace(content, places=places)


def in_country(content: Content, country: str) -> Content:
    return replace(content, country=country)
