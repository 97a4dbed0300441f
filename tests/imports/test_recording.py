"""What the rows of a good file become: days, persons found by e-mail, sites, movers and leavers."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from readiness.certificates.models import Certificate
from readiness.foundation.database import select
from readiness.foundation.temporal import LAST_DAY
from readiness.people.models import Person, Site
from tests.factories import make_person, make_site
from tests.imports.dropping import TODAY, drop


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
