"""The pages of exemptions: who need not meet what, until when and why; granting them, and ending them early."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from readiness.compliance.actions import grant_judged_exemption
from readiness.compliance.clauses import adopted_clauses
from readiness.compliance.requirement_forms import EndForm, ExemptionForm
from readiness.foundation.errors import ReadinessError
from readiness.foundation.temporal import knowledge_at
from readiness.foundation.words import gettext as _
from readiness.people.queries import site_choices, site_titles
from readiness.requirements.actions import ExemptionRequest, withdraw_exemption
from readiness.requirements.queries import exemption_list, get_exemption, rules_known
from readiness.web.access import EDITORS, READERS, actor, allow, current_account
from readiness.web.frame import frame, frame_url, question

pages = Blueprint("exemptions", __name__)


@pages.get("/compliance/exemptions")
@allow(*READERS)
def index() -> str:
    """The exemptions that hold on the day, those to come, and those that ended."""
    as_of, codes = frame().as_of, _site_codes()
    seen = [each for each in exemption_list(question().known) if codes is None or each.site_code in codes]
    return render_template(
        "compliance/exemptions.html",
        titles=_titles(),
        names=site_titles(each.site_code for each in seen),
        present=[each for each in seen if each.from_on <= as_of <= each.until_on],
        coming=[each for each in seen if each.from_on > as_of],
        ended=[each for each in seen if each.until_on < as_of],
    )


def _site_codes() -> set[str] | None:
    """The sites whose exemptions are shown: the one that the page is about, else a manager's own; None: every site."""
    code, site_ids = frame().site, current_account().site_ids
    if code is not None:
        return {code}
    return None if site_ids is None else {site.code for site in site_choices(site_ids, len(site_ids))}


def _titles() -> dict[str, str]:
    """What each clause that was ever adopted asks, in a line, by pack and clause."""
    return {
        f"{clause.pack.id}/{clause.clause.id}": clause.clause.title
        for clause in adopted_clauses(rules_known(knowledge_at()))
    }


@pages.route("/compliance/exemptions/grant", methods=["GET", "POST"])
@allow(*EDITORS)
def grant() -> ResponseReturnValue:
    """Exempt a site or a person from a requirement, until a day and for a reason."""
    form = ExemptionForm(
        data={
            "clause": request.args.get("clause", ""),
            "site": request.args.get("of", "") or frame().site or "",
            "staff_number": request.args.get("person", ""),
            "from_on": frame().today,
        }
    )
    form.clause.choices = {"": _("Choose …")} | _titles()
    if form.validate_on_submit():
        pack_id, _slash, clause_id = form.clause.data.partition("/")
        wanted = ExemptionRequest(
            pack_id,
            clause_id,
            form.site.data.strip(),
            form.day,
            form.until_on.data,
            form.reason.data,
            (form.staff_number.data or "").strip(),
        )
        try:
            grant_judged_exemption(wanted, actor())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("The exemption was granted."))
            return redirect(frame_url("exemptions.index"))
    return render_template("compliance/grant.html", form=form), 422 if form.faults else 200


@pages.route("/compliance/exemptions/<int:exemption_id>/withdraw", methods=["GET", "POST"])
@allow(*EDITORS)
def withdraw(exemption_id: int) -> ResponseReturnValue:
    """End an exemption early."""
    exemption = get_exemption(exemption_id)
    form = EndForm(data={"from_on": max(frame().today, exemption.from_on)})
    if form.validate_on_submit():
        try:
            withdraw_exemption(exemption_id, form.day, form.reason.data, actor())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("The exemption was withdrawn."))
            return redirect(frame_url("exemptions.index"))
    page = render_template("compliance/withdraw.html", form=form, exemption=exemption, titles=_titles())
    return page, 422 if form.faults else 200
