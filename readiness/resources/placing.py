"""Where a site is, and where towns and counties are, by the places of directories. Pure."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from readiness.resources.areas import Regions, Whereabouts, states_of
from readiness.resources.cards import Point, Spot
from readiness.resources.matching import plain


def whereabouts(country: str, address: str, spots: Iterable[Spot]) -> Whereabouts:
    """Where an address is, by some places."""
    asked, spots = f" {plain(address)} ", list(spots)
    at_postcode = [each for each in spots if each.postcode and f" {plain(each.postcode)} " in asked]
    in_town = [each for each in spots if len(each.city) > 2 and f" {plain(each.city)} " in asked]
    known = at_postcode or in_town
    written = _STATE_AND_CODE.search(address)
    towns = Counter(plain(each.city) for each in in_town)
    state = written[1] if written else _only(each.state for each in known)
    return Whereabouts(
        country=country,
        state=state if state.casefold() in states_of(country) else "",
        town=max(towns, key=lambda town: (len(town), town), default=""),
        counties=frozenset(filter(None, map(_county, known))),
        postcode=written[2] if written else _only(each.postcode for each in at_postcode),
        point=_middle(each.point for each in known),
    )


_STATE_AND_CODE = re.compile(r"\b([A-Z]{2}),? +(\d{5})(?:-\d{4})?\b")


def _only(values: Iterable[str]) -> str:
    """The one value that all have; '' where they differ."""
    found = {*values}
    return found.pop() if len(found) == 1 else ""


def _county(spot: Spot) -> str:
    return plain(spot.county).removesuffix(" county")


def regions_of(spots: Iterable[Spot]) -> Regions:
    """Where the towns and counties of some places are, each by points to some ten kilometres."""
    towns: defaultdict[str, set[Point]] = defaultdict(set)
    counties: defaultdict[str, set[Point]] = defaultdict(set)
    for spot in spots:
        if spot.point is not None:
            rounded = (round(spot.point[0], 1), round(spot.point[1], 1))
            towns[plain(spot.city)].add(rounded)
            counties[_county(spot)].add(rounded)
    return Regions(
        {name: [*at] for name, at in towns.items()}, {name: [*at] for name, at in counties.items()}
    )


def _middle(points: Iterable[Point | None]) -> Point | None:
    known = [point for point in points if point is not None]
    if not known:
        return None
    return sum(south for south, _ in known) / len(known), sum(east for _, east in known) / len(known)
