"""A mapping says what a value of a file stands for, and which values leave their rows out."""

from pathlib import Path

import pytest

from readiness.certificates.models import Certificate
from readiness.people.models import Site
from tests.factories import make_person, make_site
from tests.imports.dropping import drop


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
