"""Files of very many certificates: they wait in memory, and what the database must look at is found all the same."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from readiness.certificates.certificate_import import CertificateImport
from readiness.certificates.models import Certificate
from readiness.foundation.temporal import LAST_DAY, record
from readiness.imports.actions import ImportOutcome, ImportRequest, import_file
from readiness.imports.mapping import Mapping
from readiness.people.models import Employment
from readiness.standards.certificate_kinds import load_certificate_kinds
from tests.factories import change, make_certificate, make_person, make_site

TODAY = date(2026, 6, 30)
FIELDS = ("staff_number", "certificate_kind", "issued_on", "expires_on", "issuer", "number")
KINDS = load_certificate_kinds()
FEW, MANY = 10_000, 0
"""Up to how many rows the database looks at each."""

Told = tuple[ImportOutcome, list[str]]
Drop = Callable[..., Told]


@pytest.fixture
def drop(db: str, tmp_path: Path) -> Drop:
    """Imports rows of comma-separated text; gives the outcome and every problem as it is told."""

    def _drop(
        rows: list[str],
        *,
        few: int = MANY,
        skip_refused: bool = False,
        values: dict[str, dict[str, str]] | None = None,
    ) -> Told:
        path, told = tmp_path / "certificates.csv", list[str]()
        path.write_text("\n".join([",".join(FIELDS), *rows]) + "\n", encoding="utf-8")
        request = ImportRequest(
            path=path,
            actor="a test",
            today=TODAY,
            mapping=Mapping(
                "certificates", {name: name for name in FIELDS}, ("%Y-%m-%d",), values=values or {}
            ),
            skip_refused=skip_refused,
            refused_file=tmp_path / "refused.csv" if skip_refused else None,
            told=lambda problems: told.extend(map(str, problems)),
        )
        return import_file(CertificateImport(KINDS, few), request), told

    return _drop


def counts(told: Told) -> tuple[int, int, int, int]:
    """New, changed, unchanged and refused rows."""
    found = told[0].counts
    return found.new, found.changed, found.unchanged, found.refused


def many(count: int) -> list[str]:
    """Rows of one person, a day each."""
    return [
        f"1,cpr-aed,{date(2024, 1, 1) + timedelta(days=day % 700)},,Red Cross,N-{day}" for day in range(count)
    ]


@pytest.mark.parametrize("few", [FEW, MANY])
def test_many_rows_become_as_many_certificates_and_none_when_they_come_again(drop: Drop, few: int) -> None:
    make_person(make_site(), staff_number="1")
    rows = many(3000)
    assert counts(drop(rows, few=few)) == (3000, 0, 0, 0)
    assert counts(drop(rows, few=few)) == (0, 0, 3000, 0)
    assert {(row.number, row.issuer) for row in Certificate.select()} == {
        (f"N-{day}", "Red Cross") for day in range(3000)
    }


def test_certificates_are_recorded_in_the_order_of_their_days(drop: Drop) -> None:
    make_person(make_site(), staff_number="1")
    drop(many(1500))
    found = [(row.fact_id, row.issued_on) for row in Certificate.select().order_by(Certificate.id)]
    assert found == sorted(found)
    assert [row.issued_on for row in Certificate.select().order_by(Certificate.fact_id)] == [
        day for _fact, day in found
    ]


ODD = {
    "too few cells": ("1,cpr-aed", "The row has 2 cells, the header has 6."),
    "a quote over two lines": ('2,cpr-aed,2024-01-01,,"Red\nCross",', "'2' is nobody on the staff."),
    "a control character": ("1,cpr-aed,2024-01-01,,\x07,", "The cell contains a control character"),
    "a day that is none": ("1,cpr-aed,2024-02-30,,,", "'2024-02-30' is no day."),
    "a text that is too long": (
        f"1,cpr-aed,2024-01-01,,{'x' * 201},",
        "has 201 characters; at most 200 fit.",
    ),
    "a cell that no row may have": (f"1,cpr-aed,2024-01-01,,,{'x' * 2001}", "The cell has 2,001 characters"),
}


@pytest.mark.parametrize("odd", ODD)
def test_one_odd_row_among_plain_ones_is_refused_alone_by_its_number(drop: Drop, odd: str) -> None:
    make_person(make_site(), staff_number="1")
    (row, sentence), rows = ODD[odd], many(2000)
    told = drop([*rows[:1234], row, *rows[1234:]], skip_refused=True)
    assert counts(told) == (2000, 0, 0, 1)
    (problem,) = told[1]
    assert problem.startswith("Row 1236")
    assert sentence in problem


@pytest.mark.parametrize("blank", ["", ",,,,,", " ,, ,,,"])
def test_blank_rows_among_plain_ones_are_no_rows(drop: Drop, blank: str) -> None:
    make_person(make_site(), staff_number="1")
    assert counts(drop([*many(1200), blank, *many(1400)[1200:]])) == (1400, 0, 0, 0)


def test_cells_as_people_write_them_are_read_among_plain_ones(drop: Drop) -> None:
    make_person(make_site(), staff_number="1")
    rows = [*many(1200), " 1 , CPR-AED ,2023-01-01,, Cafe\u0301 ,'=7", *many(1400)[1200:]]
    assert counts(drop(rows)) == (1401, 0, 0, 0)
    odd = Certificate.get(Certificate.number == "=7")
    assert (odd.kind, odd.issuer) == ("cpr-aed", "Caf\u00e9")


def test_guarded_cells_are_read_among_plain_ones(drop: Drop) -> None:
    make_person(make_site(), staff_number="1")
    rows = [*many(1200), "1,cpr-aed,2023-01-01,,O'Neil,'=7", *many(1400)[1200:]]
    assert counts(drop(rows)) == (1401, 0, 0, 0)
    odd = Certificate.get(Certificate.number == "=7")
    assert odd.issuer == "O'Neil"


def test_rows_that_repeat_each_other_far_apart_are_one_certificate_that_says_what_both_say(
    drop: Drop,
) -> None:
    make_person(make_site(), staff_number="1")
    first, second = "1,pfa,2024-05-05,,,", "1,pfa,2024-05-05,2029-01-01,Acme,A-1"
    assert counts(drop([first, *many(2000), second])) == (2001, 0, 1, 0)
    certificate = Certificate.get(Certificate.kind == "pfa")
    assert (certificate.expires_on, certificate.issuer, certificate.number) == (
        date(2029, 1, 1),
        "Acme",
        "A-1",
    )


def test_rows_that_contradict_each_other_far_apart_are_refused_and_the_others_taken(drop: Drop) -> None:
    make_person(make_site(), staff_number="1")
    rows = ["1,pfa,2024-05-05,2028-01-01,,", *many(2000), "1,pfa,2024-05-05,2029-01-01,,"]
    told = drop(rows, skip_refused=True)
    assert counts(told) == (2000, 0, 0, 2)
    assert [problem[:52] for problem in told[1]] == [
        "Row 2, certificate_kind: row 2003 says something els",
        "Row 2003, certificate_kind: row 2 says something els",
    ]
    assert not Certificate.select().where(Certificate.kind == "pfa").exists()


def test_what_is_known_is_told_more_of_and_not_doubled(drop: Drop) -> None:
    person = make_person(make_site(), staff_number="1")
    make_certificate(person, "pfa", date(2024, 5, 5), date(2026, 5, 5))
    make_certificate(person, "efaw", date(2024, 5, 5), date(2027, 5, 5))
    rows = [*many(2000), "1,pfa,2024-05-05,2028-01-01,,", "1,efaw,2024-05-05,,,"]
    assert counts(drop(rows)) == (2000, 1, 1, 0)
    assert {row.expires_on for row in Certificate.select().where(Certificate.kind == "pfa")} == {
        date(2026, 5, 5),
        date(2028, 1, 1),
    }


def test_a_day_outside_every_employment_of_the_person_is_warned_of_and_no_other(drop: Drop) -> None:
    twice = make_person(staff_number="1", employed_from=date(2020, 1, 1), employed_until=date(2021, 12, 31))
    with change() as opened:
        record(Employment, opened.change, person=twice, from_on=date(2024, 1, 1), until_on=LAST_DAY)
    make_person(staff_number="2", employed_from=date(2026, 6, 1))
    inside = ["1,pfa,2020-01-01", "1,pfa,2021-12-31", "1,pfa,2024-01-01", "2,pfa,2026-06-01"]
    outside = ["1,pfa,2019-12-31", "1,pfa,2022-01-01", "1,pfa,2023-12-31", "2,pfa,2026-05-31"]
    told = drop([f"{row},,," for row in (*inside, *outside)])
    assert counts(told) == (8, 0, 0, 0)
    assert [problem.split(" is outside the person's employment.")[0] for problem in told[1]] == [
        "Row 6, issued_on: 31 December 2019",
        "Row 7, issued_on: 1 January 2022",
        "Row 8, issued_on: 31 December 2023",
        "Row 9, issued_on: 31 May 2026",
    ]


def test_rows_left_out_by_their_outcome_are_counted_and_not_judged(drop: Drop) -> None:
    make_person(make_site(), staff_number="1")
    rows = [*many(500), "nobody,Yoga,2024-02-30,,,"]
    told = drop(rows, values={"certificate_kind": {"Yoga": ""}})
    assert counts(told) == (500, 0, 0, 0)
    assert told[0].counts.skipped == 1
