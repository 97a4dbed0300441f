"""The records of a file, brought together: each object once, its values made whole, its links as UUIDs. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from readiness.foundation.words import gettext as _
from readiness.resources import numbers
from readiness.resources.cleaning import CLEAN
from readiness.resources.identity import canonical, derived, digest, uuid_of
from readiness.resources.languages import codes
from readiness.resources.marking import is_kept_private, is_marked, is_said_of, names_a_mark
from readiness.resources.shapes import (
    ADDRESS_TYPES,
    MANY_TO_ONE,
    SHAPES,
    STATUSES,
    WITHIN,
    Shape,
)
from readiness.resources.upgrading import Fields, kind_of, upgraded

_SHARED = frozenset({"attribute", "metadata"})
"""Kinds of which one object may stand in several others, and means something else in each."""
_DEEPEST = 12
_BASE = frozenset({"id"})


@dataclass(slots=True)
class Item:
    """One object of a file. `source`: what the file calls it; `links`: by field, the UUID of what it names."""

    row: int
    kind: str
    record: str
    source: str
    content: Fields
    links: dict[str, str]
    is_marked: bool = False

    @property
    def digest(self) -> str:
        return digest(self.kind, canonical(self.content), canonical(self.links))


@dataclass(frozen=True, slots=True)
class Note:
    """What is wrong with a row, or with many of which this is the first."""

    row: int
    place: str
    sentence: str
    is_warning: bool = True


@dataclass
class Gathering:
    """What has been read of a file. `directory`: whose records these are."""

    directory: str
    gone_by: numbers.GoneBy
    items: dict[str, Item] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    skipped: int = 0
    _many: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    _eligible: list[tuple[str, str]] = field(default_factory=list)

    def take(self, row: int, table: str, record: Mapping[str, Any]) -> None:
        """Take in one record, and all that stands in it."""
        if not kind_of(table):
            self.skipped += 1
            self.note_many(row, table, _("is no table of HSDS, and is left out"))
            return
        for kind, fields in upgraded(table, record):
            self._object(row, kind, fields, 0)

    def _object(self, row: int, kind: str, fields: Fields, depth: int) -> str:
        """Take in one object; gives its UUID."""
        if kind == "eligibility":
            self._take_eligibility(row, fields)
            return ""
        shape = SHAPES[kind]
        within = {key: value for key, value in fields.items() if _is_within(key, value)}
        own = {key: value for key, value in fields.items() if key not in within}
        links = self._links(kind, shape, own)
        source = str(own.get("id") or "").strip()
        record = self._record(kind, source, own, links)
        if depth < _DEEPEST:
            self._objects_within(row, kind, record, within, links, depth)
        content = self._cleaned(row, kind, shape, own)
        item = Item(row, kind, record, source, content, links, is_marked(own))
        self._keep(item, shape)
        return record

    def _objects_within(
        self, row: int, kind: str, record: str, within: Fields, links: dict[str, str], depth: int
    ) -> None:
        for key, value in within.items():
            child = WITHIN[key]
            for place, each in enumerate(value if isinstance(value, list) else [value]):
                for made, fields in upgraded(child, each):
                    if not fields.get("id") and made != "eligibility":
                        fields["id"] = derived(record, key, str(place), canonical(_plain(fields)))
                    if key in MANY_TO_ONE and not isinstance(value, list):
                        name = "taxonomy_id" if key == "taxonomy_detail" else f"{child}_id"
                        links[name] = self._object(row, made, fields, depth + 1)
                        continue
                    if made in _SHARED:
                        owner = "link_id" if made == "attribute" else "resource_id"
                        entity = "link_entity" if made == "attribute" else "resource_type"
                        fields |= {owner: record, entity: fields.get(entity) or kind}
                    elif f"{kind}_id" in SHAPES[made].links:
                        fields[f"{kind}_id"] = record
                    self._object(row, made, fields, depth + 1)

    def _links(self, kind: str, shape: Shape, own: Fields) -> dict[str, str]:
        found = {}
        for name, linked in shape.links.items():
            value = str(own.get(name) or "").strip()
            if not value:
                continue
            if not linked:
                entity = str(own.get("link_entity") or own.get("resource_type") or kind)
                linked = kind_of(entity) or kind  # noqa: PLW2901
            found[name] = uuid_of(self.directory, linked, value)
        return found

    def _record(self, kind: str, source: str, own: Fields, links: Mapping[str, str]) -> str:
        if not source:
            return uuid_of(self.directory, kind, canonical(_plain(own)))
        record = uuid_of(self.directory, kind, source)
        if kind in _SHARED:
            return derived(record, links.get("link_id") or links.get("resource_id") or "")
        return record

    def _cleaned(self, row: int, kind: str, shape: Shape, own: Fields) -> Fields:
        content: Fields = {}
        for name, value in own.items():
            if name in _BASE or name in shape.links or value in (None, "", [], {}):
                continue
            if name not in shape.fields:
                if not names_a_mark(name):
                    self.note_many(row, f"{kind}.{name}", _("is no field of HSDS 3.1, and is left out"))
                continue
            cleaned = CLEAN[shape.fields[name]](value)
            if cleaned in (None, ""):
                sentence = _("cannot be read as what it should be, and is left out")
                self.note_many(row, f"{kind}.{name}", sentence)
                continue
            content[name] = cleaned
        content = {**{name: value for name, value in shape.needed.items() if value is not None}, **content}
        own_way = _OWN_WAYS.get(kind)
        if own_way is not None:
            own_way(self, row, content)
        return content

    def _keep(self, item: Item, shape: Shape) -> None:
        missing = [
            name for name, value in shape.needed.items()
            if value is None and not (item.content.get(name) or item.links.get(name))
            and item.content.get(name) != 0
        ]  # fmt: skip
        if missing and item.kind in _FIRST_KINDS:
            for name in missing:
                self.notes.append(
                    Note(item.row, f"{item.kind}.{name}", _("is empty. Write it."), is_warning=False)
                )
            return
        if missing:
            self.skipped += 1
            self.note_many(item.row, item.kind, _("has no %(field)s, and is left out", field=missing[0]))
            return
        known = self.items.get(item.record)
        if known is None:
            self.items[item.record] = item
            return
        if _says_as_much(known, item):
            known.content = {**item.content, **known.content}
            known.links = {**item.links, **known.links}
            known.is_marked = known.is_marked or item.is_marked
            return
        if item.kind in _FIRST_KINDS:
            self.note_many(item.row, item.kind, _("stands there twice; what comes first is taken"))
            self.skipped += 1
            return
        # Old directories number the rows of a place, not the rows of the table.
        item.record = derived(item.record, canonical(item.content), canonical(item.links))
        self.items.setdefault(item.record, item)

    def _take_eligibility(self, row: int, fields: Fields) -> None:
        service = str(fields.get("service_id") or "").strip()
        if not service:
            self.skipped += 1
            self.note_many(row, "eligibility", _("names no service, and is left out"))
            return
        said = CLEAN[SHAPES["service"].fields["eligibility_description"]](fields.get("eligibility") or "")
        if said:
            self._eligible.append((uuid_of(self.directory, "service", service), said))

    def note_many(self, row: int, place: str, sentence: str) -> None:
        self._many[place, sentence].append(row)

    def finish(self, known: frozenset[str]) -> None:
        """Once everything is read: what belongs together is joined, what names nothing is left out.

        `known`: the records that are there already and that this file may name.
        """
        for record, said in self._eligible:
            service = self.items.get(record)
            if service is not None:
                before = service.content.get("eligibility_description", "")
                service.content["eligibility_description"] = "\n".join(filter(None, [before, said]))
        self._leave_out_private_parts()
        self._cut_links(known)
        for (place, sentence), rows in self._many.items():
            more = _(" (%(count)s times)", count=len(rows)) if len(rows) > 1 else ""
            self.notes.append(Note(rows[0], place, f"{sentence}{more}."))

    def _leave_out_private_parts(self) -> None:
        """Numbers, contacts and the like that are marked are private by themselves, and say nothing of the place."""
        for item in list(self.items.values()):
            owner = self.items.get(item.links.get("link_id", "")) if item.kind == "attribute" else None
            if owner is not None and owner.kind in _PRIVATE_PARTS and self._is_said(item):
                owner.is_marked = True
        for item in list(self.items.values()):
            said = any(is_kept_private(str(item.content.get(name, ""))) for name in _SAID_OF_PARTS)
            if item.kind in _PRIVATE_PARTS and (item.is_marked or said):
                self._leave_out(item, _("is marked as not to be shown, and is left out"))

    def _is_said(self, attribute: Item) -> bool:
        term = self.items.get(attribute.links.get("taxonomy_term_id", ""))
        own = (attribute.content.get("value"), attribute.content.get("label"))
        return is_said_of((*own, term.content.get("name") if term else ""))

    def _leave_out(self, item: Item, sentence: str) -> None:
        del self.items[item.record]
        self.skipped += 1
        self.note_many(item.row, item.kind, sentence)

    def _cut_links(self, known: frozenset[str]) -> None:
        for item in list(self.items.values()):
            shape = SHAPES[item.kind]
            for name, record in list(item.links.items()):
                if record not in self.items and record not in known:
                    del item.links[name]
                    self.note_many(item.row, f"{item.kind}.{name}", _("names what is not there"))
            is_lost = any(
                value is None and name in shape.links and name not in item.links
                for name, value in shape.needed.items()
            )
            is_nobodys = item.kind in _OWNED and not item.links
            if is_lost or is_nobodys:
                self._leave_out(item, _("belongs to nothing that is there, and is left out"))

    def all(self) -> Iterator[Item]:
        """Every object that was taken in."""
        yield from self.items.values()


_FIRST_KINDS = frozenset({"organization", "service", "location", "taxonomy", "taxonomy_term", "program"})
_OWNED = frozenset(
    {"phone", "contact", "address", "schedule", "language", "service_area", "accessibility", "cost_option",
     "required_document", "funding", "url", "attribute", "metadata"}
)  # fmt: skip


_PRIVATE_PARTS = frozenset({"phone", "contact", "url", "program"})
"""Kinds of which one that is marked is private by itself, and says nothing of the place."""
_SAID_OF_PARTS = ("type", "description", "name", "title", "department", "label")


def _is_within(key: str, value: object) -> bool:
    if key not in WITHIN:
        return False
    return isinstance(value, dict) or (
        isinstance(value, list) and all(isinstance(each, dict) for each in value)
    )


def _plain(fields: Fields) -> Fields:
    return {key: value for key, value in fields.items() if not _is_within(key, value)}


def _says_as_much(known: Item, item: Item) -> bool:
    """Whether two rows with one name are one object: neither says what the other contradicts."""
    same = all(known.content.get(name, value) == value for name, value in item.content.items())
    if item.kind in _FIRST_KINDS:
        return same
    return (
        same
        and known.content.keys() == item.content.keys()
        and all(known.links.get(name, value) == value for name, value in item.links.items())
    )


def _service(gathering: Gathering, row: int, content: Fields) -> None:
    if content["status"] not in STATUSES:
        gathering.note_many(row, "service.status", _("is none of HSDS's; the service is taken as inactive"))
        content["status"] = "inactive"


def _location(_gathering: Gathering, _row: int, content: Fields) -> None:
    if content["location_type"] not in ADDRESS_TYPES:
        content["location_type"] = "physical"
    latitude, longitude = content.get("latitude"), content.get("longitude")
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        content.pop("latitude", None)
        content.pop("longitude", None)


def _address(_gathering: Gathering, _row: int, content: Fields) -> None:
    if content["address_type"] not in ADDRESS_TYPES:
        content["address_type"] = "physical"
    content["country"] = content["country"].upper()


def _phone(gathering: Gathering, row: int, content: Fields) -> None:
    if "number" not in content:
        return
    written = numbers.split(content["number"])
    content["number"] = written.shown
    if not isinstance(content.get("extension", 0), int):
        del content["extension"]
    if written.extension is not None:
        content.setdefault("extension", written.extension)
    if not written.shown:
        del content["number"]
        return
    instead = gathering.gone_by.of(written.shown)
    if instead:
        sentence = _("is a number that has been superseded; wherever it stood, %(new)s is shown", new=instead)
        gathering.note_many(row, "phone.number", sentence)


def _language(_gathering: Gathering, _row: int, content: Fields) -> None:
    found = codes(content.get("name", ""), content.get("code", ""))
    if len(found) == 1:
        content["code"] = next(iter(found))


_OWN_WAYS = {
    "service": _service, "location": _location, "address": _address, "phone": _phone, "language": _language,
}  # fmt: skip
