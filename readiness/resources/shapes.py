"""The objects of HSDS 3.1: their fields, how each is written, and what stands inside what. Pure.

Field names are those of the Human Services Data Specification, version 3.1 (openreferral.org); its texts are not
repeated here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Form(Enum):
    """How a value is written."""

    TEXT = "text"
    LINE = "line"
    NUMBER = "number"
    URI = "uri"
    EMAIL = "email"
    DAY = "day"
    TIME = "time"
    INSTANT = "instant"
    LINK = "link"


T, L, N, U = Form.TEXT, Form.LINE, Form.NUMBER, Form.URI
E, D, H, A = Form.EMAIL, Form.DAY, Form.TIME, Form.INSTANT


@dataclass(frozen=True, slots=True)
class Shape:
    """One kind of object. `fields`: its own values; `links`: by field, the kind of object that it names.

    `needed`: fields without which it cannot be served, with what stands there where a file has none; None: no
    such value can be made up, and the object is left out.
    """

    fields: Mapping[str, Form]
    links: Mapping[str, str] = field(default_factory=dict)
    needed: Mapping[str, str | None] = field(default_factory=dict)


_OWNERS = {
    "organization_id": "organization",
    "service_id": "service",
    "location_id": "location",
    "service_at_location_id": "service_at_location",
}
_LINKED = {"link_id": "", "resource_id": ""}
"""What an attribute or a record of a change is about may be of any kind."""

SHAPES: Mapping[str, Shape] = {
    "organization": Shape(
        {
            "name": L, "alternate_name": L, "description": T, "email": E, "website": U, "tax_status": L, "tax_id": L,
            "year_incorporated": N, "legal_status": L, "logo": U, "uri": U,
        },
        {"parent_organization_id": ""},
        {"name": None, "description": ""},
    ),
    "program": Shape(
        {"name": L, "alternate_name": L, "description": T},
        {"organization_id": "organization"},
        {"name": None, "description": ""},
    ),
    "service": Shape(
        {
            "name": L, "alternate_name": L, "description": T, "url": U, "email": E, "status": L,
            "interpretation_services": T, "application_process": T, "fees_description": T, "wait_time": T, "fees": T,
            "accreditations": T, "eligibility_description": T, "minimum_age": N, "maximum_age": N, "assured_date": D,
            "assurer_email": E, "licenses": T, "alert": T, "last_modified": A,
        },
        {"organization_id": "organization", "program_id": "program"},
        {"name": None, "status": "active"},
    ),
    "location": Shape(
        {
            "location_type": L, "url": U, "name": L, "alternate_name": L, "description": T, "transportation": T,
            "latitude": N, "longitude": N, "external_identifier": L, "external_identifier_type": L,
        },
        {"organization_id": "organization"},
        {"location_type": "physical"},
    ),
    "service_at_location": Shape(
        {"description": T},
        {"service_id": "service", "location_id": "location"},
        {"service_id": None, "location_id": None},
    ),
    "phone": Shape(
        {"number": L, "extension": N, "type": L, "description": T},
        {**_OWNERS, "contact_id": "contact"},
        {"number": None},
    ),
    "contact": Shape({"name": L, "title": L, "department": L, "email": E}, _OWNERS),
    "address": Shape(
        {
            "attention": L, "address_1": L, "address_2": L, "city": L, "region": L, "state_province": L,
            "postal_code": L, "country": L, "address_type": L,
        },
        {"location_id": "location"},
        {
            "address_1": "", "city": "", "state_province": "", "postal_code": "", "country": "",
            "address_type": "physical",
        },
    ),
    "schedule": Shape(
        {
            "valid_from": D, "valid_to": D, "dtstart": D, "timezone": N, "until": D, "count": N, "wkst": L, "freq": L,
            "interval": N, "byday": L, "byweekno": L, "bymonthday": L, "byyearday": L, "description": T,
            "opens_at": H, "closes_at": H, "schedule_link": U, "attending_type": L, "notes": T,
        },
        _OWNERS,
    ),
    "language": Shape(
        {"name": L, "code": L, "note": T}, {**_OWNERS, "phone_id": "phone"}
    ),
    "service_area": Shape(
        {"name": L, "description": T, "extent": T, "extent_type": L, "uri": U},
        {name: _OWNERS[name] for name in ("service_id", "service_at_location_id")},
    ),
    "accessibility": Shape({"description": T, "details": T, "url": U}, {"location_id": "location"}),
    "cost_option": Shape(
        {
            "valid_from": D, "valid_to": D, "option": L, "currency": L, "amount": N, "amount_description": T,
        },
        {"service_id": "service"},
    ),
    "required_document": Shape({"document": T, "uri": U}, {"service_id": "service"}),
    "funding": Shape({"source": T}, {name: _OWNERS[name] for name in ("organization_id", "service_id")}),
    "organization_identifier": Shape(
        {"identifier_scheme": L, "identifier_type": L, "identifier": L},
        {"organization_id": "organization"},
        {"identifier_type": None, "identifier": None},
    ),
    "url": Shape(
        {"label": L, "url": U},
        {name: _OWNERS[name] for name in ("organization_id", "service_id")},
        {"url": None},
    ),
    "unit": Shape({"name": L, "scheme": L, "identifier": L, "uri": U}, {}, {"name": None}),
    "service_capacity": Shape(
        {"available": N, "maximum": N, "description": T, "updated": A},
        {"service_id": "service", "unit_id": "unit"},
        {"unit_id": None, "available": None, "updated": None},
    ),
    "taxonomy": Shape(
        {"name": L, "description": T, "uri": U, "version": L}, {}, {"name": None, "description": ""}
    ),
    "taxonomy_term": Shape(
        {"code": L, "name": L, "description": T, "taxonomy": L, "language": L, "term_uri": U},
        {"parent_id": "taxonomy_term", "taxonomy_id": "taxonomy"},
        {"name": None, "description": ""},
    ),
    "attribute": Shape(
        {"link_type": L, "link_entity": L, "value": L, "label": L},
        {"link_id": "", "taxonomy_term_id": "taxonomy_term"},
        {"link_id": None, "taxonomy_term_id": None},
    ),
    "metadata": Shape(
        {
            "resource_type": L, "last_action_date": D, "last_action_type": L, "field_name": L, "previous_value": T,
            "replacement_value": T, "updated_by": L,
        },
        {"resource_id": ""},
        dict.fromkeys(
            ("last_action_date", "last_action_type", "field_name", "previous_value", "replacement_value",
             "updated_by")
        ),
    ),
}  # fmt: skip

WITHIN: Mapping[str, str] = {
    "phones": "phone", "schedules": "schedule", "service_areas": "service_area", "languages": "language",
    "service_at_locations": "service_at_location", "organization": "organization", "funding": "funding",
    "cost_options": "cost_option", "program": "program", "programs": "program", "contacts": "contact",
    "required_documents": "required_document", "capacities": "service_capacity", "attributes": "attribute",
    "metadata": "metadata", "additional_urls": "url", "additional_websites": "url", "locations": "location",
    "location": "location", "addresses": "address", "accessibility": "accessibility", "services": "service",
    "organization_identifiers": "organization_identifier", "taxonomy_term": "taxonomy_term",
    "taxonomy_detail": "taxonomy", "unit": "unit", "service": "service",
}  # fmt: skip
"""Under which key of an object which kind of object stands in JSON."""

MANY_TO_ONE = frozenset(
    {"organization", "program", "location", "taxonomy_term", "taxonomy_detail", "unit", "service"}
)
"""Of those the keys that hold one object, which the outer one names."""

LISTS: Mapping[str, tuple[str, ...]] = {
    "service": (
        "phones", "schedules", "service_areas", "service_at_locations", "languages", "funding", "cost_options",
        "required_documents", "contacts", "capacities", "additional_urls", "attributes", "metadata",
    ),
    "service_at_location": ("service_areas", "contacts", "phones", "schedules", "attributes", "metadata"),
    "organization": (
        "funding", "contacts", "phones", "programs", "organization_identifiers", "additional_websites", "attributes",
        "metadata",
    ),
    "location": (
        "languages", "addresses", "contacts", "accessibility", "phones", "schedules", "attributes", "metadata",
    ),
    "contact": ("phones", "attributes", "metadata"),
    "phone": ("languages", "attributes", "metadata"),
    "taxonomy": ("metadata",),
    "taxonomy_term": ("metadata",),
    "metadata": (),
    "attribute": ("metadata",),
}  # fmt: skip
"""Which lists an object of each kind has in JSON; of those that are not named here, attributes and metadata."""

PLAIN_LISTS = ("attributes", "metadata")
STATUSES = ("active", "inactive", "defunct", "temporarily closed")
ADDRESS_TYPES = ("physical", "postal", "virtual")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
