"""The first rows of a file, as a preview shows them before anything is saved."""

from readiness.imports.first_rows import first_rows
from readiness.imports.mapping import Mapping
from readiness.imports.seeing import Seen
from readiness.resources.imports import import_kinds
from readiness.standards.certificate_kinds import load_certificate_kinds

KINDS = import_kinds(load_certificate_kinds(), "US", "America/New_York")
CERTIFICATES, STAFF = KINDS["certificates"], KINDS["staff"]
HEADER = ("No", "Course", "Day", "Result", "Pay")
ROWS = (
    (2, ["1", "Talking", "1/2/2026", "passed", "9"]),
    (3, ["2", "Leading", "1/3/2026", "passed", "9"]),
    (4, ["3", "Pottery", "soon", "passed", "9"]),
)
COLUMNS = {"staff_number": "No", "certificate_kind": "Course", "issued_on": "Day", "outcome": "Result"}


def test_rows_are_shown_as_they_are_read_and_those_that_are_left_out_are_not() -> None:
    meant = {"certificate_kind": {"Talking": "mhfa-adult", "Leading": ""}}
    mapping = Mapping("certificates", COLUMNS, ("%m/%d/%Y",), values=meant)
    found = first_rows(CERTIFICATES, mapping, Seen(HEADER, "", 3, ROWS))
    assert found.fields == ["staff_number", "certificate_kind", "issued_on", "outcome"]
    assert found.rows == [
        (2, ["1", "Mental health first aid (adults)", "2 January 2026", "passed"]),
        (4, ["3", "Pottery", "soon", "passed"]),
    ]


def test_a_name_in_one_piece_is_shown_as_it_would_be_told_apart() -> None:
    mapping = Mapping("staff", {"staff_number": "No", "full_name": "Name"})
    rows = ((2, ["1", "Ana de la Cruz"]), (3, ["2", "Vale, Jon"]), (4, ["3", "Suharto"]), (5, ["4", ""]))
    found = first_rows(STAFF, mapping, Seen(("No", "Name"), "", 4, rows))
    assert [cells[1] for _number, cells in found.rows] == ["de la Cruz, Ana", "Vale, Jon", "Suharto", ""]
