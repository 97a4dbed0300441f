"""Mapping files: what they may say, and how each mistake in one is named."""

from pathlib import Path

import pytest

from readiness.foundation.errors import InvalidInput
from readiness.imports.mapping import Mapping, read_mapping
from readiness.resources.imports import import_kinds
from readiness.standards.certificate_kinds import load_certificate_kinds

KINDS = import_kinds(load_certificate_kinds(), "US", "America/New_York")


def read(folder: Path, content: str, kind: str = "certificates") -> Mapping:
    path = folder / "mapping.toml"
    path.write_text(content, encoding="utf-8")
    return read_mapping(path, kind, KINDS[kind].fields)


def test_a_mapping_file_names_all_its_faults(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as refused:
        read(
            tmp_path,
            'kind = "certificates"\ndate_formats = ["%H:%M", "%F", "%d/%m/%Y %Q"]\ncreate_site = true\n'
            '[columns]\nstaf_number = "No"\nissuer = 5\n[values.outcom]\n"x" = "passed"\n',
        )
    said = "\n".join(refused.value.problems)
    for part in ("columns.staf_number", "Did you mean staff_number?", "values.outcom", "date_formats: '%H:%M'",
                 "date_formats: '%F'", "date_formats: '%d/%m/%Y %Q'", "columns.issuer: write a text in quotes",
                 "create_site: there is no such key. Did you mean create_sites?", "certificate_kind is needed",
                 "issued_on is needed", "staff_number / email is needed"):  # fmt: skip
        assert part in said


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ('[columns]\nstaff_number = "No"\n', "kind: this key is needed."),
        (
            'kind = "staf"\n',
            "kind: 'staf' is no kind of file. There are: staff, certificates, sites, resources.",
        ),
        ('kind = "certificates"\n', "kind: is 'certificates', but the file is imported as staff."),
        ('kind = "staff"\n', "columns: this key is needed."),
        ('kind = "staff"\ncreate_sites = "yes"\n', "create_sites: write true or false, without quotes."),
        ('kind = "staff"\ndate_formats = "%d.%m.%Y"\n', 'date_formats: write a list, such as ["%m/%d/%Y"].'),
        ('kind = "staff"\nnew_sites = "York"\n', 'new_sites: write a list, such as ["York"].'),
        ('kind = "staff"\ndate_formats = []\n', "date_formats: is empty."),
        ('kind = "staff"\n[values]\nsite = "x"\n', "values.site: write a section, such as [values.site]."),
    ],
)
def test_a_key_of_a_mapping_that_is_wrong_is_named_with_what_to_write(
    tmp_path: Path, content: str, fault: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        read(tmp_path, content, "staff")
    assert f"mapping.toml, {fault}" in refused.value.problems


def test_a_mapping_may_say_what_is_for_staff_only(tmp_path: Path) -> None:
    columns = '[columns]\nstaff_number = "No"\ncertificate_kind = "Course"\nissued_on = "Date"\n'
    assert (
        read(tmp_path, f'kind = "certificates"\ncreate_sites = true\n{columns}').columns["issued_on"]
        == "Date"
    )


def test_names_and_values_are_found_whatever_blanks_stand_around_them(tmp_path: Path) -> None:
    mapping = read(
        tmp_path,
        'kind = "staff"\n[columns]\nstaff_number = " No "\nsite = "Cafe\u0301"\n[values.site]\n" HQ " = "hq "\n',
        "staff",
    )
    assert mapping.columns == {"staff_number": "No", "site": "Caf\u00e9"}
    assert mapping.values == {"site": {"HQ": "hq"}}
