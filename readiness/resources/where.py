"""Time zones and public holidays of places, by country and state. Pure."""

from collections.abc import Collection
from datetime import date
from functools import cache
from importlib.resources import files

from readiness.foundation.later import holidays as public_holidays

_STATES = {
    "US": {
        "America/New_York": "CT DC DE FL GA IN KY MA MD ME MI NC NH NJ NY OH PA RI SC VA VT WV",
        "America/Chicago": "AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI",
        "America/Denver": "CO ID MT NM UT WY",
        "America/Los_Angeles": "CA NV OR WA",
        "America/Phoenix": "AZ",
        "America/Anchorage": "AK",
        "Pacific/Honolulu": "HI",
        "America/Puerto_Rico": "PR VI",
        "Pacific/Guam": "GU MP",
    },
    "CA": {
        "America/Toronto": "ON QC",
        "America/Winnipeg": "MB",
        "America/Regina": "SK",
        "America/Edmonton": "AB",
        "America/Vancouver": "BC",
        "America/Halifax": "NB NS PE",
        "America/St_Johns": "NL",
    },
}
"""Where a state lies in two zones, the one in which most of its people live."""


@cache
def _only_zones() -> dict[str, str]:
    """The zone of each country that has one alone, by the database of time zones."""
    found: dict[str, list[str]] = {}
    for line in files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            country, _where, zone = line.split("\t")[:3]
            found.setdefault(country, []).append(zone)
    return {country: zones[0] for country, zones in found.items() if len(zones) == 1}


def zone_of(country: str, state: str, otherwise: str) -> str:
    """The time zone of a place; `otherwise` where it cannot be told."""
    plain = state.strip().upper()
    for zone, states in _STATES.get(country, {}).items():
        if plain in states.split():
            return zone
    return _only_zones().get(country, otherwise)


@cache
def holidays_of(country: str, state: str, year: int) -> Collection[date]:
    """The public holidays of a place in a year and the one after; none where they are not known."""
    years = (year, year + 1)
    for part in (state.strip().upper() or None, None):
        try:
            return frozenset(public_holidays.country_holidays(country, subdiv=part, years=years))
        except (NotImplementedError, KeyError, ValueError):
            continue
    return frozenset()
