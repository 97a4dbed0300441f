"""Services by what machines ask of them: the filters of HSDS. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from readiness.resources.distance import metres_between
from readiness.resources.hsds import modified_at
from readiness.resources.objects import Object, Objects

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked; '' where it is not. `metres`: 0 for no bound of distance."""

    words: str = ""
    term: str = ""
    taxonomy: str = ""
    organisation: str = ""
    modified_after: datetime | None = None
    postcode: str = ""
    metres: int = 0


def services_asked(objects: Objects, asked: Asked) -> list[Object]:
    """The services that meet everything that is asked, by name."""
    found: Iterable[Object] = objects.services
    words = asked.words.casefold().split()
    if words:
        found = [each for each in found if _speaks_of(objects, each, words)]
    if asked.organisation:
        found = [each for each in found if each.links.get("organization_id") == asked.organisation]
    if asked.term or asked.taxonomy:
        found = [each for each in found if _has_term(objects, each, asked)]
    if asked.modified_after is not None:
        found = [each for each in found if _is_after(each, asked.modified_after)]
    if asked.postcode:
        found = _around(objects, found, asked)
    return list(found)


def _speaks_of(objects: Objects, service: Object, words: list[str]) -> bool:
    organisation = objects.named(service, "organization_id")
    texts = [
        service.text(name) for name in ("name", "alternate_name", "description", "eligibility_description")
    ]
    texts += [organisation.text("name")] if organisation else []
    texts += [term.text("name") for term in terms_of(objects, service)]
    whole = "\n".join(texts).casefold()
    return all(word in whole for word in words)


def terms_of(objects: Objects, service: Object) -> list[Object]:
    """The terms of taxonomies that a service is given."""
    named = (
        objects.named(each, "taxonomy_term_id") for each in objects.of(service.record, "attribute", "link_id")
    )
    return list({term.record: term for term in named if term is not None}.values())


def _has_term(objects: Objects, service: Object, asked: Asked) -> bool:
    return any(
        (not asked.term or asked.term in {term.record, term.text("code")})
        and (not asked.taxonomy or asked.taxonomy in {term.links.get("taxonomy_id"), term.text("taxonomy")})
        for term in terms_of(objects, service)
    )


def organizations_asked(objects: Objects, asked: Asked) -> list[Object]:
    """The organisations that meet what is asked: by their own words; by their terms, or those of their services."""
    found: Iterable[Object] = (each for each in objects.by_record.values() if each.kind == "organization")
    words = asked.words.casefold().split()
    if words:
        found = (each for each in found if all(word in _said_of(each) for word in words))
    if asked.term or asked.taxonomy:
        found = (
            each
            for each in found
            if any(_has_term(objects, one, asked) for one in (each, *objects.of(each.record, "service")))
        )
    return sorted(found, key=lambda each: (each.text("name").casefold(), each.record))


def _said_of(item: Object) -> str:
    return f"{item.text('name')} {item.text('alternate_name')} {item.text('description')}".casefold()


def _is_after(service: Object, instant: datetime) -> bool:
    try:
        modified = datetime.fromisoformat(modified_at(service))
    except ValueError:
        return True
    return (modified if modified.tzinfo else modified.replace(tzinfo=UTC)) >= instant


def places_of(objects: Objects, service: Object) -> list[Object]:
    """The locations where a service is offered."""
    offered = objects.of(service.record, "service_at_location", "service_id")
    named = (objects.named(each, "location_id") for each in offered)
    return [place for place in named if place is not None]


def point_of(place: Object) -> Point | None:
    """Where a location is on the globe."""
    latitude, longitude = place.content.get("latitude"), place.content.get("longitude")
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return float(latitude), float(longitude)


def _around(objects: Objects, services: Iterable[Object], asked: Asked) -> list[Object]:
    """Services at a postcode, or as near as asked to the middle of the places that are known there."""
    postcode = asked.postcode.casefold().replace(" ", "")
    there = [
        address.links["location_id"]
        for address in objects.by_record.values()
        if address.kind == "address" and address.text("postal_code").casefold().replace(" ", "") == postcode
    ]
    points = [
        point for each in there if (place := objects.by_record.get(each)) and (point := point_of(place))
    ]
    middle = tuple(sum(axis) / len(points) for axis in zip(*points, strict=True)) if points else None
    at_postcode = {*there}
    found = []
    for service in services:
        places = places_of(objects, service)
        is_near = (
            middle is not None
            and asked.metres
            and any(
                (point := point_of(place)) is not None
                and metres_between(point, (middle[0], middle[1])) <= asked.metres
                for place in places
            )
        )
        if is_near or any(place.record in at_postcode for place in places):
            found.append(service)
    return found
