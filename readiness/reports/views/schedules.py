"""The pages of reports that come by themselves."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from readiness.accounts.queries import able_accounts
from readiness.compliance.measuring import measure_of
from readiness.foundation import clock
from readiness.foundation.errors import InvalidInput, NotAllowed, ReadinessError
from readiness.foundation.temporal import Question, knowledge_at
from readiness.foundation.words import gettext as _
from readiness.notices.held import or_held
from readiness.people.queries import get_site
from readiness.reports.dues import EVERY
from readiness.reports.requests import ReportRequest
from readiness.reports.schedule_forms import ScheduleForm
from readiness.reports.scheduling import (
    ACTIVE,
    ENDED,
    PAUSED,
    ScheduleWish,
    change_state,
    files_for,
    get_schedule,
    recipients_of,
    schedule,
    schedules,
)
from readiness.reports.tables import REPORTS, reports_for
from readiness.web.access import EDITORS, Role, actor, allow, current_account
from readiness.web.settings import installation, settings

pages = Blueprint("report_schedules", __name__)


@pages.get("/report-schedules")
@allow(*EDITORS, Role.AUDITOR)
def index() -> ResponseReturnValue:
    """Everything that comes by itself, of what the account may read."""
    may = reports_for(current_account().role)
    rows = [each for each in schedules() if each.report in may]
    names = {each.id: each.email for each in able_accounts(clock.today(settings().time_zone))}
    told = {row.id: sorted(names[each] for each in recipients_of(row.id) if each in names) for row in rows}
    return render_template(
        "reports/schedules.html",
        rows=rows,
        reports=REPORTS,
        every=EVERY,
        recipients=told,
        files=files_for(current_account().id),
    )


@pages.route("/report-schedules/add", methods=["GET", "POST"])
@allow(*EDITORS)
def add() -> ResponseReturnValue:
    """Let a report come by itself."""
    today, role = clock.today(settings().time_zone), current_account().role
    form = ScheduleForm(data={"report": "gaps", "form": "pdf", "every": "month", "first_on": today})
    form.offer(role, today)
    if form.validate_on_submit():
        try:
            schedule(_wish(form), today, actor(), _request(form))
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(or_held(_("It is scheduled from now on."), installation()))
            return redirect("/report-schedules")
    return render_template("reports/add_schedule.html", form=form), 422 if form.faults else 200


def _wish(form: ScheduleForm) -> ScheduleWish:
    asked = {
        "site": form.site.data or None,
        "pack": form.pack.data or None,
        "all": bool(form.is_complete.data),
    }
    recipients = [int(each) for each in form.recipients.data]
    return ScheduleWish(form.report.data, form.form.data, form.every.data, _first(form), recipients, asked)


def _first(form: ScheduleForm) -> date:
    first_on: date | None = form.first_on.data
    if first_on is None:
        raise InvalidInput("first_on: " + _("Write the first day."))
    return first_on


def _request(form: ScheduleForm) -> ReportRequest:
    """What is asked on the first day, to find what is wrong with it now."""
    site = get_site(form.site.data).code if form.site.data else None
    asked = Question(_first(form), knowledge_at())
    return ReportRequest(
        asked, measure_of(settings()), site, bool(form.is_complete.data), form.pack.data or None
    )


def _change(schedule_id: int, state: str, told: str) -> ResponseReturnValue:
    if get_schedule(schedule_id).report not in reports_for(current_account().role):
        raise NotAllowed(_("This page is not for your role. Ask an administrator if you need it."))
    change_state(schedule_id, state, clock.today(settings().time_zone), actor())
    flash(told)
    return redirect("/report-schedules")


@pages.post("/report-schedules/<int:schedule_id>/pause")
@allow(*EDITORS)
def pause(schedule_id: int) -> ResponseReturnValue:
    """Nothing comes until somebody lets it go on."""
    return _change(schedule_id, PAUSED, _("It is paused."))


@pages.post("/report-schedules/<int:schedule_id>/resume")
@allow(*EDITORS)
def resume(schedule_id: int) -> ResponseReturnValue:
    """It goes on from the next day on which it is due."""
    return _change(schedule_id, ACTIVE, _("It goes on."))


@pages.post("/report-schedules/<int:schedule_id>/end")
@allow(*EDITORS)
def end(schedule_id: int) -> ResponseReturnValue:
    """It does not come again."""
    return _change(schedule_id, ENDED, _("It has ended."))
