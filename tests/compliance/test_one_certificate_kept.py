"""One certificate's change: whose findings are judged anew by it, and that the others stay as they are."""

from datetime import date, timedelta

from readiness.certificates.models import Certificate
from readiness.compliance.keeping.kept_rows import stale_sites
from readiness.compliance.keeping.today import bring_up_to_date, forget, take_turn
from readiness.compliance.keeping.touched import FEW
from readiness.foundation.database import execute
from readiness.foundation.temporal import (
    withdraw,
)
from readiness.people.models import Site
from tests.compliance.kept import (
    OF_PEOPLE,
    ONE,
    TODAY,
    assert_true,
    keeping,
    kept,
)
from tests.factories import (
    adopt,
    change,
    make_certificate,
    make_person,
    make_site,
)


def waiting() -> list[tuple[str, list[str]]]:
    """The sites that are to be judged, each with the kinds of which alone something changed."""
    return [(each.code, sorted(each.kinds)) for each in stale_sites()]


def waiting_after_a_turn() -> list[tuple[str, list[str]]]:
    take_turn(keeping())
    return waiting()


def test_of_a_certificate_only_the_clauses_that_see_its_kind_are_judged_anew(db: str) -> None:
    person = make_person(make_site("hq"))
    adopt(ONE, {**ONE, "terms": {"certificate": "cpr", "at_least": 1}}, *map(dict, OF_PEOPLE))
    assert_true()
    execute("UPDATE kept_finding SET reason = 'as it was'")
    make_certificate(person, "mhfa", date(2025, 1, 1))
    take_turn(keeping())
    assert waiting() == [("hq", ["mhfa"])]
    bring_up_to_date(keeping())
    anew = {row[2] for row in kept() if row[8] != "as it was"}
    make_certificate(person, "naloxone", date(2025, 1, 1))
    bring_up_to_date(keeping())
    assert stale_sites() == [], "no clause asks for that kind"
    assert {row[2] for row in kept() if row[8] != "as it was"} == anew
    assert anew == {"clause-1", "clause-4"}, "holders of mhfa, and its evidence"


def test_of_a_certificate_only_its_holder_is_judged_anew_and_the_site_is_counted(db: str) -> None:
    site = make_site("hq")
    people = [make_person(site, staff_number=f"P{number}") for number in range(3)]
    for person in people:
        make_certificate(person, "mhfa", date(2025, 1, 1))
    adopt({**ONE, "terms": {"certificate": "mhfa", "at_least": 3}}, OF_PEOPLE[1])
    assert_true()
    execute("UPDATE kept_finding SET reason = 'as it was'")
    (certificate,) = Certificate.select().where(Certificate.person == people[1])
    with change() as opened:
        withdraw(certificate, opened.change)
    bring_up_to_date(keeping())
    told = {(row[2], row[3]): (row[5], row[8] == "as it was") for row in kept()}
    assert told == {
        ("clause-1", "hq"): ("gap", False),
        ("clause-2", "P0"): ("gap", True),
        ("clause-2", "P2"): ("gap", True),
    }
    execute("UPDATE kept_finding SET reason = 'as it was'")
    forget()
    assert_true()


def test_whoever_ends_on_one_day_is_named_alike_whether_all_are_read_or_one(db: str) -> None:
    site = make_site("hq")
    people = [make_person(site, staff_number=f"P{number}") for number in (3, 1, 4, 5, 2, 9)]
    for person in people:
        make_certificate(person, "mhfa", date(2024, 1, 1), TODAY - timedelta(days=9))
        make_certificate(person, "cpr", date(2024, 1, 1), TODAY + timedelta(days=9))
    adopt(
        {**ONE, "terms": {"certificate": "mhfa", "at_least": 5}},
        {**ONE, "terms": {"certificate": "cpr", "at_least": 6}},
    )
    assert_true()
    for kind in ("mhfa", "cpr"):
        make_certificate(people[0], kind, date(2025, 1, 1))
        assert waiting_after_a_turn() == [("hq", [kind])]
        assert_true()


def test_a_site_of_which_no_roll_is_kept_is_judged_whole(db: str) -> None:
    person = make_person(make_site("hq"))
    adopt(ONE)
    assert_true()
    execute("DELETE FROM kept_roll")
    make_certificate(person, "mhfa", date(2025, 1, 1))
    assert_true()


def test_certificates_of_very_many_have_their_sites_judged_by_kinds(db: str) -> None:
    site = make_site("hq")
    people = [make_person(site) for _ in range(FEW + 1)]
    adopt(ONE, *map(dict, OF_PEOPLE))
    assert_true()
    for person in people:
        make_certificate(person, "mhfa", date(2025, 1, 1))
    take_turn(keeping())
    assert [(each.code, each.people) for each in stale_sites()] == [("hq", frozenset())]
    assert_true()


def test_kinds_that_are_touched_before_anyone_judges_are_all_judged_and_anything_else_judges_all(
    db: str,
) -> None:
    here, there = make_person(make_site("here")), make_person(make_site("there"))
    adopt(ONE, {**ONE, "terms": {"certificate": "cpr", "at_least": 1}})
    assert_true()
    for person, kind in ((here, "cpr"), (here, "mhfa"), (there, "mhfa")):
        make_certificate(person, kind, date(2025, 1, 1))
        take_turn(keeping())
    assert waiting() == [
        ("here", ["cpr", "mhfa"]),
        ("there", ["mhfa"]),
    ]
    make_person(Site.get(code="there"))
    take_turn(keeping())
    assert waiting() == [
        ("here", ["cpr", "mhfa"]),
        ("there", []),
    ]
    assert_true()
    for number in range(300):
        make_certificate(here, ("mhfa", "cpr")[number % 2], date(2024, 1, 1) + timedelta(days=number))
        take_turn(keeping())
    assert waiting() == [("here", [])], "too many to remember"
    assert_true()
