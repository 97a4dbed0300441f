"""Directories hide their places in many ways; each is understood, and an office is left alone."""

from pathlib import Path
from typing import Any

import pytest

from readiness.foundation.database import connected, open_database
from readiness.resources.queries import Reader, decisions, shown_to
from tests.conftest import close
from tests.resources.directories import SMALL, bring, package

STREET = "12 Quay Street"


def hidden(tmp_path: Path, url: str, **changed: Any) -> set[str]:
    """What is hidden of a small directory where something in it is otherwise: the kinds of its objects."""
    tables = {**SMALL, **changed}
    bring(package(tmp_path / "county.zip", tables))
    with connected():
        shown = "".join(str(dict(each.content)) for each in shown_to(Reader.STAFF).by_record.values())
        kinds = {each.kind for each in decisions()}
    assert (STREET in shown) == (not kinds)
    assert ("305-555-0101" in shown) or "service" in kinds
    return kinds


@pytest.fixture
def url(sqlite_url: str) -> Any:
    open_database(sqlite_url, connections=5)
    yield sqlite_url
    close()


LOCATION, ADDRESS, SERVICE = SMALL["locations"][0], SMALL["physical_addresses"][0], SMALL["services"][0]


@pytest.mark.parametrize(
    "mark",
    [
        {"confidential": "yes"}, {"is_private": "TRUE"}, {"hide_address": "1"}, {"public": "no"},
        {"display_address": "false"}, {"visibility": "private"}, {"location_type": "redacted"},
        {"privacy": "Confidential"}, {"name": "Safe house"}, {"description": "The location is kept confidential."},
        {"description": "Undisclosed location in the north."}, {"description": "La dirección es confidencial."},
        {"transportation": "We cannot say: the address is not disclosed."},
        {"name": "Shelter for survivors of domestic violence"},
    ],
    ids=str,
)  # fmt: skip
def test_a_place_that_is_said_to_be_hidden_is(url: str, tmp_path: Path, mark: dict[str, str]) -> None:
    assert hidden(tmp_path, url, locations=[{**LOCATION, **mark}]) == {"location"}


def test_an_address_or_an_attribute_may_say_so_too(url: str, tmp_path: Path) -> None:
    assert hidden(tmp_path, url, physical_addresses=[{**ADDRESS, "confidential": "true"}]) == {"location"}


def test_an_attribute_of_the_place_may_say_so(url: str, tmp_path: Path) -> None:
    terms = [*SMALL["taxonomy"], {"id": "X", "name": "Confidential location", "vocabulary": "own"}]
    link = [{"id": "1", "location_id": "20", "taxonomy_id": "X"}]
    assert hidden(tmp_path, url, taxonomy=terms, services_taxonomy=link) == {"location"}


def test_a_service_that_is_marked_is_hidden_whole(url: str, tmp_path: Path) -> None:
    services = [{**SERVICE, "confidential": "yes"}, SMALL["services"][1]]
    with_own_place = {
        "locations": [LOCATION, {"id": "21", "name": "Other"}],
        "services_at_location": [
            {"id": "30", "service_id": "10", "location_id": "20"},
            {"id": "31", "service_id": "11", "location_id": "21"},
        ],
    }
    assert hidden(tmp_path, url, services=services, **with_own_place) == {"service"}


@pytest.mark.parametrize(
    "said",
    [
        {"description": "All calls are confidential."}, {"description": "Address Confidentiality Program."},
        {"description": "Private practice, open to the public."}, {"description": "Counselling for abused women."},
        {"confidential": "no"}, {"public": "yes"}, {"name": "Private Dining"}, {"description": "A private school."},
    ],
    ids=str,
)  # fmt: skip
def test_what_only_uses_such_words_is_left_alone(url: str, tmp_path: Path, said: dict[str, str]) -> None:
    services = [{**SERVICE, **said}, SMALL["services"][1]]
    assert hidden(tmp_path, url, services=services) == set()


def test_a_private_number_is_left_out_and_nothing_else(url: str, tmp_path: Path) -> None:
    phones = [*SMALL["phones"], {"id": "43", "service_id": "10", "number": "305-555-0199", "private": "yes"}]
    assert hidden(tmp_path, url, phones=phones) == set()
    with connected():
        numbers = {
            each.text("number") for each in shown_to(Reader.STAFF).by_record.values() if each.kind == "phone"
        }
    assert numbers == {"305-555-0100", "305-555-0101"}
