"""Files that are refused whole, and rows that are refused one by one: each with a place and a way out."""

from pathlib import Path

import pytest

from readiness.foundation.errors import ImportRefused
from readiness.imports.reading.tables import LARGEST, BadRow, open_table


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "staff.csv"


def refused(path: Path, content: str | bytes) -> tuple[str, ...]:
    """The faults for which a file with this content is refused."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(ImportRefused) as caught, open_table(path):
        pass
    return caught.value.problems


def bad_rows(path: Path, content: str) -> list[BadRow]:
    """The rows of a file that cannot be read."""
    path.write_text(content, newline="")
    with open_table(path) as table:
        return [row for row in table.rows() if isinstance(row, BadRow)]


def test_a_file_that_is_not_there_is_refused(path: Path) -> None:
    with pytest.raises(ImportRefused, match=r"staff\.csv"), open_table(path):
        pass


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"])
def test_an_empty_file_is_refused(path: Path, content: bytes) -> None:
    assert refused(path, content) == ("The file is empty.",)


@pytest.mark.parametrize(
    "content", ["\n\n\n", "\r\n" * 1000, ",,,\n,,,\n", '"",""\n', " \n\t\n", "\n" * 3_000_000]
)
def test_a_file_of_blank_rows_is_refused(path: Path, content: str) -> None:
    assert refused(path, content) == ("The file has no rows, only blank ones.",)


def test_a_file_that_is_too_large_is_refused_unread(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(ImportRefused, match="at most 512 MB"), open_table(path):
        pass


@pytest.mark.parametrize(
    ("content", "form"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\n1,2\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG"),
        (b"\x1f\x8b\x08\0\0\0\0\0", "GZIP"),
        (b"<!DOCTYPE html><table><tr><td>a,b</td></tr></table>", "HTML"),
        (b"\xef\xbb\xbf\n <html>\n<body>a,b\n1,2</body></html>", "HTML"),
        (b'<?xml version="1.0"?>\n<a,b>\n', "XML"),
        (b'{"people": [1, 2]}\n', "JSON"),
        (b'[\n {"number": 1, "name": "Ana"},\n {"number": 2}]\n', "JSON"),
        (b"\0\x01\x02\x03,\x04\n" * 100, "binary"),
    ],
)
def test_what_is_no_table_is_refused_by_its_content(path: Path, content: bytes, form: str) -> None:
    (fault,) = refused(path, content)
    assert fault.startswith("The file is no table")
    assert form in fault


def test_a_file_in_which_nothing_separates_is_refused(path: Path) -> None:
    (fault,) = refused(path, "name\nAna\nTom\n")
    assert "only one column" in fault


@pytest.mark.parametrize(
    ("above", "below", "words"),
    [(",", ";", "have commas between them, the rows below have semicolons"),
     (";", "\t", "have semicolons between them, the rows below have tabs")],
)  # fmt: skip
def test_a_header_separated_otherwise_than_its_rows_is_told_with_what_to_do(
    path: Path, above: str, below: str, words: str
) -> None:
    rows = [["1", "Ana", "HQ"], ["2", "Tom", "HQ"]]
    content = "\n".join([above.join(["number", "name", "site"]), *map(below.join, rows)])
    (fault,) = refused(path, content)
    assert words in fault
    assert "Replace the" in fault


@pytest.mark.parametrize(
    "content",
    ["number,name\n1,a;b\n2,c;d\n", "number,name\n1;2;3\n4,5\n", "a;b\n1,5;2,5\n", "number,name\n1\n"],
)
def test_a_separator_within_values_is_no_second_one(path: Path, content: str) -> None:
    path.write_text(content)
    with open_table(path) as table:
        assert len(table.header) == 2


def test_a_first_line_that_names_an_unknown_separator_is_refused(path: Path) -> None:
    (fault,) = refused(path, "sep=x\nnumberxname\n1xAna\n")
    assert "‘x’ stands between the cells" in fault


@pytest.mark.parametrize("above", ["All staff,,\n", "\nAll staff\n\nas of June,\n"])
def test_a_title_above_the_table_is_named_and_no_column_is_blamed(path: Path, above: str) -> None:
    (fault,) = refused(path, f"{above}number,name,site\n1,Ana,HQ\n")
    assert "a title stands above the table. Remove it" in fault


@pytest.mark.parametrize("content", ["number,name\n", "number,name", "number,name\n\n,\n"])
def test_a_header_without_rows_is_refused(path: Path, content: str) -> None:
    assert refused(path, content) == ("The file has a header and no rows below it.",)


def test_a_column_that_stands_twice_is_named_with_both_places(path: Path) -> None:
    assert refused(path, "E-mail,name, e-MAIL \na,b,c\n") == (
        "Row 1: The column 'e-MAIL' stands in column A and again in column C. Rename or remove one.",
    )


def test_a_column_with_cells_and_no_name_is_refused(path: Path) -> None:
    assert refused(path, "number,,name,\n1,,Ana,\n2,x,Tom,y\n") == (
        "Row 1, column B: The column has no name, but row 3 has a value in it. Give it a name.",
        "Row 1, column D: The column has no name, but row 3 has a value in it. Give it a name.",
    )


def test_a_far_row_with_a_value_in_a_column_without_name_is_refused_alone(path: Path) -> None:
    (row,) = bad_rows(path, "number,,name\n" + "1,,Ana\n" * 2000 + "2,x,Tom\n")
    assert row.number == 2002
    assert "Column B has a value here" in row.problem


def test_all_faults_of_a_header_come_at_once(path: Path) -> None:
    faults = refused(path, f"a,A,{'x' * 2001},\x07bell\n")
    assert len(faults) == 4
    assert "again in column B" in faults[2]
    assert faults[0].startswith("Row 1, column C: The cell has 2,001 characters")
    assert faults[1].startswith("Row 1, column D: The cell contains a control character (U+0007)")
    assert "no rows below" in faults[3]


def test_a_quote_that_is_never_closed_is_named_where_it_opened(path: Path) -> None:
    rows = "".join(f"{number},Ana,HQ\n" for number in range(3000))
    (row,) = bad_rows(path, f'number,name,site\n1,"A\nna",HQ\n2,"Tom,HQ\n{rows}')
    assert (row.number, row.column, row.fatal) == (3, "name", True)
    assert "A quote is opened here and never closed" in row.problem


def test_a_quote_that_is_not_closed_before_very_much_text_is_named_where_it_opened(path: Path) -> None:
    (row,) = bad_rows(path, 'number,name\n0,Kim\n1,"Ana\n' + "2,Tom\n" * 100_000)
    assert (row.number, row.column, row.fatal) == (3, "name", True)
    assert "131,072" in row.problem


def test_a_first_row_that_cannot_be_read_is_told_as_any_other(path: Path) -> None:
    (row,) = bad_rows(path, 'number,name\n1,"Ana\n')
    assert (row.number, row.column, row.fatal) == (2, "name", True)


def test_faults_of_the_header_and_of_the_first_row_come_together(path: Path) -> None:
    faults = refused(path, 'name,Name\n1,"Ana\n')
    assert len(faults) == 2
    assert faults[1].startswith("Row 2, Name: A quote is opened here")


def test_a_quote_that_is_not_doubled_is_named(path: Path) -> None:
    rows = bad_rows(path, 'number,name\n1\n2,"Ana "Nan" Ruiz"\n3,Tom\n')
    assert [(row.number, row.column, row.fatal) for row in rows] == [(2, None, False), (3, "name", True)]
    assert "Double every quote" in rows[1].problem


def test_a_header_that_cannot_be_read_is_refused(path: Path) -> None:
    (fault,) = refused(path, 'number,"name\n1,Ana\n')
    assert fault.startswith("Row 1, column B: A quote is opened here")


def test_a_cell_beyond_what_can_be_read_ends_the_reading(path: Path) -> None:
    (row,) = bad_rows(path, f"number,name\n0,Tom\n1,{'x' * 200_000}\n2,Kim\n")
    assert (row.number, row.column, row.fatal) == (3, "name", True)
    assert row.problem == "The cell has more than 131,072 characters. Shorten it."


def test_a_row_that_never_ends_ends_the_reading(path: Path) -> None:
    (row,) = bad_rows(path, "number,name\n0,Tom\n" + "1,x," * 1_000_000)
    assert (row.number, row.column, row.fatal) == (3, None, True)
    assert "more than 1,048,576 characters" in row.problem


def test_a_row_that_goes_on_over_many_lines_ends_the_reading(path: Path) -> None:
    (row,) = bad_rows(path, "number,name\n0,Tom\n" + '1,"\n",' * 1_000_000)
    assert (row.number, row.column, row.fatal) == (3, None, True)


@pytest.mark.parametrize(("row", "count"), [("1,Ana", 2), ("1", 1), ("1,Ana,HQ,x", 4), ("1,Ana,HQ,,x,,", 5)])
def test_a_row_of_another_width_says_both_numbers(path: Path, row: str, count: int) -> None:
    (bad,) = bad_rows(path, f"number,name,site\n1,Ana,HQ\n{row}\n2,Tom,HQ\n")
    assert (bad.number, bad.column, bad.fatal) == (3, None, False)
    assert bad.problem.startswith(f"The row has {count} cells, the header has 3.")


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("A\0na", "The cell contains a NUL character."),
        ("A\x1bna", "The cell contains a control character (U+001B)."),
        ("A\x7fna", "The cell contains a control character (U+007F)."),
        ("A\u0085na", "The cell contains a control character (U+0085)."),
        ("x" * 2001, "The cell has 2,001 characters; at most 2,000 are read."),
    ],
)
def test_a_cell_that_cannot_be_taken_is_named_with_its_column(path: Path, cell: str, problem: str) -> None:
    (row,) = bad_rows(path, f"number,full name\n1,Ana\n2,{cell}\n3,Tom\n")
    assert (row.number, row.column, row.fatal) == (3, "full name", False)
    assert row.problem.startswith(problem)


def test_a_long_cell_with_tabs_and_newlines_is_taken(path: Path) -> None:
    assert not bad_rows(path, f'number,note\n1,"{"x" * 1996}\t\n\r\n"\n')


def test_what_a_hostile_header_says_does_not_reach_the_screen(path: Path) -> None:
    (_long, fault) = refused(path, f"{'x' * 3000},{'x' * 3000}\n1,2\n")[1:]
    assert len(fault) < 300
