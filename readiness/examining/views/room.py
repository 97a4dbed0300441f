"""The room itself: saved questions, samples, requests, and what was taken away."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from readiness.accounts.queries import known_account
from readiness.audit.events.examining import SampleTakenAway
from readiness.audit.events.reports import ReportTakenAway
from readiness.audit.trail_list import latest_of
from readiness.examining.actions import forget_question, save_question
from readiness.examining.forms import SaveForm
from readiness.examining.models import SavedQuestion
from readiness.examining.queries import get_question, questions_of, requests_of, samples_of, waiting_count
from readiness.examining.views.own import VISITORS, check_own, moment
from readiness.foundation.errors import ReadinessError
from readiness.foundation.words import gettext as _
from readiness.reports.questions import question_of
from readiness.reports.tables import REPORTS
from readiness.reports.views.asking import asked_of, readable
from readiness.reports.views.show import READERS
from readiness.web.access import Role, allow, allow_in_own_room, current_account
from readiness.web.once import until_changed

pages = Blueprint("examining", __name__)

TAKEN_SHOWN = 20


def needs_someone() -> int:
    """How many requests wait for whoever is signed in, for the rail."""
    account = current_account()
    if account.role not in VISITORS:
        return 0
    whose = account.id if account.role is Role.AUDITOR else None
    return until_changed(("requests", whose), lambda: waiting_count(whose))


@pages.get("/auditor")
@allow(*VISITORS)
def index() -> ResponseReturnValue:
    """What the account keeps here; those who answer see what all keep and ask for."""
    account = current_account()
    is_auditor = account.role is Role.AUDITOR
    whose = account.id if is_auditor else None
    taken = latest_of(
        (ReportTakenAway.action, SampleTakenAway.action), TAKEN_SHOWN, account.email if is_auditor else ""
    )
    return render_template(
        "examining/index.html",
        questions=questions_of(whose),
        samples=samples_of(whose),
        requests=requests_of(whose),
        reports=REPORTS,
        taken=taken,
        is_auditor=is_auditor,
        until_on=known_account(account.id).until_on,
    )


@pages.route("/auditor/save-question/<report_name>", methods=["GET", "POST"])
@allow_in_own_room(*VISITORS)
def save(report_name: str) -> ResponseReturnValue:
    """Keep the question of this address."""
    report = readable(report_name)
    form, asked = SaveForm(), asked_of(report)
    if form.validate_on_submit():
        try:
            save_question(form.title.data, report.name, question_of(asked), current_account(), moment())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("The question is kept."))
            return redirect(url_for("examining.index"))
    page = render_template("examining/save.html", form=form, report=report, asked=asked.question)
    return page, 422 if form.faults else 200


@pages.get("/auditor/questions/<int:question_id>")
@allow(*READERS)
def question(question_id: int) -> ResponseReturnValue:
    """A saved question, answered: whoever may read the report may be given its address."""
    row = get_question(question_id)
    readable(row.report)
    return redirect(url_for("report.show", report_name=row.report, **_arguments(row)))


def _arguments(row: SavedQuestion) -> dict[str, Any]:
    """The question as an address has it."""
    told = {**row.asked, "all": "1" if row.asked["all"] else None}
    return {name: value for name, value in told.items() if value}


@pages.post("/auditor/questions/<int:question_id>/forget")
@allow_in_own_room(*VISITORS)
def forget(question_id: int) -> ResponseReturnValue:
    """Keep a question no longer."""
    check_own(get_question(question_id).account_id)
    forget_question(question_id, current_account())
    flash(_("The question is no longer kept."))
    return redirect(url_for("examining.index"))
