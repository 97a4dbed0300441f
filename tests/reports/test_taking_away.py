"""A report is taken away in four formats that say the same, signed so that any alteration is found."""

import base64
import csv
import hashlib
import io
import json
import random
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from flask.testing import FlaskClient

from config import Config, config_from_environment
from readiness.audit.models import AuditDetail
from readiness.certificates.actions import correct_expiry
from readiness.foundation.database import connected
from readiness.foundation.errors import InvalidInput
from readiness.foundation.temporal import Change, Question, knowledge_at
from readiness.people.models import Site
from readiness.reports.of_findings import COLUMNS
from readiness.reports.requests import ReportRequest
from readiness.reports.sealing import seal_of
from readiness.reports.tables import REPORTS
from readiness.reports.taking_away import FORMS, Taken, Wish, take_away
from readiness.reports.verifying import NotAsSigned, public_key, verify_file
from readiness.web.access import Role
from tests.factories import MEASURE, adopt, change, make_certificate, make_person, make_site
from tests.signing_in import post, sign_in

DAY = date(2026, 6, 30)
HOSTILE = '=HYPERLINK("http://evil.example","x")'
NEEDS_ONE = {"check": "holders_per_headcount", "terms": {"certificate": "mhfa-adult", "at_least": 1}}


@pytest.fixture
def config(db: str, tmp_path: Path) -> Config:
    """An installation of its own, with a person at each of two sites; one holds a certificate until 2027."""
    adopt(NEEDS_ONE)
    for code in ("dayton", "york"):
        make_person(make_site(code), family_name=HOSTILE)
    make_certificate(make_person(make_site("hull")), "mhfa-adult", date(2024, 5, 1), date(2027, 5, 1))
    return config_from_environment({"READINESS_DATABASE_URL": db, "READINESS_DATA_DIR": str(tmp_path)})


def request(**values: object) -> ReportRequest:
    return ReportRequest(Question(DAY, knowledge_at()), MEASURE, is_complete=True, **values)  # type: ignore[arg-type]


def taken(config: Config, report: str, form: str) -> Taken:
    return take_away(Wish(report, form, request()), config.data_dir / f"{report}.{form}", config, "a test")


def minisign_holds(file: Path, key: str) -> bool:
    """The format of minisign as its documentation tells it, written here a second time."""
    _comment, signed, trusted, last = file.with_name(f"{file.name}.minisig").read_text().splitlines()
    raw, public = base64.b64decode(signed), base64.b64decode(key)
    assert raw[:2] == b"ED"
    if raw[2:10] != public[2:10]:
        return False
    verifier = Ed25519PublicKey.from_public_bytes(public[10:])
    try:
        verifier.verify(raw[10:], hashlib.blake2b(file.read_bytes()).digest())
        verifier.verify(base64.b64decode(last), raw[10:] + trusted.removeprefix("trusted comment: ").encode())
    except InvalidSignature:
        return False
    return True


DEBIANS = shutil.which("minisign")


def debians_minisign_holds(file: Path, key: str) -> bool:
    """What Debian's own program says of a file, its signature beside it."""
    done = subprocess.run([str(DEBIANS), "-Vqm", str(file), "-P", key], capture_output=True, check=False)
    return done.returncode == 0


READINGS = (minisign_holds, *([debians_minisign_holds] if DEBIANS else []))
"""Who says whether a signature holds, beside the service: Debian's program where it is installed."""


def test_four_formats_say_the_same_and_what_was_typed_is_never_a_formula(config: Config) -> None:
    files = {form: taken(config, "certificates", form).file for form in FORMS}
    told = json.loads(files["json"].read_text())
    assert [(row["site"], row["expires_on"], row["status"]) for row in told] == [
        ("hull", "2027-05-01", "valid")
    ]
    files |= {form: taken(config, "gaps", form).file for form in FORMS}
    told = json.loads(files["json"].read_text())
    assert {(row["site"], row["status"]) for row in told} == {
        ("dayton", "gap"), ("york", "gap"), ("hull", "met"),
    }  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(files["csv"].read_text())))
    assert [row["reason"] for row in rows] == [row["reason"] for row in told]
    sheet = openpyxl.load_workbook(files["xlsx"])["Report"]
    head, *body = sheet.iter_rows()
    assert [cell.value for cell in head] == list(told[0])
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:P{len(told) + 1}"
    for cells, row in zip(body, told, strict=True):
        said = {name: cell.value for name, cell in zip(row, cells, strict=True)}
        assert said["since"] == datetime.fromisoformat(row["since"])
        assert (said["reason"], said["need"]) == (row["reason"], row["need"])
    paper = words_of(files["pdf"])
    assert "Compliance, as of 30 June 2026" in paper
    # What it comes to, by status and by site; then each site's rows under what they come to.
    assert "gap 2 met 1 dayton gap: 1 hull met: 1 york gap: 1 3 rows" in paper
    assert "dayton gap: 1 Clause 1 Handbook gap 1 0 0 people hold" in paper
    assert "hull met: 1 Clause 1 Handbook met 1 1 1 person holds" in paper
    assert "1 May 2024 2 May 2027" in paper.replace("\N{NO-BREAK SPACE}", " ")


def words_of(file: Path) -> str:
    """What stands on the pages of a PDF, in the order in which it is read."""
    return " ".join(
        word for page in pypdfium2.PdfDocument(file) for word in page.get_textpage().get_text_range().split()
    )


def test_a_formula_in_a_name_is_text_in_every_format(config: Config) -> None:
    make_certificate(make_person(make_site("leeds"), family_name=HOSTILE), "mhfa-adult", DAY)
    sheet = openpyxl.load_workbook(taken(config, "certificates", "xlsx").file)["Report"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "d", "n"}
    assert HOSTILE in {cell.value for row in sheet.iter_rows() for cell in row}
    assert f"'{HOSTILE}" in {
        cell
        for row in csv.reader(taken(config, "certificates", "csv").file.read_text().splitlines())
        for cell in row
    }


def test_a_signature_holds_by_a_second_reading_of_the_format_and_says_which_question_it_answers(
    config: Config,
) -> None:
    key = seal_of(config).public_key
    for form in FORMS:
        done = taken(config, "gaps", form)
        assert all(holds(done.file, key) for holds in READINGS)
        (found,) = verify_file(done.file, public_key(key))
        assert (found.manifest.rows, found.manifest.as_of, found.manifest.report) == (3, "2026-06-30", "gaps")
        assert found.manifest.sha256 == hashlib.sha256(done.file.read_bytes()).hexdigest()
        assert any("3 rows of 'gaps'" in sentence for sentence in found.sentences())


def test_any_byte_that_is_altered_a_row_that_is_dropped_and_another_key_are_found(config: Config) -> None:
    done, key, chance = taken(config, "gaps", "csv"), public_key(seal_of(config).public_key), random.Random(7)  # noqa: S311
    good, signed = done.file.read_bytes(), done.signature.read_bytes()
    # The first line of a signature is the one that nobody signs.
    trusted = range(signed.index(b"\n") + 1, len(signed) - 1)
    for file, whole, places in ((done.file, good, range(len(good))), (done.signature, signed, trusted)):
        for place in chance.sample(places, 60):
            file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            with pytest.raises(NotAsSigned):
                verify_file(done.file, key)
            file.write_bytes(whole)
    public = seal_of(config).public_key
    flipped = good[:9] + bytes([good[9] ^ 1]) + good[10:]
    for altered in (b"\r\n".join(good.splitlines()[:-1]), flipped):
        done.file.write_bytes(altered)
        with pytest.raises(NotAsSigned, match="altered"):
            verify_file(done.file, key)
        assert not any(holds(done.file, public) for holds in READINGS)
    done.file.write_bytes(good)
    other = config.model_copy(
        update={"signing_key": type(config.signing_key)("another secret of another house")}
    )
    with pytest.raises(NotAsSigned, match="another key"):
        verify_file(done.file, public_key(seal_of(other).public_key))
    assert not any(holds(done.file, seal_of(other).public_key) for holds in READINGS)
    renamed = done.file.rename(done.file.with_name("other.csv"))
    done.signature.rename(renamed.with_name("other.csv.minisig"))
    with pytest.raises(NotAsSigned, match=r"signed as gaps\.csv"):
        verify_file(renamed, key)
    with pytest.raises(InvalidInput, match="no public key"):
        public_key("RWnothing")


def test_what_is_said_of_june_otherwise_since_a_correction_is_a_report(config: Config) -> None:
    before = knowledge_at()
    (row,) = json.loads(taken(config, "certificates", "json").file.read_text())
    correct_expiry(int(row["certificate"]), date(2026, 6, 29), "a test")
    wish = Wish("restated", "json", ReportRequest(Question(DAY, before), MEASURE))
    (told,) = json.loads(
        take_away(wish, config.data_dir / "restated.json", config, "a test").file.read_text()
    )
    assert (told["site"], told["status_then"], told["status"]) == ("hull", "met", "gap")
    assert (told["have_then"], told["have"]) == (1, 0)
    now = Wish("restated", "json", ReportRequest(Question(DAY, knowledge_at()), MEASURE))
    with pytest.raises(InvalidInput, match="an instant before"):
        take_away(now, config.data_dir / "none.json", config, "a test")
    assert not (config.data_dir / "none.json").exists()


def test_findings_bear_names_beside_their_ids_and_the_file_says_whose_it_is(config: Config) -> None:
    terms = {"certificate": "pfa"}
    adopt({"check": "everyone_in_role_holds", "terms": terms, "title": "All know first aid"}, id="people")
    make_person(
        make_site("leeds", name="Leeds House"), given_name="Ana", family_name="Ruiz", staff_number="N1"
    )
    done = taken(config, "gaps", "json")
    told = {row["subject"]: row for row in json.loads(done.file.read_text())}
    assert told["N1"]["requirement"] == "All know first aid"
    assert (told["N1"]["site_name"], told["N1"]["person"]) == ("Leeds House", "Ana Ruiz (N1)")
    assert told["dayton"]["person"] == "", "a site is nobody"
    assert COLUMNS[:4] == ("pack", "clause", "site", "subject"), "the command tells what it told"
    assert "person" not in COLUMNS
    found = verify_file(done.file, public_key(seal_of(config).public_key))[0]
    assert found.manifest.trail_size > 0, "a checkpoint is kept before the first file leaves"
    assert "It answers as of 30 June 2026, by what was known on " in found.sentences()[2]
    assert found.manifest.organisation == "This organisation"
    Site.update(is_sample=True).execute()
    assert taken(config, "gaps", "json").manifest.organisation == "Northwind Community Health"


def test_what_was_asked_on_neither_side_is_no_difference_unless_all_is_asked_for(config: Config) -> None:
    before = knowledge_at()
    terms = {"certificate": "pfa", "at_least": 1}
    adopt({"check": "holders_per_headcount", "terms": terms, "applies": {"headcount_from": 500}}, id="abroad")
    asked = ReportRequest(Question(DAY, before), MEASURE)
    assert list(REPORTS["restated"].rows(asked)) == []
    more = list(REPORTS["restated"].rows(replace(asked, is_complete=True)))
    assert {row[7] for row in more} == {"not_applicable"}


def test_an_auditor_takes_an_archive_that_verifies_and_the_trail_says_so(
    client: FlaskClient, tmp_path: Path
) -> None:
    adopt(NEEDS_ONE)
    make_person(make_site("dayton"))
    sign_in(client, Role.AUDITOR)
    archive = tmp_path / "gaps.zip"
    with post(client, "/reports?as_of=2026-06-30", report="gaps", forms=list(FORMS)) as answer:
        assert answer.status_code == 200, answer.data.decode()
        archive.write_bytes(answer.data)
    key = public_key(seal_of(client.application.config["READINESS"]).public_key)
    assert {each.manifest.file for each in verify_file(archive, key)} == {
        f"gaps-2026-06-30.{form}" for form in FORMS
    }
    with connected():
        said = [json.loads(detail.detail) for detail in AuditDetail.select()]
    assert sorted(each["format"] for each in said if "known_at" in each) == sorted(FORMS)
    with zipfile.ZipFile(archive, "a") as more:
        more.writestr("more.csv", "put in")
    with pytest.raises(NotAsSigned, match="put in"):
        verify_file(archive, key)


def test_restated_since_asks_on_its_page_until_when_was_known(client: FlaskClient, tmp_path: Path) -> None:
    with change() as first:
        pass
    adopt(NEEDS_ONE)
    make_person(make_site("dayton"))
    sign_in(client, Role.AUDITOR)
    refused = post(client, "/reports?as_of=2026-06-30", report="restated", forms=["json"])
    assert refused.status_code == 422
    assert "Write the day and the time" in refused.text
    path, before = "/reports?as_of=2026-06-30", "2020-01-01T08:00"
    unknown = post(client, path, report="restated", forms=["json"], held_against=before)
    assert unknown.status_code == 422
    assert "Nothing was recorded here before" in unknown.text
    Change.update(recorded_at=datetime(2020, 1, 1, 7, tzinfo=UTC)).where(
        Change.id == first.change.id
    ).execute()
    with post(client, path, report="restated", forms=["json"], held_against=before) as answer:
        assert answer.status_code == 200
        (tmp_path / "restated.zip").write_bytes(answer.data)
    with zipfile.ZipFile(tmp_path / "restated.zip") as archive:
        (row,) = json.loads(archive.read("restated-2026-06-30.json"))
    assert (row["site"], row["status"], row["status_then"]) == ("dayton", "gap", "")
