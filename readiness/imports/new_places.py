"""Where a site is that a staff file makes, as people say it: its country, time zone and code. Pure."""

from collections.abc import Mapping
from functools import cache

from babel.core import get_global

from readiness.foundation.countries import country_fault
from readiness.foundation.words import gettext as _
from readiness.foundation.zones import time_zones

LONGEST_CODE = 64
KEYS = ("country", "time_zone", "code")

Said = Mapping[str, str]
"""What is said of where a site is, by KEYS; what is not said is empty or not there."""


def place_faults(said: Said) -> list[str]:
    """What is wrong with what is said, a sentence each that begins with its key."""
    country, time_zone, code = (said.get(name, "").strip() for name in KEYS)
    faults = []
    no_country = country_fault(country) if country else ""
    if no_country:
        faults.append(f"country: {no_country}")
    if time_zone and time_zone not in time_zones():
        faults.append(f"time_zone: {_no_zone(time_zone)}")
    elif country and not time_zone and not no_country and len(zones_of(country.upper())) != 1:
        faults.append(f"time_zone: {_several_zones(country.upper())}")
    if len(code) > LONGEST_CODE or not code.isprintable():
        faults.append(
            "code: " + _("Write a short code on one line, of at most %(most)s characters.", most=LONGEST_CODE)
        )
    return faults


def said_whole(said: Said) -> dict[str, str]:
    """The same with the time zone of a country that has one alone, or the country of a time zone; no fault in it."""
    told = {name: said.get(name, "").strip() for name in KEYS}
    told["country"] = told["country"].upper()
    if told["country"] and not told["time_zone"]:
        (told["time_zone"],) = zones_of(told["country"])
    elif told["time_zone"] and not told["country"]:
        told["country"] = country_of(told["time_zone"])
    return {name: text for name, text in told.items() if text}


@cache
def zones_of(country: str) -> tuple[str, ...]:
    """The time zones of a country, by their IANA names."""
    return tuple(zone for zone in get_global("territory_zones").get(country, ()) if zone in time_zones())


def country_of(time_zone: str) -> str:
    """The country in which a time zone is; '' where it is no country's, as UTC."""
    country = str(get_global("zone_territories").get(time_zone, ""))
    return country if country.isalpha() and len(country) == 2 else ""


def _several_zones(country: str) -> str:
    zones = ", ".join(zones_of(country)[:3]) or "Europe/London"
    return _(
        "Say the time zone too, such as %(zones)s: %(country)s alone does not tell it.",
        zones=zones,
        country=country,
    )


def _no_zone(typed: str) -> str:
    return _(
        "'%(cell)s' is no time zone. Write an IANA name, such as America/New_York.",
        cell=typed[:60],
    )
