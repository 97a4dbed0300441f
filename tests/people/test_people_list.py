"""The list of people: found by any word, filtered, sorted, part by part; and only those within reach."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from readiness.foundation.database import execute, reading
from readiness.foundation.paging import PageRequest
from readiness.foundation.temporal import Question, knowledge_at, supersede
from readiness.people import people_list, selection
from readiness.people.models import Department, Membership, Site
from readiness.people.people_list import PEOPLE_ORDERS, PersonRow, every_person, people_page
from readiness.people.person_actions import PersonDetails, edit_person, seen_of
from readiness.people.queries import get_person_by_id
from readiness.people.reach import Reach
from readiness.people.search_words import typed_words
from readiness.people.selection import Asked, EmploymentStatus, PeopleFilter, Standing
from readiness.people.site_actions import SiteDetails, edit_site, site_seen
from tests.factories import ask, change, make_leave, make_person, make_site
from tests.statements import counting

TODAY = date(2026, 6, 30)
EVERYWHERE = Reach(None, TODAY)


def asked(as_of: date = TODAY, reach: Reach = EVERYWHERE) -> Asked:
    return Asked(ask(as_of), reach)


def whole(order: str = "name", *, is_descending: bool = False, size: int | None = 500) -> PageRequest:
    return PageRequest(PEOPLE_ORDERS[order], is_descending, size=size)


def listed(sought: PeopleFilter, question: Asked | None = None, page: PageRequest | None = None) -> list[str]:
    found = people_page(sought, question or asked(), page or whole())
    return [row.staff_number for row in found.rows]


def found(text: str) -> list[str]:
    return listed(PeopleFilter(words=typed_words(text)))


@pytest.fixture(params=["few to begin with", "many to begin with"])
def either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways of reading a list must give the same."""
    if request.param == "many to begin with":
        monkeypatch.setattr(selection, "FEW", 0)


@pytest.mark.parametrize(
    "typed",
    ["ana", "RUIZ", "ruiz a", "Ruiz-López", "lopez", "ruizlop", "Ruiz, Ana", "e-0", "ana.ruiz@ex", "élodie"],
)
def test_a_person_is_found_by_the_beginning_of_any_word_in_any_order(
    db: str, either_way: None, typed: str
) -> None:
    make_person(
        staff_number="E-01",
        given_name="Ana Élodie",
        family_name="Ruiz-Lopez",
        email="Ana.Ruiz@example.org",
    )
    make_person(staff_number="X2", given_name="Tom", family_name="Iversen", email="tom@example.org")
    assert found(typed) == ["E-01"]


def pages(sought: PeopleFilter, *, is_descending: bool) -> list[list[str]]:
    """The list, page by page, forwards."""
    page, found = whole(is_descending=is_descending, size=5), []
    while True:
        part = people_page(sought, asked(), page)
        found.append([row.staff_number for row in part.rows])
        if part.after is None:
            return found
        page = replace(page, edge=part.after)


@pytest.mark.parametrize("is_descending", [False, True])
@pytest.mark.parametrize("standing", [Standing.EVERYONE, Standing.ON_LEAVE])
def test_a_word_that_many_have_gives_the_same_pages_whether_the_first_of_them_are_enough_or_not(
    db: str, monkeypatch: pytest.MonkeyPatch, standing: Standing, is_descending: bool
) -> None:
    site = make_site()
    for number in range(40):
        person = make_person(site, given_name="Ana", family_name=f"Ruiz{number:02}")
        if number % 9 == 0 or number > 30:
            make_leave(person, TODAY, TODAY)
    sought = PeopleFilter(words=typed_words("ana"), standing=standing)
    plain = pages(sought, is_descending=is_descending)
    assert sum(map(len, plain)) == (40 if standing is Standing.EVERYONE else 13)
    monkeypatch.setattr(people_list, "FIRST_LOOKED_AT", 8)
    assert pages(sought, is_descending=is_descending) == plain


@pytest.mark.parametrize(
    ("typed", "name"), [("oyvind", "Øyvind"), ("ŁUKASZ", "Lukasz"), ("strasse", "Straße"), ("王", "王小明")]
)
def test_accents_case_and_undivided_letters_do_not_matter(db: str, typed: str, name: str) -> None:
    make_person(staff_number="one", given_name=name, family_name="")
    assert found(typed) == ["one"]


def test_nothing_is_found_by_the_middle_of_a_word_or_by_a_word_that_is_not_there(
    db: str, either_way: None
) -> None:
    make_person(given_name="Ana", family_name="Ruiz")
    assert (found("uiz"), found("ana tom"), found("%"), found("_na")) == ([], [], [], [])


def test_people_are_sorted_by_family_name_or_staff_number_both_ways(db: str) -> None:
    for number, given_name, family_name in (
        ("3", "Zoe", "Abel"),
        ("1", "Ana", "Ärmel"),
        ("2", "Ana", "Zander"),
    ):
        make_person(staff_number=number, given_name=given_name, family_name=family_name)
    assert listed(PeopleFilter()) == ["3", "1", "2"]
    assert listed(PeopleFilter(), page=whole("staff_number")) == ["1", "2", "3"]
    assert listed(PeopleFilter(), page=whole(is_descending=True)) == ["2", "1", "3"]


@pytest.mark.parametrize(("order", "is_descending"), list(product(["name", "staff_number"], [False, True])))
def test_the_parts_of_a_list_are_the_whole_list_each_row_once(
    db: str, either_way: None, order: str, is_descending: bool
) -> None:
    site = make_site()
    for number in range(7):
        make_person(site, staff_number=f"S{number}", family_name="Same" if number < 5 else "Other")
    sought = PeopleFilter(site_id=site.id)
    with reading():
        expected = [
            row.staff_number
            for row in every_person(sought, asked(), whole(order, is_descending=is_descending, size=None))
        ]
    first = PageRequest(PEOPLE_ORDERS[order], is_descending, size=2)
    seen = list(people_page(sought, asked(), first).rows)
    while (after := people_page(sought, asked(), replace(first, edge=seen[-1].key))).rows:
        seen += after.rows
    assert [row.staff_number for row in seen] == expected
    before = people_page(sought, asked(), replace(first, edge=seen[4].key, is_before=True))
    assert [row.staff_number for row in before.rows] == expected[2:4]
    assert len(set(seen)) == 7


def statuses(as_of: date) -> dict[str, EmploymentStatus]:
    rows = people_page(PeopleFilter(), asked(as_of), whole()).rows
    return {row.staff_number: row.status for row in rows}


def test_everyone_has_one_status_on_each_day_and_is_listed_under_it(db: str, either_way: None) -> None:
    day = timedelta(days=1)
    make_person(staff_number="always")
    make_person(staff_number="ends", employed_until=TODAY)
    make_person(staff_number="ended", employed_until=TODAY - day)
    make_person(staff_number="starts", employed_from=TODAY)
    make_person(staff_number="comes", employed_from=TODAY + day)
    make_leave(make_person(staff_number="away"), TODAY, TODAY)
    make_leave(make_person(staff_number="back"), TODAY - 9 * day, TODAY - day)
    make_leave(make_person(staff_number="gone", employed_until=TODAY - day), TODAY - 9 * day)
    expected = {
        "always": "active", "ends": "active", "ended": "ended", "starts": "active", "comes": "not_started",
        "away": "on_leave", "back": "active", "gone": "ended",
    }  # fmt: skip
    assert statuses(TODAY) == expected
    for standing in (Standing.ON_LEAVE, Standing.NOT_STARTED, Standing.ENDED):
        assert set(listed(PeopleFilter(standing=standing))) == {
            number for number, status in expected.items() if status == standing.value
        }
    assert set(listed(PeopleFilter(standing=Standing.EMPLOYED))) == {
        number for number, status in expected.items() if status in {"active", "on_leave"}
    }


def row_of(staff_number: str, question: Asked | None = None) -> PersonRow:
    rows = people_page(PeopleFilter(), question or asked(), whole()).rows
    return next(row for row in rows if row.staff_number == staff_number)


def test_a_row_tells_the_employment_of_the_day_and_where_the_person_works(db: str) -> None:
    site = make_site("oslo", name="Oslo office")
    make_person(
        site, staff_number="one", department="Care", job_title="Nurse",
        employed_from=date(2020, 1, 1), employed_until=TODAY,
    )  # fmt: skip
    row = row_of("one")
    assert (row.site_code, row.site_name, row.department, row.job_title) == (
        "oslo",
        "Oslo office",
        "Care",
        "Nurse",
    )
    assert (row.from_on, row.until_on) == (date(2020, 1, 1), TODAY)
    make_person(staff_number="two")
    assert (row_of("two").from_on, row_of("two").until_on, row_of("two").site_code) == (None, None, "")


def test_filters_by_site_department_and_job_title_hold_together(db: str, either_way: None) -> None:
    oslo, bergen = make_site("oslo"), make_site("bergen")
    for site, department, job_title in product((oslo, bergen), ("Care", "Sales"), ("Nurse", "Clerk")):
        make_person(
            site,
            staff_number=f"{site.code}-{department}-{job_title}",
            department=department,
            job_title=job_title,
        )
    care = Department.get(Department.name == "Care").id
    assert len(listed(PeopleFilter(site_id=oslo.id))) == 4
    assert listed(PeopleFilter(site_id=oslo.id, department_id=care, job_title="Nurse")) == ["oslo-Care-Nurse"]
    assert listed(PeopleFilter(job_title="nurse")) == []


def move(person_membership: Membership, to: Site, from_on: date) -> None:
    with change() as opened:
        supersede(person_membership, opened.change, until_on=from_on - timedelta(days=1))
        Membership.create(
            fact_id=900_000 + person_membership.id, recorded_in=opened.change.id, person=person_membership.person,
            site=to, from_on=from_on,
        )  # fmt: skip


def test_the_list_of_another_day_and_of_another_knowledge_is_what_it_was(db: str, either_way: None) -> None:
    oslo, bergen = make_site("oslo"), make_site("bergen")
    mover = make_person(oslo, staff_number="mover")
    before = knowledge_at()
    move(Membership.get(Membership.person == mover), bergen, TODAY)
    at_oslo, at_bergen = PeopleFilter(site_id=oslo.id), PeopleFilter(site_id=bergen.id)
    assert (listed(at_oslo), listed(at_bergen)) == ([], ["mover"])
    earlier = asked(TODAY - timedelta(days=1))
    assert (listed(at_oslo, earlier), listed(at_bergen, earlier)) == (["mover"], [])
    then = Asked(Question(TODAY, before), EVERYWHERE)
    assert (listed(at_oslo, then), listed(at_bergen, then)) == (["mover"], [])
    make_person(oslo, staff_number="later")
    assert listed(PeopleFilter(), then) == ["mover"]


def test_a_manager_sees_only_who_works_today_at_one_of_the_own_sites(db: str, either_way: None) -> None:
    oslo, bergen = make_site("oslo"), make_site("bergen")
    make_person(oslo, staff_number="own")
    make_person(bergen, staff_number="other")
    make_person(staff_number="nowhere")
    moved = make_person(oslo, staff_number="moved")
    move(Membership.get(Membership.person == moved), bergen, TODAY)
    reach = Reach(frozenset({oslo.id}), TODAY)
    assert listed(PeopleFilter(), asked(reach=reach)) == ["own"]
    assert listed(PeopleFilter(words=("a",)), asked(reach=reach)) == ["own"]
    assert listed(PeopleFilter(site_id=bergen.id), asked(reach=reach)) == []
    assert listed(PeopleFilter(), asked(TODAY - timedelta(days=9), reach)) == ["own"]
    assert listed(PeopleFilter(), asked(reach=Reach(frozenset(), TODAY))) == []


def test_a_list_asks_the_database_as_often_for_300_people_as_for_3(db: str) -> None:
    site = make_site()
    sought = PeopleFilter(words=("ana", "ruiz"), site_id=site.id, standing=Standing.EMPLOYED)
    counts = []
    for people in (3, 297):
        for _person in range(people):
            make_person(site)
        question = asked()
        with counting() as statements:
            assert people_page(sought, question, whole()).rows
        counts.append(len(statements))
    assert counts == [6, 6]


def test_words_are_those_of_the_present_name(db: str) -> None:
    from readiness.people.models import Person
    from readiness.people.search_index import index_people

    person = make_person(given_name="Ana", family_name="Ruiz", staff_number="one")
    Person.update(family_name="Vega").where(Person.id == person.id).execute()
    index_people([person.id])
    assert (found("vega"), found("ruiz"), found("ana")) == (["one"], [], ["one"])


def test_who_is_deleted_leaves_no_words_behind(db: str) -> None:
    person = make_person()
    for table in ("employment", "membership"):
        execute(f"DELETE FROM {table} WHERE person_id = :id", id=person.id)
    execute("DELETE FROM person WHERE id = :id", id=person.id)
    assert execute("SELECT count(*) FROM person_word").fetchone()[0] == 0


def named(question: Asked, order: str = "name") -> list[tuple[str, str, str]]:
    page = people_page(PeopleFilter(), question, whole(order)).rows
    with reading():
        assert [row.key for row in every_person(PeopleFilter(), question, whole(order))] == [
            row.key for row in page
        ]
    return [(row.name, row.site_name, row.department) for row in page]


def test_an_earlier_knowledge_has_the_names_the_sites_and_the_departments_of_then(db: str) -> None:
    site = make_site("leeds", name="Leeds")
    zoe = make_person(site, given_name="Zoe", family_name="Young", department="Care")
    make_person(site, given_name="Ben", family_name="Moss", department="Care")
    then = asked()
    with counting() as before:
        named(then)
    moved = Membership.get(Membership.person == zoe)
    with change() as opened:
        supersede(moved, opened.change, department=Department.create(name="Wards"))
    for name in ("Ada", "Ann"):
        edit_person(zoe.id, PersonDetails(name, "Archer"), "", seen_of(get_person_by_id(zoe.id)), "a test")
    edit_site(site.id, SiteDetails("Leeds North", "", "US", time_zone="UTC"), "", site_seen(site), "a test")
    assert named(asked()) == [("Ann Archer", "Leeds North", "Wards"), ("Ben Moss", "Leeds North", "Care")]
    with counting() as after:
        assert named(then) == [("Ben Moss", "Leeds", "Care"), ("Zoe Young", "Leeds", "Care")]
    assert len(after) == len(before)
