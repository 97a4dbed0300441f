"""Ten thousand hostile texts, taken away in every format: none is run, none is lost, none breaks a file."""

import csv
import io
import json
import random
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from config import config_from_environment
from readiness.certificates.models import Certificate
from readiness.foundation.database import insert_rows
from readiness.foundation.temporal import NEVER, Question, knowledge_at, next_fact_id
from readiness.reports.requests import ReportRequest
from readiness.reports.taking_away import FORMS, Wish, take_away
from readiness.web.access import Role
from tests.factories import MEASURE, change, make_person, make_site
from tests.signing_in import sign_in

DAY = date(2026, 6, 30)
PEOPLE, CERTIFICATES = 250, 4750
"""With two texts each: ten thousand."""

PAYLOADS = (
    "=1+1", "=HYPERLINK(\"http://evil.example\",\"see\")", "+cmd|' /C calc'!A0", "@SUM(A1:A9)", "-2+3+cmd|' /C calc'!A0",
    "=IMPORTXML(\"http://evil.example\",\"//a\")", "=WEBSERVICE(\"http://evil.example\")", "=DDE(\"cmd\";\"/C calc\";\"x\")",
    "＝1+1", "＋1+A1", "－A1", "＠A1", "<script>alert(1)</script>", "]]><f>1+1</f>", "{{ 7*7 }}", "#(1+1)", "#read(\"/etc/passwd\")",
    "http://evil.example", "javascript:alert(1)", "_x003D_1+1", "&#61;1+1", "';DROP TABLE person;--", "%0A=1+1", "$x^2$",
)  # fmt: skip
UNSEEN = (
    "",
    "",
    "",
    " ",
    "\t",
    "\r",
    "\n",
    "\r\n",
    "\u00a0",
    "\u200b",
    "\ufeff",
    "\u202e",
    "\u2028",
    "\u3164",
    "\x1f",
    "'",
    '"',
    ",",
    ";",
)
PLAIN = (
    "Ana",
    "O'Brien",
    "MHFA-2201",
    "-5",
    "+1 (555) 010-0100",
    "Red Cross, Hull",
    'the "old" one',
    "Łukasz 日本",
)
ANY = "=+-@\t\r\n ＝－'\"(.,;|!&<>#$%_\\/abz09éß\u2029\u0085\x0b\x01\U0001f642"


def texts() -> Iterator[str]:
    """As many as one likes, from a seed: known attacks behind what is not seen, any mixture, and plain ones between."""
    chance = random.Random(20261129)  # noqa: S311
    while True:
        match chance.randrange(4):
            case 0:
                yield chance.choice(PLAIN)
            case 1:
                yield "".join(chance.choices(ANY, k=chance.randrange(1, 12)))
            case _:
                hidden = "".join(chance.choices(UNSEEN, k=chance.randrange(4)))
                yield hidden + chance.choice(PAYLOADS) + chance.choice(UNSEEN)


def write() -> list[str]:
    """Write them as names, issuers and numbers; gives them."""
    made, taken = texts(), []

    def one() -> str:
        taken.append(next(made))
        return taken[-1]

    site = make_site("hull")
    people = [make_person(site, given_name=one(), family_name=one()) for _number in range(PEOPLE)]
    with change() as opened:
        first = next_fact_id(Certificate)
        insert_rows(
            "certificate",
            ("fact_id", "person_id", "issuer", "number"),
            [(first + number, people[number % PEOPLE].id, one(), one()) for number in range(CERTIFICATES)],
            recorded_in=opened.change.id,
            superseded_in=NEVER,
            kind="mhfa-adult",
            issued_on="2025-06-01",
            expires_on="2028-06-01",
            counts_until_on="2028-06-01",
            revoked_reason="",
            evidence="",
        )
    assert len(taken) == 10_000
    return taken


def is_run(cell: str) -> bool:
    """Whether a spreadsheet program may take a cell of a CSV file for a formula; written without our own guard."""
    if cell.startswith("'"):
        return False
    return any(_begins_a_formula(line) for line in cell.splitlines())


def _begins_a_formula(line: str) -> bool:
    hidden = {"Cc", "Cf", "Zs", "Zl", "Zp"}
    bare = line
    while bare and (unicodedata.category(bare[0]) in hidden or bare[0] in "\u115f\u1160\u3164\uffa0"):
        bare = bare[1:]
    return bare[:1] in {*"=+-@＝＋－＠"} and re.fullmatch(r"[+-][ .,()0-9-]*[0-9][ .,()0-9-]*", bare) is None


def test_what_counts_as_run_is_no_empty_word() -> None:
    attacks = [text for text in PAYLOADS if text[0] in "=+-@＝＋－＠"]
    assert len(attacks) == 12
    assert all(is_run(hidden + text) for text in attacks for hidden in ("", " ", "\t", "\u200b", "Ana\n"))
    assert not any(map(is_run, PLAIN))


def test_ten_thousand_hostile_texts_are_run_lost_or_broken_in_no_format(db: str, tmp_path: Path) -> None:
    written = write()
    config = config_from_environment({"READINESS_DATABASE_URL": db, "READINESS_DATA_DIR": str(tmp_path)})
    request = ReportRequest(Question(DAY, knowledge_at()), MEASURE, is_complete=True)
    files = {
        form: take_away(Wish("certificates", form, request), tmp_path / f"out.{form}", config, "a test").file
        for form in FORMS
    }
    told = json.loads(files["json"].read_text())
    assert len(told) == CERTIFICATES
    names = ("given_name", "family_name", "issuer", "number")
    said = {text for row in told for text in (row[name] for name in names)}
    assert said == set(written), "JSON says what was typed"

    rows = list(csv.DictReader(io.StringIO(files["csv"].read_bytes().decode("utf-8-sig"), newline="")))
    assert [cell for row in rows for cell in row.values() if is_run(cell)] == []
    for row, plain in zip(rows, told, strict=True):
        for name in names:
            assert row[name] in {plain[name], f"'{plain[name]}"}

    sheet = openpyxl.load_workbook(files["xlsx"])["Report"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "d", "n"}
    with zipfile.ZipFile(files["xlsx"]) as parts:
        inside = {name: parts.read(name) for name in parts.namelist()}
    assert not any(b"<f>" in part or b"<f " in part or b"hyperlink" in part for part in inside.values())
    book = CalamineWorkbook.from_path(files["xlsx"]).get_sheet_by_name("Report").to_python()
    assert len(book) == CERTIFICATES + 1
    for cells, plain in zip(book[1:], told, strict=True):
        seen: dict[str, Any] = dict(zip(plain, cells, strict=True))
        for name in names:
            assert _bare(str(seen[name])) == _bare(plain[name])

    paper = files["pdf"].read_bytes()
    assert not any(word in part for part in _streams(paper) for word in (b"/JavaScript", b"/Launch", b"/URI"))


def _bare(text: str) -> str:
    """A text without what XML cannot hold, or holds in a form of its own."""
    return re.sub(r"_x[0-9A-F]{4}_|[\s\x00-\x1f]", "", text.replace("_x005F_", "_"))


def _streams(pdf: bytes) -> Iterator[bytes]:
    """The file itself, and each part of it that is compressed."""
    yield pdf
    for match in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            yield zlib.decompress(match.group(1))
        except zlib.error:
            continue


def test_a_list_that_is_taken_away_holds_none_either(client: FlaskClient) -> None:
    write()
    sign_in(client, Role.AUDITOR)
    for address in ("/certificates", "/people"):
        file = client.get(f"{address}?format=csv").data.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(file, newline="")))
        assert len(rows) > PEOPLE
        assert [cell for row in rows for cell in row if is_run(cell)] == []
