"""Nightly files by a folder: what goes in, what is kept back, and that each is taken once."""

import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from readiness.foundation import clock
from readiness.foundation.database import connected, select
from readiness.imports.mapping import Mapping
from readiness.nightly.folder import claim, whole_files
from readiness.nightly.following import Watch, take_turn
from readiness.nightly.models import NightlyRun
from readiness.nightly.queries import import_of
from readiness.nightly.settings import NightlySettings, settle_nightly
from readiness.notices.models import OutboxMessage
from tests.nightly.night import COLUMNS, NOW, drop, everybody, known_by_hand, names_in, staff, turns, watch_of


@pytest.fixture
def watch(db: str, tmp_path: Path) -> Watch:
    return watch_of(db, tmp_path)


def working() -> int:
    (count,) = next(
        select(
            "SELECT count(*) FROM employment WHERE superseded_in = 2147483647 AND until_on >= :today",
            today=clock.today("UTC"),
        )
    )
    return int(count)


def test_joiners_movers_and_leavers_go_in_and_are_told(watch: Watch) -> None:
    settle_nightly(NightlySettings(report_to=("hr@example.org",)), "hr@example.org")
    known_by_hand(watch, staff(*everybody()))
    # The last day of number 3 lies before the first: that row is refused, and the others go in.
    drop(watch, staff("1,HQ,2026-11-01", "2,East", "3,HQ,2019-01-01", *everybody()[3:], "41,HQ"))
    run = turns(watch)
    row = import_of(run)
    told = (run.state, row.employed_count, row.joined_count, row.moved_count, row.left_count)
    assert told == ("applied", 40, 1, 1, 1)
    assert row.refused_count == 1
    assert working() == 40
    assert names_in(watch, "done") == [f"{run.id}-staff.csv", f"{run.id}-staff.csv.report.txt"]
    report = (watch.folder / "done" / f"{run.id}-staff.csv.report.txt").read_text()  # type: ignore[operator]
    assert "1 joined, 1 moved, 1 left" in report
    assert "example.org" not in report
    (message,) = OutboxMessage.select()
    assert (message.kind, message.recipient, message.content["state"]) == (
        "nightly.report",
        "hr@example.org",
        "applied",
    )


def test_the_same_file_again_changes_nothing_and_says_so(watch: Watch) -> None:
    known_by_hand(watch, staff(*everybody()))
    drop(watch, staff(*everybody(), "41,HQ"))
    assert turns(watch).state == "applied"
    (changes,) = next(select("SELECT count(*) FROM employment"))
    drop(watch, staff(*everybody(), "41,HQ"), "again.csv")
    run = turns(watch)
    assert (run.state, run.import_id) == ("same", None)
    assert next(select("SELECT count(*) FROM employment")) == (changes,)
    assert "same file" in (watch.folder / "done" / f"{run.id}-again.csv.report.txt").read_text()  # type: ignore[operator]


def test_a_file_by_which_too_many_would_leave_waits_for_a_person(watch: Watch) -> None:
    known_by_hand(watch, staff(*everybody()))
    drop(watch, staff(*(f"{number},HQ,2026-11-01" for number in range(1, 4)), *everybody()[3:]))
    run = turns(watch)
    assert (run.state, working()) == ("held_back", 40)
    assert run.reasons == ["3 of 40 people would leave by it; more than 5 % is held back."]
    assert import_of(run).problems == run.reasons  # whoever opens it reads why
    assert names_in(watch, "held") == [f"{run.id}-staff.csv", f"{run.id}-staff.csv.report.txt"]
    replace(watch.desk, actor="hr@example.org").apply(import_of(run).id, takes_good_rows=False)
    assert turns(watch).state == "applied"
    assert working() == 37
    assert names_in(watch, "held") == []
    assert names_in(watch, "done")[0] == f"{run.id}-staff.csv"


def test_whoever_is_missing_from_a_file_of_everybody_has_left(watch: Watch) -> None:
    known_by_hand(watch, staff(*everybody()))
    settle_nightly(NightlySettings(lists_everybody=True), "hr@example.org")
    drop(watch, staff(*everybody()[1:]))
    run = turns(watch, 4)
    assert (run.state, import_of(run).left_count, working()) == ("applied", 1, 39)
    drop(watch, staff(*everybody()[:20]), "cut.csv")  # cut off in the middle
    run = turns(watch, 4)
    assert (run.state, working()) == ("held_back", 39)
    assert [reason.split(" ")[0] for reason in run.reasons] == ["20", "It"]
    watch.desk.cancel(import_of(run).id)
    assert turns(watch).state == "discarded"
    assert names_in(watch, "refused")[0] == f"{run.id}-cut.csv"


def test_a_file_with_other_columns_is_held_and_says_what_to_choose(watch: Watch) -> None:
    drop(watch, staff(*everybody()))
    run = turns(watch)
    assert run.state == "held_back"
    assert "say once which column is what" in run.reasons[-1]
    watch.desk.read(import_of(run).id, COLUMNS)
    watch.desk.apply(import_of(run).id, takes_good_rows=False)
    assert turns(watch).state == "applied"
    drop(watch, staff(*everybody(), "41,HQ"), "next.csv")
    assert (turns(watch).state, turns(watch).reasons) == ("applied", [])  # nobody is asked twice
    other = staff(*everybody()).replace(",job_title", ",title")
    drop(watch, other, "other.csv")
    assert turns(watch).state == "held_back"


def test_a_file_of_certificates_goes_in_beside_them(watch: Watch) -> None:
    known_by_hand(watch, staff(*everybody(3)))
    head = "staff_number,certificate_kind,issued_on"
    drop(watch, f"{head}\n1,cpr-aed,2026-01-01\n2,cpr-aed,2026-01-01\n", "certificates-2026.csv")
    run = turns(watch)
    assert (run.kind, run.state) == ("certificates", "held_back")  # nobody has said yet how it is read
    watch.desk.read(import_of(run).id, Mapping("certificates", {name: name for name in head.split(",")}))
    watch.desk.apply(import_of(run).id, takes_good_rows=False)
    assert turns(watch).state == "applied"
    assert next(select("SELECT count(*) FROM certificate")) == (2,)


def test_an_empty_file_and_an_older_one_do_not_go_in(watch: Watch) -> None:
    known_by_hand(watch, staff(*everybody()))
    drop(watch, staff(*everybody(), "41,HQ"))
    assert turns(watch).state == "applied"
    NightlyRun.update(made_at=clock.now() + timedelta(days=1)).execute()
    drop(watch, staff(*everybody(), "42,HQ"))
    assert "before the last one" in turns(watch).reasons[0]
    drop(watch, staff())
    assert (turns(watch).state, turns(watch).reasons) == (
        "refused",
        ["The file has a header and no rows below it."],
    )
    drop(watch, "")
    assert turns(watch).state == "refused"


def test_a_file_is_taken_when_nobody_writes_it_any_more(tmp_path: Path) -> None:
    for name in ("staff.csv", ".hidden.csv", "staff.csv.part"):
        (tmp_path / name).write_text("x")
    now = (tmp_path / "staff.csv").stat().st_mtime
    assert list(whole_files(tmp_path, 60, now + 30)) == []
    (whole,) = whole_files(tmp_path, 60, now + 61)
    assert claim(tmp_path, whole) is not None
    assert claim(tmp_path, whole) is None  # the other scheduler is told nothing


def test_two_schedulers_take_a_file_once_and_a_killed_one_is_followed(watch: Watch, monkeypatch: Any) -> None:
    known_by_hand(watch, staff(*everybody()))
    drop(watch, staff(*everybody(), "41,HQ"))
    # One scheduler was killed after it had taken the file away, before anything was written of it.
    assert watch.folder is not None
    assert claim(watch.folder, watch.folder / "staff.csv") is not None

    def tick() -> None:
        with connected():
            take_turn(watch)

    for _round in range(3):
        both = [threading.Thread(target=tick) for _scheduler in range(2)]
        for thread in both:
            thread.start()
        for thread in both:
            thread.join()
    (run,) = NightlyRun.select()
    assert (run.state, working()) == ("applied", 41)
    assert next(select("SELECT count(*) FROM file_import WHERE state = 'applied'")) == (2,)
    assert names_in(watch, "done") == [f"{run.id}-staff.csv", f"{run.id}-staff.csv.report.txt"]


def test_a_night_without_a_file_is_told_once(watch: Watch) -> None:
    known_by_hand(watch, staff(*everybody()))
    drop(watch, staff(*everybody(), "41,HQ"))
    turns(watch)
    settle_nightly(NightlySettings(expected_hour=6, report_to=("hr@example.org",)), "hr@example.org")
    zone_now = NOW.replace(hour=23)  # after six in the morning, wherever the organisation is
    assert turns(replace(watch, now=zone_now)).state == "applied"
    assert turns(replace(watch, now=zone_now + timedelta(days=2))).state == "missing"
    turns(replace(watch, now=zone_now + timedelta(days=2, minutes=5)))
    kinds = [message.kind for message in OutboxMessage.select()]
    assert kinds == ["nightly.missing"]
