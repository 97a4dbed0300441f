"""Countries by the two letters of ISO 3166, as sites, requirements and settings name them."""

from functools import cache

from babel import Locale

from readiness.foundation.words import gettext as _

_MEANT = {
    "UK": "GB",
    "EL": "GR",
    "EN": "GB",
    "SP": "ES",
    "USA": "US",
    "GBR": "GB",
    "ENGLAND": "GB",
    "BRITAIN": "GB",
}
"""What people write for a country, though it is none's code; a law's code would not be it."""

_STATES = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California",
    "CO": "Colorado", "CT": "Connecticut", "DE": "Delaware", "DC": "the District of Columbia",
    "FL": "Florida", "GA": "Georgia", "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana",
    "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MD": "Maryland",
    "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri",
    "MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey",
    "NM": "New Mexico", "NY": "New York", "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio",
    "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island", "SC": "South Carolina",
    "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia",
    "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming",
}  # fmt: skip
"""The states that laws are made for; the names of other countries' parts are nowhere in what is installed."""

_WITH_ARTICLE = frozenset({"AE", "BS", "CF", "DO", "GB", "GM", "KM", "MV", "NL", "PH", "SC", "SB", "US"})
"""Countries that are not said without one."""

_NONE = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
"""Codes that are no country's, though names are known for them."""


@cache
def country_codes() -> frozenset[str]:
    """The codes of all countries that are known here."""
    return frozenset(_names()) - _NONE


def country_names() -> dict[str, str]:
    """Every country's code with its name, in the order of the names."""
    names = {code: name for code, name in _names().items() if code in country_codes()}
    return dict(sorted(names.items(), key=lambda each: each[1]))


def place_name(code: str) -> str:
    """A country or a part of one ('US-CA') as a sentence has it; a part whose name is not known by its letters."""
    country, _dash, part = code.partition("-")
    name = _names().get(country.upper(), country)
    name = f"the {name}" if country.upper() in _WITH_ARTICLE else name
    if not part:
        return name
    return _STATES.get(part.upper(), f"{part}, {name}") if country.upper() == "US" else f"{part}, {name}"


def country_fault(typed: str) -> str:
    """Why what was typed is no country, and which was meant where that is plain; '' for a country's code."""
    code = typed.strip().upper()
    if code in country_codes():
        return ""
    meant = _MEANT.get(code) or _by_name().get(code)
    if meant is not None:
        return _("'%(typed)s' is no country code. Did you mean %(meant)s?", typed=typed[:40], meant=meant)
    return _("'%(typed)s' is no country code. Write two letters, such as US or GB.", typed=typed[:40])


def _names() -> dict[str, str]:
    found = Locale("en").territories
    return {code: str(found[code]) for code in map(str, found) if len(code) == 2 and code.isalpha()}


@cache
def _by_name() -> dict[str, str]:
    return {name.upper(): code for code, name in _names().items() if code not in _NONE}
