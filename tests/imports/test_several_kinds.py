"""A course that gives several certificates: each of its rows is one of each kind, counted, known again and undone so."""

from collections.abc import Mapping as Dictionary
from datetime import date
from pathlib import Path

import pytest

from readiness.certificates.certificate_fields import FIELDS
from readiness.certificates.certificate_import import CertificateImport
from readiness.certificates.models import Certificate
from readiness.foundation.errors import InvalidInput
from readiness.foundation.temporal import current
from readiness.imports.actions import ImportOutcome, ImportRequest, import_file
from readiness.imports.choosing import likely_mapping
from readiness.imports.first_rows import first_rows
from readiness.imports.mapping import Mapping, mapping_in
from readiness.imports.mapping_text import mapping_text
from readiness.imports.seeing import kept_seen
from readiness.imports.states import State
from readiness.imports.value_choices import Chosen, value_questions
from readiness.resources.imports import import_kinds
from readiness.standards.certificate_kinds import load_certificate_kinds
from tests.commands import Terminal
from tests.factories import make_person, make_site
from tests.imports.desk import make_desk, receive, settled

KIND = import_kinds(load_certificate_kinds(), "US", "America/New_York")["certificates"]
COLUMNS = {
    "staff_number": "No",
    "certificate_kind": "Course",
    "issued_on": "Date",
    "expires_on": "Until",
    "number": "Ref",
}
CLASS = "First aid, CPR and AED"
SEVERAL = {"certificate_kind": {CLASS: ("first-aid", "cpr-aed")}}


@pytest.fixture
def people(db: str) -> None:
    site = make_site("HQ")
    for number in ("1", "2", "3"):
        make_person(site, staff_number=number)


def rows(*lines: str) -> str:
    return "\n".join([",".join(COLUMNS.values()), *lines]) + "\n"


def drop(
    folder: Path,
    content: str,
    several: Dictionary[str, Dictionary[str, tuple[str, ...]]] = SEVERAL,
    *,
    skip_refused: bool = False,
) -> tuple[ImportOutcome, list[str]]:
    path = folder / "certificates.csv"
    path.write_text(content, encoding="utf-8")
    told: list[str] = []
    request = ImportRequest(
        path=path,
        actor="a test",
        today=date(2026, 6, 30),
        mapping=Mapping("certificates", COLUMNS, several=several),
        refused_file=folder / "refused.csv" if skip_refused else None,
        told=lambda problems: told.extend(map(str, problems)),
        skip_refused=skip_refused,
    )
    return import_file(KIND, request), told


def held() -> list[tuple[str, str]]:
    rows = Certificate.select().where(current(Certificate))
    return sorted((row.person.staff_number, row.kind) for row in rows)


def test_each_row_of_such_a_course_gives_one_certificate_of_each_kind(people: None, tmp_path: Path) -> None:
    content = rows(
        f'1,"{CLASS}",2026-01-02,2028-01-02,A-1', "2,First aid,2026-01-02,,", f'3,"{CLASS}",2026-01-03,,'
    )
    outcome, told = drop(tmp_path, content)
    assert (outcome.counts.new, told) == (5, [])
    assert held() == [
        ("1", "cpr-aed"),
        ("1", "first-aid"),
        ("2", "first-aid"),
        ("3", "cpr-aed"),
        ("3", "first-aid"),
    ]
    both = Certificate.select().where(Certificate.number == "A-1")
    assert {(row.issued_on, row.expires_on) for row in both} == {(date(2026, 1, 2), date(2028, 1, 2))}
    again, _told = drop(tmp_path, content)
    assert (again.counts.new, again.counts.changed, again.counts.unchanged) == (0, 0, 5)


def test_of_a_row_one_certificate_may_be_known_and_the_other_new(people: None, tmp_path: Path) -> None:
    drop(tmp_path, rows("1,First aid,2026-01-02,,"))
    outcome, _told = drop(tmp_path, rows(f'1,"{CLASS}",2026-01-02,2027-01-02,'))
    assert (outcome.counts.new, outcome.counts.changed, outcome.counts.unchanged) == (1, 1, 0)
    assert held() == [("1", "cpr-aed"), ("1", "first-aid")]
    assert {row.expires_on for row in Certificate.select().where(current(Certificate))} == {date(2027, 1, 2)}


def test_problems_of_such_a_row_are_told_once_by_its_row(people: None, tmp_path: Path) -> None:
    make_person(make_site("S"), staff_number="9", employed_from=date(2026, 5, 1))
    content = rows(
        f'9,"{CLASS}",2026-01-02,,', f'8,"{CLASS}",2026-01-02,,', f'1,"{CLASS}",2026-01-02,2027-01-02,',
        "1,First aid,2026-01-02,2028-01-02,", f'2,"{CLASS}",2026-01-02,,',
    )  # fmt: skip
    outcome, told = drop(tmp_path, content, skip_refused=True)
    assert [line.partition(",")[0] for line in told] == ["Row 2", "Row 3", "Row 4", "Row 5"]
    assert "row 5 says something else" in told[2]
    assert "row 4 says something else" in told[3]
    # Of the rows at fault nothing is left: no certificate of either kind.
    assert held() == [("2", "cpr-aed"), ("2", "first-aid"), ("9", "cpr-aed"), ("9", "first-aid")]
    assert outcome.counts.refused == 3


@pytest.mark.parametrize("few", [100_000, 0])
def test_many_and_few_rows_come_to_the_same(people: None, tmp_path: Path, few: int) -> None:
    path = tmp_path / "many.csv"
    path.write_text(rows(*(f'{1 + day % 3},"{CLASS}",2025-01-{1 + day:02},,' for day in range(20))))
    kind = CertificateImport(load_certificate_kinds(), few)
    request = ImportRequest(
        path=path,
        actor="a test",
        today=date(2026, 6, 30),
        mapping=Mapping("certificates", COLUMNS, several=SEVERAL),
    )
    assert import_file(kind, request).counts.new == 40


def test_a_mapping_names_several_kinds_and_says_them_again(terminal: Terminal) -> None:
    told = mapping_in(
        b'kind = "certificates"\n[columns]\nstaff_number = "No"\ncertificate_kind = "Course"\nissued_on = "Date"\n'
        b'[values.certificate_kind]\n"First aid and CPR" = ["first-aid", "cpr"]\nA = ["naloxone"]\nB = ""\n',
        "m.toml", "certificates", FIELDS,
    )  # fmt: skip
    assert told.several == {"certificate_kind": {"First aid and CPR": ("first-aid", "cpr")}}
    assert told.values == {"certificate_kind": {"A": "naloxone", "B": ""}}
    assert mapping_in(mapping_text(told).encode(), "m.toml", "certificates", FIELDS) == told
    assert Mapping.from_json(told.to_json()) == told


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        (
            "[values.certificate_kind]\nA = []",
            'values.certificate_kind.A: write what it means, or "" to leave',
        ),
        (
            '[values.certificate_kind]\nA = ["first-aid", ""]',
            "values.certificate_kind.A: write what it means",
        ),
        ("[values.certificate_kind]\nA = [1]", "values.certificate_kind.A: write a text in quotes."),
        (
            '[values.outcome]\nA = ["passed", "failed"]',
            "values.outcome.A: write one value; it cannot mean several.",
        ),
        (f"[values.certificate_kind]\nA = {['x'] * 9}", "values.certificate_kind.A: write at most 8 values."),
    ],
)
def test_what_is_wrong_with_several_meanings_is_named_by_its_key(said: str, fault: str) -> None:
    columns = 'staff_number = "No"\ncertificate_kind = "Course"\nissued_on = "Date"'
    with pytest.raises(InvalidInput) as refused:
        mapping_in(
            f'kind = "certificates"\n[columns]\n{columns}\n{said}\n'.encode(),
            "m.toml",
            "certificates",
            FIELDS,
        )
    assert fault in "\n".join(refused.value.problems)


def test_a_kind_that_is_none_is_named(people: None, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as refused:
        drop(tmp_path, rows("1,x,2026-01-02,,"), {"certificate_kind": {CLASS: ("first-aid", "juggling")}})
    assert "values.certificate_kind: 'juggling' is none of " in refused.value.problems[0]


def test_by_the_page_several_are_chosen_shown_and_undone_as_one(
    people: None, db: str, tmp_path: Path
) -> None:
    desk = make_desk(db, tmp_path)
    number = receive(
        desk, rows(f'1,"{CLASS}",2026-01-02,,', f'2,"{CLASS}",2026-01-02,,'), "c.csv", "certificates"
    )
    seen = kept_seen(desk.storage.folder(settled(number).folder).seen)
    mapping, _told = likely_mapping(KIND, seen)
    (asked,) = value_questions(KIND, mapping, seen)
    assert asked.takes_several
    words = KIND.vocabulary("certificate_kind")
    assert words is not None
    chosen = Chosen(
        [asked], {("certificate_kind", asked.values[0].place): ["first-aid", "cpr-aed", "no such"]},
        {"certificate_kind": words},
    )  # fmt: skip
    assert (chosen.values(), chosen.several()) == ({}, SEVERAL)
    told = Mapping("certificates", COLUMNS, several=chosen.several())
    (asked,) = value_questions(KIND, told, seen)
    assert (asked.values[0].meaning, asked.values[0].also) == ("first-aid", ("cpr-aed",))
    assert "First aid, " in first_rows(KIND, told, seen).rows[0][1][1]
    desk.read(number, told)
    assert settled(number, State.PREVIEWED).new_count == 4
    desk.apply(number, takes_good_rows=False)
    settled(number, State.APPLIED)
    assert len(held()) == 4
    desk.undo(number)
    settled(number, State.UNDONE)
    assert held() == []


def test_what_is_left_out_gives_nothing_whatever_is_ticked(people: None, db: str, tmp_path: Path) -> None:
    desk = make_desk(db, tmp_path)
    number = receive(desk, rows(f'1,"{CLASS}",2026-01-02,,'), "c.csv", "certificates")
    seen = kept_seen(desk.storage.folder(settled(number).folder).seen)
    (asked,) = value_questions(KIND, likely_mapping(KIND, seen)[0], seen)
    words = KIND.vocabulary("certificate_kind")
    assert words is not None
    answers = {("certificate_kind", asked.values[0].place): ["-", "cpr-aed", "first-aid"]}
    chosen = Chosen([asked], answers, {"certificate_kind": words})
    assert (chosen.values(), chosen.several()) == ({"certificate_kind": {CLASS: ""}}, {})
