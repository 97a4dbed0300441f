"""Importing a directory: by command and in memory, again, partly, undone; every fault at once."""

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from readiness.audit.models import AuditEvent
from readiness.foundation.database import connected, select
from readiness.imports.course import ask_for
from readiness.imports.staging import Problem
from readiness.imports.states import State
from readiness.imports.undoing import undo_import
from tests.commands import Terminal
from tests.resources.directories import SMALL, all_served, bring, kind, package, served


def names(browser: FlaskClient) -> list[str]:
    return [each["name"] for each in all_served(browser)]


def test_a_package_goes_in_by_the_command_line(terminal: Terminal, tmp_path: Path) -> None:
    terminal.good("init")
    path = package(tmp_path / "county-20261101.zip", SMALL)
    assert "12 new" in terminal.good("import", "resources", path, "--dry-run")
    assert "12 new" in terminal.good("import", "resources", path)
    assert "0 new, 0 changed, 12 unchanged" in terminal.good("import", "resources", path)
    assert "resources" in terminal.good("imports", "list")


def test_a_later_export_supersedes_and_takes_out(browser: FlaskClient, tmp_path: Path) -> None:
    bring(package(tmp_path / "county-20261101.zip", SMALL))
    changed = {**SMALL, "services": [{**SMALL["services"][0], "name": "Trauma counselling"}]}
    outcome = bring(package(tmp_path / "county-20261201.zip", changed))
    assert names(browser) == ["Trauma counselling"]
    assert outcome.counts.new == 0
    with connected():
        assert list(select("SELECT count(*) FROM hsds_service")) == [(3,)]
        assert AuditEvent.select().where(AuditEvent.action == "file imported").count() == 2


def test_another_directory_is_left_alone(browser: FlaskClient, tmp_path: Path) -> None:
    bring(package(tmp_path / "county.zip", SMALL))
    bring(package(tmp_path / "parish.zip", SMALL))
    assert names(browser) == ["Counselling", "Counselling", "Food pantry", "Food pantry"]


def test_an_import_is_undone_whole(browser: FlaskClient, tmp_path: Path) -> None:
    bring(package(tmp_path / "county-20261101.zip", SMALL))
    changed = {**SMALL, "services": [{**SMALL["services"][0], "name": "Trauma counselling"}]}
    bring(package(tmp_path / "county-20261201.zip", changed))
    for number in (2, 1):
        with connected():
            run = ask_for(number, State.UNDOING, "hr@example.org")
            undo_import(number, run, kind(), "hr@example.org")
        assert names(browser) == (["Counselling", "Food pantry"] if number == 2 else [])


def test_every_fault_is_named_and_nothing_goes_in(browser: FlaskClient, tmp_path: Path) -> None:
    broken = {
        **SMALL,
        "organizations": [{"id": "1", "name": "", "description": "x"}],
        "services": [*SMALL["services"], {"id": "12", "name": "", "description": "nameless"}],
    }
    problems: list[Problem] = []
    assert not bring(package(tmp_path / "county.zip", broken), problems).is_applied
    faults = [each.column for each in problems if not each.is_warning]
    assert len(faults) == 2
    assert any("services.csv" in each and "service.name" in each for each in faults)
    assert names(browser) == []
    outcome = bring(package(tmp_path / "county.zip", broken), skip_refused=True)
    assert outcome.is_applied
    assert names(browser) == ["Counselling", "Food pantry"]


def test_what_was_refused_takes_nothing_out_when_it_comes_again(browser: FlaskClient, tmp_path: Path) -> None:
    bring(package(tmp_path / "county.zip", SMALL))
    broken = {**SMALL, "services": [SMALL["services"][0], {**SMALL["services"][1], "name": ""}]}
    bring(package(tmp_path / "county.zip", broken), skip_refused=True)
    assert names(browser) == ["Counselling", "Food pantry"]


def test_a_flat_table_is_read_by_its_columns(browser: FlaskClient, tmp_path: Path) -> None:
    path = tmp_path / "services.csv"
    path.write_text(
        "Agency,Program Name,Telephone,Street Address,Town,Zip Code,Hours of Operation,Languages Spoken,Category\n"
        "Harbour House,Night shelter,305-555-0100,12 Quay Street,Miami,33101,Daily 6pm-8am,English; Spanish,Shelter\n",
        encoding="utf-8",
    )
    assert bring(path).is_applied
    (service,) = served(browser, "/hsds/services?full=true")["contents"]
    assert service["organization"]["name"] == "Harbour House"
    assert service["phones"][0]["number"] == "305-555-0100"
    assert {each["code"] for each in service["languages"]} == {"en", "es"}
    assert service["attributes"][0]["taxonomy_term"]["name"] == "Shelter"
    place = service["service_at_locations"][0]["location"]
    assert place["addresses"][0]["address_1"] == "12 Quay Street"
    assert bring(path).counts.new == 0


@pytest.mark.parametrize(
    "content",
    ['{"services": [{"id": "1", "name": "A"}]}', '[{"id": "1", "name": "A"}]', '{"id": "1", "name": "A"}'],
)
def test_json_is_a_package_whatever_its_form(browser: FlaskClient, tmp_path: Path, content: str) -> None:
    path = tmp_path / "services.json"
    path.write_text(content, encoding="utf-8")
    assert bring(path).is_applied
    assert names(browser) == ["A"]


def test_a_package_that_is_cut_off_is_refused_whole(browser: FlaskClient, tmp_path: Path) -> None:
    path = tmp_path / "services.json"
    path.write_text(json.dumps([{"id": "1", "name": "A"}])[:-3] + "]", encoding="utf-8")
    assert not bring(path).is_applied
    assert names(browser) == []
