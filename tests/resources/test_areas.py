"""Where a service serves: in, out, or nobody knows; out only where every word of it is understood."""

import json

import pytest

from readiness.resources.areas import Area, Coverage, Regions, Whereabouts, coverage, is_drawn

MIAMI, TAMPA, BEACH = (25.77, -80.19), (27.95, -82.46), (25.79, -80.13)
HERE = Whereabouts("US", "FL", "miami", frozenset({"miami dade"}), "33101", MIAMI)
REGIONS = Regions(
    {"miami": [MIAMI], "tampa": [TAMPA], "miami beach": [BEACH], "new york": [(40.7, -74.0)]},
    {"miami dade": [MIAMI, BEACH], "hillsborough": [TAMPA]},
)


def judged(*areas: str, here: Whereabouts = HERE, state: str = "FL") -> Coverage:
    return coverage([Area(each) for each in areas], state, here, REGIONS)


@pytest.mark.parametrize(
    "area",
    ["Miami", "miami, Tampa", "Miami-Dade County", "Condado de Miami-Dade", "33101", "33000-33200", "FL", "Florida",
     "Statewide", "Nationwide", "Georgia and Florida", "Tampa; 33101"],
)  # fmt: skip
def test_a_site_in_an_area_is_served(area: str) -> None:
    assert judged(area) is Coverage.IN


@pytest.mark.parametrize(
    "area",
    [
        "Tampa",
        "Hillsborough County",
        "Georgia",
        "GA, AL",
        "33602, 33603",
        "33600 to 33699",
        "Tampa and Georgia",
    ],
)
def test_a_site_out_of_every_area_is_not(area: str) -> None:
    assert judged(area) is Coverage.OUT


@pytest.mark.parametrize(
    "area",
    ["", "Miami Beach", "Broward County", "Tampa area residents", "Tampa and wherever we can", "The Keys",
     "Residents of Hillsborough", "Tampa, Broward County", "Greater Tampa", "no limits", "x" * 3000, "New York"],
)  # fmt: skip
def test_what_is_not_understood_turns_nobody_away(area: str) -> None:
    assert judged(area) in ({Coverage.OUT} if area == "New York" else {Coverage.UNKNOWN})


def test_where_the_site_is_not_known_nobody_is_turned_away() -> None:
    nowhere = Whereabouts("US")
    for area in ("Tampa", "GA", "33602", "Hillsborough County", "Statewide"):
        assert judged(area, here=nowhere) is Coverage.UNKNOWN


def test_statewide_is_of_the_state_of_the_service() -> None:
    assert judged("statewide", state="GA") is Coverage.OUT
    assert judged("statewide", state="") is Coverage.UNKNOWN


def ring(south: float, west: float, size: float) -> list[list[float]]:
    """A square as GeoJSON has it: longitude first."""
    return [
        [west, south],
        [west + size, south],
        [west + size, south + size],
        [west, south + size],
        [west, south],
    ]


def drawn(*rings: list[list[float]]) -> Area:
    return Area(
        "drawn", json.dumps({"type": "Feature", "geometry": {"type": "Polygon", "coordinates": rings}})
    )


def test_a_drawn_area_holds_what_lies_in_it() -> None:
    around = ring(25, -81, 2)
    assert coverage([drawn(around)], "", HERE, REGIONS) is Coverage.IN
    assert coverage([drawn(around, ring(25.7, -80.3, 0.2))], "", HERE, REGIONS) is Coverage.OUT, "a hole"
    assert coverage([drawn(ring(30, -81, 2))], "", HERE, REGIONS) is Coverage.OUT
    assert coverage([drawn(ring(30, -81, 2)), Area("Miami")], "", HERE, REGIONS) is Coverage.IN
    for broken in (
        "",
        "[]",
        "{}",
        '{"type": "Polygon"}',
        '{"type": "Polygon", "coordinates": [["a"]]}',
        "extent",
    ):
        assert not is_drawn(broken)
