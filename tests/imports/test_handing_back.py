"""Rows with faults are handed back as the file was written, to be mended and read again; the good ones may go in."""

from pathlib import Path

import pytest

from readiness.foundation.errors import InvalidInput
from readiness.foundation.temporal import Change
from readiness.imports.actions import ImportRequest, import_file
from readiness.imports.mapping import Mapping
from readiness.imports.reading.tables import BadRow, open_table
from readiness.people.models import Person
from tests.factories import make_site
from tests.imports.dropping import KINDS, TODAY, drop, nothing_was_written


@pytest.mark.parametrize(
    ("delimiter", "codec"),
    [(";", "utf-8"), ("\t", "utf-8-sig"), (";", "windows-1252"), ("\t", "utf-16"), (",", "utf-8")],
)
def test_refused_rows_are_given_back_as_the_file_is_written_and_read_again_once_mended(
    db: str, tmp_path: Path, delimiter: str, codec: str
) -> None:
    make_site("HQ")
    rows = [["No", "First", "Site"], ["1", "Zoë; or, so", "Nowhere"], ["2", "Tom", "HQ"]]
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    path, given_back = tmp_path / "staff.csv", tmp_path / "refused.csv"
    path.write_bytes(text.encode(codec))
    mapping = Mapping("staff", {"staff_number": "No", "given_name": "First", "site": "Site"})
    request = ImportRequest(path, "a test", TODAY, mapping, skip_refused=True, refused_file=given_back)
    assert import_file(KINDS["staff"], request).counts.new == 1
    with open_table(path) as dropped, open_table(given_back) as table:
        assert table.delimiter == dropped.delimiter == delimiter
        assert table.encoding == dropped.encoding
        assert table.header == ("No", "First", "Site", "Why it was refused")
        (row,) = table.rows()
    assert not isinstance(row, BadRow)
    cells = row[1]
    assert cells[:3] == rows[1]
    first, again = given_back.read_bytes()[:3], codec.startswith("utf-8")
    assert (first == b"\xef\xbb\xbf") is again, "a spreadsheet program reads UTF-8 by its mark"
    mended = given_back.read_bytes().decode(table.encoding).replace("Nowhere", "HQ", 1)
    path.write_bytes(mended.encode(table.encoding))
    assert import_file(KINDS["staff"], ImportRequest(path, "a test", TODAY)).counts.new == 1


def test_a_reason_that_the_encoding_has_no_letters_for_costs_no_row(db: str, tmp_path: Path) -> None:
    make_site("ZGIERZ-ŁÓDŹ")
    path, given_back = tmp_path / "staff.csv", tmp_path / "refused.csv"
    path.write_bytes("No;First;Site\n1;Zoë;ZGIERZ-LODZ\n2;Tom;\n".encode("windows-1252"))
    mapping = Mapping("staff", {"staff_number": "No", "given_name": "First", "site": "Site"})
    request = ImportRequest(path, "a test", TODAY, mapping, skip_refused=True, refused_file=given_back)
    import_file(KINDS["staff"], request)
    assert "1;Zoë;ZGIERZ-LODZ;" in given_back.read_text("windows-1252")


def test_the_good_rows_go_in_and_the_others_are_handed_back_to_be_mended(db: str, tmp_path: Path) -> None:
    rows = ["1,Ana,Ruiz,,HQ,,2020-01-01,,", "2,=Tom(1),Shah,,HQ,,soon,,", ",Wei,Li,,HQ,,later,,"]
    outcome, _told = drop(tmp_path, "staff", rows, create_sites=True, skip_refused=True)
    assert (outcome.is_applied, outcome.counts.new, outcome.counts.refused) == (True, 1, 2)
    handed_back = (tmp_path / "refused.csv").read_text(encoding="utf-8-sig")
    assert handed_back.splitlines()[1:] == [
        "2,'=Tom(1),Shah,,HQ,,soon,,,From: 'soon' is no day. Days are written like 2026-09-17 here.",
        ",Wei,Li,,HQ,,later,,,From: 'later' is no day. Days are written like 2026-09-17 here. No: is empty. Write the staff number.",
    ]
    (tmp_path / "mended.csv").write_text(
        handed_back.replace("soon", "2021-05-01").replace("later", "2021-05-02").replace("\n,Wei", "\n3,Wei")
    )
    request = ImportRequest(tmp_path / "mended.csv", "a test", TODAY, outcome.mapping)
    assert import_file(KINDS["staff"], request).counts.new == 2
    assert [p.given_name for p in Person.select().order_by(Person.staff_number)] == ["Ana", "=Tom(1)", "Wei"]


def test_the_mended_rows_are_read_as_the_file_they_came_from(db: str, tmp_path: Path) -> None:
    make_site("HQ")
    drop(
        tmp_path, "staff", ["2,Ana,Ruiz,,HQ,,2020-13-01,,", "3,Tom,Ruiz,,HQ,,2020-01-01,,"], skip_refused=True
    )
    mended = tmp_path / "mended.csv"
    mended.write_text((tmp_path / "refused.csv").read_text("utf-8-sig").replace("2020-13-01", "2020-12-01"))
    outcome = import_file(KINDS["staff"], ImportRequest(mended, "a test", TODAY))
    assert (outcome.counts.new, Person.get(Person.staff_number == "2").given_name) == (1, "Ana")


def test_no_row_is_taken_where_the_refused_ones_cannot_be_handed_back(db: str, tmp_path: Path) -> None:
    make_site("HQ")
    (tmp_path / "refused.csv").mkdir()
    with pytest.raises(InvalidInput, match="The refused rows cannot be written to"):
        drop(tmp_path, "staff", ["2,Ana,Ruiz,,HQ,,soon,,", "3,Tom,Ruiz,,HQ,,2020-01-01,,"], skip_refused=True)
    assert Person.select().count() == 0
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".draft")] == []


def test_rows_of_a_file_that_cannot_be_read_to_its_end_are_not_taken(db: str, tmp_path: Path) -> None:
    rows = ["1,Ana,Ruiz,,HQ,,2020-01-01,,", '2,"Tom,Shah,,HQ,,2020-01-01,,']
    outcome, _told = drop(tmp_path, "staff", rows, create_sites=True, skip_refused=True)
    assert not outcome.is_applied
    assert nothing_was_written()


def test_a_dry_run_says_what_would_happen_and_changes_nothing(db: str, tmp_path: Path) -> None:
    outcome, _told = drop(
        tmp_path, "staff", ["1,Ana,Ruiz,,HQ,,2020-01-01,,"], create_sites=True, is_dry_run=True
    )
    assert (outcome.counts.new, outcome.is_applied) == (1, False)
    assert nothing_was_written()
    assert Change.select().count() == 0
