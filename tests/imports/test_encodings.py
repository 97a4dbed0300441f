"""Files in the encodings that people's programs write, and files whose characters are broken."""

import codecs
from pathlib import Path

import pytest

from readiness.foundation.errors import ImportRefused
from readiness.imports.reading.tables import open_table

TEXT = "number,name\n1,Zoë Müller\n2,Ana “Nan” Ruiz\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "staff.csv"


def refused(path: Path, content: bytes) -> tuple[str, ...]:
    """The faults for which a file with this content is refused."""
    path.write_bytes(content)
    with pytest.raises(ImportRefused) as caught, open_table(path):
        pass
    return caught.value.problems


@pytest.mark.parametrize(
    ("mark", "codec", "name"),
    [
        (b"", "utf-8", "utf-8"),
        (codecs.BOM_UTF8, "utf-8", "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
        (b"", "utf-16-le", "utf-16-le"),
        (b"", "utf-16-be", "utf-16-be"),
        (b"", "windows-1252", "windows-1252"),
    ],
)
def test_each_encoding_is_recognised(path: Path, mark: bytes, codec: str, name: str) -> None:
    path.write_bytes(mark + TEXT.encode(codec))
    with open_table(path) as table:
        assert table.encoding == name
        assert table.header == ("number", "name")
        assert list(table.rows()) == [(2, ["1", "Zoë Müller"]), (3, ["2", "Ana “Nan” Ruiz"])]


def test_a_character_is_read_across_the_blocks_of_the_first_pass(path: Path) -> None:
    row = "1,éééé😀\n"
    path.write_bytes(b"number,name\n" + row.encode() * 100_000)
    with open_table(path) as table:
        assert table.encoding == "utf-8"
        assert sum(1 for _row in table.rows()) == 100_000


def test_broken_utf8_is_refused_with_its_rows(path: Path) -> None:
    content = "number,name\n1,Zoë\n2,".encode() + b"M\xfcller\n3,Ana\n\xff,Tom\n"
    assert refused(path, content) == (
        "Row 3, column B: Some characters are broken in UTF-8. Export the file again as UTF-8.",
        "Row 5, column A: Some characters are broken in UTF-8. Export the file again as UTF-8.",
    )


def test_of_very_many_broken_cells_the_first_are_named(path: Path) -> None:
    faults = refused(path, "number,name\n1,Zoë\n".encode() + b"2,\xfc\n" * 100)
    assert len(faults) == 21
    assert "More cells" in faults[-1]


def test_what_is_marked_as_utf8_is_not_read_as_something_else(path: Path) -> None:
    (fault,) = refused(path, codecs.BOM_UTF8 + b"number,name\n1,M\xfcller\n")
    assert fault.startswith("Row 2, column B: ")


def test_bytes_of_no_encoding_are_refused_with_their_row(path: Path) -> None:
    (fault,) = refused(path, b"number,name\n1,Ana\n2,M\x81ller\n")
    assert fault.startswith("Row 3, column B: ")
    assert "neither in UTF-8 nor in Windows-1252" in fault


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_broken_surrogates_are_refused_with_their_row(path: Path, codec: str) -> None:
    text = "\ufeffnumber,name\n1,Ana\n2,To\ud800m\n"
    (fault,) = refused(path, text.encode(codec, "surrogatepass"))
    assert fault.startswith("Row 3, column B: ")


def test_half_of_a_pair_at_the_end_is_refused(path: Path) -> None:
    (fault,) = refused(path, "\ufeffnumber,name\n1,Ana\n2,To\ud83d".encode("utf-16-le", "surrogatepass"))
    assert fault.startswith("Row 3, column B: ")


def test_utf16_of_odd_length_is_refused(path: Path) -> None:
    (fault,) = refused(path, ("\ufeff" + TEXT).encode("utf-16-le")[:-1])
    assert "ends inside a character" in fault


def test_faults_of_encoding_and_header_come_together(path: Path) -> None:
    faults = refused(path, "name,Name\n1,Zoë\n2,".encode() + b"\xfc\n")
    assert len(faults) == 2
    assert faults[0].startswith("Row 3, column B")
    assert "again in column B" in faults[1]
