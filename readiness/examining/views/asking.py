"""The pages of requests: an auditor asks, HR or an administrator answers."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from readiness.accounts.queries import known_account
from readiness.examining import actions
from readiness.examining.forms import RemarkForm, RequestForm
from readiness.examining.queries import get_request, questions_of, remarks_of, samples_of
from readiness.examining.views.own import VISITORS, check_own, check_seen, moment
from readiness.foundation.errors import ReadinessError
from readiness.foundation.words import gettext as _
from readiness.notices.held import or_held
from readiness.reports.tables import reports_for
from readiness.web.access import Role, allow_in_own_room, current_account
from readiness.web.forms import Suggestion
from readiness.web.frame import frame
from readiness.web.navigation import open_to
from readiness.web.settings import installation

pages = Blueprint("audit_requests", __name__)


@pages.route("/auditor/ask", methods=["GET", "POST"])
@allow_in_own_room(Role.AUDITOR)
def ask() -> ResponseReturnValue:
    """Ask the organisation for something."""
    form = RequestForm()
    if form.validate_on_submit():
        remark = actions.Remark(form.words.data, form.link.data or "")
        try:
            number = actions.ask_for(form.title.data, remark, current_account(), moment())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(or_held(_("Those who answer are told."), installation()))
            return redirect(url_for("audit_requests.show", request_id=number))
    form.link.offered = _pages_offered(current_account().id)
    return render_template("examining/ask.html", form=form), 422 if form.faults else 200


@pages.route("/auditor/requests/<int:request_id>", methods=["GET", "POST"])
@allow_in_own_room(*VISITORS)
def show(request_id: int) -> ResponseReturnValue:
    """A request with what was said; either side may say more."""
    row = get_request(request_id)
    check_seen(row.account_id)
    form = RemarkForm()
    if form.validate_on_submit():
        remark = actions.Remark(form.words.data, form.link.data or "")
        try:
            actions.say(request_id, remark, current_account(), moment())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(or_held(_("The other side is told."), installation()))
            return redirect(url_for("audit_requests.show", request_id=request_id))
    form.link.offered = _pages_offered(row.account_id)
    page = render_template(
        "examining/request.html",
        form=form,
        row=row,
        remarks=remarks_of(request_id),
        asker=known_account(row.account_id).account,
        is_own=row.account_id == current_account().id,
    )
    return page, 422 if form.faults else 200


def _pages_offered(asker: int) -> list[Suggestion]:
    """What may go with a request: pages and reports that both sides may read, and what its asker keeps in the room."""
    role, day = current_account().role, frame().as_of.isoformat()
    both = reports_for(Role.AUDITOR).keys() & reports_for(role).keys()
    kept = [Suggestion(f"/auditor/questions/{each.id}", each.title) for each in questions_of(asker)]
    drawn = [
        Suggestion(f"/auditor/samples/{each.id}", _("Sample %(number)s", number=each.id))
        for each in samples_of(asker)
    ]
    reports = [
        Suggestion(f"/reports/{name}?as_of={day}", _("Report: %(title)s", title=_(report.title)))
        for name, report in reports_for(role).items()
        if name in both
    ]
    entries = [
        Suggestion(entry.path, _(entry.label))
        for entry in open_to(role, Role.AUDITOR)
        if entry.path != "/mine"
    ]
    return [*kept, *drawn, *reports, *entries]


@pages.post("/auditor/requests/<int:request_id>/close")
@allow_in_own_room(Role.AUDITOR)
def close(request_id: int) -> ResponseReturnValue:
    """What was asked for is there."""
    check_own(get_request(request_id).account_id)
    actions.close(request_id, current_account(), moment())
    flash(_("It is closed."))
    return redirect(url_for("examining.index"))
