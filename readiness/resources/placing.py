"""Where a site is, and where towns and counties are, by the places of directories. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable

from readiness.resources.areas import Regions, Whereabouts, states_of
from readiness.resources.cards import Point, Spot
from readiness.resources.matching import plain


class Gazetteer:
    """Some places, by their postcodes and by their towns."""

    def __init__(self, spots: Iterable[Spot]) -> None:
        self.by_postcode: defaultdict[str, list[Spot]] = defaultdict(list)
        self.by_town: defaultdict[str, list[Spot]] = defaultdict(list)
        for spot in spots:
            if spot.postcode:
                self.by_postcode[plain(spot.postcode)].append(spot)
            if len(spot.city) > 2:
                self.by_town[plain(spot.city)].append(spot)


def whereabouts(country: str, address: str, places: Gazetteer) -> Whereabouts:
    """Where an address is, by some places."""
    told = plain(address).split()
    runs = {" ".join(told[start : start + count]) for count in range(1, 5) for start in range(len(told))}
    at_postcode = [
        spot for run in sorted(runs & places.by_postcode.keys()) for spot in places.by_postcode[run]
    ]
    in_town = [spot for run in sorted(runs & places.by_town.keys()) for spot in places.by_town[run]]
    known = at_postcode or in_town
    written = _STATE_AND_CODE.search(address)
    state = written[1] if written else _only(each.state for each in known)
    return Whereabouts(
        country=country,
        state=state if state.casefold() in states_of(country) else "",
        town=max(runs & places.by_town.keys(), key=lambda town: (len(town), town), default=""),
        counties=frozenset(filter(None, map(_county, {each.county for each in known}))),
        postcode=written[2] if written else _only(each.postcode for each in at_postcode),
        point=_middle(each.point for each in known),
    )


_STATE_AND_CODE = re.compile(r"\b([A-Z]{2}),? +(\d{5})(?:-\d{4})?\b")


def _only(values: Iterable[str]) -> str:
    """The one value that all have; '' where they differ."""
    found = {*values}
    return found.pop() if len(found) == 1 else ""


def _county(named: str) -> str:
    return plain(named).removesuffix(" county")


def regions_of(spots: Iterable[Spot]) -> Regions:
    """Where the towns and counties of some places are, each by points to some ten kilometres."""
    towns: defaultdict[str, set[Point]] = defaultdict(set)
    counties: defaultdict[str, set[Point]] = defaultdict(set)
    for spot in spots:
        if spot.point is not None:
            rounded = (round(spot.point[0], 1), round(spot.point[1], 1))
            towns[plain(spot.city)].add(rounded)
            counties[_county(spot.county)].add(rounded)
    return Regions(
        {name: [*at] for name, at in towns.items()}, {name: [*at] for name, at in counties.items()}
    )


def _middle(points: Iterable[Point | None]) -> Point | None:
    known = [point for point in points if point is not None]
    if not known:
        return None
    return sum(south for south, _ in known) / len(known), sum(east for _, east in known) / len(known)
