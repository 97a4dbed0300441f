"""The commands as they are promised: their words, their exit statuses, what goes where."""

import csv
import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from readiness.cli import main
from readiness.cli.session import place_of
from readiness.foundation.cells import guard
from tests.commands import ROOT, Terminal

STAFF = """staff_number,given_name,family_name,email,phone,site,employed_from
1,Ana,"=HYPERLINK(""x"")",ana@example.org,+1 555 0100,HQ,2020-01-01
2,Tom,Shah,tom@example.org,-5,HQ,2020-01-01
"""
PACK = """
id = "mine"
title = "Mine"
source = "Handbook"
[[clause]]
id = "one"
title = "One"
citation = "1"
check = "holders_per_headcount"
severity = "high"
remedy = "Invite someone."
  [[clause.terms]]
  from = 2020-01-01
  certificate = "mhfa-adult"
  at_least = 1
"""


@pytest.fixture
def hq(terminal: Terminal) -> Terminal:
    """Two people at HQ, and one requirement that is not met."""
    (terminal.folder / "staff.csv").write_text(STAFF)
    (terminal.folder / "mine.toml").write_text(PACK)
    terminal.good("import", "staff", terminal.folder / "staff.csv")
    terminal.good("packs", "adopt", terminal.folder / "mine.toml")
    return terminal


def test_gaps_as_json_are_one_array_of_the_promised_keys(hq: Terminal) -> None:
    ran = hq.run("gaps", "--format", "json")
    (found,) = json.loads(ran.out)
    assert ran.err == ""
    assert {key: found[key] for key in ("pack", "clause", "site", "subject", "status", "need", "have", "since", "due_on")} == {
        "pack": "mine", "clause": "one", "site": "HQ", "subject": "HQ", "status": "gap", "need": 1, "have": 0,
        "since": "2020-01-01", "due_on": None,
    }  # fmt: skip
    assert found["reason"].startswith("0 people hold ‘Mental health first aid (adults)’ where 1 must")


def test_a_plan_of_training_says_what_stays_missing_and_nothing_of_its_solver(hq: Terminal) -> None:
    told = json.loads(hq.good("training", "plan", "--seconds", "1", "--format", "json"))
    (lack,) = told["lacks"]
    assert (lack["site"], lack["why"], lack["missing"]) == ("HQ", "no_class", 1)
    assert lack["advice"].endswith("Plan one as soon as possible: it is missing today already.")
    ran = hq.run("training", "plan", "--seconds", "1")
    assert lack["advice"] in ran.out
    assert ran.err.startswith("0 seats.")
    assert "No class with a free seat helps." in ran.err


def test_gaps_name_whoever_has_no_site(terminal: Terminal) -> None:
    (terminal.folder / "staff.csv").write_text("staff_number,given_name,employed_from\n42,Ana,2020-01-01\n")
    everyone = PACK.replace("holders_per_headcount", "everyone_in_role_holds").replace("  at_least = 1\n", "")
    (terminal.folder / "mine.toml").write_text(everyone)
    terminal.good("import", "staff", terminal.folder / "staff.csv")
    terminal.good("packs", "adopt", terminal.folder / "mine.toml")
    assert "No site recorded\n  gap " in terminal.good("gaps")
    (found,) = json.loads(terminal.good("gaps", "--format", "json"))
    assert (found["site"], found["subject"], found["status"]) == ("", "42", "gap")


def test_gaps_are_in_the_same_order_in_every_format(terminal: Terminal) -> None:
    """Site by site, there the graver one first, whoever was recorded first."""
    people = [("3", "Zoe", "HQ"), ("2", "Tom", "Annex"), ("4", "Ida", "Annex"), ("1", "Ana", "HQ")]
    lines = [f"{number},{name},{site},2020-01-01" for number, name, site in people]
    (terminal.folder / "staff.csv").write_text(
        "\n".join(["staff_number,given_name,site,employed_from", *lines])
    )
    everyone = (
        PACK[PACK.index("[[clause]]") :]
        .replace("holders_per_headcount", "everyone_in_role_holds")
        .replace("  at_least = 1\n", "")
        .replace('id = "one"', 'id = "everyone"')
    )
    (terminal.folder / "mine.toml").write_text(PACK.replace('"high"', '"low"') + everyone)
    terminal.good("import", "staff", terminal.folder / "staff.csv")
    terminal.good("packs", "adopt", terminal.folder / "mine.toml")
    rows = json.loads(terminal.good("gaps", "--format", "json"))
    assert [(row["site"], row["subject"]) for row in rows] == [
        ("Annex", "2"), ("Annex", "4"), ("Annex", "Annex"), ("HQ", "1"), ("HQ", "3"), ("HQ", "HQ"),
    ]  # fmt: skip
    told = csv.DictReader(io.StringIO(terminal.good("gaps", "--format", "csv")))
    assert [(row["site"], row["reason"]) for row in told] == [(row["site"], row["reason"]) for row in rows]
    shown = re.findall(r"^    ([^>].*)$", terminal.good("gaps"), re.MULTILINE)
    assert shown == [row["reason"] for row in rows]


def test_gaps_fails_on_a_gap_only_where_it_is_asked_to(hq: Terminal) -> None:
    assert hq.run("gaps").status == 0
    assert hq.run("gaps", "--fail-on-gap").status == 1
    (hq.folder / "c.csv").write_text("staff_number,certificate,date\n1,mhfa-adult,2026-01-01\n")
    hq.good("import", "certificates", hq.folder / "c.csv")
    assert hq.run("gaps", "--fail-on-gap", "--as-of", "2026-06-30").status == 0
    assert json.loads(hq.good("gaps", "--format", "json", "--as-of", "2026-06-30")) == []
    assert len(json.loads(hq.good("gaps", "--format", "json", "--as-of", "2026-06-30", "--all"))) == 1


def test_a_refusal_says_why_on_standard_error_and_exits_with_1(hq: Terminal) -> None:
    for words in (
        ("gaps", "--site", "hqq"),
        ("packs", "adopt", "no-such-pack"),
        ("exercise", "plan", "HQ", "no-such-scenario", "--on", "2026-01-01"),
        ("exercise", "hold", "99", "--on", "2026-01-01"),
        ("certificate", "revoke", "99", "--on", "2026-01-01", "--reason", "why"),
        ("sample", "remove"),
    ):
        ran = hq.run(*words)
        assert (ran.status, ran.out) == (1, ""), words
        assert ran.err.strip(), words
    assert "Did you mean 'HQ'?" in hq.run("gaps", "--site", "hqq").err


def test_wrong_usage_exits_with_2(terminal: Terminal) -> None:
    for words in (
        ("gaps", "--as-of", "30/06/2026"),
        ("gaps", "--as-of", "9999-12-31"),
        ("gaps", "--known-at", "yesterday"),
        ("import", "pets", "x"),
        ("export", "gaps", "--format", "docx", "--out", "-"),
        ("nothing",),
    ):
        assert terminal.run(*words).status == 2, words


def test_every_command_has_help() -> None:
    def below(command: click.Command, *words: str) -> Iterator[tuple[str, ...]]:
        yield words
        if isinstance(command, click.Group):
            for name in command.list_commands(click.Context(command)):
                found = command.get_command(click.Context(command), name)
                assert found is not None, name
                yield from below(found, *words, name)

    commands = list(below(main))
    assert ("audit", "verify") in commands
    for words in commands:
        said = CliRunner().invoke(main, [*words, "--help"])
        assert said.exit_code == 0, words
        assert said.output.startswith("Usage:"), words


def test_an_export_is_guarded_against_formulas_and_leaves_numbers_alone(hq: Terminal) -> None:
    out = hq.folder / "gaps.csv"
    (hq.folder / "c.csv").write_text("staff_number,certificate,date,number\n1,mhfa-adult,2026-01-01,-12.5\n")
    hq.good("import", "certificates", hq.folder / "c.csv")
    hq.good("export", "certificates", "--format", "csv", "--out", out, "--bom")
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig")))
    assert row["family_name"] == guard('=HYPERLINK("x")') == '\'=HYPERLINK("x")'
    assert (row["number"], row["issued_on"], row["expires_on"]) == ("-12.5", "2026-01-01", "2029-01-01")


def test_an_export_that_cannot_be_written_leaves_nothing(hq: Terminal) -> None:
    ran = hq.run("export", "gaps", "--format", "json", "--out", hq.folder / "no" / "such" / "folder.json")
    assert ran.status == 1
    assert "cannot be written" in ran.err


def test_our_own_import_takes_the_guard_off_again(hq: Terminal) -> None:
    text = STAFF.replace('"=HYPERLINK(""x"")"', '"\'=HYPERLINK(""x"")"')
    (hq.folder / "again.csv").write_text(text)
    assert (
        hq.good("import", "staff", hq.folder / "again.csv")
        == "0 new, 0 changed, 2 unchanged, 0 skipped, 0 refused\n"
    )


def test_a_pack_that_cannot_be_judged_is_refused_with_file_and_key(terminal: Terminal) -> None:
    bad = terminal.folder / "bad.toml"
    bad.write_text(
        PACK.replace("at_least = 1", "atleast = 1").replace("holders_per_headcount", "holders_per_headcont")
        + PACK.split("[[clause]]")[1]
        .join(["[[clause]]", ""])
        .replace('id = "one"', 'id = "two"')
        .replace("mhfa-adult", "mhfa")
    )
    ran = terminal.run("packs", "adopt", bad)
    assert ran.status == 1
    assert (
        "bad.toml, clause[1] (one).check: there is no check 'holders_per_headcont'. Did you mean 'holders_per_headcount'?"
        in ran.err
    )
    assert "bad.toml, clause[2] (two).terms[1].certificate: 'mhfa' is no certificate kind." in ran.err


def test_a_pack_whose_example_does_not_come_out_is_refused(terminal: Terminal) -> None:
    bad = terminal.folder / "bad.toml"
    bad.write_text(
        PACK
        + '  [[clause.example]]\n  title = "wrong"\n  as_of = 2026-01-01\n  headcount = 5\n  holders = 1\n  expect = "gap"\n'
    )
    ran = terminal.run("packs", "adopt", bad)
    assert ran.status == 1
    assert "example[1] (wrong): expects gap, but the clause says met." in ran.err


def test_a_misspelt_or_impossible_setting_stops_the_start_and_is_named(terminal: Terminal) -> None:
    ran = terminal.run(
        "gaps",
        READINESS_TIME_ZONES="UTC",
        READINES_DATABASE_URL="sqlite:///other.sqlite",
        READINESS_TIME_ZONE="Mars/Olympus",
        READINESS_DUE_WITHIN_DAYS="soon",
    )
    assert ran.status == 1
    assert "READINES_DATABASE_URL is not a setting. Did you mean READINESS_DATABASE_URL?" in ran.err
    assert "READINESS_TIME_ZONES is not a setting. Did you mean READINESS_TIME_ZONE?" in ran.err
    assert (
        "READINESS_TIME_ZONE: 'Mars/Olympus' is no time zone. Write an IANA name, such as America/New_York."
        in ran.err
    )
    assert "READINESS_DUE_WITHIN_DAYS" in ran.err


def test_where_there_is_no_database_its_place_is_told_and_how_to_name_another_before_one_is_made(
    tmp_path: Path,
) -> None:
    place = tmp_path / "none.sqlite"
    ran = Terminal(f"sqlite:///{place}", tmp_path).run("gaps")
    assert ran.status == 1
    assert f"There is no database at {place}." in ran.err
    said = [
        ran.err.index(each) for each in ("READINESS_DATA_DIR", "READINESS_DATABASE_URL", "readiness init")
    ]
    assert said == sorted(said)
    assert not place.exists()


def test_a_database_that_is_not_ready_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty.sqlite").touch()
    ran = Terminal(f"sqlite:///{tmp_path / 'empty.sqlite'}", tmp_path).run("gaps")
    assert ran.status == 1
    assert f"The database at {tmp_path / 'empty.sqlite'} is not ready for this release." in ran.err


def test_where_a_database_is_says_no_password() -> None:
    assert place_of("postgresql://ada:secret@db.example.org/house") == "db.example.org/house"


def test_verifying_where_nothing_is_installed_makes_no_key_and_asks_for_one(tmp_path: Path) -> None:
    file = tmp_path / "gaps.csv"
    file.write_text("1")
    nowhere = tmp_path / "nowhere"
    terminal = Terminal(f"sqlite:///{nowhere}/readiness.sqlite", nowhere)
    for words in (("verify", str(file)), ("audit", "key")):
        ran = terminal.run(*words)
        assert ran.status == 1, ran.out
    assert "There is no installation in" in terminal.run("verify", str(file)).err
    assert not nowhere.exists()


def test_a_database_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    terminal = Terminal(f"sqlite:///{tmp_path}/readiness.sqlite", tmp_path)
    terminal.good("init")
    files = [each for each in tmp_path.iterdir() if each.name.startswith("readiness.sqlite")]
    assert files
    assert {each.stat().st_mode & 0o077 for each in files} == {0}


def test_an_exercise_is_planned_and_held_and_counts(hq: Terminal) -> None:
    clause = PACK.replace('"mine"', '"drills"').replace("holders_per_headcount", "exercises_in_window")
    (hq.folder / "drills.toml").write_text(clause.replace('certificate = "mhfa-adult"', "within_months = 12"))
    hq.good("packs", "adopt", hq.folder / "drills.toml")
    asked = ("gaps", "--all", "--format", "json", "--as-of", "2026-06-30")

    def have() -> list[object]:
        return [row["have"] for row in json.loads(hq.good(*asked)) if row["pack"] == "drills"]

    assert "Planned exercise 1" in hq.good("exercise", "plan", "HQ", "talks-of-suicide", "--on", "2026-03-01")
    assert have() == [0]
    assert hq.run("exercise", "hold", "1", "--on", "2999-01-01").status == 1
    hq.good("exercise", "hold", "1", "--on", "2026-03-02")
    assert have() == [1]
    assert "held 2026-03-02" in hq.good("exercise", "list")


def test_the_sample_comes_and_goes_whole(terminal: Terminal) -> None:
    assert "12 sites, 1,200 people" in terminal.good("init", "--sample")
    assert terminal.run("init", "--sample").status == 1
    assert re.search(r": [\d,]+ gaps, ", terminal.good("gaps").splitlines()[-1])
    found = json.loads(terminal.good("gaps", "--all", "--format", "json"))
    assert {row["status"] for row in found} >= {"met", "due", "gap", "exempted", "not_applicable"}
    assert "Removed the sample organisation: 12 sites, 1,200 people." in terminal.good(
        "sample", "remove", "--yes"
    )
    assert json.loads(terminal.good("gaps", "--all", "--format", "json")) == []
    assert "12 sites" in terminal.good("init", "--sample")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str) -> str:
    patience = time.monotonic() + 180  # a busy machine is slow, not wrong
    while time.monotonic() < patience:
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{url} does not answer")


@pytest.mark.parametrize(
    ("words", "first_page"),
    [
        ((), "What is happening?"),  # the sample brings its handbook
        (("--no-sample",), "The handbook will stand here once one is published."),
    ],
)
def test_run_makes_what_is_missing_serves_and_ends_cleanly(
    tmp_path: Path, words: tuple[str, ...], first_page: str
) -> None:
    port = free_port()
    settings = {**os.environ, "READINESS_DATA_DIR": str(tmp_path / "var")}
    settings.pop("READINESS_DATABASE_URL", None)
    command = [sys.executable, "-m", "readiness", "run", "--port", str(port), *words]
    running = subprocess.Popen(command, env=settings, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert wait_for(f"http://127.0.0.1:{port}/healthz") == '{"status":"ok"}\n'
        assert first_page in wait_for(f"http://127.0.0.1:{port}/")
        assert '"several_processes_are_safe":true' in wait_for(f"http://127.0.0.1:{port}/readyz")
    finally:
        running.send_signal(signal.SIGTERM)
        out, _ = running.communicate(timeout=30)
    assert running.returncode == 0
    assert ("Added the sample organisation" in out) is (not words)
    assert f"Readiness runs at http://127.0.0.1:{port}" in out


@pytest.mark.parametrize(
    "words",
    [
        ("gaps", "--known-at", "9999-12-31"),
        ("gaps", "--known-at", "2200-01-01T12:00"),
        ("gaps", "--known-at", "0001-01-01T00:00+05:00"),
        ("export", "gaps", "--format", "json", "--out", "-", "--bom"),
        ("export", "certificates", "--format", "csv", "--out", "-", "--all"),
    ],
)
def test_an_option_that_means_nothing_is_wrong_usage(hq: Terminal, words: tuple[str, ...]) -> None:
    ran = hq.run(*words)
    assert (ran.status, ran.out) == (2, "")
    assert "Traceback" not in ran.err


def test_an_empty_site_is_not_every_site(hq: Terminal) -> None:
    ran = hq.run("gaps", "--site", "")
    assert (ran.status, ran.out) == (1, "")
    assert "There is no site ''." in ran.err
