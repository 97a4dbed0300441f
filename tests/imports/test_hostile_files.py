"""Whatever is dropped in, it is refused in words or read: nothing else happens."""

import codecs
import random
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from readiness.foundation.errors import ImportRefused
from readiness.imports.reading.tables import BadRow, open_table

GOOD = 'number,name,"e-mail"\r\n1,Zoë Müller,zoe@example.org\r\n2,"Tom ""T"" O\'Neil\nJr",\r\n\r\n3,Ana,x\r\n'
FORMS = [
    GOOD.encode(),
    GOOD.encode("windows-1252"),
    ("\ufeff" + GOOD).encode("utf-16-le"),
    codecs.BOM_UTF8 + GOOD.replace(",", ";").encode(),
]


def read(path: Path, content: bytes) -> str:
    """What becomes of the content; it fails on anything but a refusal or rows in order."""
    path.write_bytes(content)
    try:
        with open_table(path) as table:
            rows = list(table.rows())
            numbers = [row.number if isinstance(row, BadRow) else row[0] for row in rows]
            assert numbers == sorted(set(numbers))
            assert all(len(row[1]) == len(table.header) for row in rows if not isinstance(row, BadRow))
            assert not any(row.fatal for row in rows[:-1] if isinstance(row, BadRow))
            assert all(table.header)
    except ImportRefused as refused:
        problems: tuple[str, ...] | None = refused.problems
    else:
        problems = None
    assert problems != ()
    assert all(problem.isprintable() for problem in problems or ())
    return "read" if problems is None else "refused"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "file"


quiet = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=500)


@quiet
@given(st.binary(max_size=2000))
@example(b"\0")
@example(b"\xef\xbb\xbf\xef\xbb\xbf")
@example(b'a,b\n"')
@example(b'"')
@example(b"\xff\xfe\0")
@example(b"\xff\xfe\0\xd8")
@example(b"a,b\n\0,\0\n")
def test_random_bytes(path: Path, content: bytes) -> None:
    read(path, content)


@quiet
@given(st.text(st.sampled_from("a1,;\t\"'\n\r \0\u00a0é\ufeff=-\u2028"), max_size=60))
def test_random_tables(path: Path, content: str) -> None:
    for encoding in ("utf-8", "utf-16", "utf-16-be"):
        read(path, content.encode(encoding))


@quiet
@given(st.sampled_from(FORMS), st.data())
def test_good_files_with_some_bytes_changed(path: Path, content: bytes, data: st.DataObject) -> None:
    changed = bytearray(content)
    for _change in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(changed)))
        length = data.draw(st.integers(0, 3))
        changed[start : start + length] = data.draw(st.binary(max_size=3))
    read(path, bytes(changed))


@pytest.mark.parametrize("content", FORMS)
def test_good_files_cut_anywhere(path: Path, content: bytes) -> None:
    assert read(path, content) == "read"
    for length in range(len(content)):
        read(path, content[:length])


def test_workbooks_with_some_bytes_changed_or_cut(path: Path) -> None:
    workbook = xlsxwriter.Workbook(str(path))
    sheet = workbook.add_worksheet()
    sheet.write_row(0, 0, ["number", "name"])
    sheet.write_row(1, 0, [1, "Ana"])
    workbook.close()
    stored = path.with_suffix(".stored")
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(stored, "w") as after:
        for part in before.namelist():
            after.writestr(part, before.read(part))
    content, chance = stored.read_bytes(), random.Random(2026)  # noqa: S311
    assert read(path, content) == "read"
    for _time in range(40):
        changed = bytearray(content)
        for _change in range(chance.randrange(1, 30)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        read(path, bytes(changed[: chance.choice([len(changed), chance.randrange(1, len(changed))])]))


@pytest.mark.parametrize(
    "content",
    [
        b'"' * 1_000_000,
        b'a,b\n"' + b'""' * 1_000_000,
        b"a,b\n" + b'"\n' * 500_000,
        b"a,b\n" + b'"x,' * 500_000,
        b"a,b\n1,2\n" + b',"' * 500_000,
        b"," * 1_000_000,
        b"a,b\n" + b"," * 1_000_000,
        b"x" * 10_000_000,
        b"a,b\n1," + b"x" * 10_000_000,
        b'a,b\n1,"' + b"x" * 10_000_000 + b'"\n',
        b"a,b\n1," + b"\0" * 10_000_000,
        b"\xff\xfe" + b"\0" * 1_000_001,
        b"a,b\n" + b"\n" * 3_000_000,
        b" " * 5_000_000,
        b"\xef\xbb\xbf" + b" \n" * 10,
        b"a,b\n" + b"\r" * 3_000_000 + b"1,2",
    ],
    ids=range(16),
)
def test_large_nonsense(path: Path, content: bytes) -> None:
    read(path, content)
