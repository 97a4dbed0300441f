"""Scheduled reports: scheduled, paused, made and told of once for each due day."""

import logging
import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from config import Config
from readiness.accounts.queries import able_accounts
from readiness.audit.actions import Recording, recording
from readiness.audit.checkpoints import ensure_checkpoint, lines_to_hand_on
from readiness.audit.events.reports import ReportScheduleChanged, ReportScheduled, ReportSent
from readiness.audit.keys import signer_of
from readiness.compliance.measuring import measure_of
from readiness.foundation import clock
from readiness.foundation.errors import Conflict, InvalidInput, NotFound
from readiness.foundation.stepping import step
from readiness.foundation.temporal import Question, knowledge_at
from readiness.foundation.words import day as day_in_words
from readiness.foundation.words import gettext as _
from readiness.foundation.words import ngettext
from readiness.notices.actions import Message, owe
from readiness.reports.dues import EVERY, days_before, due_after
from readiness.reports.files import FAILED, KEPT, MADE, WAITING, make_file
from readiness.reports.manifest import file_name
from readiness.reports.models import ReportFile, ReportRecipient, ReportSchedule
from readiness.reports.questions import question_of
from readiness.reports.requests import ReportRequest
from readiness.reports.shapes import Narrowing
from readiness.reports.tables import REPORTS, check_request
from readiness.reports.taking_away import FORMS
from readiness.web.access import Account

log = logging.getLogger(__name__)

ACTIVE, PAUSED, ENDED = "active", "paused", "ended"


@dataclass(frozen=True, slots=True)
class ScheduleWish:
    """A report that is to come: in which form, how often, from which day, to which accounts."""

    report: str
    form: str
    every: str
    first_on: date
    account_ids: Sequence[int]
    asked: dict[str, Any]


def may_get(report: str, today: date) -> list[Account]:
    """Those who can sign in and may read a report."""
    return [each for each in able_accounts(today) if each.role in REPORTS[report].readers]


def schedule(wish: ScheduleWish, today: date, actor: str, request: ReportRequest) -> int:
    """Let a report come by itself; gives its number. Raises InvalidInput naming every fault."""
    faults = [] if wish.form in FORMS else [_("form: choose a format.")]
    faults += [] if wish.every in EVERY else [_("every: choose how often.")]
    if not today <= wish.first_on <= today + timedelta(days=366):
        faults.append(_("first_on: choose a day from today on, within a year."))
    may = {each.id: each.email for each in may_get(wish.report, today)}
    if not wish.account_ids or not {*wish.account_ids} <= {*may}:
        faults.append(_("recipients: choose who gets it, among those who may read it."))
    faults += _ended_before(wish, may)
    if wish.report == "restated":
        faults.append(_("report: it compares with an earlier time, and cannot be scheduled."))
    if faults:
        raise InvalidInput(faults)
    check_request(REPORTS[wish.report], request)
    with recording(actor) as opened:
        row = ReportSchedule.create(
            report=wish.report, form=wish.form, asked=wish.asked, every=wish.every, begun_on=wish.first_on,
            next_on=wish.first_on, state=ACTIVE, made_by=actor, made_at=clock.now(),
        )  # fmt: skip
        for account_id in sorted({*wish.account_ids}):
            ReportRecipient.create(schedule=row, account=account_id)
        emails = [may[each] for each in sorted({*wish.account_ids})]
        opened.note(
            ReportScheduled(wish.report, wish.form, wish.every, wish.first_on.isoformat(), recipients=emails)
        )
    return int(row.id)


def _ended_before(wish: ScheduleWish, may: Mapping[int, str]) -> list[str]:
    """A fault naming those of the recipients who can sign in today, and not on the first due day any more."""
    there = {each.id for each in may_get(wish.report, wish.first_on)}
    gone = sorted(may[each] for each in {*wish.account_ids} & {*may} - there)
    if not gone:
        return []
    return [
        ngettext(
            "recipients: this account ends before %(day)s, when it comes for the first time: %(emails)s.",
            "recipients: these accounts end before %(day)s, when it comes for the first time: %(emails)s.",
            len(gone),
            day=day_in_words(wish.first_on),
            emails=", ".join(gone),
        )
    ]


def change_state(schedule_id: int, state: str, today: date, actor: str) -> None:
    """Pause a schedule, let it go on from the next due day, or end it; raises Conflict where it is so already."""
    with recording(actor) as opened:
        row = get_schedule(schedule_id)
        values: dict[str, Any] = {"state": state}
        if state == ACTIVE and row.next_on < today:
            values["next_on"] = due_after(row.begun_on, row.every, today)
        if not step(ReportSchedule.state, row.id, {ACTIVE, PAUSED} - {state}, **values):
            raise Conflict(_("It is so already."))
        # What failed would pause it again at once: it is made anew.
        ReportFile.delete().where((ReportFile.schedule == row.id) & (ReportFile.state == FAILED)).execute()
        opened.note(ReportScheduleChanged(row.report, state))


def get_schedule(schedule_id: int) -> ReportSchedule:
    """A schedule by its number; raises NotFound."""
    row: ReportSchedule | None = ReportSchedule.get_or_none(ReportSchedule.id == schedule_id)
    if row is None:
        raise NotFound(_("There is no such schedule."))
    return row


def schedules() -> list[ReportSchedule]:
    """Every schedule, those that go on first."""
    return list(
        ReportSchedule.select().order_by(ReportSchedule.state, ReportSchedule.next_on, ReportSchedule.id)
    )


def recipients_of(schedule_id: int) -> set[int]:
    """The accounts for which it is, whether or not they may read it now."""
    rows = ReportRecipient.select(ReportRecipient.account).where(ReportRecipient.schedule == schedule_id)
    return {row.account_id for row in rows}


def files_for(account_id: int) -> dict[int | None, list[ReportFile]]:
    """By schedule, the files that are made and still kept of those that are for an account; the latest first."""
    rows = (
        ReportFile.select()
        .join(ReportRecipient, on=ReportRecipient.schedule == ReportFile.schedule)
        .where(
            (ReportRecipient.account == account_id)
            & (ReportFile.state == MADE)
            & (ReportFile.asked_at >= clock.now() - KEPT)
        )
        .order_by(ReportFile.due_on.desc())
    )
    found: dict[int | None, list[ReportFile]] = defaultdict(list)
    for row in rows:
        found[row.schedule_id].append(row)
    return found


def is_recipient(schedule_id: int, account_id: int) -> bool:
    """Whether a scheduled report is for an account."""
    return account_id in recipients_of(schedule_id)


def send_due(config: Config, today: date) -> None:
    """Make what is due and tell of it: once for each due day, the latest alone where days were missed."""
    due = ReportSchedule.select().where((ReportSchedule.state == ACTIVE) & (ReportSchedule.next_on <= today))
    for row in list(due.order_by(ReportSchedule.id)):
        # Somebody else may have sent or paused it meanwhile: then that holds. A file that was never made
        # and is too old now is removed in the night: the others need not wait for that.
        try:
            with suppress(Conflict, NotFound):
                _send(row, config, today)
        except Exception:
            # Whatever is wrong with one is no reason for the others to wait: it is tried again at the next turn.
            log.exception("the scheduled report %s cannot be sent", row.id)


def _send(row: ReportSchedule, config: Config, today: date) -> None:
    due_on = _latest_due(row, today)
    chosen = recipients_of(row.id)
    readers = [each for each in may_get(row.report, today) if each.id in chosen]
    if not readers:
        _give_up(row, ENDED, _("None of its recipients may read it any more."))
        return
    file = _file_of(row, due_on, config)
    if file is None:
        return  # another process makes it
    if file.state == FAILED:
        _give_up(row, PAUSED, file.problem)
        return
    ensure_checkpoint(signer_of(config), clock.now())
    with recording("timetable") as opened:
        turned = ReportSchedule.update(next_on=due_after(row.begun_on, row.every, today)).where(
            (ReportSchedule.id == row.id)
            & (ReportSchedule.next_on == row.next_on)
            & (ReportSchedule.state == ACTIVE)
        )
        if not turned.execute():
            raise Conflict(_("Somebody else has sent it, or paused it."))
        _tell(file, due_on, readers, opened)


def _latest_due(row: ReportSchedule, today: date) -> date:
    due_on: date = row.next_on
    while (later := due_after(row.begun_on, row.every, due_on)) <= today:
        due_on = later
    return due_on


def _file_of(row: ReportSchedule, due_on: date, config: Config) -> ReportFile | None:
    """The file of a due day, made if it is not there; None where another process is making it."""
    (
        ReportFile.insert(
            key=secrets.token_urlsafe(18), report=row.report, form=row.form, asked=_asked(row, due_on, config),
            name=file_name(row.report, due_on, None, row.form), schedule=row.id, due_on=due_on,
            asked_by=f"schedule {row.id} of {row.made_by}", asked_at=clock.now(), state=WAITING,
        )
        .on_conflict_ignore()
        .execute()
    )  # fmt: skip
    file: ReportFile = ReportFile.get((ReportFile.schedule == row.id) & (ReportFile.due_on == due_on))
    if file.state == WAITING:
        make_file(file.key, config)
        # An erasure may have taken it away meanwhile: then it is made anew at the next turn.
        made: ReportFile | None = ReportFile.get_or_none(ReportFile.id == file.id)
        return None if made is None or made.state == WAITING else made
    return file


def _asked(row: ReportSchedule, due_on: date, config: Config) -> dict[str, Any]:
    """The question of a due day: as of it, by what is known; of the days since the due day before it."""
    from_on, until_on = days_before(due_on, row.every)
    plain = question_of(
        ReportRequest(Question(due_on, knowledge_at()), measure_of(config), is_complete=row.asked["all"])
    )
    told = {**plain, "site": row.asked["site"], "pack": row.asked["pack"]}
    if Narrowing.PERIOD in REPORTS[row.report].narrowings and row.report != "expiries":
        told |= {"from": from_on.isoformat(), "to": until_on.isoformat()}
    return told


def _tell(file: ReportFile, due_on: date, readers: Sequence[Account], opened: Recording) -> None:
    content = {
        "report": REPORTS[file.report].title,
        "due_on": due_on.isoformat(),
        "rows": file.row_count,
        "days": KEPT.days,
        "checkpoint": lines_to_hand_on(),
    }
    for reader in readers:
        owe(
            Message(
                key=f"reports/{file.schedule_id}/{due_on}/{reader.id}",
                kind="reports.scheduled",
                recipient=reader.email,
                content=content,
                due_at=clock.now(),
                link=f"/report-files/{file.key}",
            ),
            opened,
        )
    opened.note(ReportSent(file.report, due_on.isoformat(), recipients=[each.email for each in readers]))


def _give_up(row: ReportSchedule, state: str, reason: str) -> None:
    with recording("timetable") as opened:
        if not step(ReportSchedule.state, row.id, (ACTIVE,), state=state):
            raise Conflict(_("Somebody else has ended it, or paused it."))
        opened.note(ReportScheduleChanged(row.report, state, reason))
