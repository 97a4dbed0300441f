"""Scenario files: every rule is broken once in a good one, and the fault is named with its key."""

import copy
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from drills.checking import check_files, faults_of
from drills.library import LIBRARY, load_library
from drills.scenario import ScenarioError, minutes
from tests.commands import ROOT

GOOD = tomllib.loads((LIBRARY / "talks-of-suicide.toml").read_text(encoding="utf-8"))
Content = dict[str, Any]


def put(*place: Any, value: Any) -> Callable[[Content], None]:
    def change(content: Content) -> None:
        for key in place[:-1]:
            content = content[key]
        content[place[-1]] = value

    return change


def drop(*place: Any) -> Callable[[Content], None]:
    def change(content: Content) -> None:
        for key in place[:-1]:
            content = content[key]
        del content[place[-1]]

    return change


BROKEN = [
    (drop("title"), "title", "this key is needed."),
    (put("title", value=" "), "title", "is empty. Write it."),
    (put("title", value=3), "title", "must be a text in quotes, not 3."),
    (put("id", value="other"), "id", "must be 'talks-of-suicide', as the file is named."),
    (put("titel", value="x"), "titel", "there is no such key. Did you mean 'title'?"),
    (put("language", value="English"), "language", "must be a language"),
    (put("kind", value="table-top"), "kind", "Did you mean 'tabletop'?"),
    (put("protocol", value="suicid"), "protocol", "Did you mean 'suicide'?"),
    (put("duration_minutes", value=0), "duration_minutes", "must be a whole number above zero, not 0."),
    (put("duration_minutes", value=30), "inject[8].at", "is after the end of the exercise (30 minutes)."),
    (put("participants", value={"from": 9, "to": 2}), "participants.to", "2 is fewer than 9."),
    (put("objective", 1, "id", value="listen-and-ask"), "objective[2].id", "'listen-and-ask' is used twice."),
    (put("objective", 0, "task", 0, "id", value="Quiet Place"), "objective[1].task[1].id", "small letters"),
    (put("objective", 0, "task", 0, "id", value="unseen"), "objective", "no inject shows the task 'unseen'."),
    (put("role", 0, "discipline", value="boss"), "role[1].discipline", "'boss' is none of"),
    (
        put("role", 0, "discipline", value="evaluator"),
        "role",
        "a role with the discipline controller is needed.",
    ),
    (put("role", 2, "id", value="all"), "role[3].id", "'all' stands for everyone."),
    (put("role", 2, "optional", value="yes"), "role[3].optional", "must be true or false"),
    (put("inject", 0, "at", value="5"), "inject[1].at", "'5' is no time."),
    (put("inject", 1, "at", value="00:59"), "inject[3].at", "is before the inject above it."),
    (put("inject", 0, "to", value=["coleague"]), "inject[1].to", "Did you mean 'colleague'?"),
    (put("inject", 0, "to", value=[]), "inject[1].to", "has 0 entries; at least 1 are needed."),
    (put("inject", 0, "how", value="fax"), "inject[1].how", "'fax' is none of"),
    (
        drop("inject", 0, "expected_action"),
        "inject[1].expected_action",
        "is needed where players are told something",
    ),
    (put("inject", 0, "task", value="quiet-plaice"), "inject[1].task", "Did you mean 'quiet-place'?"),
    (
        put("inject", 1, "branch", 0, "goes_to", value="silense"),
        "inject[2].branch",
        "Did you mean 'silence'?",
    ),
    (
        put("inject", 1, "branch", 0, "goes_to", value="said-in-passing"),
        "inject[2].branch",
        "A branch leads onward.",
    ),
    (put("safety", "simulated_violence", value=True), "safety.simulated_violence", "must be false"),
    (put("safety", "label", value="Urgent"), "safety.label", "must say that this is an exercise"),
    (drop("safety", "opt_out"), "safety.opt_out", "this key is needed."),
    (put("safety", "opt_out", value="Raise a hand."), "safety.opt_out", "nobody needs a reason"),
    (drop("safety", "announcement"), "safety.announcement", "this key is needed."),
    (drop("safety", "consent"), "safety.consent", "this key is needed."),
    (drop("safety", "stop_word"), "safety.stop_word", "this key is needed."),
    (drop("safety", "support"), "safety.support", "this key is needed."),
    (drop("safety", "label"), "safety.label", "this key is needed."),
    (drop("inject", 0, "steps"), "inject[1].steps", "this key is needed."),
    (put("inject", 0, "steps", value=["suicide-2"]), "inject[1].steps", "'suicide-2' names no step."),
    (put("safety", value=[]), "safety", "must be a table under [safety]."),
    (put("adaptation", 0, "need", value="cost"), "adaptation[1].need", "'cost' is none of"),
    (put("debrief", value=["One?"]), "debrief", "at least 5 are needed."),
    (put("source", 0, "url", value="988lifeline.org"), "source[1].url", "begins with https://"),
    (put("source", 0, "read_on", value="yesterday"), "source[1].read_on", "must be a day without quotes"),
    (drop("source"), "source", "this key is needed."),
    (put("inject", value="none"), "inject", "must be tables, each under [[inject]]."),
]


@pytest.mark.parametrize(
    ("change", "key", "sentence"), BROKEN, ids=[f"{n}-{row[1]}" for n, row in enumerate(BROKEN)]
)
def test_a_broken_rule_is_named_with_its_key(
    change: Callable[[Content], None], key: str, sentence: str
) -> None:
    content = copy.deepcopy(GOOD)
    change(content)
    found = faults_of(content, "talks-of-suicide")
    assert any(place == key and sentence in said for place, said in found), found


def test_a_good_scenario_has_no_fault() -> None:
    assert faults_of(copy.deepcopy(GOOD), "talks-of-suicide") == []


def test_several_faults_are_named_at_once() -> None:
    content = copy.deepcopy(GOOD)
    for change in (
        drop("title"),
        put("kind", value="table-top"),
        put("inject", 0, "how", value="fax"),
        put("debrief", value=["One?"]),
    ):
        change(content)
    assert {key for key, _said in faults_of(content, "talks-of-suicide")} >= {
        "title",
        "kind",
        "inject[1].how",
        "debrief",
    }


def test_the_library_is_good_and_safe() -> None:
    library = load_library()
    assert set(library) >= {"talks-of-suicide", "aggression-at-the-counter"}
    for scenario in library.values():
        assert 8 <= len(scenario.injects) <= 14
        assert 3 <= len(scenario.objectives) <= 4
        assert scenario.safety.label == "This is an exercise."


def test_a_folder_with_a_bad_file_cannot_be_loaded(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("id = 1")
    with pytest.raises(ScenarioError) as refused:
        load_library(tmp_path)
    assert len(refused.value.faults) > 5


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"id = ", b"[safety]\nannounced = 1"])
def test_an_unreadable_file_is_a_fault_and_no_traceback(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.toml"
    path.write_bytes(content)
    scenarios, faults = check_files([path, tmp_path, tmp_path / "none.toml"])
    assert not scenarios
    assert {fault.file for fault in faults} == {"broken.toml", tmp_path.name, "none.toml"}


@pytest.mark.parametrize(("written", "meant"), [("00:05", 5), ("01:30", 90), ("10:00", 600)])
def test_scenario_time_is_hours_and_minutes(written: str, meant: int) -> None:
    assert minutes(written) == meant


def ran(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "drills", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_the_command_says_what_is_good_and_what_is_wrong(tmp_path: Path) -> None:
    assert (ran("check").returncode, ran("check").stdout) == (0, "16 scenarios are good.\n")
    assert "talks-of-suicide" in ran("list").stdout
    bad = tmp_path / "bad.toml"
    bad.write_text("id = 'bad'\n")
    failed = ran("check", str(bad))
    assert (failed.returncode, failed.stdout) == (1, "")
    assert "bad.toml, title: this key is needed." in failed.stderr
    assert ran("polish").returncode == 2
