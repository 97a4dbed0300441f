"""What a reader may see of a directory: whatever is hidden is gone, with everything by which it could be found. Pure.

An object is hidden whole: itself, what belongs to it alone, what is said about it, and the words by which its place
is known (street, name) wherever else they stand. A place at the address or the coordinates of a hidden place is
hidden too.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from readiness.foundation.text import name_key
from readiness.resources.identity import derived
from readiness.resources.objects import Object, naming
from readiness.resources.scrubbing import Known, Scrubber, street_key

_BY_THEMSELVES = frozenset({"service", "organization", "location"})
_MANY = 3
"""So many that are shown are called by a name and something more: then it is no secret of one place."""


@dataclass(frozen=True, slots=True)
class Hiding:
    """That an object is hidden from a reader, and whether the numbers by which it is called are too."""

    record: str
    kind: str
    hides_phone: bool


@dataclass
class Redaction:
    """Everything that is hidden, as it spreads from what was decided."""

    objects: Mapping[str, Object]
    hidings: Iterable[Hiding]

    def __post_init__(self) -> None:
        self._naming = naming(self.objects.values())
        self.hidden: set[str] = set()
        self.silent: set[str] = set()
        for each in self.hidings:
            self._hide(each.record, hides_phone=each.hides_phone or each.kind != "location")
        self._spread_to_same_places()

    def _of(self, record: str, kind: str) -> list[Object]:
        return self._naming.get((record, kind), [])

    def _hide(self, record: str, *, hides_phone: bool) -> None:
        """Hide an object: with an organisation its services and places; with a service the places it alone is at."""
        if hides_phone:
            self.silent.add(record)
        if record in self.hidden and not hides_phone:
            return
        self.hidden.add(record)
        item = self.objects.get(record)
        if item is None:
            return
        if item.kind == "organization":
            for each in (*self._of(record, "service"), *self._of(record, "location")):
                if each.record not in self.silent:
                    self._hide(each.record, hides_phone=True)
        if item.kind == "service":
            for each in self._of(record, "service_at_location"):
                place = each.links["location_id"]
                services = {other.links["service_id"] for other in self._of(place, "service_at_location")}
                if services <= self.hidden and place not in self.silent:
                    self._hide(place, hides_phone=True)

    def _spread_to_same_places(self) -> None:
        places = [each for each in self.objects.values() if each.kind == "location"]
        known = {key for each in places if each.record in self.hidden for key in self._whereabouts(each)}
        if not known:
            return
        for each in places:
            if each.record not in self.hidden and not known.isdisjoint(self._whereabouts(each)):
                self._hide(each.record, hides_phone=False)

    def _whereabouts(self, place: Object) -> Iterator[str]:
        """What a place can be found by: its street in its town, its coordinates to some ten metres."""
        for address in self._of(place.record, "address"):
            street = street_key(address.text("address_1"))
            if street:
                yield f"{street} {_plain(address.text('city'))}"
        latitude, longitude = place.content.get("latitude"), place.content.get("longitude")
        if latitude is not None and longitude is not None:
            yield f"{latitude:.4f} {longitude:.4f}"

    def shown(self) -> dict[str, Object]:
        """What is left to be seen."""
        if not self.hidden:
            return dict(self.objects)
        left = dict(self._left())
        left |= {each.record: each for each in self._virtual_places()}
        _drop_comments(left)
        scrubber, own = Scrubber(self._known(left.values())), self._own()
        scrubbed = (
            scrubber.of(
                each,
                is_own=record in own
                or (each.kind not in _BY_THEMSELVES and not own.isdisjoint(each.links.values())),
            )
            for record, each in left.items()
        )
        return {each.record: each for each in scrubbed if each is not None}

    def _left(self) -> Iterator[tuple[str, Object]]:
        gone = self._gone()
        for record, each in self.objects.items():
            if record in gone:
                continue
            links = {name: named for name, named in each.links.items() if named not in gone}
            if len(links) == len(each.links):
                yield record, each
            elif self._is_still_somebodys(each, links):
                yield record, replace(each, links=links)
            elif each.kind == "phone" and (services := self._callers(each)):
                # Whoever asks for shelter calls; so the number of the place becomes one of its service.
                for service in services:
                    own = derived(record, service)
                    number = {
                        name: each.content[name] for name in ("number", "extension") if name in each.content
                    }
                    yield own, replace(each, record=own, content=number, links={"service_id": service})

    def _gone(self) -> set[str]:
        """What is hidden, and where hidden things are offered."""
        offered = {
            each.record
            for each in self.objects.values()
            if each.kind == "service_at_location" and not self.hidden.isdisjoint(each.links.values())
        }
        return self.hidden | offered

    @staticmethod
    def _is_still_somebodys(each: Object, links: Mapping[str, str]) -> bool:
        return each.kind in {"service", "organization", "location", "taxonomy_term", "program"} or (
            bool(links) and "link_id" not in each.links.keys() - links.keys()
        )

    def _callers(self, phone: Object) -> list[str]:
        """The services that can be called by no other number than one of a hidden place, where that may be told."""
        places = {phone.links.get("location_id", "")}
        offered = self.objects.get(phone.links.get("service_at_location_id", ""))
        if offered is not None:
            places |= {offered.links["location_id"]}
        places &= self.hidden
        if not places or not places.isdisjoint(self.silent):
            return []
        found = {
            each.links["service_id"] for place in places for each in self._of(place, "service_at_location")
        }
        return sorted(service for service in found - self.hidden if not self._is_called_otherwise(service))

    def _is_called_otherwise(self, service: str) -> bool:
        organisation = self.objects[service].links.get("organization_id", "")
        owners = [service, *([organisation] if organisation not in self.hidden else [])]
        return any("contact_id" not in each.links for owner in owners for each in self._of(owner, "phone"))

    def _virtual_places(self) -> Iterator[Object]:
        """In the stead of a hidden place: that the service is reached without going anywhere."""
        for each in self.objects.values():
            if each.kind != "service_at_location":
                continue
            service, place = each.links["service_id"], each.links["location_id"]
            if place in self.hidden and service in self.objects and service not in self.hidden:
                virtual = derived(service, "not shown", place)
                yield Object("location", virtual, "", {"location_type": "virtual"}, {})
                links = {"service_id": service, "location_id": virtual}
                yield Object("service_at_location", derived(virtual, "offered"), "", {}, links)

    def _known(self, left: Iterable[Object]) -> Iterator[Known]:
        """By what each hidden thing is known, and nothing else is."""
        shown = sorted({name_key(each.text(name)) for each in left for name in ("name", "alternate_name")})
        for record in self.hidden:
            item = self.objects.get(record)
            if item is None:
                continue
            addresses = self._of(record, "address")
            names = {item.text(name) for name in ("name", "alternate_name")}
            point = (item.content.get("latitude"), item.content.get("longitude"))
            yield Known(
                frozenset(each for each in names if each and not self._is_shown(name_key(each), shown)),
                frozenset(filter(None, (street_key(each.text("address_1")) for each in addresses))),
                frozenset(each.text("postal_code") for each in addresses),
                frozenset({point}) if None not in point else frozenset(),  # type: ignore[arg-type]
            )

    @staticmethod
    def _is_shown(name: str, shown: Sequence[str]) -> bool:
        """Whether something that is shown has a name, or some things have that name and more."""
        place = bisect_left(shown, name)
        alike = shown[place : place + 1 + _MANY]
        return name in alike[:1] or sum(other.startswith(f"{name} ") for other in alike) >= _MANY

    def _own(self) -> set[str]:
        """The services at hidden places, and whoever offers them: what they say of where that is is theirs to know."""
        services = {
            each.links["service_id"]
            for record in self.hidden
            for each in self._of(record, "service_at_location")
            if "service_id" in each.links
        }
        known = (self.objects[each] for each in services if each in self.objects)
        return services | {each.links["organization_id"] for each in known if "organization_id" in each.links}


def _drop_comments(left: dict[str, Object]) -> None:
    """What is said about an object goes with it: attributes, records of changes, and what belongs to those."""
    while lost := [
        record
        for record, each in left.items()
        if (each.kind == "attribute" and each.links.get("link_id") not in left)
        or (each.kind == "metadata" and each.links.get("resource_id") not in left)
        or (each.kind == "language" and each.links and not left.keys() & {*each.links.values()})
        or (each.kind == "phone" and "contact_id" in each.links and not left.keys() & {*each.links.values()})
    ]:
        for record in lost:
            del left[record]


def _plain(text: str) -> str:
    return "".join(each for each in text.casefold() if each.isalnum())
