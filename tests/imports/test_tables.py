"""Reading a CSV file: cells as they stand in it, rows numbered as a spreadsheet shows them."""

import csv
import hashlib
import io
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readiness.foundation.cells import guard
from readiness.imports.reading.tables import BadRow, GoodRow, open_table


def rows_of(path: Path, content: str | bytes) -> list[GoodRow | BadRow]:
    """All rows of a file with this content."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with open_table(path) as table:
        return list(table.rows())


def good(path: Path, content: str | bytes) -> list[GoodRow]:
    """The rows of a file in which none is bad."""
    rows = rows_of(path, content)
    assert not [row for row in rows if isinstance(row, BadRow)]
    return [row for row in rows if not isinstance(row, BadRow)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "staff.csv"


def test_a_file_says_what_it_is(path: Path) -> None:
    content = b"number;name\n1;Ana\n"
    path.write_bytes(content)
    with open_table(path) as table:
        assert (table.name, table.size) == ("staff.csv", len(content))
        assert table.sha256 == hashlib.sha256(content).hexdigest()
        assert (table.header, table.delimiter, table.encoding) == (("number", "name"), ";", "utf-8")


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_line_end_is_read(path: Path, line_end: str) -> None:
    content = line_end.join(["number,name", "1,Ana", "2,Tom", ""])
    assert good(path, content) == [(2, ["1", "Ana"]), (3, ["2", "Tom"])]


def test_a_last_line_without_an_end_is_a_row(path: Path) -> None:
    assert good(path, "number,name\n1,Ana") == [(2, ["1", "Ana"])]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
@pytest.mark.parametrize("said", ["sep={0}\r\n", '"sep={0}"\n', "SEP={0}\n"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_what_the_first_line_says_separates_the_cells_and_the_line_is_no_row(
    path: Path, delimiter: str, said: str, codec: str
) -> None:
    rows = [["number", "naïve, name; here"], ["1", "Ana"], ["2", "Zoë"]]
    content = said.format(delimiter) + "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    assert good(path, content.encode(codec)) == [(2, ["1", "Ana"]), (3, ["2", "Zoë"])]


def test_a_table_whose_first_column_is_called_sep_has_a_header(path: Path) -> None:
    assert good(path, "sep=a,name\n1,Ana\n") == [(2, ["1", "Ana"])]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found(path: Path, delimiter: str) -> None:
    content = f"number{delimiter}name\n1{delimiter}Ana\n"
    assert good(path, content) == [(2, ["1", "Ana"])]


def test_the_delimiter_is_found_beside_others_in_cells(path: Path) -> None:
    content = "Last, First;Cost, net;Id\nRuiz, Ana;1,5;1\nKim, Tom, jr;2,5;2\n"
    assert good(path, content)[1] == (3, ["Kim, Tom, jr", "2,5", "2"])


def test_a_delimiter_in_quotes_separates_nothing(path: Path) -> None:
    content = 'number\t"a,b,c,d"\n1\t"x,y,z,w"\n'
    assert good(path, content) == [(2, ["1", "x,y,z,w"])]


def test_quotes_hold_delimiters_quotes_and_newlines(path: Path) -> None:
    content = 'number,note\n1,"a ""b"", c\nd"\n2,x\n'
    assert good(path, content) == [(2, ["1", 'a "b", c\nd']), (3, ["2", "x"])]


def test_rows_are_numbered_as_a_spreadsheet_shows_them(path: Path) -> None:
    content = '\n , \nnumber,name\n\n1,"A\nna"\n,,\n2,Tom\n'
    assert [number for number, _cells in good(path, content)] == [5, 7]


def test_cells_are_trimmed_composed_and_unguarded(path: Path) -> None:
    content = "number,name\u00a0,phone\n 1 ,\u00a0Jose\u0301\t,'=1+1\n2,'til Friday,'\u00a0-A1\n3, '=1,'\t\n"
    assert good(path, content) == [
        (2, ["1", "José", "=1+1"]),
        (3, ["2", "'til Friday", "-A1"]),
        (4, ["3", "'=1", ""]),
    ]


def test_letters_in_two_parts_are_composed(path: Path) -> None:
    assert good(path, "number,name\n1,Jose\u0301\n2,José\n") == [(2, ["1", "José"]), (3, ["2", "José"])]


def test_what_was_written_with_the_guard_is_read_as_it_was(path: Path) -> None:
    cells = ["=1+1", "'=1+1", "+44 20 7946 0958", "@x", "O'Brien", "''"]
    content = "number,name\n" + "".join(f"1,{guard(cell)}\n" for cell in cells)
    assert [row[1][1] for row in good(path, content)] == cells


def test_empty_cells_after_the_last_column_do_not_matter(path: Path) -> None:
    assert good(path, "number,name,,\n1,Ana\n2,Tom,,\n3,Kim,,,,\n") == [
        (2, ["1", "Ana"]),
        (3, ["2", "Tom"]),
        (4, ["3", "Kim"]),
    ]


def test_an_empty_column_without_a_name_is_left_out(path: Path) -> None:
    assert good(path, ",number,,name\n,1,,Ana\n") == [(2, ["1", "Ana"])]


def test_rows_can_be_read_again_and_sampled(path: Path) -> None:
    path.write_text("number,name\n1\n2,Tom\n3,Kim\n")
    with open_table(path) as table:
        assert list(table.rows()) == list(table.rows())
        assert table.sample() == [(3, ["2", "Tom"]), (4, ["3", "Kim"])]
        assert table.sample(1) == [(3, ["2", "Tom"])]


def test_progress_goes_from_nothing_to_the_whole_file(path: Path) -> None:
    path.write_text("number,name\n" + "1,Ana\n" * 20_000)
    with open_table(path) as table:
        assert table.progress() == (0, table.size)
        seen = [table.progress()[0] for _row in table.rows()]
        assert seen == sorted(seen)
        assert 0 < seen[0] < seen[10_000] < table.size
        assert table.progress() == (table.size, table.size)
        table.rows()
        assert table.progress() == (0, table.size)


def test_the_shape_is_that_of_the_columns_whatever_their_order_and_case(path: Path) -> None:
    def shape(content: str) -> str:
        path.write_text(content)
        with open_table(path) as table:
            return table.shape

    assert shape("number,Name\n1,Ana\n") == shape(" NAME ;number\nTom;2\n")
    assert shape("number,name\n1,Ana\n") != shape("number,name,site\n1,Ana,HQ\n")


def test_a_row_that_changes_under_the_reader_ends_the_reading(path: Path) -> None:
    path.write_text("number,name\n1,Ana\n")
    with open_table(path) as table:
        path.write_bytes(b"number,name\n1,\xff\n")
        (row,) = table.rows()
    assert isinstance(row, BadRow)
    assert row.fatal


ANY_TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.sampled_from("\"\n\t,;'")
)
# Letters and marks of Windows-1252 apart: together they can be sound UTF-8, which no reader could tell.
WESTERN_TEXT = st.text("abc\"',;\t\nÄéßøÿÂ") | st.text("abc\"',;\t\nŒ€Šž–“”…")


UNSEEN = "\N{SOFT HYPHEN}\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"


def bare(cell: str) -> str:
    """The cell without what nobody sees around it, one after the other."""
    while (less := cell.strip().strip(UNSEEN)) != cell:
        cell = less
    return cell


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "windows-1252"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_every_text_is_read_as_it_was_written(
    path: Path, encoding: str, delimiter: str, data: st.DataObject
) -> None:
    texts = WESTERN_TEXT if encoding == "windows-1252" else ANY_TEXT
    written = data.draw(st.lists(st.tuples(texts, texts, texts), min_size=1, max_size=8))
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(["first", "second", "third"])
    # No row is blank.
    writer.writerows([f"x{row[0]}", guard(row[1]), guard(row[2])] for row in written)
    mark = "\ufeff" if encoding.startswith("utf-16") else ""
    read = good(path, (mark + text.getvalue()).encode(encoding))
    expected = [
        [unicodedata.normalize("NFC", bare(cell)) for cell in (f"x{row[0]}", *row[1:])] for row in written
    ]
    assert [cells for _number, cells in read] == expected
