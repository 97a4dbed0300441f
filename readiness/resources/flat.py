"""A row of a flat table, with a service a row, as the objects of HSDS that it speaks of. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from readiness.foundation.text import name_key
from readiness.resources.languages import named_in
from readiness.resources.marking import is_secret, plain_name, says_so

Objects = Iterator[tuple[str, dict[str, Any]]]

NO_OTHERS: Mapping[str, str] = MappingProxyType({})
_NOT_OPEN = {"closed": "inactive", "no": "inactive", "false": "inactive", "inactive": "inactive"}


def objects_of(cells: Mapping[str, str], others: Mapping[str, str] = NO_OTHERS) -> Objects:
    """The service of a row, who offers it, where, and how it is reached; only what the row says.

    `others`: the cells of columns that are no field, in which a directory may say what is not to be shown.
    """
    service = _key(cells)
    marks = marks_in(cells, others)
    yield from _organisation(cells)
    fields = {
        "id": service,
        "name": cells.get("name"),
        "description": cells.get("description"),
        "email": cells.get("email"),
        "url": cells.get("url"),
        "fees_description": cells.get("fees"),
        "eligibility_description": cells.get("eligibility"),
        "application_process": cells.get("how_to_apply"),
        "organization_id": _named(cells.get("organisation")),
        "status": _NOT_OPEN.get(cells.get("status", "").casefold(), "active"),
    }
    yield "service", _told({**fields, **marks.whole})
    of_service = {"service_id": service}
    for place, each in enumerate(_parts(cells.get("phone"), ";")):
        yield "phone", {**of_service, "id": f"{service}/phone/{place}", "number": each, **marks.phone}
    for name in named_in(cells.get("languages", "")):
        yield "language", {**of_service, "id": f"{service}/language/{name}", "name": name}
    if hours := cells.get("hours"):
        yield "schedule", {**of_service, "id": f"{service}/hours", "description": hours}
    for name in _parts(cells.get("service_area"), ";"):
        yield "service_area", {**of_service, "id": f"{service}/area/{name}", "name": name}
    yield from _categories(cells, service)
    yield from _place(cells, service, marks)


@dataclass(frozen=True, slots=True)
class Marks:
    """What a row says of who may see it, by what it says it of."""

    whole: dict[str, str]
    place: dict[str, str]
    phone: dict[str, str]


_OF_A_NUMBER = re.compile(r"phone|telephone|number|hotline|mobile|(?:^|_)tel(?:_|$)")
_OF_ALL = re.compile(r"web_?site|online|director")
_OF_A_PLACE = re.compile(
    r"address|location|place|street|geo|coordinate|map(?:_|$)|confidential|privat|undisclosed"
)
_OF_NO_PLACE = re.compile(r"mailing|postal|e_?mail|fax")


def marks_in(cells: Mapping[str, str], others: Mapping[str, str]) -> Marks:
    """'Address public: no' is said of the place, 'phone private: yes' of the number, 'do not publish' of it all."""
    marks = Marks({}, {"confidential": cells.get("confidential", "")}, {})
    if is_secret(cells.get("status", "")):
        marks.whole["visibility"] = cells["status"]
    for name, said in others.items():
        plain = plain_name(name)
        if not says_so(name, said) or _OF_NO_PLACE.search(plain):
            continue
        if _OF_A_NUMBER.search(plain):
            marks.phone[name] = said
        elif _OF_A_PLACE.search(plain) and not _OF_ALL.search(plain):
            marks.place[name] = said
        else:
            marks.whole[name] = said
    return marks


def _key(cells: Mapping[str, str]) -> str:
    """What the row is known by: its number, else what it is and who offers it."""
    given = cells.get("id")
    return given or "/".join(
        name_key(cells.get(name, "")) for name in ("organisation", "name", "address", "city")
    )


def _named(name: str | None) -> str | None:
    return name_key(name) if name else None


def _organisation(cells: Mapping[str, str]) -> Objects:
    name = cells.get("organisation")
    if name:
        yield "organization", {"id": name_key(name), "name": name}


def _categories(cells: Mapping[str, str], service: str) -> Objects:
    for name in _parts(cells.get("categories"), ";,|"):
        yield "taxonomy_term", {"id": name_key(name), "name": name}
        yield (
            "attribute",
            {
                "id": f"{service}/{name_key(name)}",
                "link_id": service,
                "link_entity": "service",
                "taxonomy_term_id": name_key(name),
            },
        )


def _place(cells: Mapping[str, str], service: str, marks: Marks) -> Objects:
    where = {name: cells[name] for name in ("latitude", "longitude") if cells.get(name)}
    address = {
        "address_1": cells.get("address"),
        "city": cells.get("city"),
        "state_province": cells.get("state"),
        "postal_code": cells.get("postal_code"),
        "country": cells.get("country"),
    }
    if not where and not any(address.values()):
        return
    yield "location", _told({**where, "id": service, **marks.place})
    yield "service_at_location", {"id": service, "service_id": service, "location_id": service}
    if any(address.values()):
        yield "address", _told({**address, "id": service, "location_id": service})
    if said := cells.get("accessibility"):
        yield "accessibility", {"id": service, "location_id": service, "description": said}


def _told(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}


def _parts(value: str | None, marks: str) -> list[str]:
    whole = value or ""
    for mark in marks[1:]:
        whole = whole.replace(mark, marks[0])
    return list(dict.fromkeys(part.strip() for part in whole.split(marks[0]) if part.strip()))
