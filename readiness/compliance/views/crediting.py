"""The page on which a real incident is credited as an exercise, clause by clause."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from readiness.compliance.judging.crediting import Claim, credit_for_clause, creditable
from readiness.foundation import clock
from readiness.foundation.errors import NotFound, ReadinessError
from readiness.foundation.words import gettext as _
from readiness.incidents.crediting import take_back_credit
from readiness.incidents.models import Incident
from readiness.incidents.queries import credits_of, get_incident
from readiness.web.access import Role, actor, allow, check_site
from readiness.web.forms import Form
from readiness.web.frame import frame_url

pages = Blueprint("crediting", __name__)

CREDITORS = (Role.COORDINATOR, Role.HR)
"""Those who say that an incident counts; whoever looks over it may not."""


def _seen(incident_id: int) -> Incident:
    incident = get_incident(incident_id)
    check_site(incident.site.id)
    return incident


@pages.route("/incidents/<int:incident_id>/credit", methods=["GET", "POST"])
@allow(*CREDITORS)
def choose(incident_id: int) -> ResponseReturnValue:
    """For which clauses it may count, and why not for the others; crediting it for one, with its proof."""
    incident, form = _seen(incident_id), Form()
    if form.validate_on_submit():
        claim = Claim(*(request.form.get(name, "") for name in ("pack", "clause", "proof")))
        try:
            credit_for_clause(incident_id, claim, clock.today(incident.site.time_zone), actor())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("It counts. Findings follow within a minute."))
            return redirect(frame_url("incident.show", incident_id=incident_id))
    page = render_template(
        "incidents/credit.html",
        incident=incident,
        form=form,
        clauses=creditable(incident),
        credited={(each.pack_id, each.clause_id): each for each in credits_of(incident_id)},
    )
    return page, 422 if form.faults else 200


@pages.post("/incidents/<int:incident_id>/credit/take-back")
@allow(*CREDITORS)
def take_back(incident_id: int) -> ResponseReturnValue:
    """It does not count after all."""
    _seen(incident_id)
    try:
        take_back_credit(incident_id, request.form.get("pack", ""), request.form.get("clause", ""), actor())
    except NotFound as missing:
        flash(str(missing), "gap")
    else:
        flash(_("It counts no more."))
    return redirect(frame_url("crediting.choose", incident_id=incident_id))
