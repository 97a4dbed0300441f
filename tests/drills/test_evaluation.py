"""Ratings: the worst and the counts, what was not rated is no P, and an M or U asks for something."""

import pytest

from drills.conduct import state_of
from drills.evaluation import CORRECTIVE, REVISION, TRAINING, evaluate, report_of, roll_up
from drills.library import load_library
from drills.telling import report_text
from tests.drills.logs import Device, at

SCENARIO = load_library()["talks-of-suicide"]
TASKS = [task.id for objective in SCENARIO.objectives for task in objective.tasks]


@pytest.mark.parametrize(
    ("ratings", "worst", "counts", "not_rated"),
    [
        (["P", "P"], "P", (("P", 2),), 0),
        (["P", "S", "P"], "S", (("P", 2), ("S", 1)), 0),
        (["P", "M", "S"], "M", (("P", 1), ("S", 1), ("M", 1)), 0),
        (["U", "P", "P", "P"], "U", (("P", 3), ("U", 1)), 0),
        (["P", ""], "", (("P", 1),), 1),
        (["S", ""], "", (("S", 1),), 1),
        (["M", ""], "M", (("M", 1),), 1),
        ([""], "", (), 1),
        ([], "", (), 0),
    ],
)
def test_ratings_come_to_the_worst_and_are_counted(
    ratings: list[str], worst: str, counts: tuple[tuple[str, int], ...], not_rated: int
) -> None:
    rollup = roll_up(ratings)
    assert (rollup.worst, rollup.counts, rollup.not_rated) == (worst, counts, not_rated)


def test_two_evaluators_may_differ_and_the_latest_word_of_each_stands() -> None:
    one, other = Device("one"), Device("other")
    one.note(61, "rating", "call-988", "U")
    one.note(62, "rating", "call-988", "P")
    other.note(63, "rating", "call-988", "S", "late")
    results = evaluate(SCENARIO, state_of(one.log, other.log))
    task = results[1].tasks[0]
    assert (task.rollup.worst, task.rollup.counts) == ("S", (("P", 1), ("S", 1)))
    assert results[1].rollup.worst == "", "its other task is not rated"
    one.note(64, "rating", "call-988", "")
    assert evaluate(SCENARIO, state_of(one.log, other.log))[1].tasks[0].rollup.counts == (("S", 1),)


def test_an_m_or_u_asks_for_an_action_a_look_at_the_steps_and_training() -> None:
    console = Device("console")
    console.note(0, "started")
    console.note(30, "inject_sent", "door")
    console.note(60, "ended")
    for task in TASKS:
        console.note(
            61, "rating", task, {"call-911": "U", "means-away": "M", "hand-over": "S"}.get(task, "P")
        )
    console.note(62, "rating", "no-such-task", "U")
    report = report_of(SCENARIO, state_of(console.log), at(70))
    assert [(each.kind, each.task, each.rating) for each in report.proposals] == [
        (CORRECTIVE, "call-911", "U"), (REVISION, "call-911", "U"), (TRAINING, "call-911", "U"),
        (CORRECTIVE, "means-away", "M"), (REVISION, "means-away", "M"), (TRAINING, "means-away", "M"),
    ]  # fmt: skip
    assert report.proposals[1].steps == ("suicide:danger", "suicide:1")
    assert (report.overall.worst, report.overall.counts) == ("U", (("P", 2), ("M", 1), ("U", 1)))
    assert len(report.strengths) == len(TASKS) - 3
    assert report.improvements[0].endswith("Rated U.")
    assert "Nobody noted this as seen: Calls 911 at once" in report.improvements[-1]
    assert report_text(report).startswith("# After-action report: A colleague says")
    assert "This is an exercise." in report_text(report)


def test_what_nobody_rated_is_no_strength() -> None:
    report = report_of(SCENARIO, state_of(), at(0))
    assert (report.strengths, report.proposals, report.overall.worst) == ((), (), "")
    assert "not rated (4 not rated)" in report_text(report)
