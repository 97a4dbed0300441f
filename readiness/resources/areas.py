"""Which areas a service says that it serves, and whether a site lies in them: in, out, or nobody knows. Pure.

Areas are written freely ('San Mateo County', '33101, 33102', 'statewide'), so that out is said only where every
part is understood and none of them holds the site: whoever is turned away by us in error asks nobody else.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from pydantic.dataclasses import dataclass as pydantic_dataclass

from readiness.foundation.later import holidays as public_holidays
from readiness.resources.distance import metres_between
from readiness.resources.matching import plain

Point = tuple[float, float]

FAR = 60_000
"""Metres from which a site is in none of the places of a town or a county: these are smaller than that."""
LARGEST_SHAPE = 60_000
"""Characters of a drawn area; one that is larger is not kept."""
_EVERYWHERE = frozenset(
    ("nationwide", "national", "united states", "usa", "us", "worldwide", "international", "online", "anywhere",
     "everywhere", "virtual", "todo el pais", "nacional", "all states", "global")
)  # fmt: skip
_STATEWIDE = frozenset(("statewide", "state wide", "todo el estado", "provincewide"))
_PARTS = re.compile(r"[,;/|\n]|\\n|\band\b|\by\b|&", re.IGNORECASE)
_POSTCODES = re.compile(r"(\d{5})(?:\s*(?:-|to|through)\s*(\d{5}))?")
_COUNTY = re.compile(r"(?:(.+) (?:county|counties|parish|borough)|condado de (.+))")


class Coverage(StrEnum):
    """Whether a site lies in the areas of a service."""

    IN = "in"
    UNKNOWN = "unknown"
    OUT = "out"


@pydantic_dataclass(frozen=True, slots=True)
class Area:
    """An area as a directory tells it: in words, and where it does, drawn as GeoJSON."""

    words: str
    drawn: str = ""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a site is, as far as it is known: words as `plain` makes them, the state as its code."""

    country: str = ""
    state: str = ""
    town: str = ""
    counties: frozenset[str] = frozenset()
    postcode: str = ""
    point: Point | None = None


@dataclass(frozen=True)
class Regions:
    """Where the towns and counties of a directory are, by their places."""

    towns: Mapping[str, Sequence[Point]]
    counties: Mapping[str, Sequence[Point]]


def coverage(areas: Iterable[Area], state: str, here: Whereabouts, regions: Regions) -> Coverage:
    """Whether a service that serves these areas covers a site; `state`: of the service."""
    judged: set[Coverage] = set()
    for area in areas:
        if area.drawn:
            judged.add(_of_shape(area.drawn, here))
        else:
            judged |= {_of_words(part, state, here, regions) for part in _parts(area.words)}
    if Coverage.IN in judged:
        return Coverage.IN
    return Coverage.OUT if judged == {Coverage.OUT} else Coverage.UNKNOWN


@cache
def _parts(area: str) -> tuple[str, ...]:
    return (
        tuple(part.strip() for part in _PARTS.split(area) if part.strip(" ."))
        if len(area) <= 2_000
        else ("?",)
    )


def _of_words(part: str, state: str, here: Whereabouts, regions: Regions) -> Coverage:
    codes = _POSTCODES.fullmatch(part)
    if codes is not None:
        first, last = int(codes[1]), int(codes[2] or codes[1])
        if not here.postcode.isdecimal():
            return Coverage.UNKNOWN
        return Coverage.IN if first <= int(here.postcode) <= last else Coverage.OUT
    said = plain(part)
    if said in _EVERYWHERE:
        return Coverage.IN
    if said in _STATEWIDE:
        return _same(state.upper(), here.state)
    named = states_of(here.country).get(said) if len(said) > 2 or part.strip().isupper() else None
    # 'New York' and 'Washington' are towns too; in their own state both are meant well.
    if named is not None and said not in regions.towns:
        return _same(named, here.state)
    return _of_region(said, here, regions)


def _of_region(said: str, here: Whereabouts, regions: Regions) -> Coverage:
    """Of a county or a town: out only where all its places are far from the site."""
    county = _COUNTY.fullmatch(said)
    if county is not None:
        name = county[1] or county[2]
        if name in here.counties:
            return Coverage.IN
        points = regions.counties.get(name, ())
    else:
        if said and said in {here.town, *here.counties}:
            return Coverage.IN
        points = regions.towns.get(said, ()) or regions.counties.get(said, ())
    if here.point is None or not points:
        return Coverage.UNKNOWN
    nearest = min(metres_between(here.point, point) for point in points)
    return Coverage.OUT if nearest > FAR else Coverage.UNKNOWN


def _same(one: str, other: str) -> Coverage:
    if not one or not other:
        return Coverage.UNKNOWN
    return Coverage.IN if one == other else Coverage.OUT


@cache
def states_of(country: str) -> Mapping[str, str]:
    """The codes of a country's states by name and by code, in small letters; none where they are not known."""
    known = getattr(public_holidays, country, None) if re.fullmatch("[A-Z]{2}", country) else None
    codes = {code.casefold(): code for code in getattr(known, "subdivisions", ())}
    names = {plain(name): code for name, code in getattr(known, "subdivisions_aliases", {}).items()}
    return {**names, **codes}


def is_drawn(extent: str) -> bool:
    """Whether an area can be read as GeoJSON."""
    return len(extent) <= LARGEST_SHAPE and bool(_rings(extent))


def _of_shape(shape: str, here: Whereabouts) -> Coverage:
    """By the rings of a drawn area; out only where they could be read."""
    rings = _rings(shape)
    if here.point is None or not rings:
        return Coverage.UNKNOWN
    # A hole is a ring as well: whoever is in an even number of them is outside.
    return Coverage.IN if sum(_is_within(here.point, ring) for ring in rings) % 2 else Coverage.OUT


@cache
def _rings(shape: str) -> tuple[tuple[Point, ...], ...]:
    try:
        return tuple(_rings_in(json.loads(shape)))
    except (ValueError, TypeError, KeyError, IndexError, RecursionError, AttributeError):
        return ()


def _rings_in(drawn: Any) -> Iterable[tuple[Point, ...]]:
    match drawn.get("type"):
        case "FeatureCollection":
            for each in drawn["features"]:
                yield from _rings_in(each)
        case "Feature":
            yield from _rings_in(drawn["geometry"])
        case "Polygon" | "MultiPolygon" as kind:
            for polygon in [drawn["coordinates"]] if kind == "Polygon" else drawn["coordinates"]:
                for ring in polygon:
                    # GeoJSON has the longitude first.
                    yield tuple((float(corner[1]), float(corner[0])) for corner in ring)


def _is_within(point: Point, ring: Sequence[Point]) -> bool:
    """Whether a line from the point to the east crosses the ring an odd number of times."""
    south, west = point
    crossed = False
    for one, other in zip(ring, (*ring[1:], *ring[:1]), strict=True):
        if (one[0] > south) != (other[0] > south):
            at = one[1] + (south - one[0]) / (other[0] - one[0]) * (other[1] - one[1])
            crossed ^= west < at
    return crossed
