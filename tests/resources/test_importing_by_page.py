"""Bringing in a directory by page: dropped, previewed at once, applied, undone; and tables by a mapping."""

from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from readiness.foundation.database import connected
from readiness.imports.deciding import Desk
from readiness.imports.mapping import Mapping, read_mapping
from readiness.imports.states import State
from readiness.web.access import Role
from tests.imports.desk import make_desk, receive, settled
from tests.resources.directories import SMALL, all_served, bring, kind, package
from tests.signing_in import sign_in


@pytest.fixture
def desk(browser: FlaskClient, database_url: str, tmp_path: Path) -> Desk:
    return make_desk(database_url, tmp_path)


def test_a_package_is_known_by_itself_and_previewed_at_once(
    browser: FlaskClient, desk: Desk, tmp_path: Path
) -> None:
    content = package(tmp_path / "county-20261101.zip", SMALL).read_bytes()
    with connected():
        number = desk.receive(BytesIO(content), "county-20261101.zip")
        row = settled(number, State.PREVIEWED)
        assert (row.kind, row.new_count, row.refused_count) == ("resources", 12, 0)
        sign_in(browser, Role.HR)
    page = browser.get(f"/imports/{number}").text
    assert "county-20261101.zip" in page
    assert all_served(browser) == []
    with connected():
        desk.apply(number, takes_good_rows=False)
        settled(number, State.APPLIED)
        assert len(all_served(browser)) == 2
        desk.undo(number)
        settled(number, State.UNDONE)
    assert all_served(browser) == []


def test_a_page_counts_records_and_leads_to_the_resources_and_to_what_was_hidden(
    browser: FlaskClient, desk: Desk
) -> None:
    head = "Organization,Service Name,Phone,Address,City,Confidential\n"
    rows = (
        "Harbour,Pantry,305-555-0100,1 Main Street,Miami,\nQuiet,Beds,305-555-0101,12 Quay Street,Miami,yes\n"
    )
    with connected():
        sign_in(browser, Role.HR)
        number = receive(desk, head + rows, "help.csv", "resources")
        columns = {"organisation": "Organization", "name": "Service Name"}
        columns |= {each.lower(): each for each in ("Phone", "Address", "City", "Confidential")}
        settled(number, State.MAPPING)
        desk.read(number, Mapping("resources", columns))
        row = settled(number, State.PREVIEWED)
        page = browser.get(f"/imports/{number}").text
        assert f"Import {row.new_count} records" in page
        assert "records are new" in page
        assert "rows are new" not in page
        desk.apply(number, takes_good_rows=False)
        settled(number, State.APPLIED)
        page = browser.get(f"/imports/{number}").text
        assert 'href="/handbook/resources">See the resources' in page
        assert 'href="/handbook/resources/hidden">See the one that was hidden' in page
        assert "See the gaps" not in page


def test_a_package_of_another_kind_of_file_is_refused(desk: Desk, tmp_path: Path) -> None:
    with connected():
        number = receive(desk, '[{"id": "1", "name": "A"}]', "staff.json", "staff")
        assert "JSON" in " ".join(settled(number, State.REFUSED).problems)


def test_a_table_with_columns_of_its_own_is_read_by_a_mapping(browser: FlaskClient, tmp_path: Path) -> None:
    table = tmp_path / "help.csv"
    table.write_text("What,Who,Call,Where,Secret\nRefuge,Harbour House,305-555-0100,12 Quay Street,yes\n")
    written = tmp_path / "help.toml"
    written.write_text(
        'kind = "resources"\ndirectory = "our-own"\n[columns]\nname = "What"\norganisation = "Who"\n'
        'phone = "Call"\naddress = "Where"\nconfidential = "Secret"\n'
    )
    assert bring(table, mapping=read_mapping(written, "resources", kind().fields)).is_applied
    (service,) = all_served(browser)
    whole = browser.get(f"/hsds/services/{service['id']}").text
    assert "305-555-0100" in whole
    assert "Quay" not in whole
    table.rename(tmp_path / "renamed.csv")
    again = bring(tmp_path / "renamed.csv")
    assert (again.counts.new, again.counts.changed) == (0, 0), "the mapping is remembered, and whose they are"
