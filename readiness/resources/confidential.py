"""Which places a directory gives that are best not shown: marked by it, said to be secret, or a refuge. Pure.

Whoever hides from somebody is found by an address, so that a place is hidden on suspicion, until somebody here has
looked and says otherwise. Its telephone number stays: without it nobody could ask for shelter.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from readiness.resources.gathering import Item

_SECRET = re.compile(
    r"\b(?:confidential|undisclosed|non-?disclosed|secret|hidden|unpublished|unlisted|protected)[- ]"
    r"(?:location|address|site|facilit|place|shelter|residen)"
    r"|\b(?:location|address|site|whereabouts|facility)s?\b[^.\n]{0,40}\b"
    r"(?:confidential\b|undisclosed|withheld|secret\b|not (?:be )?(?:disclosed|published|given|shared|released|listed))"
    r"|\bsafe[- ]?(?:house|home)s?\b|\b(?:dirección|ubicación|lugar)[^.\n]{0,40}confidencial"
    r"|\bcasa (?:segura|de seguridad)\b",
    re.IGNORECASE,
)
_HELD_BACK = r"confidential|confidencial|undisclosed|withheld|unlisted|redacted|not disclosed|private"
_WITHHELD = re.compile(rf"\W*(?:(?:strictly|address|location) )?(?:{_HELD_BACK})\b", re.IGNORECASE)
"""How an address begins that is none."""
_MARK = re.compile(
    rf"\W*(?:(?:strictly|address|location) )?(?:{_HELD_BACK})(?: (?:location|address|site))?\W*",
    re.IGNORECASE,
)
"""An attribute that says nothing else."""
_HARM = (
    r"(?:domestic|family|dating|intimate[- ]partner|spous\w+|partner)[- ](?:violence|abuse)|batter\w+"
    r"|abused (?:wom[ae]n|men|spouses?|persons?|partners?)|(?:human|sex)[- ]trafficking|trafficked"
    r"|violencia (?:doméstica|de género|familiar|intrafamiliar)|trata de personas"
)
_ROOF = (
    r"shelters?\b|sheltering|refuge\b|safe[- ]?(?:house|home|haven|space)|\bhaven\b"
    r"|(?:emergency|transitional) housing|albergue|refugio"
)
_REFUGE = re.compile(
    rf"(?:{_HARM})[^.\n]{{0,60}}(?:{_ROOF})|(?:{_ROOF})[^.\n]{{0,60}}(?:{_HARM})", re.IGNORECASE
)
_REFUGE_CODES = ("BH-1800.1500-100", "BH-1800.1500-308")
"""Taxonomy codes of shelters from violence and from trafficking, as they stand in public directories."""
_NO_ROOF = re.compile(
    r"hotlines?|legal|counsel\w*|support groups?|training|volunteer|motel vouchers?", re.IGNORECASE
)

MARKED, SECRET, REFUGE = "marked", "secret", "refuge"


def confidential(items: Mapping[str, Item]) -> dict[str, str]:
    """The records that are best not shown, and why: places, and whole services that the directory itself marks."""
    services = _services_by_place(items)
    addresses = defaultdict(list)
    refuges = {item.links["link_id"] for item in items.values() if _is_refuge_term(item, items)}
    found: dict[str, str] = {}
    for item in items.values():
        if item.kind == "address":
            addresses[item.links["location_id"]].append(item)
        if item.kind == "attribute" and _marks(item, items):
            owner = items.get(item.links["link_id"])
            if owner is not None and owner.kind in {"service", "organization", "location"}:
                found[owner.record] = MARKED
        if item.is_marked and item.kind in {"service", "organization", "location"}:
            found[item.record] = MARKED
        elif item.is_marked and "location_id" in item.links:
            found[item.links["location_id"]] = MARKED
    for item in items.values():
        if item.kind == "location" and item.record not in found:
            why = _why(item, addresses[item.record], services[item.record], refuges)
            if why:
                found[item.record] = why
    return found


def _services_by_place(items: Mapping[str, Item]) -> defaultdict[str, list[Item]]:
    found: defaultdict[str, list[Item]] = defaultdict(list)
    for item in items.values():
        if item.kind == "service_at_location":
            service = items.get(item.links["service_id"])
            if service is not None:
                found[item.links["location_id"]].append(service)
    return found


def _is_refuge_term(item: Item, items: Mapping[str, Item]) -> bool:
    if item.kind != "attribute":
        return False
    term = items.get(item.links["taxonomy_term_id"])
    if term is None:
        return False
    if str(term.content.get("code", "")).startswith(_REFUGE_CODES):
        return True
    name = str(term.content.get("name", ""))
    return bool(_REFUGE.search(name)) and "resident" not in name.casefold()


def _marks(attribute: Item, items: Mapping[str, Item]) -> bool:
    """Whether an attribute says by its term or its value that what it is given to is not to be shown."""
    term = items.get(attribute.links["taxonomy_term_id"])
    texts = [
        attribute.content.get("value"),
        attribute.content.get("label"),
        term.content.get("name") if term else "",
    ]
    return any(_MARK.fullmatch(str(text)) for text in texts if text)


def _why(place: Item, addresses: Iterable[Item], services: Iterable[Item], refuges: set[str]) -> str:
    services = list(services)
    if any(_WITHHELD.match(str(address.content.get("address_1", ""))) for address in addresses):
        return SECRET
    of_place = [place, *addresses]
    if any(_SECRET.search(text) for each in (*of_place, *services) for text in _texts(each)):
        return SECRET
    if any(service.record in refuges for service in services):
        return REFUGE
    names = [
        str(each.content.get(name, "")) for each in (place, *services) for name in ("name", "alternate_name")
    ]
    if any(_REFUGE.search(name) and not _NO_ROOF.search(name) for name in names):
        return REFUGE
    about = [str(service.content.get("description", "")) for service in services]
    return REFUGE if any(_REFUGE.search(text) for text in about) else ""


def _texts(item: Item) -> list[str]:
    return [value for value in item.content.values() if isinstance(value, str)]
