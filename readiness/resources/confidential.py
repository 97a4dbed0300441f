"""Which places a directory gives that are best not shown: marked by it, said to be secret, or a refuge. Pure.

Whoever hides from somebody is found by an address, so that a place is hidden on suspicion, until somebody here has
looked and says otherwise. Its telephone number stays: without it nobody could ask for shelter.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from readiness.foundation.remembering import Remembered
from readiness.resources.gathering import Item
from readiness.resources.marking import is_said_of, is_secret

_PLACE = r"(?:location|address|site|whereabouts|facility|facilities|premises)"
_SAFE = (
    r"\bsafe[- ]?(?:house|home)s?\b|\bcasas? (?:segura|de seguridad|de acogida|refugio)\b|\bhogar seguro\b"
)
_SAFE_HOUSE = re.compile(_SAFE, re.IGNORECASE)
_SECRET = re.compile(
    r"\b(?:confidential|undisclosed|non-?disclosed|secret|hidden|unpublished|unlisted|protected|unmarked)[- ]"
    r"(?:location|address|site|facilit|place|shelter|residen|premises)"
    rf"|\b{_PLACE}s?\b[^.\n]{{0,40}}\b"
    r"(?:confidential\b|undisclosed|withheld|secret\b|(?:kept|is|are|remains?) private\b"
    r"|not (?:to )?(?:be )?(?:disclosed|published|given|shared|released|listed|revealed|available to the public)"
    r"|never (?:be )?(?:disclosed|published|given|shared|released|listed|revealed))"
    rf"|\b(?:do not|don.t|never|must not|may not|cannot|can.t) (?:ever )?"
    rf"(?:give(?: out)?|disclose|publish|share|release|reveal|list|tell)\b[^.\n]{{0,30}}\b{_PLACE}"
    rf"|\b{_PLACE}[^.\n]{{0,30}} (?:given|provided|disclosed|shared|told|released)\b[^.\n]{{0,20}}"
    r"\b(?:after|upon|at|on|during|once|when)\b[^.\n]{0,20}\b(?:intake|screen|assess|admi|call|contact|referral)"
    rf"|{_SAFE}"
    r"|\b(?:dirección|ubicación|lugar|domicilio)[^.\n]{0,40}"
    r"(?:confidencial|reservad|secret|no se (?:publica|divulga|da))",
    re.IGNORECASE,
)
_SHORTEST = 9
"""Letters of the shortest text that says so: 'safe home'."""
_HELD_BACK = (
    r"confidential|confidencial|undisclosed|withheld|unlisted|unpublished|redacted"
    r"|(?:private|hidden|secret)(?! *\w)|reservad[ao]|not (?:disclosed|published|listed|given|public)"
    r"|(?:call|contact|ask|llame)\b.{0,20}\b(?:location|address|directions|dirección)|(?:given|provided|available|disclosed|released)?\s*"
    r"(?:upon|at|after|on) (?:intake|request|screening|referral)"
)
_WITHHELD = re.compile(
    rf"\W*(?:(?:strictly|physical|street|address|location|dirección|is)\W+)*(?:{_HELD_BACK})\b", re.IGNORECASE
)
"""How an address begins that is none."""
_HARM = (
    r"(?:domestic|family|dating|gender[- ]based|intimate[- ]partner|spous\w+|partner)[- ](?:violence|abuse)|batter\w+"
    r"|abused (?:wom[ae]n|men|spouses?|persons?|partners?)|(?:human|sex)[- ]trafficking|trafficked|stalk(?:ed|ing)"
    r"|sexual (?:assault|violence)|fleeing (?:abuse|violence)"
    r"|violencia (?:doméstica|de género|familiar|intrafamiliar|machista)|trata de personas|maltrat(?:ad\w+|o)"
    r"|víctimas de violencia"
)
_ROOF = (
    r"shelters?\b|sheltering|refuge\b|safe[- ]?(?:house|home|haven|space|bed)|\bhaven\b"
    r"|(?:emergency|transitional) housing|albergue|refugio|casa de acogida"
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


@dataclass(frozen=True)
class _Town:
    """The objects of a file, and what belongs to what."""

    items: Mapping[str, Item]

    @cached_property
    def parts(self) -> Mapping[str, list[Item]]:
        """By service or place, what belongs to it: addresses, hours, numbers, areas and the rest."""
        found: defaultdict[str, list[Item]] = defaultdict(list)
        for item in self.items.values():
            if item.kind not in _WHOLE:
                for owner in {*item.links.values()}:
                    found[owner].append(item)
        return found

    @cached_property
    def services(self) -> Mapping[str, list[Item]]:
        """By place, the services that are offered there."""
        found: defaultdict[str, list[Item]] = defaultdict(list)
        for item in self.items.values():
            if item.kind == "service_at_location" and item.links["service_id"] in self.items:
                found[item.links["location_id"]].append(self.items[item.links["service_id"]])
        return found

    @cached_property
    def secrets(self) -> Remembered[str, bool]:
        """Whether a text says that a place is secret; directories say the same many times over."""
        return Remembered(lambda text: _SECRET.search(text) is not None)

    @cached_property
    def refuges(self) -> set[str]:
        """The services that a taxonomy calls a refuge."""
        return {each.links["link_id"] for each in self.items.values() if _is_refuge_term(each, self.items)}

    def organisations(self, items: Iterable[Item]) -> list[Item]:
        named = {each.links.get("organization_id", "") for each in items}
        return [self.items[record] for record in named if record in self.items]


def confidential(items: Mapping[str, Item]) -> dict[str, str]:
    """The records that are best not shown, and why: places, and whole services that the directory itself marks."""
    town = _Town(items)
    found: dict[str, str] = {}
    for item in items.values():
        is_said = item.kind == "attribute" and marks_its_owner(item, items)
        owner = items.get(item.links["link_id"]) if is_said else item if item.is_marked else None
        if owner is not None and owner.kind in _WHOLE:
            found[owner.record] = MARKED
        elif owner is not None and "location_id" in owner.links:
            found[owner.links["location_id"]] = MARKED
    for item in items.values():
        if item.kind == "location" and item.record not in found:
            why = _why(item, town)
            if why:
                found[item.record] = why
    return found


_WHOLE = frozenset({"service", "organization", "location"})


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


def marks_its_owner(attribute: Item, items: Mapping[str, Item]) -> bool:
    """Whether an attribute says by its term or its value that what it is given to is not to be shown."""
    term = items.get(attribute.links.get("taxonomy_term_id", ""))
    own = (attribute.content.get("value"), attribute.content.get("label"))
    return is_said_of((*own, term.content.get("name") if term else ""))


def _why(place: Item, town: _Town) -> str:
    services = town.services.get(place.record, [])
    addresses = [each for each in town.parts.get(place.record, []) if each.kind == "address"]
    if any(_WITHHELD.match(text) for address in addresses for text in _texts(address)):
        return SECRET
    if any(is_secret(str(place.content.get(name, ""))) for name in ("name", "alternate_name")):
        return SECRET
    if _is_nowhere_and_somewhere(place, addresses):
        return MARKED
    about = [place, *services]
    about += [part for each in (place, *services) for part in town.parts.get(each.record, [])]
    if any(town.secrets[text] for each in about for text in _texts(each) if len(text) >= _SHORTEST):
        return SECRET
    if any(service.record in town.refuges for service in services):
        return REFUGE
    named = (place, *services, *town.organisations((place, *services)))
    names = [str(each.content.get(name, "")) for each in named for name in ("name", "alternate_name")]
    if any(_SAFE_HOUSE.search(name) for name in names):
        return REFUGE
    if any(_REFUGE.search(name) and not _NO_ROOF.search(name) for name in names):
        return REFUGE
    told = [str(service.content.get("description", "")) for service in services]
    return REFUGE if any(_REFUGE.search(text) for text in told) else ""


def _is_nowhere_and_somewhere(place: Item, addresses: Iterable[Item]) -> bool:
    """Whether a place that is said to be none has a street or a point all the same: it was not meant to be told."""
    if place.content.get("location_type") != "virtual":
        return False
    streets = (str(address.content.get("address_1", "")) for address in addresses)
    return "latitude" in place.content or any(any(map(str.isdigit, street)) for street in streets)


def _texts(item: Item) -> list[str]:
    return [value for value in item.content.values() if isinstance(value, str)]
