"""Every job that runs by the clock, in one table."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger

from readiness.accounts.jobs import forget_what_ended
from readiness.audit.jobs import make_todays_checkpoint
from readiness.classes.jobs import see_to_classes
from readiness.compliance.jobs import forget_previews, keep_findings
from readiness.evidence.jobs import look_after_proof, tell_what_waits
from readiness.exercises.jobs import chase_actions, follow_exercises
from readiness.followups.jobs import close_gaps
from readiness.foundation import clock
from readiness.foundation.database import connected
from readiness.foundation.statistics import look_at_tables
from readiness.handbook.jobs import forget_editions, keep_shown, publish_what_is_approved
from readiness.imports.jobs import remove_old_files
from readiness.incidents.jobs import remove_old_incidents
from readiness.nightly.jobs import take_nightly_files
from readiness.notices.jobs import forget_links
from readiness.privacy.jobs import keep_no_longer_than_needed
from readiness.reminders.jobs import deliver_what_still_holds, remind
from readiness.reports.jobs import forget_files_of_reports, send_scheduled_reports
from readiness.trends.jobs import take_snapshots


@dataclass(frozen=True, slots=True)
class Job:
    """A job and when it runs, in UTC: away from the hours that daylight saving skips or repeats. '*': every.

    `at_start`: as soon as the timetable begins too, since somebody may be waiting for what it works out.
    """

    name: str
    hour: int | str
    minute: int | str
    run: Callable[[], None]
    at_start: bool = False


def keep_statistics() -> None:
    """Let the database look at its own tables, so that it chooses good plans as they grow."""
    with connected():
        look_at_tables()


JOBS = (
    Job("forget what accounts need no more", 4, 5, forget_what_ended),
    Job("remove old files of imports", 4, 10, remove_old_files),
    Job("forget links of notices", 4, 12, forget_links),
    Job("remove incidents whose years are over", 4, 13, remove_old_incidents),
    Job("forget files of reports", 4, 14, forget_files_of_reports),
    Job("forget what packs would bring", 4, 14, forget_previews),
    Job("keep statistics", "*", 50, keep_statistics, at_start=True),
    Job("publish what is approved of the handbook", 4, 20, publish_what_is_approved),
    Job("forget old editions of the handbook", 4, 25, forget_editions),
    Job("make a checkpoint of the audit trail", 4, 30, make_todays_checkpoint),
    Job("look after proof", 4, 35, look_after_proof),
    Job("keep records no longer than needed", 4, 40, keep_no_longer_than_needed),
    Job("tell what proof waits", 12, 10, tell_what_waits),
    Job("chase what exercises ask for", 11, 0, chase_actions),
    Job("follow what exercises ask for", "*", "*", follow_exercises),
    Job("keep what the handbook shows true", "*", "*", keep_shown),
    Job("keep today's findings", "*", "*", keep_findings, at_start=True),
    Job("take snapshots of findings", "*", "2-59/5", take_snapshots, at_start=True),
    Job("close gaps that closed", "*", "*", close_gaps),
    Job("take nightly files", "*", "*", take_nightly_files),
    Job("remind of what comes due", "*", "5,20,35,50", remind),
    Job("send scheduled reports", "*", "12,27,42,57", send_scheduled_reports),
    Job("see to classes", "*", "10,25,40,55", see_to_classes),
    Job("deliver messages", "*", "*", deliver_what_still_holds),
)


def scheduler() -> BackgroundScheduler:
    """A scheduler with every job of the table; a missed run is caught up once."""
    # It warns of every turn that it leaves out while the one before is still at work, which is what is wanted.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    clockwork = BackgroundScheduler(
        timezone="UTC", job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
    )
    for job in JOBS:
        trigger = CronTrigger(hour=job.hour, minute=job.minute, timezone="UTC")
        begins = {"next_run_time": clock.now()} if job.at_start else {}
        clockwork.add_job(job.run, trigger, id=job.name, **begins)
    return clockwork
