"""On nights on which clocks change, and after a stop, each daily job runs once a day; pages run none."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from config import Config
from readiness.app import create_app
from readiness.timetable import JOBS, scheduler
from tests.conftest import close

NIGHTS = [  # in New York, London, Lord Howe (by half an hour)
    datetime(2026, 11, 1, tzinfo=UTC),
    datetime(2027, 3, 14, tzinfo=UTC),
    datetime(2026, 10, 25, tzinfo=UTC),
    datetime(2027, 3, 28, tzinfo=UTC),
    datetime(2027, 4, 3, tzinfo=UTC),
]


@pytest.mark.parametrize("night", NIGHTS, ids=lambda night: f"{night:%Y-%m-%d}")
def test_each_daily_job_runs_once_on_each_of_three_days_around_the_night(night: datetime) -> None:
    begin, end = night - timedelta(days=1), night + timedelta(days=2)
    with time_machine.travel(begin, tick=False):
        jobs = scheduler().get_jobs()
    daily = {job.name for job in JOBS if isinstance(job.hour, int)}
    assert daily
    for job in jobs:
        if job.id in daily:
            runs, now = [], begin
            while (at := job.trigger.get_next_fire_time(None, now)) < end:
                runs.append(at.date())
                now = at + timedelta(seconds=1)
            assert runs == [begin.date(), night.date(), (night + timedelta(days=1)).date()], job.id


def test_a_run_that_was_missed_is_caught_up_once_however_late() -> None:
    clockwork = scheduler()
    clockwork.start(paused=True)
    try:
        assert {
            (job.coalesce, job.misfire_grace_time, job.max_instances) for job in clockwork.get_jobs()
        } == {(True, None, 1)}
    finally:
        clockwork.shutdown(wait=False)


def test_what_somebody_may_wait_for_is_worked_out_as_soon_as_the_timetable_begins() -> None:
    with time_machine.travel(NIGHTS[0] + timedelta(seconds=30), tick=False):
        clockwork = scheduler()
        clockwork.start(paused=True)
        try:
            due = {
                job.id
                for job in clockwork.get_jobs()
                if job.next_run_time <= NIGHTS[0] + timedelta(seconds=30)
            }
        finally:
            clockwork.shutdown(wait=False)
    assert due == {"keep statistics", "keep today's findings", "take snapshots of findings"}


def test_a_process_that_serves_pages_runs_no_job(tmp_path: Path) -> None:
    create_app(Config(data_dir=tmp_path))
    close()
    assert not [each.name for each in threading.enumerate() if "APScheduler" in each.name]
