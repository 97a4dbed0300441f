"""A spreadsheet takes the zeros off 00042: nobody is taken for somebody new, or for nobody, without a word."""

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from readiness.imports.actions import ImportOutcome, ImportRequest, import_file
from readiness.imports.mapping import Mapping
from readiness.resources.imports import import_kinds
from readiness.standards.certificate_kinds import load_certificate_kinds
from tests.factories import make_person, make_site

KINDS = import_kinds(load_certificate_kinds(), "US", "America/New_York")
COLUMNS = {
    "certificates": {"staff_number": "No", "certificate_kind": "Course", "issued_on": "Date"},
    "staff": {"staff_number": "No", "given_name": "First", "site": "Site"},
}
REST = {"certificates": ["mhfa-adult", "2026-01-01"], "staff": ["Ana", "HQ"]}
LOST = (
    "Row 2, No: '42' is not known, '00042' is. A spreadsheet takes the leading zeros off a number, even where "
    "it shows them: format the column as text, and write them again."
)


def drop(folder: Path, kind: str, number: float | str) -> tuple[ImportOutcome, list[str]]:
    """Import a workbook whose one row has a staff number that is shown with five digits."""
    path = folder / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, list(COLUMNS[kind].values()))
        sheet.write(1, 0, number, workbook.add_format({"num_format": "00000"}))
        sheet.write_row(1, 1, REST[kind])
    told: list[str] = []
    request = ImportRequest(
        path=path,
        actor="a test",
        today=date(2026, 6, 30),
        mapping=Mapping(kind, COLUMNS[kind], ("%Y-%m-%d",)),
        is_dry_run=True,
        told=lambda problems: told.extend(map(str, problems)),
    )
    return import_file(KINDS[kind], request), told


@pytest.mark.parametrize("kind", ["certificates", "staff"])
def test_a_number_that_is_known_with_its_zeros_is_told_of(db: str, tmp_path: Path, kind: str) -> None:
    make_person(make_site("HQ"), staff_number="00042")
    outcome, told = drop(tmp_path, kind, 42)
    assert told == [LOST]
    assert outcome.counts.refused == (1 if kind == "certificates" else 0)
    assert drop(tmp_path, kind, "00042")[1] == []


@pytest.mark.parametrize("numbers", [["0042", "00042"], ["00420"]])
def test_where_it_may_be_nobody_or_several_nothing_is_guessed(
    db: str, tmp_path: Path, numbers: list[str]
) -> None:
    for number in numbers:
        make_person(make_site(f"at-{number}"), staff_number=number)
    make_site("HQ")
    assert "is nobody on the staff" in drop(tmp_path, "certificates", 42)[1][0]
    assert drop(tmp_path, "staff", 42)[1] == []


def test_a_number_that_is_known_as_it_stands_is_no_matter(db: str, tmp_path: Path) -> None:
    make_person(make_site("HQ"), staff_number="00042")
    make_person(make_site("EW"), staff_number="42")
    for kind in ("certificates", "staff"):
        assert drop(tmp_path, kind, 42)[1] == []
