"""Reading a workbook as a table: its cells as a person reads them, its rows as they are numbered."""

import tempfile
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
import xlsxwriter

from readiness.foundation.errors import ImportRefused
from readiness.imports.reading.tables import BadRow, GoodRow, open_table

FORMATS = {date: "yyyy-mm-dd", datetime: "yyyy-mm-dd hh:mm:ss", time: "hh:mm", timedelta: "[h]:mm"}


def write_sheets(path: Path, sheets: dict[str, list[list[object]]], **options: object) -> None:
    """A workbook with these sheets, rows as they are."""
    workbook = xlsxwriter.Workbook(str(path), options)
    formats = {kind: workbook.add_format({"num_format": shape}) for kind, shape in FORMATS.items()}
    for name, rows in sheets.items():
        sheet = workbook.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                sheet.write(row, column, cell, formats.get(type(cell)))
    workbook.close()


def rows_of(path: Path) -> list[GoodRow | BadRow]:
    """All rows of the workbook."""
    with open_table(path) as table:
        return list(table.rows())


def refused(path: Path) -> tuple[str, ...]:
    """The faults for which the workbook is refused."""
    with pytest.raises(ImportRefused) as caught, open_table(path):
        pass
    return caught.value.problems


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "staff.xlsx"


def test_cells_are_read_as_a_person_reads_them(path: Path) -> None:
    cells: list[object] = [
        3427.0,
        510.25,
        True,
        date(2026, 2, 28),
        datetime.fromisoformat("2026-02-28T14:05:00"),
        time(8, 30),
        timedelta(hours=36),
        " Zoë\nMüller ",
        "007",
    ]
    write_sheets(path, {"Staff": [[f"column {place}" for place in range(len(cells))], cells]})
    assert rows_of(path) == [
        (
            2,
            [
                "3427",
                "510.25",
                "TRUE",
                "2026-02-28",
                "2026-02-28T14:05:00",
                "08:30:00",
                "36:00:00",
                "Zoë\nMüller",
                "007",
            ],
        )
    ]


def test_a_workbook_says_what_it_is(path: Path) -> None:
    write_sheets(path, {"Staff": [["number", "name"], [1, "Ana"]]})
    with open_table(path) as table:
        assert (table.name, table.size) == ("staff.xlsx", path.stat().st_size)
        assert (table.encoding, table.delimiter, table.header) == ("xlsx", None, ("number", "name"))
        list(table.rows())
        done, total = table.progress()
        assert done == total > 0


def test_error_cells_are_kept_as_text(path: Path) -> None:
    workbook = xlsxwriter.Workbook(str(path))
    workbook.add_worksheet("empty")
    sheet = workbook.add_worksheet("Staff & co")
    sheet.write_row(1, 1, ["number", "name", "site"])
    for row in range(2, 40_000):
        sheet.write_row(row, 1, [row, "Ana", "HQ"])
        sheet.write_formula(row, 2, "=NA()", None, "#N/A")
    sheet.write_formula(39_999, 3, "=1/0", None, "#DIV/0!")
    workbook.close()
    rows = rows_of(path)
    assert rows[0] == (3, ["2", "#N/A", "HQ"])
    assert {row[1][1] for row in rows[:-1] if not isinstance(row, BadRow)} == {"#N/A"}
    assert len(rows) == 39_998
    assert rows[-1] == (40_000, ["39999", "#N/A", "#DIV/0!"])


def test_rows_are_numbered_as_in_the_sheet(path: Path) -> None:
    rows: list[list[object]] = [[], [], ["", "number", "name"], ["", 1, "Ana"], [], ["", 2, "Tom"]]
    write_sheets(path, {"Staff": rows})
    assert rows_of(path) == [(4, ["1", "Ana"]), (6, ["2", "Tom"])]


def test_faults_name_the_columns_of_the_sheet(path: Path) -> None:
    write_sheets(path, {"Staff": [[], ["", "name", "Name"], ["", 1, "Ana"]]})
    (fault,) = refused(path)
    assert fault.startswith("Row 2: The column 'Name' stands in column B and again in column C.")


def test_the_first_visible_sheet_with_rows_is_read(path: Path) -> None:
    workbook = xlsxwriter.Workbook(str(path))
    workbook.add_worksheet("empty").activate()
    hidden, staff = workbook.add_worksheet("lists"), workbook.add_worksheet("staff")
    hidden.write_row(0, 0, ["a", "b"])
    hidden.hide()
    staff.write_row(0, 0, ["number", "name"])
    staff.write_row(1, 0, [1, "Ana"])
    workbook.close()
    assert rows_of(path) == [(2, ["1", "Ana"])]


def test_the_content_decides_and_not_the_name_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    write_sheets(path, {"Staff": [["number", "name"], [1, "Ana"]]})
    assert rows_of(path) == [(2, ["1", "Ana"])]


def test_a_workbook_with_macros_is_read(path: Path) -> None:
    write_sheets(path, {"Staff": [["number", "name"], [1, "Ana"]]})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    assert rows_of(path) == [(2, ["1", "Ana"])]


def test_an_open_document_is_read(path: Path) -> None:
    spaces = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )

    def cell(kind: str, value: str, shown: str) -> str:
        content = f"<text:p>{shown}</text:p>"
        return f'<table:table-cell office:value-type="{kind}" {value}>{content}</table:table-cell>'

    header = cell("string", "", "number") + cell("string", "", "since")
    row = cell("float", 'office:value="7"', "7") + cell("date", 'office:date-value="2026-02-28"', "28/02/26")
    sheet = f"<table:table-row>{header}</table:table-row><table:table-row>{row}</table:table-row>"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="Staff">{sheet}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    with open_table(path) as table:
        assert table.encoding == "ods"
        assert list(table.rows()) == [(2, ["7", "2026-02-28"])]


def test_nothing_of_a_workbook_is_left_behind(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    write_sheets(path, {"Staff": [["number", "name"], [1, "Ana"]]})
    with open_table(path):
        assert list(folder.iterdir())
    assert not list(folder.iterdir())
    with pytest.raises(KeyError), open_table(path):
        raise KeyError
    assert not list(folder.iterdir())


def test_a_workbook_without_rows_is_refused(path: Path) -> None:
    write_sheets(path, {"Staff": []})
    assert refused(path) == ("The workbook has no sheet with rows.",)


def test_a_workbook_with_one_column_is_refused(path: Path) -> None:
    write_sheets(path, {"Staff": [["name"], ["Ana"]]})
    (fault,) = refused(path)
    assert "only one column" in fault


def test_an_archive_that_is_no_workbook_is_refused(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    assert refused(path) == ("The file is no table: its form is ZIP. Export it as CSV or XLSX.",)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(path: Path) -> None:
    write_sheets(path, {"Staff": [["number", "name"], [1, "Ana"]]})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet2.xml", b"<row/>" * 8_000_000)
    assert path.stat().st_size < 1_000_000
    assert refused(path) == ("The workbook is too large when unpacked. Save the sheet as CSV.",)


def test_a_workbook_that_unpacks_beyond_the_limit_is_refused(path: Path) -> None:
    write_sheets(path, {"Staff": [["number", "name"], [1, "Ana"]]})
    content = bytearray(path.read_bytes())
    # The directory of the archive claims sizes of 1 GB and more.
    entry = content.find(b"PK\x01\x02")
    while entry >= 0:
        content[entry + 20 : entry + 28] = (2**30).to_bytes(4, "little") * 2
        entry = content.find(b"PK\x01\x02", entry + 4)
    path.write_bytes(content)
    assert refused(path) == ("The workbook is too large when unpacked. Save the sheet as CSV.",)


@pytest.mark.parametrize("column", [200, 16_383])
def test_a_sheet_that_would_fill_the_memory_is_refused(path: Path, column: int) -> None:
    workbook = xlsxwriter.Workbook(str(path))
    sheet = workbook.add_worksheet()
    sheet.write(0, 0, "number")
    sheet.write(1_048_575, column, "far away")
    workbook.close()
    assert refused(path) == ("The workbook is too large when unpacked. Save the sheet as CSV.",)


def test_a_sheet_with_more_rows_than_a_spreadsheet_has_is_refused(path: Path) -> None:
    rewrite(
        path, lambda sheet: sheet.replace(b'<row r="2"', b'<row r="1048577"').replace(b'"A2"', b'"A1048577"')
    )
    (fault,) = refused(path)
    assert "more than 1,048,576 rows" in fault


def rewrite(path: Path, change: Callable[[bytes], bytes]) -> None:
    """A small workbook whose sheet's part has been changed."""
    made = path.with_suffix(".made")
    write_sheets(made, {"Staff": [["number", "name"], [1, "Ana"]]})
    with zipfile.ZipFile(made) as before, zipfile.ZipFile(path, "w") as after:
        for part in before.infolist():
            content = before.read(part)
            after.writestr(part, change(content) if part.filename.endswith("sheet1.xml") else content)


@pytest.mark.parametrize("content", [b"", b"<worksheet><sheetData><row", b"\xff" * 100])
def test_a_damaged_sheet_is_refused(path: Path, content: bytes) -> None:
    rewrite(path, lambda _sheet: content)
    assert len(refused(path)) == 1


def test_an_encrypted_archive_is_refused(path: Path) -> None:
    write_sheets(path, {"Staff": [["number", "name"], [1, "Ana"]]})
    content = bytearray(path.read_bytes())
    content[content.find(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    (fault,) = refused(path)
    assert "password" in fault


def test_an_encrypted_package_is_refused(path: Path) -> None:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
    path.write_bytes(head + "EncryptedPackage".encode("utf-16-le") + b"\0" * 512)
    (fault,) = refused(path)
    assert "password" in fault


def test_a_compound_file_without_sheets_is_refused(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000)
    (fault,) = refused(path)
    assert "damaged" in fault


def test_an_entity_bomb_is_refused(path: Path) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    document = f'<!DOCTYPE w [<!ENTITY e0 "aaaaaaaaaa">{entities}]><workbook>&e11;</workbook>'
    write_sheets(path, {"Staff": [["number", "name"], [1, "Ana"]]})
    made = path.with_suffix(".made")
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(made, "w") as after:
        for part in before.infolist():
            is_workbook = part.filename == "xl/workbook.xml"
            after.writestr(part, document if is_workbook else before.read(part))
    assert len(refused(made)) == 1
