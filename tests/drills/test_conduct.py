"""The running exercise: in whatever order and however often its notes arrive, it is the same exercise."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drills.conduct import state_of
from drills.course import due, passed_over, real_time, remaining, scenario_minutes, seconds_until_next
from drills.fitting import misfit
from drills.library import load_library
from drills.log import KINDS, Entry, EntryError, entry_from, from_lines, merge, to_lines
from drills.state import RUNNING, STOPPED, as_plain, from_plain
from tests.drills.logs import BEGIN, Device, at

SCENARIO = load_library()["talks-of-suicide"]
SUBJECTS = ["said-in-passing", "shrug", "silence", "call-988", "Ana", "Ben", ""]
VALUES = ["", "P", "U", "10", "Ben", "yes"]


@st.composite
def logs(draw: st.DrawFn) -> list[Entry]:
    """What three devices note of one exercise: their clocks may disagree and jump back."""
    entries = []
    for writer in ("console", "phone-a", "phone-b"):
        count = draw(st.integers(0, 12))
        drawn = draw(
            st.binary(min_size=9 * count, max_size=9 * count)
        )  # at once: one by one takes ten times as long
        entries += [_entry(writer, number, drawn[9 * number : 9 * number + 9]) for number in range(count)]
    return entries


def _entry(writer: str, number: int, drawn: bytes) -> Entry:
    late, seconds, kind, place, subject, value, how, who, handed = drawn
    # Every second one within the same few seconds, so that some are noted at one instant.
    noted = BEGIN + timedelta(seconds=(256 * late + seconds) % 661 - 60 if late % 2 else seconds % 3)
    return Entry(
        f"{writer}-{number}", writer, (number, number, 0)[place % 3], noted, KINDS[kind % len(KINDS)],
        SUBJECTS[subject % len(SUBJECTS)], VALUES[value % len(VALUES)], ("", "seen")[how % 2],
        ("Ana", "Ben")[who % 2], noted + timedelta(seconds=3 * (handed // 2)) if handed % 2 else None,
    )  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(logs(), st.randoms(use_true_random=False), st.integers(0, 30))
def test_any_order_any_repeat_and_any_split_give_the_same_state(
    entries: list[Entry], chance: object, cut: int
) -> None:
    shuffled = [*entries, *entries[:cut]]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    whole = state_of(entries)
    assert state_of(shuffled) == whole
    assert state_of(shuffled[:cut], shuffled[cut:], entries[cut:]) == whole
    assert state_of(merge(merge(shuffled[:cut]), merge(entries))) == whole
    assert as_plain(state_of(from_lines(to_lines(merge(shuffled))))) == as_plain(whole)
    assert whole.entry_count == len(entries)
    assert from_plain(json.loads(json.dumps(as_plain(whole)))) == whole


@settings(max_examples=150, deadline=None)
@given(logs(), logs())
def test_merging_is_commutative_associative_and_idempotent(one: list[Entry], other: list[Entry]) -> None:
    """Even where two logs hold different notes under the same id."""
    assert merge(one, other) == merge(other, one)
    assert merge(one, one) == merge(one)
    assert merge(merge(one), other) == merge(one, merge(other)) == merge(one, other)


@settings(max_examples=150, deadline=None)
@given(logs())
def test_nothing_that_was_noted_is_lost(entries: list[Entry]) -> None:
    state = state_of(entries)
    written = {entry.id for entry in entries if entry.kind in {"observation", "hot_wash", "feedback"}}
    assert {note.id for note in state.notes} == written
    assert {note.id for note in state.stop_words} == {each.id for each in entries if each.kind == "stop_word"}
    assert {each.inject for each in state.sent} == {
        entry.subject for entry in entries if entry.kind == "inject_sent"
    }


@settings(max_examples=150, deadline=None)
@given(logs(), st.integers(0, 20), st.integers(0, 20))
def test_the_clock_never_runs_backwards(entries: list[Entry], minute: int, more: int) -> None:
    state = state_of(entries)
    assert scenario_minutes(state, at(minute)) <= scenario_minutes(state, at(minute + more))
    assert real_time(state, at(minute)) <= real_time(state, at(minute + more))


def test_two_clocks_the_scenarios_stands_still_and_can_be_faster() -> None:
    console = Device("console")
    console.note(0, "started", value="1")
    console.note(10, "paused")
    console.note(15, "resumed", value="60")
    state = state_of(console.log)
    assert scenario_minutes(state, at(12)) == 10
    assert scenario_minutes(state, at(16)) == 70
    assert real_time(state, at(16)) == timedelta(minutes=16)
    console.note(16, "ended")
    ended = state_of(console.log)
    assert (scenario_minutes(ended, at(99)), real_time(ended, at(99))) == (70, timedelta(minutes=16))


def test_what_is_due_follows_the_scenarios_clock_and_nothing_is_due_in_a_pause() -> None:
    console = Device("console")
    console.note(0, "started")
    assert [each.id for each in due(SCENARIO, state_of(console.log), at(5))] == ["said-in-passing", "shrug"]
    console.note(5, "inject_sent", "said-in-passing")
    console.note(5, "inject_skipped", "shrug")
    assert due(SCENARIO, state_of(console.log), at(7)) == []
    assert seconds_until_next(SCENARIO, state_of(console.log), at(7)) == 60
    console.note(7, "paused")
    assert due(SCENARIO, state_of(console.log), at(30)) == []


def test_a_branch_leads_past_what_lies_between() -> None:
    console = Device("console")
    console.note(0, "started")
    console.note(5, "branch_taken", "shrug", "yes")
    state = state_of(console.log)
    assert passed_over(SCENARIO, state) == {"silence"}
    assert "silence" not in {each.id for each in remaining(SCENARIO, state)}
    console.note(6, "branch_taken", "shrug", "silence")
    assert passed_over(SCENARIO, state_of(console.log)) == frozenset()


def test_the_stop_word_of_anyone_stops_everything_until_it_goes_on() -> None:
    console, phone = Device("console"), Device("phone")
    console.note(0, "started")
    phone.note(4, "stop_word", text="I cannot")
    stopped = state_of(console.log, phone.log)
    assert (stopped.phase, scenario_minutes(stopped, at(9))) == (STOPPED, 4)
    assert due(SCENARIO, stopped, at(30)) == []
    console.note(10, "resumed")
    assert state_of(console.log, phone.log).phase == RUNNING
    console.note(12, "ended")
    assert [said.by for said in state_of(phone.log, console.log).stop_words] == ["phone"]


def test_notes_after_the_end_are_kept_and_marked() -> None:
    console, phone = Device("console"), Device("phone")
    console.note(0, "started")
    console.note(20, "ended")
    phone.note(10, "observation", text="in time")
    handed = replace(
        phone.note(12, "observation", text="offline until later"), handed_in_at=BEGIN + timedelta(hours=1)
    )
    phone.note(30, "observation", text="thought of it later")
    phone.note(31, "hot_wash", text="went well")
    state = state_of(console.log, [*phone.log[:1], handed, *phone.log[2:]])
    assert {note.text: note.is_late for note in state.notes} == {
        "in time": False,
        "offline until later": True,
        "thought of it later": True,
        "went well": False,
    }
    assert {note.text: note.minute for note in state.notes}["offline until later"] == 12


def test_a_tick_taken_back_is_ones_own_alone() -> None:
    one, other = Device("one"), Device("other")
    one.note(1, "action_ticked", "shrug")
    other.note(2, "action_ticked", "shrug")
    one.note(3, "action_unticked", "shrug")
    assert [tick.by for tick in state_of(one.log, other.log).ticks] == ["other"]


def test_those_who_give_no_name_are_told_apart_by_their_devices() -> None:
    logs = []
    for name, rating in (("one", "P"), ("other", "U")):
        device = Device(name)
        device.note(1, "action_ticked", "shrug")
        device.note(61, "rating", "call-988", rating)
        logs.append([replace(entry, by="") for entry in device.log])
    state = state_of(*logs)
    assert len(state.ticks) == 2
    assert sorted(each.rating for each in state.ratings) == ["P", "U"]


def test_a_substitute_takes_place_and_role() -> None:
    console = Device("console")
    console.note(-5, "joined", "Ana", "first-aider")
    console.note(1, "substituted", "Ana", "Ben")
    ana, ben = state_of(console.log).participants
    assert (ana.is_present, ben.is_present, ben.role, ben.stands_in_for) == (
        False,
        True,
        "first-aider",
        "Ana",
    )


def test_what_changes_nothing_is_kept_with_the_reason() -> None:
    console, second = Device("console"), Device("second")
    console.note(0, "started")
    second.note(0.1, "started")
    second.note(0.2, "resumed")
    console.note(3, "inject_sent", "shrug")
    second.note(4, "inject_sent", "shrug")
    why = {void.id: void.why for void in state_of(console.log, second.log).void}
    assert why == {
        "second-0": "it had started already",
        "second-1": "it was not paused",
        "second-2": "it had been sent already",
    }


def test_a_phone_whose_clock_is_set_back_keeps_the_order_of_its_own_count() -> None:
    phone = Device("phone")
    phone.note(10, "action_ticked", "shrug")
    phone.note(2, "action_unticked", "shrug")
    assert state_of(phone.log).ticks == ()


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ({"id": "a b"}, "id: must be"),
        ({"writer": ""}, "writer: must be"),
        ({"sequence": "1"}, "sequence: must be"),
        ({"sequence": True}, "sequence: must be"),
        ({"kind": "exploded"}, "kind: must be one of"),
        ({"noted_at": "yesterday"}, "noted_at: must be an instant"),
        ({"noted_at": "2026-06-01T09:00:00"}, "noted_at: needs a time zone"),
        ({"noted_at": "0001-01-01T00:00:00+14:00"}, "noted_at"),
        ({"text": "x" * 4001}, "text: must be a text"),
        ({"text": "\0"}, "text: must be a text"),
        ({"text": "\ud800"}, "text: must be a text"),
        ({"by": "x" * 201}, "by: must be a text"),
        ({"handed_in_at": "2026-06-01T09:00:00Z", "colour": "red"}, "colour: there is no such key."),
    ],
)
def test_what_is_no_entry_is_refused_with_the_reason(broken: dict[str, object], said: str) -> None:
    good = {
        "id": "a",
        "writer": "w",
        "sequence": 0,
        "noted_at": "2026-06-01T09:00:00Z",
        "kind": "observation",
    }
    assert entry_from(good).noted_at == BEGIN
    with pytest.raises(EntryError, match=said):
        entry_from({**good, **broken})


def test_an_entry_names_what_the_scenario_has() -> None:
    device = Device("phone")
    wrong = [
        device.note(1, "inject_sent", "no-such-inject"),
        device.note(1, "branch_taken", "shrug", "hand-over"),
        device.note(1, "rating", "no-such-task", "P"),
        device.note(1, "rating", "call-988", "good"),
        device.note(1, "joined", " "),
        device.note(1, "substituted", "Ana"),
        device.note(1, "observation"),
    ]
    assert all(misfit(SCENARIO, entry) for entry in wrong)
    right = [
        device.note(1, "branch_taken", "shrug", "yes"),
        device.note(1, "rating", "listen-and-ask", ""),
        device.note(1, "stop_word"),
    ]
    assert [misfit(SCENARIO, entry) for entry in right] == ["", "", ""]


@pytest.mark.parametrize("other", [None, {}, {"phase": "running"}, {"spans": 1}])
def test_what_is_no_state_is_refused(other: object) -> None:
    with pytest.raises(ValueError, match="this is no state"):
        from_plain(other)
