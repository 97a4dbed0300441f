"""Standings: numbers alone, counted by the database, that say what the findings say."""

from datetime import date, timedelta
from itertools import count

from readiness.compliance.days.findings import Status
from readiness.compliance.days.spells import Spell
from readiness.compliance.facts.counting import Window, settled
from readiness.compliance.judging.asking import Asking, Measure
from readiness.compliance.judging.assess import assess
from readiness.compliance.judging.standings import standings
from readiness.foundation.temporal import FIRST_DAY, LAST_DAY, record
from readiness.people.models import Membership, Person, Site
from readiness.standards.certificate_kinds import CertificateKind, CertificateKinds
from tests.factories import MEASURE, adopt, ask, change, make_certificate, make_leave, make_person, make_site

TODAY = date(2026, 6, 30)
ONE = {"check": "holders_per_headcount", "terms": {"certificate": "mhfa", "at_least": 1}}


def stood(measure: Measure = MEASURE, as_of: date = TODAY) -> dict[tuple[str, str], tuple[object, ...]]:
    """The standings of a day, which must be those of the findings."""
    found: dict[tuple[str, str], tuple[object, ...]] = {
        (each.site, each.clause): (each.status, each.need, each.have)
        for each in standings(ask(as_of), measure)
    }
    assert found == {
        (each.site, each.clause.id): (each.status, each.need, each.have)
        for each in assess(ask(as_of), measure)
    }
    return found


def put(person: Person, site: Site, from_on: date = FIRST_DAY, until_on: date = LAST_DAY) -> None:
    with change() as opened:
        record(Membership, opened.change, person=person, site=site, from_on=from_on, until_on=until_on)


def test_more_kinds_than_go_into_one_number(db: str) -> None:
    kinds = [CertificateKind(code=f"kind-{n:02}", title=f"Kind {n}") for n in range(45)]
    kinds[44] = CertificateKind(
        code="kind-44", title="Covers the first and one of the second word", covers=("kind-00", "kind-21")
    )
    measure = Measure(CertificateKinds({kind.code: kind for kind in kinds}), due_days=30)
    adopt(
        *(
            {"check": "holders_per_headcount", "terms": {"certificate": kind.code, "at_least": 1}}
            for kind in kinds
        )
    )
    site, numbers = make_site("hq"), count()
    for code in ("kind-19", "kind-20", "kind-39", "kind-40", "kind-44"):
        make_certificate(make_person(site), code, TODAY - timedelta(days=next(numbers)))
    ending = make_person(site)
    make_certificate(ending, "kind-41", TODAY, TODAY + timedelta(days=5))
    found = stood(measure)
    met = {"kind-00", "kind-19", "kind-20", "kind-21", "kind-39", "kind-40", "kind-44"}
    for place, kind in enumerate(kinds, 1):
        expected = Status.MET if kind.code in met else Status.DUE if kind.code == "kind-41" else Status.GAP
        assert found["hq", f"clause-{place}"][0] is expected, kind.code


def test_someone_who_works_at_two_sites_counts_at_both(db: str) -> None:
    here, there = make_site("here"), make_site("there")
    person = make_person(here)
    put(person, there)
    put(person, there, TODAY - timedelta(days=9), TODAY + timedelta(days=9))
    make_certificate(person, "mhfa", date(2024, 1, 1))
    adopt(ONE)
    assert stood() == {(code, "clause-1"): (Status.MET, 1, 1) for code in ("here", "there")}


def test_a_renewal_without_a_break_keeps_a_site_met(db: str) -> None:
    person = make_person(make_site("hq"))
    make_certificate(person, "mhfa", date(2024, 1, 1), TODAY + timedelta(days=10))
    adopt(ONE)
    assert stood()["hq", "clause-1"][0] is Status.DUE
    make_certificate(person, "full", TODAY + timedelta(days=11))
    assert stood()["hq", "clause-1"][0] is Status.MET


def test_a_leave_that_begins_within_the_window_makes_a_site_due(db: str) -> None:
    person = make_person(make_site("hq"))
    make_certificate(person, "mhfa", date(2024, 1, 1))
    adopt(ONE)
    make_leave(person, TODAY + timedelta(days=30))
    assert stood()["hq", "clause-1"][0] is Status.DUE
    assert stood(as_of=TODAY - timedelta(days=1))["hq", "clause-1"][0] is Status.MET


def test_without_any_kind_asked_for_people_are_counted_all_the_same(db: str) -> None:
    make_person(make_site("hq"))
    make_site("empty")
    adopt({"check": "exercises_in_window", "terms": {"at_least": 1, "within_months": 12}})
    assert stood() == {
        ("hq", "clause-1"): (Status.GAP, 1, 0),
        ("empty", "clause-1"): (Status.NOT_APPLICABLE, None, None),
    }


def test_people_are_counted_in_parts_as_they_are_at_once(db: str) -> None:
    sites = [make_site("hq"), make_site("depot")]
    for place in range(11):
        person = make_person(sites[place % 2])
        make_certificate(
            person, "mhfa", date(2024, 1, 1), TODAY + timedelta(days=place * 7) if place % 3 else LAST_DAY
        )
        if place == 4:
            make_leave(person, TODAY + timedelta(days=3))
        if place == 9:
            put(person, sites[0], TODAY)
    adopt(ONE)
    window = Window(Spell(TODAY, TODAY), ask(TODAY).known)
    asked = Asking.of(ask(TODAY), MEASURE, None).asked
    at_once = settled(window, asked)
    assert at_once.headcounts.total() + len(at_once.moving) == 11
    assert at_once.holders.total() > 5
    assert at_once.moving
    assert settled(window, asked, many=1) == at_once
