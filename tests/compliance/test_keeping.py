"""Kept findings: always those that an assessment from scratch would give, whatever happened since."""

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readiness.compliance.jobs import keep_findings
from readiness.compliance.judging.ahead import HORIZON
from readiness.compliance.judging.asking import Measure
from readiness.compliance.keeping import kept_rows
from readiness.compliance.keeping.kept_rows import stale_sites
from readiness.compliance.keeping.today import bring_up_to_date, forget, judge, keep_week, take_turn
from readiness.exercises.models import CorrectiveAction, Exercise, ExerciseAttendance
from readiness.foundation import clock
from readiness.foundation.database import connected, database, open_database, select
from readiness.foundation.temporal import (
    LAST_DAY,
    NEVER,
    knowledge_at,
    record,
    supersede,
    versions,
)
from readiness.people.models import Department, Membership, Person, Site
from readiness.people.site_actions import rename_department
from readiness.people.versions import keep_person, keep_site
from readiness.requirements.actions import ExemptionRequest, grant_exemption
from readiness.sample import add_sample, remove_sample
from readiness.standards.certificate_kinds import load_certificate_kinds
from tests.compliance.kept import (
    OF_PEOPLE,
    ONE,
    TODAY,
    assert_true,
    from_scratch,
    judged,
    keeping,
    kept,
)
from tests.conftest import close
from tests.factories import (
    KINDS,
    adopt,
    change,
    make_action,
    make_certificate,
    make_exercise,
    make_person,
    make_report,
    make_site,
)
from tests.histories import CLAUSES, SPAN, START, Recorder, days, empty, operations

certifying = st.lists(
    st.tuples(
        st.sampled_from(["certify", "certify", "expire", "revoke", "withdraw"]),
        st.integers(0, 2),
        st.just(0),
        st.sampled_from(["mhfa", "cpr", "full"]),
        days,
        st.integers(0, 60),
    ),
    min_size=1,
    max_size=3,
)
"""What is learned of certificates and of nothing else."""

more = st.lists(
    st.one_of(
        st.tuples(st.just("facts"), operations),
        st.tuples(st.just("certificates"), certifying),
        st.tuples(st.just("certificates"), certifying),
        st.tuples(st.just("days"), st.integers(0, 40)),
        st.tuples(st.just("exempt"), st.tuples(st.integers(0, 5), st.integers(0, 30), st.integers(0, 3))),
        st.tuples(st.just("exercise"), st.tuples(st.integers(0, 1), st.integers(0, 60))),
        st.tuples(st.just("attend"), st.integers(0, 2)),
        st.tuples(st.just("report"), st.integers(0, 15)),
        st.tuples(st.just("close"), st.integers(0, 15)),
        st.tuples(st.just("rename"), st.integers(0, 2)),
        st.tuples(st.just("unplace"), st.integers(0, 2)),
    ),
    min_size=2,
    max_size=7,
)  # fmt: skip


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@given(more)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_kept_equals_what_is_found_from_scratch_after_any_history(
    request: pytest.FixtureRequest, kind: str, done: list[tuple[str, object]]
) -> None:
    open_database(
        request.getfixturevalue("sqlite_url" if kind == "sqlite" else "copied_postgresql_url"), connections=2
    )
    try:
        with connected():
            follow(done)
    finally:
        close()


def follow(done: list[tuple[str, object]]) -> None:
    """Do one thing after the other, and look at what is kept after each."""
    for table in (
        "kept_turn",
        "kept_site",
        "kept_finding",
        "kept_standing",
        "kept_roll",
        "exercise",
        "exercise_attendance",
        "after_action_report",
        "corrective_action",
        "exemption",
    ):
        database.execute_sql(f"DELETE FROM {table}")
    empty()
    adopt(*CLAUSES, *OF_PEOPLE, from_on=date(2025, 12, 1))
    recorder, today = Recorder(), START
    for person in range(3):
        recorder.do("employ", person, 0, "", START - timedelta(days=5), SPAN - 10 * person)
        recorder.do("move", person, person % 2, "", START, 0)
    assert_true(today)
    for what, told in done:
        if what == "days":
            today += timedelta(days=told)  # type: ignore[arg-type]
        else:
            globals()[f"do_{what}"](recorder, today, told)
        assert_true(today)


def do_facts(recorder: Recorder, _today: date, told: list[tuple[str, int, int, str, date, int]]) -> None:
    for operation in told:
        recorder.do(*operation)


def do_certificates(
    recorder: Recorder, today: date, told: list[tuple[str, int, int, str, date, int]]
) -> None:
    """Several turns are taken before anybody judges."""
    for operation in told:
        recorder.do(*operation)
        take_turn(keeping(today))


def do_exempt(recorder: Recorder, today: date, told: tuple[int, int, int]) -> None:
    clause, length, who = told
    from_on = today + timedelta(days=length - 10)
    person = recorder.people[who].staff_number if who < len(recorder.people) else ""
    request = ExemptionRequest(
        "tested", f"clause-{clause + 1}", "a", from_on, from_on + timedelta(days=length), "Because", person
    )
    grant_exemption(request, "a test")


def do_exercise(recorder: Recorder, today: date, told: tuple[int, int]) -> None:
    site, ago = told
    make_exercise(recorder.sites[site], today - timedelta(days=ago), topic="fire")


def latest_exercise() -> Exercise | None:
    found: Exercise | None = Exercise.select().order_by(Exercise.id.desc()).first()
    return found


def do_attend(recorder: Recorder, _today: date, told: int) -> None:
    held = latest_exercise()
    if held is not None:
        with change() as opened:
            record(
                ExerciseAttendance, opened.change, exercise=held.fact_id, name="", role="", stands_in_for="",
                person=recorder.people[told],
            )  # fmt: skip


def do_report(_recorder: Recorder, today: date, told: int) -> None:
    """A report is signed, and opens an action."""
    held = latest_exercise()
    if held is not None:
        make_report(held, today)
        make_action(held, today + timedelta(days=told))


def do_close(_recorder: Recorder, today: date, _told: int) -> None:
    action = CorrectiveAction.select().where(CorrectiveAction.superseded_in == NEVER).first()
    if action is not None:
        with change() as opened:
            supersede(action, opened.change, state="closed", closed_on=today)


def do_rename(recorder: Recorder, today: date, told: int) -> None:
    with change() as opened:
        keep_person(recorder.people[told].id, opened.change)
        Person.update(given_name=f"{today}").where(Person.id == recorder.people[told].id).execute()


def do_unplace(recorder: Recorder, today: date, told: int) -> None:
    """From the day on no site is recorded; a later move ends that."""
    latest = versions(Membership, recorder.facts["place"][told])[-1]
    if latest.from_on < today:
        with change() as opened:
            supersede(latest, opened.change, until_on=today - timedelta(days=1))


def test_whoever_loses_a_site_and_finds_one_is_told_of_in_between(db: str) -> None:
    person = make_person(make_site("here"), staff_number="42")
    adopt(OF_PEOPLE[0])
    assert_true()
    membership = Membership.get(Membership.person == person)
    with change() as opened:
        supersede(membership, opened.change, until_on=TODAY)
    assert_true()
    assert [row[0] for row in kept()] == ["here"]
    assert_true(TODAY + timedelta(days=1))
    assert [(row[0], row[3]) for row in kept()] == [("", "42")]
    assert next(select("SELECT count(*) FROM kept_standing")) == (0,)
    with change() as opened:
        supersede(
            Membership.get(Membership.person == person, Membership.superseded_in == NEVER),
            opened.change,
            until_on=LAST_DAY,
        )
    assert_true(TODAY + timedelta(days=1))
    assert [row[0] for row in kept()] == ["here"]


def test_one_change_has_only_its_site_judged_afresh(db: str) -> None:
    here, there = make_site("here"), make_site("there")
    person = make_person(here)
    make_person(there)
    adopt(ONE)
    assert_true()
    before = judged()
    make_certificate(person, "mhfa", date(2025, 1, 1))
    assert_true()
    assert judged()["there"] == before["there"]
    assert judged()["here"] > before["here"]


def test_midnight_touches_only_what_begins_ends_or_comes_due(db: str) -> None:
    ending, due, other = make_site("ending"), make_site("due"), make_site("other")
    make_certificate(make_person(ending), "mhfa", date(2025, 1, 1), TODAY)
    make_certificate(make_person(due), "mhfa", date(2025, 1, 1), TODAY + timedelta(days=30))
    make_certificate(make_person(other), "mhfa", date(2025, 1, 1), TODAY + timedelta(days=60))
    adopt(ONE)
    assert_true()
    first = judged()
    assert_true(TODAY + timedelta(days=1))
    second = judged()
    assert {code for code in first if first[code] != second[code]} == {"ending", "due"}
    statuses = {row[0]: row[5] for row in kept()}
    assert statuses == {"ending": "gap", "due": "due", "other": "met"}


def test_an_exercise_that_ceases_to_count_is_noticed_where_others_are_enough(db: str) -> None:
    site = make_site()
    make_person(site)
    make_exercise(site, TODAY - timedelta(days=29))
    make_exercise(site, TODAY)
    adopt({"check": "exercises_in_window", "terms": {"at_least": 1, "within_days": 30}})
    assert_true()
    assert [row[7] for row in kept()] == [2]
    assert_true(TODAY + timedelta(days=1))
    assert [row[7] for row in kept()] == [1]


def test_a_site_that_changes_itself_and_one_that_is_new_are_judged(db: str) -> None:
    site = make_site("old", region="CA")
    make_person(site)
    adopt({**ONE, "applies": {"region": ["CA"]}})
    assert_true()
    with change() as opened:
        keep_site(site.id, opened.change)
        Site.update(region="NV").where(Site.id == site.id).execute()
    assert_true()
    with change() as opened:
        make_site("new", recorded_in=opened.change.id)
    assert_true()
    assert {row[0] for row in kept()} == {"old", "new"}
    with change() as opened:
        Site.update(superseded_in=opened.change.id).where(Site.code == "new").execute()
    assert_true()
    assert {row[0] for row in kept()} == {"old"}


def test_a_department_of_another_name_is_judged_by_it(db: str) -> None:
    make_person(make_site("leeds"), department="Ward")
    make_person(make_site("york"), department="Kitchen")
    adopt({"check": "everyone_in_role_holds", "terms": {"certificate": "cpr", "departments": ["Care"]}})
    assert_true()
    before = judged()
    ward = Department.get(Department.name == "Ward")
    rename_department(ward.id, "Nursing", "Ward", "a test")
    rename_department(ward.id, "Care", "Nursing", "a test")
    assert_true()
    assert [row[0] for row in kept() if row[5] == "gap"] == ["leeds"]
    assert judged()["york"] == before["york"]


def test_other_kinds_requirements_or_words_have_everything_judged_afresh(db: str) -> None:
    make_person(make_site("hq"))
    adopt(ONE)
    assert_true()
    turns = [judged()["hq"]]
    assert_true(measure=Measure(KINDS, due_days=60))
    turns.append(judged()["hq"])
    adopt(ONE, {"check": "exercises_in_window", "terms": {"at_least": 1, "within_days": 30}})
    assert_true(measure=Measure(KINDS, due_days=60))
    turns.append(judged()["hq"])
    bring_up_to_date(keeping(measure=Measure(KINDS, due_days=60), language="de"))
    turns.append(judged()["hq"])
    assert turns == sorted(set(turns))


def test_a_clock_that_was_set_back_is_followed(db: str) -> None:
    make_certificate(make_person(make_site()), "mhfa", date(2025, 1, 1), TODAY)
    adopt(ONE)
    assert_true(TODAY + timedelta(days=1))
    assert_true(TODAY)


def test_facts_that_were_removed_are_noticed_once_it_is_told(db: str) -> None:
    person = make_person(make_site())
    make_certificate(person, "mhfa", date(2025, 1, 1))
    adopt(ONE)
    assert_true()
    database.execute_sql("DELETE FROM certificate")
    forget()
    assert_true()


def test_more_than_may_be_done_at_once_is_left_and_said(db: str) -> None:
    site = make_site("hq")
    people = [make_person(site) for _ in range(3)]
    adopt(ONE)
    assert not bring_up_to_date(keeping(), most_people=2)
    assert [(each.code, each.people_count) for each in stale_sites()] == [("", 0), ("hq", 3)]
    assert kept() == []
    assert bring_up_to_date(keeping(), most_people=3)
    assert kept() == from_scratch()
    make_certificate(people[0], "mhfa", date(2025, 1, 1))
    assert not bring_up_to_date(keeping(), most_people=0)
    assert [row[5] for row in kept()] == ["gap"]


def test_what_was_touched_while_it_was_judged_is_judged_again(db: str) -> None:
    person = make_person(make_site("hq"))
    adopt(ONE)
    turn = take_turn(keeping())
    stale = stale_sites()
    make_certificate(person, "mhfa", date(2025, 1, 1))
    later = take_turn(keeping())
    judge(turn, keeping(), stale)
    assert kept() == []
    judge(later, keeping(), stale)
    assert kept() == from_scratch()


def test_an_older_judgement_of_an_untouched_site_holds(db: str) -> None:
    here, there = make_site("here"), make_site("there")
    make_person(here)
    adopt(ONE)
    turn = take_turn(keeping())
    stale = stale_sites()
    make_person(there)
    take_turn(keeping())
    judge(turn, keeping(), stale)
    assert [row[0] for row in kept()] == ["here"]
    assert_true()


def test_two_at_once_do_no_harm(db: str) -> None:
    sites = [make_site() for _ in range(4)]
    people = [make_person(site) for site in sites for _ in range(3)]
    adopt(ONE, *map(dict, OF_PEOPLE))
    faults: list[BaseException] = []

    def keep() -> None:
        try:
            with connected():
                for _ in range(4):
                    bring_up_to_date(keeping())
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=keep) for _ in range(3)]
    for thread in threads:
        thread.start()
    for person in people:
        make_certificate(person, "mhfa", date(2025, 1, 1), TODAY + timedelta(days=10))
    for thread in threads:
        thread.join()
    assert not faults
    assert_true()


def test_a_week_ago_is_kept_as_it_was_known_then(db: str) -> None:
    make_person(make_site("hq"))
    adopt(ONE)
    week = replace(keeping(), week_at=knowledge_at().at)
    make_certificate(Person.get(), "mhfa", date(2025, 1, 1))
    keep_week(week)
    rows = list(select("SELECT status, need, have FROM week_standing"))
    assert rows == [("gap", 1, 0)]
    turn = kept_rows.latest_turn()
    assert turn is not None
    assert turn.week_on == TODAY - timedelta(days=7)
    keep_week(week)
    assert_true()


def test_the_timetable_keeps_by_the_day_of_the_organisations_zone(
    db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_certificate(make_person(make_site()), "mhfa-adult", date(2025, 1, 1), TODAY)
    adopt({**ONE, "terms": {"certificate": "mhfa-adult", "at_least": 1}})
    monkeypatch.setenv("READINESS_TIME_ZONE", "Pacific/Auckland")
    with time_machine.travel(datetime(2026, 6, 30, 11, 59, tzinfo=UTC), tick=False):
        keep_findings()
    assert [row[5] for row in kept()] == ["due"]
    with time_machine.travel(datetime(2026, 6, 30, 12, 0, tzinfo=UTC), tick=False):
        keep_findings()
    assert [row[5] for row in kept()] == ["gap"]


def test_removing_the_sample_leaves_nothing_kept_of_it(db: str) -> None:
    today = clock.today("America/New_York")
    add_sample(today, load_certificate_kinds())
    measure = Measure(load_certificate_kinds(), due_days=30)
    assert bring_up_to_date(keeping(today, measure))
    assert kept()
    remove_sample("a test")
    assert_true(today, measure)
    assert not kept()


def test_what_begins_later_comes_into_sight_as_days_pass(db: str) -> None:
    make_person(make_site("dayton"))
    begins_on = TODAY + HORIZON + timedelta(days=1)
    adopt(ONE, from_on=begins_on)
    for today, seen in ((TODAY, []), (TODAY + timedelta(days=1), [("not_applicable", True)])):
        assert bring_up_to_date(keeping(today))
        told = select("SELECT status, due_on FROM kept_standing")
        assert [(status, due_on >= begins_on) for status, due_on in told] == seen
