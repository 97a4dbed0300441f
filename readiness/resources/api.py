"""Resources for machines, by HSDS 3.1: what the public may see, and nothing else."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from readiness.foundation.errors import InvalidInput
from readiness.foundation.words import gettext as _
from readiness.resources import hsds
from readiness.resources.asking import Asked, organizations_asked, services_asked
from readiness.resources.objects import Object
from readiness.resources.queries import Reader, shown_to
from readiness.web.access import public
from readiness.web.problems import problem, tell_problems

pages = Blueprint("hsds", __name__, url_prefix="/hsds")
tell_problems(pages)

MOST = 500
USUAL = 50


def _answer(content: object, status: int = 200) -> Response:
    return Response(json.dumps(content, ensure_ascii=False), status, mimetype="application/json")


@pages.get("/")
@public
def index() -> ResponseReturnValue:
    """Which version of HSDS this is."""
    return _answer(hsds.about())


@pages.get("/services")
@public
def services() -> ResponseReturnValue:
    """Services a page at a time, by what is asked."""
    objects = shown_to(Reader.PUBLIC)
    found = services_asked(objects, _asked())
    if _is_asked("minimal"):
        short = [{"id": each.record, "modified_date": hsds.modified_at(each)} for each in found]
        return _answer(hsds.page(short, len(short), 1, max(len(short), 1)))
    form = hsds.whole if _is_asked("full") else hsds.listed
    return _listed(found, lambda each: form(objects, each))


@pages.get("/services/<service_id>")
@public
def service(service_id: str) -> ResponseReturnValue:
    """One service, whole."""
    return _one("service", service_id)


@pages.get("/service_at_locations")
@public
def service_at_locations() -> ResponseReturnValue:
    """Where services are offered, a page at a time, by what is asked of the services."""
    objects = shown_to(Reader.PUBLIC)
    found = [
        offered
        for each in services_asked(objects, _asked())
        for offered in objects.of(each.record, "service_at_location", "service_id")
    ]
    form = hsds.offered_whole if _is_asked("full") else hsds.offered
    return _listed(found, lambda each: form(objects, each))


@pages.get("/service_at_locations/<offered_id>")
@public
def service_at_location(offered_id: str) -> ResponseReturnValue:
    """One service at one place, whole."""
    objects = shown_to(Reader.PUBLIC)
    found = objects.by_record.get(offered_id)
    if found is None or found.kind != "service_at_location":
        return _nothing()
    return _answer(hsds.offered_whole(objects, found))


@pages.get("/organizations")
@public
def organizations() -> ResponseReturnValue:
    """Organisations a page at a time, by what is asked."""
    objects = shown_to(Reader.PUBLIC)
    found = organizations_asked(objects, _asked())
    is_service_full = _is_asked("full_service")
    if is_service_full or _is_asked("full"):
        return _listed(found, lambda each: hsds.organization(objects, each, is_service_full=is_service_full))
    return _listed(found, hsds.plain)


@pages.get("/organizations/<organization_id>")
@public
def organization(organization_id: str) -> ResponseReturnValue:
    """One organisation, whole, with its services: by their own values, or with full_service=true whole too."""
    objects = shown_to(Reader.PUBLIC)
    found = objects.by_record.get(organization_id)
    if found is None or found.kind != "organization":
        return _nothing()
    return _answer(hsds.organization(objects, found, is_service_full=_is_asked("full_service")))


@pages.get("/taxonomies")
@public
def taxonomies() -> ResponseReturnValue:
    """Taxonomies a page at a time."""
    return _of_kind("taxonomy")


@pages.get("/taxonomies/<taxonomy_id>")
@public
def taxonomy(taxonomy_id: str) -> ResponseReturnValue:
    """One taxonomy."""
    return _one("taxonomy", taxonomy_id)


@pages.get("/taxonomy_terms")
@public
def taxonomy_terms() -> ResponseReturnValue:
    """Terms of taxonomies a page at a time."""
    return _of_kind("taxonomy_term")


@pages.get("/taxonomy_terms/<term_id>")
@public
def taxonomy_term(term_id: str) -> ResponseReturnValue:
    """One term of a taxonomy."""
    return _one("taxonomy_term", term_id)


def _one(kind: str, record: str) -> ResponseReturnValue:
    objects = shown_to(Reader.PUBLIC)
    found = objects.by_record.get(objects.merged.get(record, record))
    if found is None or found.kind != kind:
        return _nothing()
    return _answer(hsds.whole(objects, found))


def _nothing() -> Response:
    return problem(404, _("There is none."), _("Nothing has this id."))


def _of_kind(kind: str) -> ResponseReturnValue:
    objects = shown_to(Reader.PUBLIC)
    words = request.args.get("search", "").casefold().split()
    terms, parent = request.args.get("taxonomy_id", ""), request.args.get("parent_id", "")
    found = [
        each
        for each in objects.by_record.values()
        if each.kind == kind
        and all(word in f"{each.text('name')} {each.text('description')}".casefold() for word in words)
        and (not terms or each.links.get("taxonomy_id") == terms)
        and (not parent or each.links.get("parent_id") == parent)
        and not (_is_asked("top_only") and "parent_id" in each.links)
    ]
    found.sort(key=lambda each: (each.text("name").casefold(), each.record))
    is_full = _is_asked("full")
    return _listed(found, lambda each: hsds.whole(objects, each) if is_full else hsds.plain(each))


def _listed(found: list[Object], form: Callable[[Object], hsds.Json]) -> ResponseReturnValue:
    if request.args.get("format", "") == "ndjson":
        return Response(_lines(map(form, found)), mimetype="application/x-ndjson")
    number, size = _number("page", 1, 10**6), _number("per_page", USUAL, MOST)
    start = (number - 1) * size
    return _answer(hsds.page(map(form, found[start : start + size]), len(found), number, size))


def _is_asked(name: str) -> bool:
    return request.args.get(name, "") == "true"


def _lines(items: Iterable[hsds.Json]) -> Iterator[str]:
    return (f"{json.dumps(each, ensure_ascii=False)}\n" for each in items)


def _number(name: str, usual: int, most: int) -> int:
    given = request.args.get(name, "")
    if not given:
        return usual
    if not given.isdecimal() or not 1 <= int(given) <= most:
        raise InvalidInput(_("%(name)s: write a number from 1 to %(most)s.", name=name, most=most))
    return int(given)


def _asked() -> Asked:
    values = request.args
    return Asked(
        words=values.get("search", ""),
        term=values.get("taxonomy_term_id", ""),
        taxonomy=values.get("taxonomy_id", ""),
        organisation=values.get("organization_id", ""),
        modified_after=_instant(values.get("modified_after", "")),
        postcode=values.get("postcode", ""),
        metres=_number("proximity", 0, 10**7) if values.get("proximity") else 0,
    )


def _instant(given: str) -> datetime | None:
    if not given:
        return None
    try:
        found = datetime.fromisoformat(given.replace(" ", "+"))
    except ValueError:
        raise InvalidInput(
            _("modified_after: write a day or an instant, such as 2026-06-30T00:00:00Z.")
        ) from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
