"""The loop: rated U, an action, the protocol, training; done; a later exercise; closed, all of it in the trail."""

from datetime import date, timedelta

import pytest

from drills.library import load_library
from readiness.accounts.models import Account, AccountSite
from readiness.audit.models import AuditDetail, AuditEvent
from readiness.exercises.actions import plan_exercise
from readiness.exercises.chasing import chase
from readiness.exercises.codes import make_code, open_code
from readiness.exercises.following_up import (
    actions_of,
    close_action,
    effects_of,
    finish_action,
    get_action,
    get_need,
    give_action,
    needs_of,
    reopen_action,
)
from readiness.exercises.models import CorrectiveAction, ExerciseAttendance, ExerciseResult
from readiness.exercises.queries import get_exercise
from readiness.exercises.revising import proposed_for, settle_revisions, steps_shown
from readiness.exercises.running import run_state
from readiness.exercises.signing import Signature, find_report, objective_key, sign_report
from readiness.exercises.training import ask_training, settle_needs
from readiness.foundation.errors import Conflict, InvalidInput, NotFound
from readiness.foundation.temporal import current, knowledge_at, known
from readiness.notices.models import OutboxMessage
from readiness.protocols.actions import approve, bring_starters, write_draft
from readiness.protocols.queries import get_latest, protocol_of, shipped_protocols
from readiness.web.access import Role
from tests.exercises.playing import NOW, SCENARIO, hand, note, planned, play, sign
from tests.factories import make_certificate, make_person, make_site

TODAY = NOW.date()


def later(
    days: int, rating: str, site_code: str = "HQ", *, is_signed: bool = True, task: str = "call-911"
) -> int:
    """A later exercise of the same scenario in which the critical task was rated."""
    number = plan_exercise(site_code, SCENARIO, TODAY + timedelta(days=days), "coordinator@example.org")
    play(number, {task: rating}, day=days)
    if is_signed:
        sign(number, day=days)
    return number


def revise(slug: str) -> None:
    """Another first step, written by one and approved by another."""
    latest = get_latest(slug)
    body = protocol_of(latest).model_dump(mode="json")
    for language in ("en", "es"):
        body[language]["steps"][0]["more"] = ""
    del body["slug"]
    write_draft(slug, latest.number, body, "ana@example.org")
    approve([slug], "ben@example.org")


def test_the_whole_loop_is_closed_and_stands_in_the_trail(db: str) -> None:
    bring_starters(shipped_protocols().values(), "a test")
    first = planned()
    play(first, {"call-911": "U", "call-988": "S"})
    sign(first)
    action, revision = actions_of(first)
    (need,) = needs_of(first)
    assert (action.kind, action.rating, action.task, action.owner) == (
        "corrective action", "U", "call-911", "coordinator@example.org",
    )  # fmt: skip
    assert (revision.kind, revision.steps) == ("protocol revision", ["suicide:danger", "suicide:1"])
    assert "Mental health first-aider" in need.who
    give_action(action.fact_id, "ana@example.org", TODAY + timedelta(days=10), "c@example.org")
    with pytest.raises(Conflict, match="Say first what was done"):
        close_action(action.fact_id, first, TODAY, "c@example.org")
    finish_action(
        action.fact_id,
        "The prefix is on the card.",
        TODAY + timedelta(days=2),
        TODAY + timedelta(days=2),
        "a",
    )
    person = make_person(staff_number="1042")
    ask_training(need.fact_id, "mhfa-adult", ["1042"], "c@example.org")
    assert settle_needs("the timetable") == []
    make_certificate(person, "mhfa-adult", TODAY)  # on the day of the exercise: before what it has shown
    assert settle_needs("the timetable") == []
    make_certificate(person, "mhfa-adult", TODAY + timedelta(days=3))
    assert settle_needs("the timetable") == [need.fact_id]
    assert get_need(need.fact_id).met_on == TODAY + timedelta(days=3)
    revise("suicide")
    assert settle_revisions("the timetable") == [revision.fact_id]
    revised = get_action(revision.fact_id)
    assert (revised.state, revised.note) == (
        "done",
        "Revision 2, approved by ben@example.org, changed suicide:1.",
    )
    second = later(30, "P")
    close_action(action.fact_id, second, TODAY + timedelta(days=31), "c@example.org")
    CorrectiveAction.update(done_on=TODAY).where(CorrectiveAction.id == revised.id).execute()
    close_action(revision.fact_id, second, TODAY + timedelta(days=31), "c@example.org")
    closed = get_action(action.fact_id)
    assert (closed.state, closed.effect_exercise, closed.owner) == ("closed", second, "ana@example.org")
    told = [
        (event.action, detail.detail)
        for event, detail in (
            (row.event, row) for row in AuditDetail.select().join(AuditEvent).order_by(AuditEvent.id)
        )
    ]
    steps = [
        text.split('"what":"')[1].split('"')[0] for act, text in told if act == "corrective action changed"
    ]
    assert steps == ["opened", "opened", "given", "done", "done", "closed", "closed"]
    assert [text.split('"what":"')[1].split('"')[0] for act, text in told if act == "training need changed"] == [
        "opened", "given", "met",
    ]  # fmt: skip
    assert [act for act, _text in told].count("protocol approved") == 1
    assert [act for act, _text in told].count("after-action report signed") == 2


def test_a_u_or_m_is_not_closed_without_an_effect_check_at_a_later_exercise(db: str) -> None:
    make_site("York")
    first = planned()
    play(first, {"call-911": "M"})
    sign(first)
    action = actions_of(first)[0].fact_id
    finish_action(action, "done", TODAY + timedelta(days=5), TODAY + timedelta(days=5), "a")
    not_enough = {
        "itself": first,
        "before it was done": later(3, "P"),
        "at another site": later(8, "P", "York"),
        "not signed": later(9, "P", is_signed=False),
    }
    for what, exercise in not_enough.items():
        with pytest.raises(InvalidInput, match="closed only by a later exercise"):
            close_action(action, exercise, TODAY + timedelta(days=40), "a")
        assert get_action(action).state == "done", what
    again = later(10, "M")
    with pytest.raises(InvalidInput, match="It was rated M again"):
        close_action(action, again, TODAY + timedelta(days=40), "a")
    good = later(11, "S")
    assert [effect.is_good for effect in effects_of(get_action(action))] == [True, False]
    close_action(action, good, TODAY + timedelta(days=40), "a")
    reopen_action(action, "It was forgotten again.", "a")
    assert (get_action(action).state, get_action(action).effect_exercise) == ("open", None)


def test_signing_again_after_late_notes_keeps_what_was_signed_and_opens_only_what_is_new(db: str) -> None:
    exercise = planned()
    play(exercise, {"call-911": "U"})
    sign(exercise)
    seen = run_state(exercise).entry_count
    then = knowledge_at()
    hand(exercise, note("observation", text="late"), note("rating", "call-988", "M"), minutes=50)
    with pytest.raises(Conflict, match="handed in meanwhile"):
        sign_report(exercise, Signature("", seen, NOW, TODAY), "a")
    sign(exercise, summary="With the late notes.")
    assert [(each.task, each.kind) for each in actions_of(exercise)] == [
        ("call-911", "corrective action"), ("call-911", "protocol revision"),
        ("call-988", "corrective action"), ("call-988", "protocol revision"),
    ]  # fmt: skip
    report = find_report(exercise)
    assert report is not None
    assert report.summary == "With the late notes."
    of_task = ExerciseResult.task == "call-988"
    assert [row.rating for row in ExerciseResult.select().where(of_task & known(ExerciseResult, then))] == [
        ""
    ]
    assert [row.rating for row in ExerciseResult.select().where(of_task & current(ExerciseResult))] == ["M"]


def test_what_was_not_rated_is_no_result_and_what_is_not_over_is_not_signed(db: str) -> None:
    exercise = planned()
    hand(exercise, note("started"))
    with pytest.raises(InvalidInput, match="not over"):
        sign(exercise)
    hand(exercise, note("ended"), minutes=5)
    with pytest.raises(InvalidInput, match="No critical task is rated"):
        sign(exercise)
    assert CorrectiveAction.select().count() == 0


def test_who_was_there_is_a_fact_and_known_by_staff_number(db: str) -> None:
    exercise = planned()
    person = make_person(staff_number="1042")
    hand(exercise, note("joined", "1042", "first-aider"), note("joined", "Ben", "manager"))
    hand(exercise, note("substituted", "Ben", "Cara"), minutes=1)
    play(exercise, {"call-911": "P"})
    sign(exercise)
    rows = {row.name: row for row in ExerciseAttendance.select().where(current(ExerciseAttendance))}
    assert rows["1042"].person == person
    assert (rows["Cara"].role, rows["Cara"].stands_in_for, rows["Cara"].person) == ("manager", "Ben", None)


def test_signing_ends_the_codes(db: str) -> None:
    exercise = planned()
    code = make_code(exercise, "observer", NOW, "a test")
    play(exercise, {"call-911": "P"})
    assert open_code(code, NOW + timedelta(hours=1))
    sign(exercise)
    with pytest.raises(NotFound):
        open_code(code, NOW + timedelta(hours=1))


def test_only_a_scenario_that_allows_it_keeps_its_day_back(db: str) -> None:
    make_site("HQ")
    with pytest.raises(InvalidInput, match="always announced"):
        plan_exercise("HQ", SCENARIO, TODAY, "a", is_announced=False)
    assert plan_exercise("HQ", "stairwell-b", TODAY, "a", is_announced=False)


def test_an_exercise_of_before_shows_no_effect_whatever_day_is_said_of_what_was_done(db: str) -> None:
    make_site("HQ")
    before = later(-10, "P")
    origin = later(0, "U")
    action = actions_of(origin)[0].fact_id
    finish_action(action, "done long ago", TODAY - timedelta(days=20), TODAY, "a")
    assert effects_of(get_action(action)) == []
    with pytest.raises(InvalidInput, match="closed only by a later exercise"):
        close_action(action, before, TODAY, "a")


def test_a_look_at_a_protocol_is_done_only_by_an_approved_change_of_its_steps(db: str) -> None:
    bring_starters(shipped_protocols().values(), "a test")
    first = planned()
    play(first, {"call-988": "M"})
    sign(first)
    revision = next(each for each in actions_of(first) if each.kind == "protocol revision")
    assert [each.action for each in proposed_for("suicide")] == [revision.fact_id]
    (shown, *_others) = steps_shown(revision)
    assert (shown.step in revision.steps, bool(shown.english), bool(shown.spanish)) == (True, True, True)
    revise("suicide")
    assert "suicide:1" not in revision.steps
    assert settle_revisions("the timetable") == [], "another step was changed"
    make_site("York")
    finish_action(revision.fact_id, "The page says it.", TODAY, TODAY, "a")
    elsewhere = later(8, "P", "York", task="call-988")
    close_action(revision.fact_id, elsewhere, TODAY + timedelta(days=9), "a")
    assert get_action(revision.fact_id).state == "closed", "the page is the same everywhere"


def test_what_is_past_its_day_is_told_to_the_owner_then_the_manager_then_the_coordinators_once(
    db: str,
) -> None:
    first = planned()
    manager, coordinator = account(Role.MANAGER), account(Role.COORDINATOR)
    AccountSite.create(account=manager, site=get_exercise(first).site)
    play(first, {"call-911": "U"})
    sign(first)
    action, revision = actions_of(first)
    give_action(action.fact_id, "ana@example.org", TODAY, "c")
    give_action(revision.fact_id, "ana@example.org", TODAY + timedelta(days=300), "c")

    ask_training(needs_of(first)[0].fact_id, "mhfa-adult", [make_person().staff_number], "c")

    def told(days: int) -> list[str]:
        before = {row.id for row in OutboxMessage.select()}
        chase(TODAY + timedelta(days=days), NOW + timedelta(days=days), "the timetable")
        rows = OutboxMessage.select().order_by(OutboxMessage.id)
        return [f"{row.recipient} {row.link}" for row in rows if row.id not in before]

    page = f"/exercises/actions/{action.fact_id}"
    assert [told(days) for days in (-1, 0, 1, 7, 8, 14, 29)] == [
        [], [f"ana@example.org {page}"], [], [f"{manager.email} {page}"], [], [f"{coordinator.email} {page}"], [],
    ]  # fmt: skip
    finish_action(action.fact_id, "It is done.", TODAY, TODAY, "c")
    assert {row.state for row in OutboxMessage.select()} == {"withdrawn"}
    need = f"/exercises/needs/{needs_of(first)[0].fact_id}"
    assert (told(30), told(37), told(44)) == (
        [],
        [f"{manager.email} {need}"],
        [f"{coordinator.email} {need}"],
    )
    assert (told(89), told(90)) == ([], [f"ana@example.org {page}"]), "its effect is to be shown"
    second = later(91, "P")
    close_action(action.fact_id, second, TODAY + timedelta(days=92), "c")
    assert told(200) == [], "what is closed is told of no more"


def test_scenarios_that_share_an_objective_say_the_same_by_it() -> None:
    texts: dict[str, str] = {}
    for scenario in load_library().values():
        for objective in scenario.objectives:
            key = objective_key(scenario, objective.id)
            assert texts.setdefault(key, objective.text) == objective.text, key


def account(role: Role) -> Account:
    """An account that can sign in."""
    email = f"{role}@example.org"
    return Account.create(
        email=email, email_key=email, name="Ana", name_key="ana", role=role, created_at=NOW,
        until_on=date(9999, 12, 31),
    )  # fmt: skip
