"""A run: what is handed in is kept once, in whatever order; what it comes to can be made again from the log."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from drills.conduct import state_of
from drills.state import ENDED, RUNNING, STOPPED, as_plain
from readiness.audit.models import AuditDetail, AuditEvent
from readiness.exercises.codes import living_codes, make_code, open_code
from readiness.exercises.models import ExerciseCode, ExerciseEntry, ExerciseState
from readiness.exercises.queries import get_exercise
from readiness.exercises.running import MOST_AT_ONCE, Batch, hand_in, kept_entries, rebuild, run_state
from readiness.foundation.database import connected
from readiness.foundation.errors import InvalidInput, NotFound
from tests.commands import Terminal
from tests.exercises.playing import NOW, hand, note, planned, play


def test_an_entry_that_is_handed_in_twice_is_kept_once(db: str) -> None:
    exercise = planned()
    started, seen = note("started"), note("observation", text="calm")
    first = hand(exercise, started, seen)
    again = hand(exercise, seen, started, seen)
    assert first.kept == (started["id"], seen["id"])
    assert set(again.kept) == set(first.kept)
    assert ExerciseEntry.select().count() == 2
    assert again.state == first.state


def test_two_phones_that_hand_in_late_come_to_the_same_as_in_time(db: str) -> None:
    in_time, late = planned("HQ"), planned("York")
    notes = [
        note("started"), note("observation", text="one"), note("action_ticked", "shrug", by="Ben"), note("ended"),
    ]  # fmt: skip
    for minutes, each in enumerate(notes):
        each["noted_at"] = (NOW + timedelta(minutes=minutes)).isoformat()
    for each in notes:
        hand_in(in_time, Batch("console", [each], NOW + timedelta(minutes=9)), "a test")
    for each in reversed(notes):
        hand_in(late, Batch("console", [each], NOW + timedelta(minutes=9)), "a test")
    assert run_state(in_time) == run_state(late)
    assert run_state(late).phase == ENDED
    assert run_state(late).notes[0].is_late, "it was handed in after the end"


def test_the_kept_state_can_be_deleted_and_is_made_again_the_same(db: str) -> None:
    one, other = planned("HQ"), planned("York")
    play(one, {"call-988": "U"})
    hand(other, note("started"), note("stop_word"))
    kept = {row.exercise: (row.phase, row.entry_count, row.content) for row in ExerciseState.select()}
    assert {number: row[0] for number, row in kept.items()} == {one: ENDED, other: STOPPED}
    shown = run_state(one)
    ExerciseState.update(content={"of": "another release"}).execute()
    assert run_state(one) == shown
    ExerciseState.delete().execute()
    assert run_state(one) == shown
    assert rebuild() == 2
    assert {row.exercise: (row.phase, row.entry_count, row.content) for row in ExerciseState.select()} == kept


def test_the_end_says_that_it_was_held_on_the_day_at_its_site(db: str) -> None:
    exercise = planned()
    late_evening = 12 * 60  # 02:00 UTC on the next day is still the evening before in New York
    hand(exercise, note("started"), minutes=late_evening)
    hand(exercise, note("ended"), minutes=late_evening + 30)
    assert get_exercise(exercise).held_on == NOW.date()
    assert [event.action for event in AuditEvent.select().order_by(AuditEvent.id)][-2:] == [
        "exercise entries handed in",
        "exercise held",
    ]


def test_every_entry_stands_in_the_trail_with_its_change(db: str) -> None:
    exercise = planned()
    hand(exercise, note("started"), note("observation", text="seen"), note("observation", text="again"))
    detail = AuditDetail.select().order_by(AuditDetail.event.desc()).first().detail
    assert '"kinds":{"observation":2,"started":1}' in detail
    assert "seen" not in detail, "what was written stays in the log"
    before = AuditEvent.select().count()
    hand(exercise, note("exploded"))
    assert AuditEvent.select().count() == before


def test_each_fault_is_told_and_the_good_is_kept(db: str) -> None:
    exercise = planned()
    wrong = note("inject_sent", "no-such-inject")
    told = hand(exercise, note("started"), wrong, "nonsense", {"id": "x"})
    assert run_state(exercise).phase == RUNNING
    assert told.refused[wrong["id"]] == ("subject: this scenario has no inject 'no-such-inject'.",)
    assert set(told.refused) == {wrong["id"], "#3", "x"}
    assert len(told.refused["x"]) == 4
    with pytest.raises(InvalidInput, match="at most 100"):
        hand(exercise, *[note("stop_word")] * (MOST_AT_ONCE + 1))


def test_who_has_a_code_notes_what_is_for_that_page_and_is_no_console(db: str) -> None:
    exercise = planned()
    hand(exercise, note("started"))
    ended, ticked = note("ended"), note("action_ticked", "shrug", writer="console")
    told = hand(exercise, ended, ticked, device="observer:7", minutes=1)
    assert (set(told.refused), told.kept) == ({ended["id"]}, (ticked["id"],))
    assert kept_entries(exercise)[-1].writer == "observer:console"
    told = hand(
        exercise, note("action_ticked", "shrug"), note("stop_word"), device="participant:7", minutes=2
    )
    assert (len(told.refused), len(told.kept)) == (1, 1)
    assert run_state(exercise).phase == STOPPED


def test_a_phone_whose_clock_is_wrong_is_put_right_and_nothing_is_noted_after_it_came(db: str) -> None:
    exercise = planned()
    hand(exercise, note("started"))
    ahead = timedelta(days=3)
    early = note("observation", text="early", noted_at=(NOW + ahead + timedelta(minutes=4)).isoformat())
    ever = note("observation", text="ever", noted_at="2999-01-01T00:00:00Z")
    now = NOW + timedelta(minutes=10)
    hand_in(exercise, Batch("observer:7", [early, ever], now, sent_at=now + ahead), "a test")
    times = {entry.text: entry.noted_at for entry in kept_entries(exercise)}
    assert times["early"] == NOW + timedelta(minutes=4)
    assert times["ever"] == now


def test_a_code_is_random_kept_as_a_hash_renewable_and_dies_with_the_exercise(db: str) -> None:
    exercise = planned()
    first = make_code(exercise, "observer", NOW, "a test")
    participants = make_code(exercise, "participant", NOW, "a test")
    assert open_code(first.upper().replace("-", " "), NOW).purpose == "observer"
    assert open_code(participants, NOW).exercise.fact_id == exercise
    assert first not in str(list(ExerciseCode.select().dicts()))
    second = make_code(exercise, "observer", NOW, "a test")
    with pytest.raises(NotFound):
        open_code(first, NOW)
    with pytest.raises(NotFound):
        open_code(second, NOW + timedelta(days=3))
    play(exercise, {"call-988": "P"})
    assert open_code(second, NOW + timedelta(hours=20)), "what was kept on phones may still be handed in"
    with pytest.raises(NotFound):
        open_code(second, NOW + timedelta(hours=25))
    with pytest.raises(InvalidInput):
        make_code(exercise, "observer", NOW, "a test")
    assert living_codes(exercise, NOW + timedelta(hours=25)) == {}


def test_the_log_of_one_exercise_is_not_anothers(db: str) -> None:
    one, other = planned("HQ"), planned("York")
    same = note("started")
    hand(one, same)
    hand(other, same)
    assert [replace(entry) for entry in kept_entries(one)] == kept_entries(other)
    assert ExerciseEntry.select().count() == 2


def test_the_command_makes_it_again_too(terminal: Terminal) -> None:
    terminal.good("init")
    assert terminal.good("exercise", "rebuild") == "0 runs were made again from their logs.\n"


def test_what_many_hand_in_at_once_is_kept_once(db: str) -> None:
    exercise = planned()
    entries = [note("observation", text=str(number)) for number in range(20)]

    def hand_all(place: int) -> None:
        with connected():
            hand(exercise, *entries[place:], *entries[:place], device=f"observer:{place}")

    with ThreadPoolExecutor(4) as devices:
        list(devices.map(hand_all, range(0, 20, 3)))
    assert ExerciseEntry.select().count() == 20
    kept = ExerciseState.get(ExerciseState.exercise == exercise)
    assert kept.entry_count == 20
    assert as_plain(state_of(kept_entries(exercise))) == kept.content


def test_who_has_a_code_cannot_speak_for_an_account(db: str) -> None:
    exercise = planned()
    hand(exercise, note("started"))
    hand(exercise, note("rating", "call-988", "U", by="ana@example.org"), device="console:1", minutes=1)
    hand(exercise, note("rating", "call-988", "P", by="ana@example.org"), device="observer:code", minutes=2)
    hand(exercise, note("rating", "call-988", "", by="ana@example.org"), device="observer:code", minutes=3)
    assert [(each.rating, each.by) for each in run_state(exercise).ratings] == [("U", "ana@example.org")]
