"""Directories that hide their places in ways nobody announced: none of them gets a street, a point or a number out.

What a directory hides is told here by what it wrote, not by what was read of it.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from readiness.resources.cards import cards
from readiness.resources.confidential import confidential
from readiness.resources.flat import objects_of
from readiness.resources.gathering import Gathering
from readiness.resources.hsds import whole
from readiness.resources.numbers import GoneBy
from readiness.resources.objects import Object, Objects
from readiness.resources.redaction import Hiding, Redaction
from readiness.standards.needs import load_needs

NEEDS = load_needs()
SERVICE = {
    "id": "s",
    "organization_id": "o",
    "name": "Counselling",
    "description": "Talk to us.",
    "status": "active",
}
OTHER = {"id": "s2", "organization_id": "o", "name": "Pantry", "description": "Food.", "status": "active"}
PLACE = {
    "id": "l",
    "organization_id": "o",
    "name": "Main",
    "latitude": "25.7012345",
    "longitude": "-80.3012345",
}
ADDRESS = {"id": "a", "location_id": "l", "address_1": "12 Elm Street", "city": "Miami", "state_province": "FL",
           "postal_code": "33101", "country": "US"}  # fmt: skip
PHONE = {"id": "p", "service_id": "s", "number": "305-555-0100"}
TELLING = ("elm", "25.701", "80.301", "33101")

Rows = Sequence[Mapping[str, Any]]


def town(**changed: Rows) -> dict[str, Rows]:
    """A service at a place, and another elsewhere, with something in it otherwise."""
    return {
        "organizations": [{"id": "o", "name": "Harbour", "description": "We help."}],
        "services": [SERVICE, OTHER],
        "locations": [PLACE, {"id": "l2", "organization_id": "o", "name": "Hall"}],
        "service_at_locations": [
            {"id": "sl", "service_id": "s", "location_id": "l"},
            {"id": "sl2", "service_id": "s2", "location_id": "l2"},
        ],
        "addresses": [ADDRESS, {"id": "a2", "location_id": "l2", "address_1": "9 Bay Road", "city": "Miami",
                                "state_province": "FL", "postal_code": "33109", "country": "US"}],
        "phones": [PHONE, {"id": "p2", "service_id": "s2", "number": "305-555-0199"}],
        **changed,
    }  # fmt: skip


def shown_of(gathering: Gathering) -> Objects:
    """What anybody sees of a directory as soon as it is in."""
    gathering.finish(frozenset())
    items = gathering.items
    hidden = confidential(items)
    hidings = [Hiding(record, items[record].kind, hides_phone=False) for record in sorted(hidden)]
    objects = {
        record: Object(each.kind, record, "town", each.content, each.links) for record, each in items.items()
    }
    return Objects(Redaction(objects, hidings).shown())


def said_by(objects: Objects) -> str:
    """Everything that is put out of them: as machines read it, and as people do."""
    told = [whole(objects, each) for each in objects.by_record.values()]
    read = [repr(card) for card in cards(objects, NEEDS)]
    return json.dumps(told, ensure_ascii=False) + " ".join(read)


def of_package(tables: Mapping[str, Rows]) -> str:
    gathering = Gathering("town", GoneBy({}))
    for number, (table, row) in enumerate((table, row) for table, rows in tables.items() for row in rows):
        gathering.take(number, table, row)
    return said_by(shown_of(gathering))


def assert_hidden(said: str, *, loses: tuple[str, ...] = TELLING) -> None:
    for word in loses:
        assert word not in said.casefold(), word
    assert "9 Bay Road" in said, "what is not hidden stays"


def test_without_a_mark_it_is_all_there() -> None:
    said = of_package(town()).casefold()
    assert all(word in said for word in TELLING)


MARKS: list[dict[str, Any]] = [
    {"do_not_publish": "yes"}, {"doNotPublish": True}, {"Do not display": "1"}, {"not_for_public": "Y"},
    {"address_public": "N"}, {"isPublic": False}, {"showAddress": "no"}, {"show_on_map": "FALSE"},
    {"exclude_from_website": "x"}, {"ExcludeFromDirectory": "True"}, {"unlisted": "1"}, {"restricted": "yes"},
    {"is_sensitive": "yes"}, {"suppress_address": "-1"}, {"mask_location": "on"}, {"staff_only": "yes"},
    {"safe_house": "yes"}, {"PhysicalAddressIsPrivate": "true"}, {"visibility": "none of it", "hidden": "yes"},
    {"visibility": {"level": "private", "since": "2020"}}, {"display_level": "Agency only"},
    {"publication_status": "unpublished"}, {"audience": "staff"}, {"permissions": ["confidential"]},
    {"visibility": "STAFF ONLY"}, {"sharing": "do not share"}, {"release_address": "no"}, {"web_display": "off"},
    {"location_type": "virtual"}, {"location_type": "redacted"}, {"name": "CONFIDENTIAL"}, {"name": "Casa de acogida"},
    {"description": "Never publish this location."}, {"transportation": "We don't give out the address."},
    {"description": "The address is given after a phone screening."}, {"description": "La ubicación no se divulga."},
    {"alternate_name": "Address withheld"}, {"description": "Location is not to be given out"},
    {"description": "Unmarked site"}, {"description": "The address is kept private."},
]  # fmt: skip


@pytest.mark.parametrize("mark", MARKS, ids=str)
def test_a_place_that_is_marked_is_hidden(mark: dict[str, Any]) -> None:
    assert_hidden(of_package(town(locations=[{**PLACE, **mark}, {"id": "l2", "name": "Hall"}])))


@pytest.mark.parametrize(
    "written",
    [
        {"address_1": "Address withheld"}, {"address_1": "Confidential"}, {"address_1": "", "city": "Undisclosed"},
        {"address_1": "(Call for location)"}, {"address_1": "Available upon request"}, {"attention": "CONFIDENTIAL"},
        {"address_1": "Not published"}, {"address_1": "Dirección reservada"}, {"address_1": "Provided at intake"},
        {"address_2": "confidential"}, {"address_1": "Location: private"}, {"is_confidential": "1"},
    ],
    ids=str,
)  # fmt: skip
def test_an_address_that_is_held_back_hides_the_point_too(written: dict[str, str]) -> None:
    address = {**ADDRESS, "postal_code": "", **written}
    rows = [address, *town()["addresses"][1:]]
    assert_hidden(of_package(town(addresses=rows)), loses=("25.701", "80.301", "elm"))


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("schedules", {"id": "x", "location_id": "l", "description": "The location is confidential."}),
        ("accessibility", {"id": "x", "location_id": "l", "description": "Undisclosed location."}),
        ("phones", {"id": "x", "location_id": "l", "number": "305-555-0111", "description": "Secret location line"}),
        ("required_documents", {"id": "x", "service_id": "s", "document": "Address disclosed upon intake"}),
        ("contacts", {"id": "x", "location_id": "l", "name": "Ana", "department": "Safe house"}),
        ("attributes", {"id": "x", "link_id": "l", "link_entity": "location", "value": "confidential_location",
                        "taxonomy_term_id": "t"}),
        ("attributes", {"id": "x", "link_id": "sl", "link_entity": "service_at_location", "value": "Do not publish",
                        "taxonomy_term_id": "t"}),
        ("attributes", {"id": "x", "link_id": "a", "link_entity": "address", "label": "Address: private",
                        "taxonomy_term_id": "t"}),
        ("service_at_locations", {"id": "x", "service_id": "s", "location_id": "l", "private": "yes"}),
    ],
    ids=str,
)  # fmt: skip
def test_what_belongs_to_a_place_may_say_so(table: str, row: dict[str, Any]) -> None:
    tables = town()
    tables["taxonomy_terms"] = [{"id": "t", "name": "Note", "code": "N"}]
    assert_hidden(of_package({**tables, table: [*tables.get(table, []), row]}))


@pytest.mark.parametrize(
    "named",
    [
        {"services": [{**SERVICE, "description": "For survivors of stalking; emergency housing."}, OTHER]},
        {"services": [{**SERVICE, "name": "Refugio para mujeres maltratadas"}, OTHER]},
        {"services": [{**SERVICE, "alert": "Do not disclose the location to anybody."}, OTHER]},
        {"services": [{**SERVICE, "visibility": "internal"}, OTHER]},
        {"services": [{**SERVICE, "status": "confidential"}, OTHER]},
        {"organizations": [{"id": "o", "name": "Harbour"}, {"id": "o3", "name": "Northside Safe House, Inc."}],
         "locations": [{**PLACE, "organization_id": "o3"}, {"id": "l2", "name": "Hall"}]},
    ],
    ids=str,
)  # fmt: skip
def test_a_service_or_its_organisation_may_tell_of_a_refuge(named: dict[str, Rows]) -> None:
    assert_hidden(of_package(town(**named)))


TOLD = (
    "We stand at 12 Elm St., Apt 3.", "12, Elm Str", "12 ELM STREET", "On Elm Street, ring twice.", "ZIP 33101",
    "Located near the old Elm mill.", "Cross streets: Elm and 5th.", "At the corner of Elm and 5th.",
    "Two blocks from Elm Park.", "GPS 25.7012,-80.3012", "Across from Elm School.", "Entre las calles Elm y Roble.",
    "Bus lines 7 and 9 to Elm.", "Next to Elm Bakery.",
)  # fmt: skip


@pytest.mark.parametrize("told", TOLD)
def test_words_that_lead_to_a_hidden_place_are_gone_from_its_services(told: str) -> None:
    services = [
        {**SERVICE, "description": f"We help. {told} Call first.", "application_process": told},
        OTHER,
    ]
    locations = [{**PLACE, "confidential": "yes"}, {"id": "l2", "name": "Hall"}]
    said = of_package(town(services=services, locations=locations))
    assert_hidden(said)
    assert "We help." in said
    assert "Call first." in said


@pytest.mark.parametrize(
    "address",
    ["https://maps.example.com/?q=25.7012345,-80.3012345", "https://example.org/12-elm-street",
     "https://example.org/?at=12+Elm+St", "https://goo.gl/maps/Abc123", "https://example.org/12%20Elm%20Street"],
)  # fmt: skip
def test_an_address_of_the_web_that_leads_there_is_gone_whole(address: str) -> None:
    locations = [{**PLACE, "confidential": "yes"}, {"id": "l2", "name": "Hall"}]
    said = of_package(town(services=[{**SERVICE, "url": address}, OTHER], locations=locations))
    assert_hidden(said)
    assert "[…]" not in said.split('"url"')[-1][:40]
    assert "goo.gl" not in said


@pytest.mark.parametrize("same", ["12 Elm St", "12 ELM STREET SUITE 4", "12 Elm St., Floor 2", "12 elm"])
def test_the_same_house_under_another_name_is_hidden_too(same: str) -> None:
    other = {"id": "l3", "organization_id": "o", "name": "Thrift shop", "confidential": "yes"}
    tables = town(
        locations=[PLACE, {"id": "l2", "name": "Hall"}, other],
        addresses=[*town()["addresses"], {**ADDRESS, "id": "a3", "location_id": "l3", "address_1": same}],
    )
    assert_hidden(of_package(tables))


@pytest.mark.parametrize(
    "row",
    [{"description": "Staff only"}, {"description": "Do not give out!"}, {"type": "private"}, {"private": "yes"},
     {"description": "Unlisted number"}],
    ids=str,
)  # fmt: skip
def test_a_number_for_few_is_left_out(row: dict[str, str]) -> None:
    phones = [PHONE, {"id": "p3", "service_id": "s", "number": "305-555-0123", **row}]
    said = of_package(town(phones=phones))
    assert "555-0123" not in said
    assert "305-555-0100" in said


def test_a_private_contact_takes_its_numbers_along() -> None:
    contact = {"id": "c", "service_id": "s", "name": "Ana Ruiz", "confidential": "yes",
               "phones": [{"id": "cp", "number": "305-555-0124"}]}  # fmt: skip
    said = of_package(town(contacts=[contact]))
    assert "Ana Ruiz" not in said
    assert "555-0124" not in said


FLAT = {"name": "Counselling", "phone": "305-555-0100", "address": "12 Elm Street", "city": "Miami", "state": "FL",
        "postal_code": "33101", "latitude": "25.7012345", "longitude": "-80.3012345"}  # fmt: skip


def of_flat(cells: Mapping[str, str], others: Mapping[str, str]) -> str:
    gathering = Gathering("list", GoneBy({}))
    rows: list[tuple[Mapping[str, str], Mapping[str, str]]] = [
        (cells, others),
        ({"name": "Pantry", "address": "9 Bay Road", "city": "Miami"}, {}),
    ]
    for number, (said, beside) in enumerate(rows):
        for kind, fields in objects_of(said, beside):
            gathering.take(number, kind, fields)
    return said_by(shown_of(gathering))


@pytest.mark.parametrize(
    ("cells", "others"),
    [
        ({"confidential": "yes"}, {}), ({}, {"Address public": "No"}), ({}, {"Do not publish": "X"}),
        ({}, {"Visibility": "private"}), ({}, {"PhysicalAddressIsPrivate": "TRUE"}), ({"status": "Confidential"}, {}),
        ({}, {"Exclude From Website": "yes"}), ({}, {"Published": "no"}), ({"categories": "Confidential"}, {}),
        ({"address": "Confidential"}, {}), ({"hours": "Location is undisclosed"}, {}), ({"name": "Safe House"}, {}),
        ({"organisation": "Women’s Safe House"}, {}), ({"description": "Shelter for victims of domestic violence"}, {}),
    ],
    ids=str,
)  # fmt: skip
def test_a_flat_table_hides_by_any_of_its_columns(cells: dict[str, str], others: dict[str, str]) -> None:
    loses = TELLING if cells.get("address") is None else ("25.701", "80.301")
    assert_hidden(of_flat({**FLAT, **cells}, others), loses=loses)


def test_a_flat_tables_private_number_is_left_out_and_its_place_stays() -> None:
    said = of_flat(FLAT, {"Phone is private": "yes", "Mailing address private": "yes"})
    assert "305-555-0100" not in said
    assert "12 Elm Street" in said


@pytest.mark.parametrize(
    "usual",
    [
        {"locations": [{**PLACE, "public_transport": "no", "private_rooms": "yes"}, {"id": "l2", "name": "Hall"}]},
        {"services": [{**SERVICE, "private_insurance": "yes", "no_show_fee": "1"}, OTHER]},
        {"services": [{**SERVICE, "description": "Confidential counselling, next to nobody. All calls are private."}, OTHER]},
        {"organizations": [{"id": "o", "name": "Harbour", "legal_status": "Private", "tax_status": "private"}]},
        {"locations": [{**PLACE, "showers": "no", "internal_id": "1", "displayed": "yes"}, {"id": "l2", "name": "Hall"}]},
        {"services": [{**SERVICE, "description": "Adults who were abused as children: support groups."}, OTHER]},
    ],
    ids=str,
)  # fmt: skip
def test_what_only_uses_such_words_stays(usual: dict[str, Rows]) -> None:
    assert "12 Elm Street" in of_package(town(**usual))
