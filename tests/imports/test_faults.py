"""A file with faults is refused whole, every one of them named by row and column, and nothing is written."""

from pathlib import Path

import pytest

from readiness.certificates.models import Certificate
from readiness.foundation.errors import ImportRefused
from readiness.imports.actions import ImportRequest, import_file
from readiness.imports.mapping import Mapping
from readiness.people.models import Person
from tests.factories import make_person, make_site
from tests.imports.dropping import KINDS, TODAY, drop, nothing_was_written

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
