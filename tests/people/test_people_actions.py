"""What is done with people and sites by hand: facts supersede, faults are named all at once, nobody is overwritten."""

from datetime import date, timedelta

import pytest

from readiness.audit.models import AuditEvent
from readiness.foundation.errors import Conflict, InvalidInput, NotFound
from readiness.foundation.temporal import FIRST_DAY, LAST_DAY, Question, knowledge_at
from readiness.people import work_actions
from readiness.people.history import person_history
from readiness.people.models import Department, Employment, Leave, Membership, Person, Site
from readiness.people.person_actions import NewPerson, PersonDetails, Work, add_person, edit_person, seen_of
from readiness.people.profile import Profile, profile
from readiness.people.queries import current_spells, get_person_by_id, get_site_by_id
from readiness.people.reach import Reach
from readiness.people.selection import Asked
from readiness.people.site_actions import SiteDetails, add_site, edit_site, rename_department, site_seen
from readiness.people.site_history import site_history
from readiness.people.work_actions import Days, Move, move_person
from readiness.people.work_actions import seen_of as seen_memberships
from tests.factories import make_leave, make_person, make_site

TODAY = date(2026, 6, 30)
DAY = timedelta(days=1)
HR = "hr@example.org"


def looked_at(person_id: int, as_of: date = TODAY, reach: frozenset[int] | None = None) -> Profile:
    return profile(person_id, Asked(Question(as_of, knowledge_at()), Reach(reach, TODAY)))


def told(person_id: int) -> list[tuple[str, str, str]]:
    """Who said what and why, the latest first."""
    return [
        (
            entry.author.actor,
            " ".join(
                [*entry.sentences, *(f"{label}: {was} > {now}" for label, was, now in entry.differences)]
            ),
            "; ".join(part.reason for part in entry.parts if part.reason),
        )
        for entry in person_history(person_id, knowledge_at())
    ]


def actions() -> list[str]:
    return [event.action for event in AuditEvent.select().order_by(AuditEvent.id) if event.actor == HR]


def new(staff_number: str = "N1", **values: str) -> NewPerson:
    details = PersonDetails(**{"given_name": "Ana", "family_name": "Ruiz", **values})
    return NewPerson(staff_number, details, Work(), date(2026, 1, 1))


def test_someone_who_is_added_is_employed_works_somewhere_and_can_be_found(db: str) -> None:
    site = make_site("oslo", name="Oslo")
    details = PersonDetails("Ana", "Ruiz", "Ana@Example.org", "+47 1", "en; es")
    person = add_person(NewPerson(" N1 ", details, Work(site.id, "Care", "Nurse"), date(2026, 1, 1)), HR)
    known = looked_at(person.id)
    assert (known.name, known.staff_number, known.languages) == ("Ana Ruiz", "N1", ("en", "es"))
    assert known.works is not None
    assert (known.works.site_code, known.works.department, known.works.job_title) == ("oslo", "Care", "Nurse")
    assert (known.employments[0].from_on, known.employments[0].until_on) == (date(2026, 1, 1), None)
    assert actions() == ["department added", "person added"]


def test_every_fault_of_a_new_person_is_named_at_once_and_nobody_is_added(db: str) -> None:
    details = PersonDetails(email="no address", phone="1" * 65, languages="a\0b")
    with pytest.raises(InvalidInput) as refused:
        add_person(NewPerson("", details, Work(), None, date(2026, 1, 1)), HR)
    fields = {problem.partition(":")[0] for problem in refused.value.problems}
    assert fields == {"staff_number", "family_name", "email", "phone", "languages", "from_on"}
    assert Person.select().count() == 0


def test_a_staff_number_that_is_taken_is_refused_with_whose_it_is(db: str) -> None:
    add_person(new(), HR)
    with pytest.raises(Conflict, match="staff_number: N1 is Ana Ruiz already"):
        add_person(new(given_name="Tom"), HR)


def test_an_edit_keeps_what_it_said_before_and_tells_it_in_the_history(db: str) -> None:
    person = add_person(new(phone="1"), HR)
    edit_person(
        person.id, PersonDetails("Ana", "Vega", phone="2"), "married", seen_of(person), "tom@example.org"
    )
    assert looked_at(person.id).name == "Ana Vega"
    actor, sentence, reason = told(person.id)[0]
    assert (actor, reason) == ("tom@example.org", "married")
    assert sentence == "Family name: Ruiz > Vega Telephone: 1 > 2"
    assert [author for author, _sentence, _reason in told(person.id)] == ["tom@example.org", HR]


def test_the_page_of_an_earlier_knowledge_has_the_earlier_name(db: str) -> None:
    person = add_person(new(), HR)
    before = knowledge_at()
    edit_person(person.id, PersonDetails("Ana", "Vega"), "", seen_of(person), HR)
    then = Asked(Question(TODAY, before), Reach(None, TODAY))
    assert profile(person.id, then).name == "Ana Ruiz"


def test_a_form_that_was_opened_before_someone_elses_change_is_refused_by_name(db: str) -> None:
    person = add_person(new(), HR)
    seen = seen_of(person)
    edit_person(person.id, PersonDetails("Ana", "Vega"), "", seen, "tom@example.org")
    with pytest.raises(Conflict, match=r"tom@example\.org changed this"):
        edit_person(person.id, PersonDetails("Ann", "Ruiz"), "", seen, HR)
    edit_person(person.id, PersonDetails("Ann", "Ruiz"), "", seen_of(get_person_by_id(person.id)), HR)
    assert looked_at(person.id).name == "Ann Ruiz"


def moved(person: Person, site: Site, from_on: date) -> None:
    seen = seen_memberships(current_spells(Membership, person.id))
    move_person(person.id, Move(Work(site.id), from_on, "new office", seen), HR)


def places(person: Person) -> list[tuple[str, date, date]]:
    known = current_spells(Membership, person.id)
    return [(each.site.code if each.site else "", each.from_on, each.until_on) for each in known]


def test_a_move_holds_from_its_day_until_the_next_move(db: str) -> None:
    oslo, bergen, rome = make_site("oslo"), make_site("bergen"), make_site("rome")
    person = make_person(oslo)
    moved(person, rome, TODAY + 10 * DAY)
    moved(person, bergen, TODAY)
    assert places(person) == [
        ("oslo", FIRST_DAY, TODAY - DAY),
        ("bergen", TODAY, TODAY + 9 * DAY),
        ("rome", TODAY + 10 * DAY, LAST_DAY),
    ]
    moved(person, oslo, TODAY)  # on the same day: another place instead
    assert places(person)[1] == ("oslo", TODAY, TODAY + 9 * DAY)


def test_a_move_that_is_taken_back_leaves_what_held_before(db: str) -> None:
    oslo, bergen = make_site("oslo"), make_site("bergen")
    person = make_person(oslo)
    moved(person, bergen, TODAY)
    work_actions.take_back_move(current_spells(Membership, person.id)[1].fact_id, "wrong person", HR)
    assert places(person) == [("oslo", FIRST_DAY, LAST_DAY)]
    with pytest.raises(Conflict, match="Nothing is known from before"):
        work_actions.take_back_move(current_spells(Membership, person.id)[0].fact_id, "again", HR)
    assert "Taken back: Works at" in told(person.id)[0][1]


def test_a_move_with_a_form_that_is_too_old_is_refused(db: str) -> None:
    oslo, bergen = make_site("oslo"), make_site("bergen")
    person = make_person(oslo)
    seen = seen_memberships(current_spells(Membership, person.id))
    moved(person, bergen, TODAY)
    with pytest.raises(Conflict, match="changed this"):
        move_person(person.id, Move(Work(oslo.id), TODAY, "", seen), HR)


def test_days_run_into_no_others_and_are_corrected_with_a_reason(db: str) -> None:
    person = make_person()
    work_actions.record_leave(person.id, Days(TODAY, TODAY + DAY), HR)
    with pytest.raises(InvalidInput, match="run into others"):
        work_actions.record_leave(person.id, Days(TODAY + DAY, None), HR)
    leave = current_spells(Leave, person.id)[0]
    with pytest.raises(InvalidInput, match="reason: Write why"):
        work_actions.correct_leave(leave.fact_id, Days(TODAY, None), str(leave.id), HR)
    work_actions.correct_leave(leave.fact_id, Days(TODAY, None, "stays longer"), str(leave.id), HR)
    assert current_spells(Leave, person.id)[0].until_on == LAST_DAY
    assert told(person.id)[0][2] == "stays longer"
    with pytest.raises(Conflict, match="changed this"):
        work_actions.correct_leave(leave.fact_id, Days(TODAY, TODAY, "late"), str(leave.id), HR)


def test_days_that_were_a_mistake_are_taken_back_but_not_the_only_employment(db: str) -> None:
    person = make_person(employed_until=TODAY)
    leave = make_leave(person, TODAY)
    work_actions.take_back_leave(leave.fact_id, "typing", HR)
    assert current_spells(Leave, person.id) == []
    only = current_spells(Employment, person.id)[0]
    with pytest.raises(Conflict, match="the only employment"):
        work_actions.take_back_employment(only.fact_id, "no", HR)
    work_actions.record_employment(person.id, Days(TODAY + DAY, None), HR)
    assert [each.from_on for each in current_spells(Employment, person.id)] == [FIRST_DAY, TODAY + DAY]
    assert actions() == ["days taken back", "employment recorded"]


def test_who_is_out_of_reach_is_not_found(db: str) -> None:
    oslo, bergen = make_site("oslo"), make_site("bergen")
    person = make_person(oslo)
    assert looked_at(person.id, reach=frozenset({oslo.id})).id == person.id
    for reach in (frozenset({bergen.id}), frozenset[int]()):
        with pytest.raises(NotFound):
            looked_at(person.id, reach=reach)
    with pytest.raises(NotFound):
        looked_at(person.id + 1)


SITE = SiteDetails("Oslo", country="no", time_zone="Europe/Oslo", languages="nb, en", open_to_public="yes")


def test_a_site_is_added_changed_and_its_history_told(db: str) -> None:
    site = add_site("oslo", SITE, HR)
    assert (site.country, site.languages, site.open_to_public) == ("NO", ["nb", "en"], True)
    seen = site_seen(site)
    edit_site(
        site.id,
        SiteDetails("Oslo", country="NO", time_zone="Europe/Oslo", kind="clinic"),
        "moved in",
        seen,
        HR,
    )
    entry = site_history(get_site_by_id(site.id), knowledge_at())[0]
    assert ("What it is", "–", "clinic") in entry.differences
    assert ("Open to the public", "yes", "–") in entry.differences
    assert [part.reason for part in entry.parts] == ["moved in"]
    with pytest.raises(Conflict, match="changed this"):
        edit_site(site.id, SITE, "", seen, HR)
    with pytest.raises(Conflict, match="oslo is Oslo already"):
        add_site("oslo", SITE, HR)


def test_every_fault_of_a_site_is_named_at_once(db: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        add_site("", SiteDetails("", country="NOR", time_zone="Oslo", open_to_public="maybe"), HR)
    fields = {problem.partition(":")[0] for problem in refused.value.problems}
    assert fields == {"code", "name", "country", "time_zone", "open_to_public"}
    with pytest.raises(InvalidInput, match=r"'UK' is no country code. Did you mean GB\?"):
        add_site("york", SiteDetails("York", country="UK", time_zone="Europe/London"), HR)


def test_a_department_is_renamed_once_and_not_to_another_ones_name(db: str) -> None:
    make_person(make_site(), department="Care")
    make_person(make_site(), department="Sales")
    care = Department.get(Department.name == "Care")
    with pytest.raises(Conflict, match="there is a department 'Sales' already"):
        rename_department(care.id, "Sales", "Care", HR)
    rename_department(care.id, "Nursing", "Care", HR)
    with pytest.raises(Conflict, match="has named it 'Nursing' meanwhile"):
        rename_department(care.id, "Wards", "Care", HR)
