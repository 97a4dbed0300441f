"""The loop: rated U, an action, the protocol, training; done; a later exercise; closed, all of it in the trail."""

from datetime import timedelta

import pytest

from readiness.audit.models import AuditDetail, AuditEvent
from readiness.exercises.actions import plan_exercise
from readiness.exercises.codes import make_code, open_code
from readiness.exercises.following_up import (
    actions_of,
    close_action,
    effects_of,
    finish_action,
    get_action,
    give_action,
    meet_need,
    needs_of,
    reopen_action,
)
from readiness.exercises.models import CorrectiveAction, ExerciseAttendance, ExerciseResult
from readiness.exercises.running import run_state
from readiness.exercises.signing import Signature, find_report, sign_report
from readiness.foundation.errors import Conflict, InvalidInput, NotFound
from readiness.foundation.temporal import current, knowledge_at, known
from tests.exercises.playing import NOW, SCENARIO, hand, note, planned, play, sign
from tests.factories import make_person, make_site

TODAY = NOW.date()


def later(days: int, rating: str, site_code: str = "HQ", *, is_signed: bool = True) -> int:
    """A later exercise of the same scenario in which the critical task was rated."""
    number = plan_exercise(site_code, SCENARIO, TODAY + timedelta(days=days), "coordinator@example.org")
    play(number, {"call-911": rating}, day=days)
    if is_signed:
        sign(number, day=days)
    return number


def test_the_whole_loop_is_closed_and_stands_in_the_trail(db: str) -> None:
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
    meet_need(need.fact_id, "Class of 3 June", TODAY + timedelta(days=2), TODAY + timedelta(days=2), "a")
    second = later(30, "P")
    close_action(action.fact_id, second, TODAY + timedelta(days=31), "c@example.org")
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
    assert steps == ["opened", "opened", "given", "done", "closed"]
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
