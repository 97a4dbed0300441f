"""A file with faults is refused whole, every one of them named by row and column, and nothing is written."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from readiness.certificates.models import Certificate
from readiness.foundation.database import select
from readiness.foundation.errors import ImportRefused, InvalidInput
from readiness.foundation.temporal import LAST_DAY, NEVER, Change
from readiness.imports.actions import ImportOutcome, ImportRequest, import_file
from readiness.imports.mapping import Mapping
from readiness.imports.reading.tables import BadRow, open_table
from readiness.people.models import Person, Site
from readiness.resources.imports import import_kinds
from readiness.standards.certificate_kinds import load_certificate_kinds
from tests.factories import make_certificate, make_person, make_site

TODAY = date(2026, 6, 30)
KINDS = import_kinds(load_certificate_kinds(), "US", "America/New_York")
STAFF = {
    "staff_number": "No", "given_name": "First", "family_name": "Last", "email": "Mail", "site": "Site",
    "manager": "Boss", "employed_from": "From", "employed_until": "Until", "employment_status": "Status",
}  # fmt: skip
CERTIFICATES = {
    "staff_number": "No", "certificate_kind": "Course", "issued_on": "Date", "expires_on": "Until", "number": "Ref",
    "outcome": "Result",
}  # fmt: skip


def drop(
    folder: Path, kind: str, rows: list[str], *, columns: dict[str, str] | None = None, create_sites: bool = False,
    skip_refused: bool = False, values: dict[str, dict[str, str]] | None = None, is_dry_run: bool = False,
) -> tuple[ImportOutcome, list[str]]:  # fmt: skip
    """Import rows of comma-separated text; gives the outcome and every problem as it is told."""
    columns = columns or (STAFF if kind == "staff" else CERTIFICATES)
    path = folder / f"{kind}.csv"
    path.write_text("\n".join([",".join(columns.values()), *rows]) + "\n", encoding="utf-8")
    told: list[str] = []
    request = ImportRequest(
        path=path,
        actor="a test",
        today=TODAY,
        mapping=Mapping(kind, columns, ("%Y-%m-%d",), create_sites, values or {}),
        skip_refused=skip_refused,
        refused_file=folder / "refused.csv" if skip_refused else None,
        is_dry_run=is_dry_run,
        told=lambda problems: told.extend(map(str, problems)),
    )
    return import_file(KINDS[kind], request), told


def nothing_was_written() -> bool:
    tables = (
        "person",
        "site",
        "department",
        "employment",
        "membership",
        "leave",
        "certificate",
        "audit_event",
    )
    return all(next(select(f"SELECT count(*) FROM {table}"))[0] == 0 for table in tables)


STAFF_FAULTS = [
    (",Ana,Ruiz,,HQ,,2020-01-01,,", "Row 2, No: is empty. Write the staff number."),
    ("2,,,,HQ,,2020-01-01,,", "Row 2, First: is empty. Write the person's name."),
    (
        "2,Ana,Ruiz,not-an-email,HQ,,2020-01-01,,",
        "Row 2, Mail: 'not-an-email' is no e-mail address. Write it as ana@example.org. Or leave the cell empty.",
    ),
    ("2,Ana,Ruiz,,,,2020-01-01,,", "Row 2, Site: is empty. Write the site at which the person works."),
    ("2,Ana,Ruiz,,HQ,,,,", "Row 2, From: is empty. Write the day."),
    ("2,Ana,Ruiz,,HQ,,soon,,", "Row 2, From: 'soon' is no day. Days are written like 2026-09-17 here."),
    (
        "2,Ana,Ruiz,,HQ,,2026-02-30,,",
        "Row 2, From: '2026-02-30' is no day. Days are written like 2026-09-17 here.",
    ),
    (
        "2,Ana,Ruiz,,HQ,,0026-02-03,,",
        "Row 2, From: '0026-02-03' is no day. Days are written like 2026-09-17 here.",
    ),
    (
        "2,Ana,Ruiz,,HQ,,2020-01-02,2020-01-01,",
        "Row 2, Until: ends before it starts. Mend one of the two days.",
    ),
    (
        "2,Ana,Ruiz,,HQ,,2020-01-01,,asleep",
        "Row 2, Status: 'asleep' is no employment status. Map it to one of: active, on_leave, not_started, ended.",
    ),
    (
        "2,Ana,Ruiz,,Nowhere,,2020-01-01,,",
        "Row 2, Site: 'Nowhere' is no site that is known. Say which site it is, or that it is new.",
    ),
    (
        f"2,{'A' * 201},Ruiz,,HQ,,2020-01-01,,",
        "Row 2, First: has 201 characters; at most 200 fit. Shorten it.",
    ),
    (
        f"2,{'A' * 2001},Ruiz,,HQ,,2020-01-01,,",
        "Row 2, First: The cell has 2,001 characters; at most 2,000 are read. Shorten it.",
    ),
    (
        "2,A\0na,Ruiz,,HQ,,2020-01-01,,",
        "Row 2, First: The cell contains a NUL character. Remove it, or export the file again.",
    ),
    ("2,Ana,Ruiz,,HQ,,2020-01-01,", "Row 2: The row has 8 cells, the header has 9."),
    ("2,Ana,Ruiz,,HQ,,2020-01-01,,active,more", "Row 2: The row has 10 cells, the header has 9."),
    (
        '2,"Ana,Ruiz,,HQ,,2020-01-01,,',
        "Row 2, First: A quote is opened here and never closed. Close it where the value ends.",
    ),
]


@pytest.mark.parametrize(("row", "sentence"), STAFF_FAULTS, ids=range(len(STAFF_FAULTS)))
def test_a_fault_of_a_staff_file_is_named_and_nothing_is_written(
    db: str, tmp_path: Path, row: str, sentence: str
) -> None:
    outcome, told = drop(tmp_path, "staff", [row])
    assert any(said.startswith(sentence) for said in told), told
    assert not outcome.is_applied
    assert outcome.counts.refused == 1
    assert nothing_was_written()


def test_all_faults_of_a_staff_file_are_named_at_once(db: str, tmp_path: Path) -> None:
    rows = [row for row, _sentence in STAFF_FAULTS[:-1]]
    outcome, told = drop(tmp_path, "staff", [*rows, "7,Tom,Shah,,HQ,,2020-01-01,,"])
    for number, (_row, sentence) in enumerate(STAFF_FAULTS[:-1], 2):
        assert any(said.startswith(sentence.replace("Row 2", f"Row {number}")) for said in told), sentence
    assert outcome.counts.refused >= len(rows)
    assert nothing_was_written()


def test_a_staff_number_that_stands_twice_is_named_in_both_rows(db: str, tmp_path: Path) -> None:
    outcome, told = drop(
        tmp_path, "staff", ["1,Ana,Ruiz,,HQ,,2020-01-01,,", "2,Tom,Shah,,HQ,,2020-01-01,,", "1,Ana,Ruiz,,HQ,,2020-01-01,,"],
        create_sites=True,
    )  # fmt: skip
    assert told == [
        "Row 2, No: the staff number '1' stands in row 4 too. Leave one of them.",
        "Row 4, No: the staff number '1' stands in row 2 too. Leave one of them.",
    ]
    assert outcome.counts.refused == 2
    assert nothing_was_written()


def test_a_number_that_stands_twice_is_named_beside_other_faults_of_its_rows(db: str, tmp_path: Path) -> None:
    make_site("HQ")
    rows = [
        "2,Ana,Ruiz,,Nowhere,,2020-01-01,,",
        "2,Tom,Ruiz,,HQ,,2020-01-01,,",
        "3,Eva,Ruiz,,HQ,,2020-01-01,,",
    ]
    _outcome, told = drop(tmp_path, "staff", rows, skip_refused=True)
    assert [line.split(":")[0] for line in told] == ["Row 2, No", "Row 2, Site", "Row 3, No"]
    assert [person.given_name for person in Person.select()] == ["Eva"]
    columns = {"code": "Code", "country": "Country"}
    _outcome, told = drop(tmp_path, "sites", ["A,Utopia", "A,US"], columns=columns)
    assert [line.split(":")[0] for line in told] == ["Row 2, Code", "Row 2, Country", "Row 3, Code"]


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


def test_a_header_that_stands_twice_is_refused(db: str, tmp_path: Path) -> None:
    columns = {"staff_number": "No", "given_name": "Name", "family_name": "name "}
    with pytest.raises(ImportRefused, match=r"The column 'name' stands in column B and again in column C."):
        drop(tmp_path, "staff", ["1,Ana,Ruiz"], columns=columns)


def test_a_column_that_the_file_does_not_have_is_named_with_those_it_has(db: str, tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    path.write_text("No,Frst,Site\n1,Ana,HQ\n")
    mapping = Mapping("staff", {"staff_number": "No", "given_name": "First", "site": "Site"})
    with pytest.raises(ImportRefused) as refused:
        import_file(KINDS["staff"], ImportRequest(path, "a test", TODAY, mapping))
    assert (
        "reads given_name from the column 'First', which the file does not have. Did you mean 'Frst'?"
        in str(refused.value)
    )


CERTIFICATE_FAULTS = [
    ("9,mhfa-adult,2025-01-01,,,passed", "Row 2, No: '9' is nobody on the staff. Import the staff first, or mend it."),
    (",mhfa-adult,2025-01-01,,,passed", "Row 2, No: is empty. Write whose certificate it is."),
    ("1,knitting,2025-01-01,,,passed", "Row 2, Course: 'knitting' is no certificate kind. Map it to one of mhfa-adult"),
    ("1,,2025-01-01,,,passed", "Row 2, Course: is empty. Write the kind of certificate."),
    ("1,mhfa-adult,,,,passed", "Row 2, Date: is empty. Write the day."),
    ("1,mhfa-adult,31/02/2025,,,passed", "Row 2, Date: '31/02/2025' is no day. Days are written like 2026-09-17 here."),
    ("1,mhfa-adult,2026-07-01,,,passed", "Row 2, Date: 1 July 2026 is still to come."),
    ("1,mhfa-adult,2025-01-01,2024-12-31,,passed", "Row 2, Until: is before the day of issue. Mend one of the two days."),
    ("1,mhfa-adult,2025-01-01,never,,passed", "Row 2, Until: 'never' is no day."),
    (
        "1,mhfa-adult,2025-01-01,,,Attended",
        "Row 2, Result: 'Attended' is no outcome. Map it to one of passed, failed, incomplete.",
    ),
    ("1,mhfa-adult,2025-01-01,,,great", "Row 2, Result: 'great' is no outcome. Map it to one of passed, failed, incomplete."),
    ("1,mhfa-adult,2025-01-01,,,", "Row 2, Result: is empty. Write whether the person passed."),
]  # fmt: skip


@pytest.mark.parametrize(("row", "sentence"), CERTIFICATE_FAULTS, ids=range(len(CERTIFICATE_FAULTS)))
def test_a_fault_of_a_certificate_file_is_named_and_nothing_is_written(
    db: str, tmp_path: Path, row: str, sentence: str
) -> None:
    make_person(make_site(), staff_number="1")
    outcome, told = drop(tmp_path, "certificates", [row])
    assert any(said.startswith(sentence) for said in told), told
    assert not outcome.is_applied
    assert Certificate.select().count() == 0


def test_a_row_with_many_faults_names_each(db: str, tmp_path: Path) -> None:
    _outcome, told = drop(tmp_path, "certificates", ["9,knitting,soon,never,,great"])
    assert [said.split(":")[0] for said in told] == [
        f"Row 2, {column}" for column in ("Course", "Date", "No", "Result", "Until")
    ]


def test_two_rows_that_contradict_each_other_are_refused(db: str, tmp_path: Path) -> None:
    make_person(make_site(), staff_number="1")
    _outcome, told = drop(
        tmp_path,
        "certificates",
        ["1,mhfa-adult,2025-01-01,2027-01-01,,passed", "1,mhfa-adult,2025-01-01,2028-01-01,,passed"],
    )
    assert told == [
        "Row 2, Course: row 3 says something else of the same certificate. Leave the one that is right.",
        "Row 3, Course: row 2 says something else of the same certificate. Leave the one that is right.",
    ]


def test_every_warning_is_named_and_the_rows_go_in(db: str, tmp_path: Path) -> None:
    outcome, told = drop(
        tmp_path,
        "staff",
        [
            "1,Ana,Ruiz,a@example.org,HQ,,2020-01-01,,",
            "2,Tom,Shah,A@example.org,HQ,,2020-01-01,,",
            "3,Wei,Li,,HQ,Nobody,2020-01-01,,",
            "4,Mei,Li,,HQ,,2020-01-01,2021-01-01,active",
        ],
        create_sites=True,
    )
    assert [said.split(".")[0].split(":")[0] for said in told] == [
        "Row 2, Mail",
        "Row 3, Mail",
        "Row 4, Boss",
        "Row 5, Status",
    ]
    assert "says 'active', but by its dates the employment has ended. The dates hold." in told[-1]
    assert outcome.is_applied
    assert outcome.counts.new == Person.select().count() == 4
    outcome, told = drop(tmp_path, "certificates", ["4,mhfa-adult,2021-01-02,,,passed"])
    assert told == [
        "Row 2, Date: 2 January 2021 is outside the person's employment. The certificate goes in; check the day."
    ]
    assert outcome.counts.new == Certificate.select().count() == 1


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


def test_values_that_the_mapping_gives_nothing_for_leave_their_rows_out(db: str, tmp_path: Path) -> None:
    make_person(make_site(), staff_number="1")
    outcome, told = drop(
        tmp_path,
        "certificates",
        [
            "1,Yoga,2025-01-01,,,passed",
            "1,Helping,2025-01-01,,,passed",
            "1,Helping,2025-02-01,,,failed",
            "1,Helping,2025-03-01,,,Incomplete",
        ],
        values={"certificate_kind": {"Yoga": "", "Helping": "mhfa-adult"}},
    )
    assert told == []
    assert (outcome.counts.new, outcome.counts.skipped) == (1, 3)


def test_the_values_of_any_field_may_be_given_others(db: str, tmp_path: Path) -> None:
    make_person(make_site("HQ"), staff_number="A1")
    rows = ["1,cpr,2025-01-01,never,,passed", "1,cpr,2025-01-02,,none,passed", "9,cpr,2025-01-03,,,passed"]
    values = {
        "staff_number": {"1": "A1", "9": ""},
        "number": {"none": ""},
        "expires_on": {"never": "9999-12-31"},
    }
    outcome, told = drop(tmp_path, "certificates", rows, values=values)
    assert (told, outcome.counts.new, outcome.counts.skipped) == ([], 1, 2)
    assert Certificate.get().expires_on is None


def test_sites_that_the_mapping_gives_nothing_for_are_left_out(db: str, tmp_path: Path) -> None:
    columns = {"code": "Code", "kind": "Type", "open_to_public": "Public"}
    rows = ["HQ,Büro,ja", "YARD,Lager,geschlossen", "OLD,closed,nein"]
    values = {"kind": {"Büro": "office", "closed": ""}, "open_to_public": {"ja": "yes", "geschlossen": "no"}}
    outcome, told = drop(tmp_path, "sites", rows, columns=columns, values=values)
    assert (told, outcome.counts.new, outcome.counts.skipped) == ([], 2, 1)
    assert [(site.code, site.kind, site.open_to_public) for site in Site.select().order_by(Site.code)] == [
        ("HQ", "office", True),
        ("YARD", "Lager", False),
    ]


def test_a_kind_that_the_mapping_misspells_is_refused_before_any_row(db: str, tmp_path: Path) -> None:
    with pytest.raises(Exception, match=r"values.certificate_kind: 'mhfa-adlt' is none of"):
        drop(
            tmp_path,
            "certificates",
            ["1,Yoga,2025-01-01,,,passed"],
            values={"certificate_kind": {"Yoga": "mhfa-adlt"}},
        )


def test_a_certificate_that_is_had_is_told_more_of_and_not_doubled(db: str, tmp_path: Path) -> None:
    person = make_person(make_site(), staff_number="1")
    make_certificate(person, "mhfa-adult", date(2025, 1, 1), date(2028, 1, 1))
    first, _ = drop(tmp_path, "certificates", ["1,mhfa-adult,2025-01-01,2027-06-30,A-1,passed"])
    again, _ = drop(tmp_path, "certificates", ["1,mhfa-adult,2025-01-01,,,passed"])
    other, _ = drop(tmp_path, "certificates", ["1,mhfa-adult,2025-01-01,2027-06-30,B-2,passed"])
    later, _ = drop(tmp_path, "certificates", ["1,mhfa-adult,2025-01-02,2027-06-30,A-1,passed"])
    assert (first.counts.changed, again.counts.unchanged, other.counts.new, later.counts.new) == (1, 1, 1, 1)
    versions = list(Certificate.select().order_by(Certificate.id))
    assert [v.expires_on for v in versions[:2]] == [date(2028, 1, 1), date(2027, 6, 30)]
    assert versions[0].fact_id == versions[1].fact_id
    assert versions[0].superseded_in == versions[1].recorded_in


def test_a_revoked_certificate_stays_revoked_when_a_file_prints_another_end(db: str, tmp_path: Path) -> None:
    person = make_person(make_site(), staff_number="1")
    make_certificate(person, "mhfa-adult", date(2025, 1, 1), date(2026, 1, 1), revoked_on=date(2025, 6, 1))
    drop(tmp_path, "certificates", ["1,mhfa-adult,2025-01-01,2027-06-30,,passed"])
    latest = Certificate.select().order_by(Certificate.id.desc()).first()
    assert (latest.expires_on, latest.revoked_on, latest.counts_until_on) == (
        date(2027, 6, 30),
        date(2025, 6, 1),
        date(2025, 5, 31),
    )


def test_rows_that_repeat_each_other_are_one_certificate(db: str, tmp_path: Path) -> None:
    make_person(make_site(), staff_number="1")
    row = "1,mhfa-adult,2025-01-01,,,passed"
    outcome, _told = drop(
        tmp_path, "certificates", [row, row, "1,mhfa-adult,2025-01-01,2027-01-01,A-1,passed"]
    )
    assert (outcome.counts.new, outcome.counts.unchanged) == (1, 2)
    (certificate,) = Certificate.select()
    assert (certificate.expires_on, certificate.number) == (date(2027, 1, 1), "A-1")


def test_a_row_without_a_staff_number_is_found_by_its_e_mail(db: str, tmp_path: Path) -> None:
    site = make_site()
    make_person(site, staff_number="1", email="ana@example.org", email_key="ana@example.org")
    columns = {"staff_number": "No", "email": "Mail", "certificate_kind": "Course", "issued_on": "Date"}
    rows = [",Ana@example.org,cpr,2025-01-01", "1,,pfa,2025-01-01", ",,cpr,2025-01-01", ",tom@example.org,cpr,2025-01-01",
            "2,ana@example.org,cpr,2025-01-01"]  # fmt: skip
    outcome, told = drop(tmp_path, "certificates", rows, columns=columns, skip_refused=True)
    assert outcome.counts.new == 2
    assert told == [
        "Row 4, No: is empty. Write whose certificate it is.",
        "Row 5, Mail: 'tom@example.org' is nobody on the staff. Import the staff first, or mend it.",
        "Row 6, No: '2' is nobody on the staff. Import the staff first, or mend it.",
    ]


def test_a_manager_whose_e_mail_is_shared_is_not_guessed(db: str, tmp_path: Path) -> None:
    make_site("HQ")
    rows = [
        f"{number},P,P,b@example.org,HQ,{boss},2020-01-01,,"
        for number, boss in ((1, ""), (2, "b@example.org"))
    ]
    _outcome, told = drop(tmp_path, "staff", rows)
    sentence = (
        "Row 3, Boss: 'b@example.org' belongs to several people. The person goes in without a manager; "
    )
    assert f"{sentence}name the manager by staff number." in told
    assert [person.manager for person in Person.select()] == [None, None]


@pytest.mark.parametrize("cell", ["2025-01-01T08:30:00", "2025-01-01 00:00", "2025-01-01 23:59:59.999"])
def test_a_day_with_a_time_of_day_is_that_day(db: str, tmp_path: Path, cell: str) -> None:
    make_person(make_site(), staff_number="1")
    drop(tmp_path, "certificates", [f"1,cpr,{cell},,,passed"])
    assert Certificate.get().issued_on == date(2025, 1, 1)


def certificates_by_number() -> dict[str, int]:
    rows = Certificate.select().where(Certificate.superseded_in == NEVER)
    return {row.number: row.fact_id for row in rows}


def test_another_number_is_another_certificate(db: str, tmp_path: Path) -> None:
    make_person(make_site(), staff_number="1")
    bare, first, second = (f"1,mhfa-adult,2025-01-01,,{number},passed" for number in ("", "A-1", "B-2"))
    drop(tmp_path, "certificates", [bare])
    outcome, _told = drop(tmp_path, "certificates", [first, second])
    assert (outcome.counts.changed, outcome.counts.new) == (1, 1)
    facts = certificates_by_number()
    assert set(facts) == {"A-1", "B-2"}
    assert facts["A-1"] != facts["B-2"]
    again, _told = drop(tmp_path, "certificates", [first, second, bare])
    assert again.counts.unchanged == 3


def test_a_row_without_a_number_does_not_swallow_those_with_one(db: str, tmp_path: Path) -> None:
    make_person(make_site(), staff_number="1")
    rows = [f"1,mhfa-adult,2025-01-01,,{number},passed" for number in ("", "A-1", "B-2")]
    outcome, _told = drop(tmp_path, "certificates", rows)
    assert (outcome.counts.new, outcome.counts.unchanged) == (2, 1)
    assert set(certificates_by_number()) == {"A-1", "B-2"}


def test_a_row_without_a_number_tells_more_of_the_same_certificate_each_time(db: str, tmp_path: Path) -> None:
    make_person(make_site(), staff_number="1")
    drop(tmp_path, "certificates", [f"1,mhfa-adult,2025-01-01,,{number},passed" for number in ("A-1", "B-2")])
    row = ["1,mhfa-adult,2025-01-01,2027-01-01,,passed"]
    (first, _told), (again, _told) = drop(tmp_path, "certificates", row), drop(tmp_path, "certificates", row)
    assert (first.counts.changed, again.counts.unchanged) == (1, 1)


def test_no_end_is_written_as_the_year_9999(db: str, tmp_path: Path) -> None:
    make_person(make_site(), staff_number="1")
    drop(tmp_path, "certificates", ["1,mhfa-adult,2025-01-01,9999-12-31,,passed"])
    (certificate,) = Certificate.select()
    assert (certificate.expires_on, certificate.counts_until_on) == (None, LAST_DAY)


def test_certificates_find_their_person_by_e_mail_where_it_is_one_persons(db: str, tmp_path: Path) -> None:
    site = make_site()
    make_person(site, email="Ana@example.org", email_key="ana@example.org")
    for _ in range(2):
        make_person(site, email="both@example.org", email_key="both@example.org")
    columns = {"email": "Mail", "certificate_kind": "Course", "issued_on": "Date"}
    rows = ["ANA@example.org,cpr,2025-01-01", "both@example.org,cpr,2025-01-01"]
    outcome, told = drop(tmp_path, "certificates", rows, columns=columns, skip_refused=True)
    assert told == ["Row 3, Mail: 'both@example.org' belongs to several people. Use the staff number."]
    assert outcome.counts.new == 1


def test_sites_are_imported_and_their_given_headcount_holds_from_the_day(db: str, tmp_path: Path) -> None:
    columns = {
        "code": "Code",
        "name": "Name",
        "country": "Country",
        "time_zone": "Zone",
        "headcount": "People",
        "open_to_public": "Public",
    }
    rows = ["HQ,Head office,us,America/Denver,12,yes", "YK,York,UK1,Europe/Nowhere,many,perhaps"]
    outcome, told = drop(tmp_path, "sites", rows, columns=columns, skip_refused=True)
    assert [said.split(":")[0] for said in told] == [
        f"Row 3, {name}" for name in ("Country", "People", "Public", "Zone")
    ]
    assert outcome.counts.new == 1
    (site,) = Site.select()
    assert (site.code, site.country, site.time_zone, site.open_to_public) == (
        "HQ",
        "US",
        "America/Denver",
        True,
    )
    assert list(select("SELECT headcount, from_on FROM headcount_override")) == [(12, TODAY)]
    again, _ = drop(tmp_path, "sites", rows[:1], columns=columns)
    assert (again.counts.unchanged, again.counts.changed) == (1, 0)


def test_movers_leavers_and_those_away_are_recorded_from_the_day_of_the_file(db: str, tmp_path: Path) -> None:
    drop(tmp_path, "staff", ["1,Ana,Ruiz,,HQ,,2020-01-01,,active"], create_sites=True)
    outcome, _ = drop(
        tmp_path, "staff", ["1,Ana,Ruiz,,York,,2020-01-01,2026-12-31,on_leave"], create_sites=True
    )
    assert outcome.counts.changed == 1
    current = "superseded_in = 2147483647"
    moves = list(
        select(
            f"SELECT s.code, m.from_on, m.until_on FROM membership m JOIN site s ON s.id = m.site_id WHERE m.{current} ORDER BY m.from_on"
        )
    )
    assert [(code, until) for code, _from, until in moves] == [
        ("HQ", TODAY - timedelta(days=1)),
        ("York", LAST_DAY),
    ]
    assert list(select(f"SELECT from_on, until_on FROM employment WHERE {current}")) == [
        (date(2020, 1, 1), date(2026, 12, 31))
    ]
    assert list(select(f"SELECT from_on, until_on FROM leave WHERE {current}")) == [(TODAY, LAST_DAY)]
    outcome, _ = drop(
        tmp_path, "staff", ["1,Ana,Ruiz,,York,,2020-01-01,2026-12-31,on_leave"], create_sites=True
    )
    assert outcome.counts.unchanged == 1


def test_an_address_may_be_empty_in_capitals_or_in_another_script(db: str, tmp_path: Path) -> None:
    make_site("HQ")
    addresses = ("", "ANA@EXAMPLE.ORG", "josé@bücher.example", "用户@例子.广告", "ana@example.org")
    rows = [f"{number},Ana,Ruiz,{email},HQ,,2020-01-01,," for number, email in enumerate(addresses)]
    outcome, told = drop(tmp_path, "staff", rows)
    assert (outcome.is_applied, outcome.counts.new) == (True, 5)
    # However it is written, one address reaches one of the two.
    assert [said.partition(" belongs")[0] for said in told] == [
        "Row 3, Mail: 'ANA@EXAMPLE.ORG'",
        "Row 6, Mail: 'ana@example.org'",
    ]


def test_an_address_with_a_slip_goes_in_and_is_warned_of(db: str, tmp_path: Path) -> None:
    make_site("HQ")
    outcome, told = drop(tmp_path, "staff", ["2,Ana,Ruiz,ana ruiz@example.org,HQ,,2020-01-01,,"])
    assert (outcome.is_applied, Person.get().email) == (True, "ana ruiz@example.org")
    assert told == [
        "Row 2, Mail: 'ana ruiz@example.org' is no e-mail address. Write it as ana@example.org. "
        "The person goes in with it, but no mail can reach it."
    ]


def test_what_nobody_sees_around_a_cell_does_not_matter_and_within_a_number_is_a_fault(
    db: str, tmp_path: Path
) -> None:
    make_site("HQ")
    zero, blank, mark = "\u200b", "\u00a0", "\ufeff"
    rows = [
        f"{zero}2{blank},{mark}Ana,Ruiz{zero},{zero}ana@example.org{blank},HQ{zero},,2020-01-01{zero},,",
        "2,Ana,Ruiz,,HQ,,2020-01-01,,",
        f"3{zero}1,Tom,Shah,,HQ,,2020-01-01,,",
    ]
    _outcome, told = drop(tmp_path, "staff", rows)
    assert told == [
        "Row 2, No: the staff number '2' stands in row 3 too. Leave one of them.",
        "Row 3, No: the staff number '2' stands in row 2 too. Leave one of them.",
        "Row 4, No: Within it is a character that nobody sees (U+200B), after 1 letters. Write the cell again by hand.",
    ]
    outcome, told = drop(tmp_path, "staff", rows[:1])
    assert (told, outcome.counts.new) == ([], 1)
    person = Person.get()
    assert (person.staff_number, person.given_name, person.email) == ("2", "Ana", "ana@example.org")
