"""A service as people read of it, finished for pages: how it is reached, when, where, in which languages. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

from readiness.resources import numbers
from readiness.resources.areas import Area, is_drawn
from readiness.resources.asking import places_of, point_of, terms_of
from readiness.resources.hours import Hours, Opening, hours_of
from readiness.resources.languages import codes
from readiness.resources.matching import needs_met
from readiness.resources.objects import Object, Objects, Verified
from readiness.resources.said_hours import with_read_hours
from readiness.resources.where import holidays_of, zone_of
from readiness.standards.needs import Need

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as it is shown and as it is dialled ('' where it is not one number)."""

    shown: str
    dialled: str
    extension: int | None
    words: str
    type: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A place to go to. `postcode` and `city` find others near it."""

    name: str
    lines: tuple[str, ...]
    city: str
    state: str
    country: str
    county: str
    postcode: str
    point: Point | None
    access: tuple[str, ...]
    transport: str

    @property
    def said(self) -> tuple[str, ...]:
        """Everything that is told of how to get there and in."""
        return tuple(filter(None, (*self.lines, self.transport, *self.access)))


@dataclass(frozen=True, slots=True)
class Card:
    """A service. `is_elsewhere`: it has a place that is not shown. `needs`: how surely it meets each, 1 to 3.

    `are_hours_read`: its directory tells its hours in words alone, from which the schedules were read.
    """

    id: str
    name: str
    organisation: str
    description: str
    alert: str
    url: str
    email: str
    phones: tuple[Phone, ...]
    spots: tuple[Spot, ...]
    is_elsewhere: bool
    schedules: tuple[dict[str, Any], ...]
    hours_said: tuple[str, ...]
    are_hours_read: bool
    languages: tuple[str, ...]
    languages_said: tuple[str, ...]
    fees: str
    payments: tuple[str, ...]
    eligibility: str
    how: str
    wait: str
    documents: tuple[str, ...]
    areas: tuple[Area, ...]
    terms: tuple[str, ...]
    needs: dict[str, int]
    verified_on: date | None
    is_paused: bool

    @property
    def country(self) -> str:
        """Where it is; '' where that is not known."""
        return self.spots[0].country if self.spots else ""

    @property
    def state(self) -> str:
        return self.spots[0].state if self.spots else ""

    @property
    def is_reached_without_going(self) -> bool:
        """Whether a call is enough: nobody has to travel."""
        return bool(self.phones) and (not self.spots or "crisis" in self.needs or "telehealth" in self.needs)

    @property
    def hours(self) -> Hours:
        return hours_of(self.schedules)

    def opening(self, now: datetime, home: "Home") -> Opening:
        """Whether it is open at an instant."""
        country = self.country or home.country
        zone = zone_of(country, self.state, home.time_zone)
        return self.hours.at(now, zone, holidays_of(country, self.state, now.year))


@dataclass(frozen=True, slots=True)
class Home:
    """Where the organisation is: what holds where a directory does not say."""

    country: str
    time_zone: str


def cards(objects: Objects, needs: Mapping[str, Need]) -> list[Card]:
    """Every service that is still offered, by name."""
    offered = (each for each in objects.services if each.text("status") in {"active", "temporarily closed"})
    return [card_of(objects, each, needs) for each in offered]


def with_verified(found: Iterable[Card], verified: Mapping[str, Verified]) -> list[Card]:
    """The same cards with the days on which somebody made sure of them."""
    return [
        replace(card, verified_on=verified[card.id].on) if card.id in verified else card for card in found
    ]


def card_of(objects: Objects, service: Object, needs: Mapping[str, Need]) -> Card:
    """A service with what belongs to it."""
    organisation = objects.named(service, "organization_id")
    places = places_of(objects, service)
    owners = [service.record, *(each.record for each in _offered(objects, service))]
    told = _first(objects, "schedule", owners, [each.record for each in places], organisation)
    schedules, are_read = with_read_hours([each.content for each in told])
    areas = _all(objects, "service_area", owners)
    languages = _all(objects, "language", [*owners, *(each.record for each in places)])
    return Card(
        id=service.record,
        name=service.text("name"),
        organisation=organisation.text("name") if organisation else "",
        description=service.text("description"),
        alert=service.text("alert"),
        url=service.text("url") or (organisation.text("website") if organisation else ""),
        email=service.text("email"),
        phones=_phones(_first(objects, "phone", owners, [each.record for each in places], organisation)),
        spots=tuple(_spot(objects, each) for each in places if each.text("location_type") != "virtual"),
        is_elsewhere=any(each.directory == "" for each in places),
        schedules=schedules,
        hours_said=_said(told, "description"),
        are_hours_read=are_read,
        languages=tuple(
            sorted({c for each in languages for c in codes(each.text("name"), each.text("code"))})
        ),
        languages_said=_said(languages, "name"),
        fees=service.text("fees_description") or service.text("fees"),
        payments=_said(objects.of(service.record, "cost_option"), "option"),
        eligibility=service.text("eligibility_description"),
        how=service.text("application_process"),
        wait=service.text("wait_time"),
        documents=_said(objects.of(service.record, "required_document"), "document"),
        areas=tuple(dict.fromkeys(filter(None, map(_area, areas)))),
        terms=tuple(each.text("name") for each in terms_of(objects, service)),
        needs=needs_met(service, terms_of(objects, service), needs),
        verified_on=None,
        is_paused=service.text("status") == "temporarily closed",
    )


def _offered(objects: Objects, service: Object) -> list[Object]:
    return objects.of(service.record, "service_at_location", "service_id")


def _all(objects: Objects, kind: str, owners: Iterable[str]) -> list[Object]:
    found = (each for owner in owners for each in objects.of(owner, kind))
    return list({each.record: each for each in found}.values())


def _first(
    objects: Objects, kind: str, own: list[str], places: list[str], organisation: Object | None
) -> list[Object]:
    """What a service has itself; else what its places have, else whoever offers it."""
    for owners in (own, places, [organisation.record] if organisation and kind == "phone" else []):
        found = [each for each in _all(objects, kind, owners) if "contact_id" not in each.links]
        if found:
            return found
    return []


def _phones(found: Iterable[Object]) -> tuple[Phone, ...]:
    phones: dict[tuple[str, int | None], Phone] = {}
    for each in found:
        number, extension = each.text("number"), each.content.get("extension")
        kind = each.text("type")
        if kind != "fax":
            whole = Phone(number, numbers.dialled(number), extension, each.text("description"), kind)
            phones.setdefault((numbers.digits(number), extension), whole)
    return tuple(phones.values())


def _said(found: Iterable[Object], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.text(name) for each in found if each.text(name)))


def _area(found: Object) -> Area | None:
    """Where it serves; None where nothing is told of that."""
    named, extent = found.text("name") or found.text("description"), found.text("extent")
    kind = found.text("extent_type").casefold()
    if kind == "geojson" and is_drawn(extent):
        return Area(named, extent)
    told = extent if kind == "text" and extent else named
    return Area(told) if told else None


def _spot(objects: Objects, place: Object) -> Spot:
    addresses = objects.of(place.record, "address")
    address = next((each for each in addresses if each.text("address_type") == "physical"), None)
    access = objects.of(place.record, "accessibility")
    lines: tuple[str, ...] = ()
    if address is not None:
        town = " ".join(
            filter(None, [address.text("city"), address.text("state_province"), address.text("postal_code")])
        )
        lines = tuple(filter(None, [address.text("address_1"), address.text("address_2"), town]))
    return Spot(
        name=place.text("name"),
        lines=lines,
        city=address.text("city") if address else "",
        state=address.text("state_province").strip() if address else "",
        country=address.text("country").strip() if address else "",
        county=address.text("region") if address else "",
        postcode=address.text("postal_code") if address else "",
        point=point_of(place),
        access=_said(access, "description"),
        transport=place.text("transportation"),
    )


CARDS: TypeAdapter[list[Card]] = TypeAdapter(list[Card])
"""Reads and writes cards as JSON."""
