"""Directories that others have published go in whole, and come out by the published schemas.

What is in the files is counted here with the standard library alone.
"""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from readiness.foundation.database import connected, open_database, select
from readiness.imports.staging import Problem
from tests.conftest import close
from tests.resources.directories import all_served, bring, client, served
from tests.resources.schemas import faults, validators


def rows_of(archive: Path, table: str) -> list[dict[str, str]]:
    with zipfile.ZipFile(archive) as opened:
        text = opened.read(f"data/{table}.csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def count(table: str, condition: str = "1 = 1") -> int:
    ((found,),) = select(
        f"SELECT count(*) FROM hsds_{table} WHERE superseded_in = 2147483647 AND {condition}"
    )
    return int(found)


@pytest.fixture(scope="module")
def miami_zip(shared_data: Path) -> Path:
    return next((shared_data / "miami211_hsds").glob("*.zip"))


@pytest.fixture(scope="module")
def imported_miami(
    miami_zip: Path, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """A large community directory, imported once for all tests here."""
    folder = tmp_path_factory.mktemp("miami")
    path = folder / "readiness.sqlite"
    path.write_bytes(sqlite_template.read_bytes())
    open_database(f"sqlite:///{path}", connections=5)
    problems: list[Problem] = []
    outcome = bring(miami_zip, problems)
    close()
    return {"folder": folder, "outcome": outcome, "problems": problems}


@pytest.fixture
def miami(imported_miami: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The same, opened: tests of others may have opened their own database in between."""
    folder: Path = imported_miami["folder"]
    yield {**imported_miami, "browser": client(f"sqlite:///{folder / 'readiness.sqlite'}", folder)}
    close()


def test_everything_in_the_files_is_there(miami: dict[str, Any], miami_zip: Path) -> None:
    assert miami["outcome"].is_applied
    with connected():
        for table, file in (
            ("organization", "organizations"), ("service", "services"), ("location", "locations"),
            ("service_at_location", "services_at_location"), ("address", "physical_addresses"),
            ("attribute", "services_taxonomy"), ("contact", "contacts"),
        ):  # fmt: skip
            assert count(table) == len({row["id"] for row in rows_of(miami_zip, file)}), table
        assert count("taxonomy_term") == len({row["id"] for row in rows_of(miami_zip, "taxonomy")})
        assert count("schedule") == len(
            {tuple(row.values()) for row in rows_of(miami_zip, "regular_schedules")}
        )
        numbers = [row["number"] for row in rows_of(miami_zip, "phones") if row["number"].strip()]
        assert count("phone", "contact_id IS NULL") == len(numbers)
        spoken = {(row["service_id"], row["language"].strip()) for row in rows_of(miami_zip, "languages")}
        assert count("language") == len(
            {pair for pair in spoken if pair[1]} | {pair for pair in spoken if not pair[1]}
        )


def test_all_that_is_served_is_as_the_schemas_say(miami: dict[str, Any], shared_data: Path) -> None:
    known = validators(shared_data / "hsds31_spec_examples")
    listed = all_served(miami["browser"])
    assert len(listed) == 4089
    for each in listed:
        assert faults(known["service"], each) == []
    for each in listed[:: len(listed) // 150]:
        whole = served(miami["browser"], f"/hsds/services/{each['id']}")
        assert faults(known["service"], whole) == [], each["id"]
    for each in all_served(miami["browser"], "organizations")[::20]:
        whole = served(miami["browser"], f"/hsds/organizations/{each['id']}")
        assert faults(known["organization"], whole) == []
    for each in all_served(miami["browser"], "service_at_locations")[::40]:
        whole = served(miami["browser"], f"/hsds/service_at_locations/{each['id']}")
        assert faults(known["service_at_location"], whole) == []
    for each in all_served(miami["browser"], "taxonomy_terms"):
        assert faults(known["taxonomy_term"], each) == []


def test_marker_texts_literal_breaks_and_old_numbers_reach_nobody(miami: dict[str, Any]) -> None:
    pages = [
        miami["browser"].get(f"/hsds/services?full=true&per_page=500&page={page}").text
        for page in range(1, 10)
    ]
    whole = "".join(pages)
    assert len(re.findall(r'"service_at_locations"', whole)) > 4000
    assert "###" not in whole
    assert "\\\\n" not in whole
    assert not re.search(r"800\D{0,3}273\D{0,3}(8255|TALK)", whole)
    assert '"number": "988", "extension": 1' in whole
    assert [str(each) for each in miami["problems"] if "superseded" in each.sentence]


def test_the_same_file_twice_changes_nothing(miami: dict[str, Any], miami_zip: Path) -> None:
    again = bring(miami_zip)
    assert (again.counts.new, again.counts.changed) == (0, 0)
    assert again.counts.unchanged == miami["outcome"].counts.new


def test_the_oldest_form_goes_in_whole(browser: FlaskClient, shared_data: Path) -> None:
    folder = shared_data / "ohana_sample_csv"
    assert bring(folder).is_applied
    for table, file in (
        ("organization", "organizations"),
        ("service", "services"),
        ("location", "locations"),
    ):
        with (folder / f"{file}.csv").open(encoding="utf-8-sig", newline="") as opened:
            rows = list(csv.DictReader(opened))
        with connected():
            assert count(table) == len(rows), table
    known = validators(shared_data / "hsds31_spec_examples")
    for each in all_served(browser):
        whole = served(browser, f"/hsds/services/{each['id']}")
        assert faults(known["service"], whole) == []
    assert served(browser, "/hsds/services?search=older+adults")["total_items"] >= 1


def test_nested_json_of_today_comes_out_as_it_went_in(browser: FlaskClient, shared_data: Path) -> None:
    folder = shared_data / "hsds3_mock_api" / "data"
    assert bring(folder).is_applied
    ((path),) = (folder / "services").glob("*.json")
    written = json.loads(path.read_text(encoding="utf-8"))
    whole = served(browser, f"/hsds/services/{written['id']}")
    assert faults(validators(shared_data / "hsds31_spec_examples")["service"], whole) == []
    for name, value in written.items():
        if isinstance(value, str) and name not in {"fees", "last_modified", "description"}:
            assert whole[name] == value.strip(), name
        if isinstance(value, list):
            assert len(whole[name]) == len(value), name
            # What one file gives to several objects under one id has an id in each.
            if name not in {"attributes", "metadata", "capacities"}:
                assert {each["id"] for each in whole[name]} == {each["id"] for each in value}, name
    assert whole["phones"][0]["number"] == "+44 1234 234567"
    assert whole["phones"][0]["languages"][0]["code"] == "ur"
    assert whole["service_at_locations"][0]["location"]["addresses"][0]["postal_code"] == "ABC 1234"
