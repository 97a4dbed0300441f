"""A rehearsal as a process: its words come from a pipe, its log and report stay."""

import subprocess
import sys
from pathlib import Path

from drills.conduct import state_of
from drills.library import load_library
from drills.log import from_lines
from tests.commands import ROOT


def ran(*words: str, script: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "drills", *words],
        cwd=ROOT, input=script, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def test_a_scripted_rehearsal_leaves_a_log_and_the_report_that_it_comes_to(tmp_path: Path) -> None:
    script = (
        "t 1\no He was heard\nnext\nb 2 2\np\nr 600\nnext\nt 4\nfly away\nSTOP\nr\nend\n"
        "rate call-911 U nobody dared\nw We were kind\n\n"
    )
    played = ran("rehearse", "talks-of-suicide", "--speed", "300", "--write", str(tmp_path), script=script)
    assert (played.returncode, played.stderr) == (0, "")
    for said in ("Paused.", "STOP.", "'fly away' is not understood.", "Rated U (nobody dared)"):
        assert said in played.stdout
    log = tmp_path / "talks-of-suicide.log.jsonl"
    state = state_of(from_lines(log.read_text(encoding="utf-8").splitlines()))
    assert [each.inject for each in state.sent][:3] == ["said-in-passing", "shrug", "yes"]
    assert [tick.inject for tick in state.ticks] == ["said-in-passing", "yes"]
    assert [(each.subject, each.rating) for each in state.ratings] == [("call-911", "U")]
    report = (tmp_path / "talks-of-suicide.report.md").read_text(encoding="utf-8")
    assert "Corrective action: Calls 911 at once" in report
    told = ran("report", "talks-of-suicide", str(log))
    assert told.stdout.splitlines()[4:] == report.splitlines()[4:]


def test_every_inject_is_shown_as_an_exercise_and_a_script_that_ends_plays_on_to_the_end() -> None:
    scenario = load_library()["aggression-at-the-counter"]
    played = ran("rehearse", scenario.id, "--speed", "60000")
    assert played.returncode == 0
    for inject in scenario.injects:
        assert f"This is an exercise. {inject.text}" in played.stdout
    assert "not rated (3 not rated)" in played.stdout


def test_what_cannot_be_played_is_said() -> None:
    missing = ran("rehearse", "talks-of-suicid")
    assert (missing.returncode, missing.stderr) == (
        1,
        "There is no scenario 'talks-of-suicid'. Did you mean 'talks-of-suicide'?\n",
    )
    assert ran("rehearse", "talks-of-suicide", "--speed", "0").returncode == 2
