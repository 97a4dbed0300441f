"""Records of HSDS 0.x, 1.x and 2.x as those of 3.1: other names, and values that were rows. Pure."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from readiness.resources import cleaning
from readiness.resources.languages import named_in
from readiness.resources.shapes import WEEKDAYS, WITHIN

Fields = dict[str, Any]
Made = tuple[str, Fields]
"""A kind of object and its fields, as HSDS 3.1 names them."""

TABLES: Mapping[str, str] = {
    **WITHIN,
    **{kind: kind for kind in WITHIN.values()},
    "organisations": "organization", "organisation": "organization", "organizations": "organization",
    "service_at_locations": "service_at_location", "services_at_location": "service_at_location",
    "services_at_locations": "service_at_location", "physical_addresses": "address", "physical_address": "address",
    "postal_addresses": "postal_address", "postal_address": "postal_address", "mail_addresses": "postal_address",
    "mail_address": "postal_address", "regular_schedules": "schedule", "regular_schedule": "schedule",
    "holiday_schedules": "holiday_schedule", "holiday_schedule": "holiday_schedule",
    "accessibility_for_disabilities": "accessibility", "eligibility": "eligibility", "eligibilities": "eligibility",
    "services_taxonomy": "attribute", "service_taxonomy": "attribute", "service_attribute": "attribute",
    "service_attributes": "attribute", "other_attribute": "attribute", "other_attributes": "attribute",
    "link_taxonomy": "attribute", "link_taxonomies": "attribute", "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term", "funding": "funding", "fundings": "funding",
    "payments_accepted": "payment_accepted", "payment_accepted": "payment_accepted", "urls": "url",
    "organizations_identifiers": "organization_identifier", "service_capacities": "service_capacity",
    "units": "unit", "taxonomy": "taxonomy", "accessibilities": "accessibility", "locations": "location",
    "required_documents": "required_document", "costs": "cost_option", "cost_options": "cost_option",
}  # fmt: skip
"""What files call a table, and which kind of object its rows are; some are rows of what is now a field."""

_RENAMED: Mapping[str, Mapping[str, str]] = {
    "organization": {"url": "website", "date_incorporated": "year_incorporated"},
    "service": {
        "website": "url",
        "eligibility": "eligibility_description",
        "alternate_names": "alternate_name",
    },
    "location": {"website": "url"},
    "phone": {"number_type": "type", "phone_number": "number"},
    "schedule": {"original_text": "description"},
    "language": {"language": "name"},
    "accessibility": {"accessibility": "description"},
    "service_area": {"service_area": "name"},
    "taxonomy_term": {
        "vocabulary": "taxonomy",
        "taxonomy_facet": "description",
        "parent_term_id": "parent_id",
    },
    "attribute": {"taxonomy_id": "taxonomy_term_id", "taxonomy_detail": "value"},
    "required_document": {"required_document": "document"},
}
_OLD_TERM = frozenset({"vocabulary", "parent_id", "parent_name", "taxonomy_id", "taxonomy_facet"})
_WEEKDAYS = {name.casefold(): name for name in WEEKDAYS} | {
    name: WEEKDAYS[place]
    for place, names in enumerate(
        (("monday", "mon", "1"), ("tuesday", "tue", "2"), ("wednesday", "wed", "3"), ("thursday", "thu", "4"),
         ("friday", "fri", "5"), ("saturday", "sat", "6"), ("sunday", "sun", "7"))
    )
    for name in names
}  # fmt: skip


def kind_of(table: str) -> str:
    """The kind of object that a table holds; '' for a table that is none of HSDS's."""
    plain = table.strip().casefold().replace(" ", "_").replace("-", "_")
    return TABLES.get(plain, "")


def upgraded(table: str, record: Mapping[str, Any]) -> Iterator[Made]:
    """A record as HSDS 3.1 has it, and what else stands in it that is a record of its own today."""
    kind = kind_of(table)
    if kind == "taxonomy" and _OLD_TERM & record.keys():
        kind = "taxonomy_term"
    own = _BEFORE.get(kind, _as_it_is)
    for made, fields in own(kind, dict(record)):
        names = _RENAMED.get(made, {})
        yield made, _renamed(fields, names)


def _renamed(fields: Fields, names: Mapping[str, str]) -> Fields:
    found = {name: value for name, value in fields.items() if name not in names}
    for name, value in fields.items():
        if name in names:
            found.setdefault(names[name], value)
    return found


def _as_it_is(kind: str, fields: Fields) -> Iterator[Made]:
    yield kind, fields


def _listed(value: object, marks: str = ",;") -> list[str]:
    if isinstance(value, list):
        return [cleaning.line(item) for item in value if isinstance(item, str) and item.strip()]
    return [
        part for part in (cleaning.line(each) for each in re.split(f"[{marks}]", str(value or ""))) if part
    ]


def _organization(kind: str, fields: Fields) -> Iterator[Made]:
    source = fields.get("id")
    for each in _listed(fields.pop("funding_sources", "")):
        yield "funding", {"organization_id": source, "source": each}
    year = re.search(r"\d{4}", str(fields.get("date_incorporated", "")))
    if "date_incorporated" in fields:
        fields["date_incorporated"] = year[0] if year else ""
    yield kind, fields


_LISTED_IN_SERVICE = (
    ("accepted_payments", "cost_option", "option"),
    ("service_areas", "service_area", "name"),
    ("required_documents", "required_document", "document"),
    ("funding_sources", "funding", "source"),
)
"""Fields of a service that were lists in a text, and are objects of their own today, by which of their fields."""


def _service(kind: str, fields: Fields) -> Iterator[Made]:
    of_service = {"service_id": fields.get("id")}
    if isinstance(fields.get("languages"), str):
        for name in named_in(fields.pop("languages")):
            yield "language", {**of_service, "language": name}
    for listed, made, named in _LISTED_IN_SERVICE:
        if isinstance(fields.get(listed), str):
            for each in _listed(fields.pop(listed)):
                yield made, {**of_service, named: each}
    for each in _listed(fields.pop("taxonomy_ids", "")):
        term = {"link_id": fields.get("id"), "link_entity": "service", "taxonomy_term_id": each}
        yield "attribute", term
    if place := fields.pop("location_id", None):
        yield "service_at_location", {**of_service, "location_id": place}
    yield kind, _service_in_words(fields)


def _service_in_words(fields: Fields) -> Fields:
    audience = fields.pop("audience", "")
    if audience:
        said = [fields.get("eligibility") or fields.get("eligibility_description") or "", audience]
        fields["eligibility"] = "\n".join(each for each in said if each)
    if "fees" in fields and "fees_description" not in fields:
        fields["fees_description"] = fields.pop("fees")
    status = cleaning.line(fields.get("status", "")).casefold()
    fields["status"] = {"temporarily_closed": "temporarily closed", "": "active"}.get(status, status)
    return fields


def _location(kind: str, fields: Fields) -> Iterator[Made]:
    source = fields.get("id")
    if isinstance(fields.get("languages"), str):
        for name in named_in(fields.pop("languages")):
            yield "language", {"location_id": source, "language": name}
    if isinstance(fields.get("accessibility"), str):
        for each in _listed(fields.pop("accessibility")):
            yield "accessibility", {"location_id": source, "description": each.replace("_", " ")}
    if str(fields.pop("virtual", "")).casefold() in {"true", "yes", "1"}:
        fields["location_type"] = "virtual"
    short = fields.pop("short_desc", "")
    fields["description"] = fields.get("description") or short
    yield kind, fields


def _contact(kind: str, fields: Fields) -> Iterator[Made]:
    number = str(fields.pop("phone_number", "") or "")
    area = str(fields.pop("phone_areacode", "") or "")
    extension = fields.pop("phone_extension", "")
    digits = re.sub(r"\D", "", number)
    if number:
        if area and len(digits) == 4:
            # Only the last four digits are there: no number that could be dialled.
            number = ""
        whole = f"{area}-{number}" if area and number else number
        if whole and fields.get("id"):
            yield "phone", {"contact_id": fields["id"], "number": whole, "extension": extension}
    yield kind, fields


def _phone(kind: str, fields: Fields) -> Iterator[Made]:
    prefix = cleaning.line(fields.pop("country_prefix", ""))
    if prefix and fields.get("number"):
        fields["number"] = f"+{prefix.removeprefix('+')} {fields['number']}"
    department = cleaning.line(fields.pop("department", ""))
    fields["description"] = fields.get("description") or department
    spoken = fields.pop("language", "")
    if spoken and fields.get("id"):
        for name in named_in(str(spoken)):
            yield "language", {"phone_id": fields["id"], "language": name}
    yield kind, fields


def _postal_address(_kind: str, fields: Fields) -> Iterator[Made]:
    yield "address", {**fields, "address_type": "postal"}


def _schedule(kind: str, fields: Fields) -> Iterator[Made]:
    weekday = cleaning.line(fields.pop("weekday", "")).casefold()
    if weekday:
        day = _WEEKDAYS.get(weekday, "")
        fields |= {"freq": "WEEKLY", "byday": day} if day else {"description": weekday}
    yield kind, fields


def _holiday_schedule(_kind: str, fields: Fields) -> Iterator[Made]:
    is_closed = str(fields.pop("closed", "")).casefold() in {"true", "yes", "1"}
    first, last = cleaning.day(fields.pop("start_date", "")), cleaning.day(fields.pop("end_date", ""))
    said = {"valid_from": first, "valid_to": last or first, "notes": "closed" if is_closed else ""}
    yield "schedule", {**fields, **said}


def _eligibility(_kind: str, fields: Fields) -> Iterator[Made]:
    yield "eligibility", {key: value for key, value in fields.items() if key in {"service_id", "eligibility"}}


def _payment_accepted(_kind: str, fields: Fields) -> Iterator[Made]:
    option = fields.get("payment") or fields.get("payment_accepted")
    yield "cost_option", {"id": fields.get("id"), "service_id": fields.get("service_id"), "option": option}


def _term(kind: str, fields: Fields) -> Iterator[Made]:
    fields["id"] = fields.get("id") or fields.pop("taxonomy_id", None)
    fields.setdefault("code", fields["id"])
    fields.pop("parent_name", None)
    vocabulary = cleaning.line(fields.get("vocabulary", ""))
    if vocabulary:
        yield "taxonomy", {"id": vocabulary, "name": vocabulary}
        fields["taxonomy_id"] = vocabulary
    yield kind, fields


def _attribute(kind: str, fields: Fields) -> Iterator[Made]:
    for name in ("service_id", "organization_id", "location_id", "service_at_location_id"):
        owner = fields.pop(name, None)
        if owner and not fields.get("link_id"):
            fields |= {"link_id": owner, "link_entity": name.removesuffix("_id")}
    if "link_entity" not in fields and "link_type" in fields:
        fields["link_entity"] = fields.pop("link_type")
    yield kind, fields


_BEFORE: Mapping[str, Callable[[str, Fields], Iterator[Made]]] = {
    "organization": _organization,
    "service": _service,
    "location": _location,
    "contact": _contact,
    "phone": _phone,
    "postal_address": _postal_address,
    "schedule": _schedule,
    "holiday_schedule": _holiday_schedule,
    "eligibility": _eligibility,
    "payment_accepted": _payment_accepted,
    "taxonomy_term": _term,
    "attribute": _attribute,
}
