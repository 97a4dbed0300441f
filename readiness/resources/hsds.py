"""Objects as HSDS 3.1 has them in JSON: one service whole, or lists of plain ones. Pure."""

from collections.abc import Iterable
from typing import Any

from readiness.resources.objects import Object, Objects
from readiness.resources.shapes import LISTS, MANY_TO_ONE, PLAIN_LISTS, WITHIN

VERSION = "3.1"
PROFILE = "https://docs.openreferral.org/en/3.1/"
OPENAPI = "https://raw.githubusercontent.com/openreferral/specification/3.1/schema/openapi.json"

Json = dict[str, Any]

_INNER = {
    "service": (("organization", "organization_id"), ("program", "program_id")),
    "service_at_location": (("location", "location_id"),),
    "attribute": (("taxonomy_term", "taxonomy_term_id"),),
    "service_capacity": (("unit", "unit_id"),),
    "taxonomy_term": (("taxonomy_detail", "taxonomy_id"),),
}
"""Which one object stands in another, by the field that names it."""


def about() -> Json:
    """What this interface is."""
    return {"version": VERSION, "profile": PROFILE, "openapi_url": OPENAPI}


def whole(objects: Objects, item: Object) -> Json:
    """An object with everything that belongs to it."""
    found = plain(item)
    for name, field in _INNER.get(item.kind, ()):
        inner = objects.named(item, field)
        if inner is not None:
            found[name] = whole(objects, inner)
    for name in LISTS.get(item.kind, PLAIN_LISTS):
        if name in MANY_TO_ONE:
            continue
        within = _within(objects, item, name)
        if within:
            found[name] = [whole(objects, each) for each in within]
    return found


def organization(objects: Objects, item: Object, *, is_service_full: bool) -> Json:
    """An organisation with its places and its services: these with their own values alone, or whole."""
    found = whole(objects, item)
    places = [whole(objects, each) for each in objects.of(item.record, "location")]
    offered = objects.of(item.record, "service")
    services = [
        _without_organization(whole(objects, each)) if is_service_full else plain(each) for each in offered
    ]
    more = {"locations": places, "services": services}
    return found | {name: values for name, values in more.items() if values}


def _without_organization(service: Json) -> Json:
    return {name: value for name, value in service.items() if name != "organization"}


def _within(objects: Objects, item: Object, name: str) -> list[Object]:
    found = objects.of(item.record, WITHIN[name])
    if name == "attributes":
        # Directories link one term to one service many times over.
        return list({each.links["taxonomy_term_id"]: each for each in reversed(found)}.values())[::-1]
    return found


def plain(item: Object) -> Json:
    """An object with its own values alone."""
    found: Json = {"id": item.record, **item.content}
    if item.kind == "taxonomy_term" and "parent_id" in item.links:
        found["parent_id"] = item.links["parent_id"]
    if item.kind == "organization" and "parent_organization_id" in item.links:
        found["parent_organization_id"] = item.links["parent_organization_id"]
    if item.kind == "service":
        found["last_modified"] = modified_at(item)
    return {name: value for name, value in found.items() if value is not None}


def modified_at(service: Object) -> str:
    """When a service was last different: as its directory says, else since when it is so here."""
    said = service.text("last_modified")
    if said or service.known_at is None:
        return said
    return service.known_at.isoformat()


def listed(objects: Objects, service: Object) -> Json:
    """A service as lists have it: its own values, and who offers it."""
    found = plain(service)
    for name, field in _INNER["service"]:
        inner = objects.named(service, field)
        if inner is not None:
            found[name] = plain(inner)
    return found


def offered(objects: Objects, item: Object) -> Json:
    """A service at a place, as lists have it."""
    found = plain(item)
    for name, field in (("service", "service_id"), ("location", "location_id")):
        inner = objects.named(item, field)
        if inner is not None:
            found[name] = plain(inner)
    return found


def offered_whole(objects: Objects, item: Object) -> Json:
    """A service at a place, with all of the place, and the service with who offers it."""
    service = objects.named(item, "service_id")
    found = whole(objects, item)
    return found if service is None else found | {"service": listed(objects, service)}


def page(items: Iterable[Json], total: int, number: int, size: int) -> Json:
    """One page of a list."""
    contents = list(items)
    pages = -(-total // size) if size else 0
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": number,
        "size": len(contents),
        "first_page": number == 1,
        "last_page": number >= pages,
        "empty": not contents,
        "contents": contents,
    }
