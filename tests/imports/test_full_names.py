"""A staff file whose names stand in one column: they are told apart as people write them, and by a guess alone."""

from datetime import date
from pathlib import Path

import pytest

from readiness.imports.actions import ImportRequest, import_file
from readiness.people.models import Person
from readiness.resources.imports import import_kinds
from readiness.standards.certificate_kinds import load_certificate_kinds
from tests.factories import make_site

KINDS = import_kinds(load_certificate_kinds(), "US", "America/New_York")


def drop(folder: Path, *lines: str) -> list[str]:
    """Import a staff file without a mapping; gives its problems."""
    path = folder / "staff.csv"
    path.write_text("\n".join(lines) + "\n")
    told: list[str] = []
    request = ImportRequest(
        path=path,
        actor="a test",
        today=date(2026, 6, 30),
        told=lambda problems: told.extend(map(str, problems)),
    )
    import_file(KINDS["staff"], request)
    return told


def names() -> list[tuple[str, str]]:
    return [
        (person.given_name, person.family_name) for person in Person.select().order_by(Person.staff_number)
    ]


@pytest.mark.parametrize(
    ("written", "given", "family"),
    [
        ("Lena Hart", "Lena", "Hart"),
        ('"Hart, Lena"', "Lena", "Hart"),
        ("Mary Ann Evans", "Mary Ann", "Evans"),
        ("Ludwig van Beethoven", "Ludwig", "van Beethoven"),
        ('"de la Cruz, Ana"', "Ana", "de la Cruz"),
        ("Ana de la Cruz", "Ana", "de la Cruz"),
        ("Van Morrison", "Van", "Morrison"),
        ("Sam Reyes Jr.", "Sam", "Reyes Jr."),
        ("Suharto", "", "Suharto"),
    ],
)
def test_a_name_in_one_piece_is_told_apart(
    db: str, tmp_path: Path, written: str, given: str, family: str
) -> None:
    make_site("HQ")
    assert drop(tmp_path, "Staff No,Name,Site,Start", f"1,{written},HQ,2025-02-28") == []
    assert names() == [(given, family)]


def test_names_that_stand_by_themselves_go_first(db: str, tmp_path: Path) -> None:
    make_site("HQ")
    header = "Staff No,First name,Last name,Name,Site"
    assert drop(tmp_path, header, "1,Lena,Hart,L. Hart,HQ", "2,,,Jon Vale,HQ", "3,Bo,,Bo Xu,HQ") == []
    assert names() == [("Lena", "Hart"), ("Jon", "Vale"), ("Bo", "")]


def test_an_empty_name_is_a_fault(db: str, tmp_path: Path) -> None:
    make_site("HQ")
    assert drop(tmp_path, "Staff No,Name,Site", "1,,HQ") == [
        "Row 2, Name: is empty. Write the person's name."
    ]
    assert names() == []
