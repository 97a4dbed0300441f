"""A staff file names sites by code, or by a name that is one site's alone."""

from pathlib import Path

import pytest

from readiness.foundation.temporal import LAST_DAY
from readiness.people.models import Membership, Person, Site
from tests.factories import make_site
from tests.imports.dropping import drop

COLUMNS = {"staff_number": "No", "given_name": "First", "site": "Site", "employed_from": "From"}


@pytest.mark.parametrize("written", ["Main clinic", "main  Clinic"])
@pytest.mark.parametrize("create_sites", [False, True])
def test_a_name_of_two_sites_is_a_fault_that_asks_for_the_code(
    db: str, tmp_path: Path, written: str, create_sites: bool
) -> None:
    for code in ("north", "south"):
        make_site(code, name="Main clinic")
    rows = ["1,Ana,north,2020-01-01", f"2,Tom,{written},2020-01-01"]
    outcome, told = drop(tmp_path, "staff", rows, columns=COLUMNS, create_sites=create_sites)
    assert told == [
        f"Row 3, Site: '{written}' is the name of 2 sites. Write the code of the one that is meant: "
        "north, south."
    ]
    assert not outcome.is_applied
    assert Site.select().count() == 2
    rows[1] = "2,Tom,south,2020-01-01"
    drop(tmp_path, "staff", rows, columns=COLUMNS)
    assert Person.select().count() == 2


def test_a_code_that_is_another_sites_name_means_the_site_with_the_code(db: str, tmp_path: Path) -> None:
    make_site("north", name="south")
    meant = make_site("south", name="South side")
    _outcome, told = drop(tmp_path, "staff", ["1,Ana,south,2020-01-01"], columns=COLUMNS)
    assert told == []
    assert Membership.get(Membership.site == meant).until_on == LAST_DAY
