"""The sealed part: read with a reason, written anew, and who has the permission."""

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from readiness.accounts.queries import known_account
from readiness.foundation import clock
from readiness.foundation.errors import ReadinessError
from readiness.foundation.words import gettext as _
from readiness.incidents.forms import GrantForm, ReasonForm, SealedForm
from readiness.incidents.sealed import (
    FIELDS,
    Granted,
    check_reader,
    grant_reading,
    read_sealed,
    revoke_reading,
    rewrite_sealed,
    sealed_readers,
)
from readiness.incidents.views.finding import CARERS, sealer, seen_incident
from readiness.incidents.views.showing import incident_page
from readiness.web.access import Role, actor, allow, current_account
from readiness.web.frame import frame, frame_url

pages = Blueprint("sealed", __name__)


@pages.post("/incidents/<int:incident_id>/sealed")
@allow(*CARERS)
def read(incident_id: int) -> ResponseReturnValue:
    """Read it: the reason is kept in the trail first. The page is for this once, and no address leads to it."""
    incident, form = seen_incident(incident_id), ReasonForm()
    check_reader(current_account())
    if form.validate():
        try:
            fields = read_sealed(incident_id, form.reason.data, sealer(), current_account())
        except ReadinessError as refused:
            if refused.status != 422:
                raise
            form.refuse(refused)
        else:
            page = render_template(
                "incidents/sealed.html", incident=incident, fields=fields, sealed=SealedForm(data=fields)
            )
            return page, {"Cache-Control": "no-store"}
    return incident_page(incident, reading=form), 422


@pages.post("/incidents/<int:incident_id>/sealed/write")
@allow(*CARERS)
def write(incident_id: int) -> ResponseReturnValue:
    """Write it anew."""
    incident, form = seen_incident(incident_id), SealedForm()
    fields = {name: form[name].data or "" for name in FIELDS}
    rewrite_sealed(incident.fact_id, fields, sealer(), clock.now(), current_account())
    flash(_("Sealed."))
    return redirect(frame_url("incident.show", incident_id=incident_id))


@pages.route("/incidents/readers", methods=["GET", "POST"])
@allow(Role.ADMIN)
def readers() -> ResponseReturnValue:
    """Who may read sealed parts; whoever gives the permission cannot have it."""
    form = GrantForm()
    if form.validate_on_submit():
        try:
            grant_reading(form.email.data.strip(), frame().today, actor())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("They may read sealed parts from now on; every reading stands in the trail."))
            return redirect(frame_url("sealed.readers"))
    page = render_template("incidents/readers.html", form=form, readers=_named())
    return page, 422 if form.faults else 200


def _named() -> list[tuple[Granted, str, str]]:
    """Everybody with the permission, by name and address."""
    found = [(each, known_account(each.account).account) for each in sealed_readers()]
    return [(each, account.name, account.email) for each, account in found]


@pages.post("/incidents/readers/<int:account_id>/revoke")
@allow(Role.ADMIN)
def revoke(account_id: int) -> ResponseReturnValue:
    """Take the permission back."""
    revoke_reading(account_id, known_account(account_id).account.email, actor())
    flash(_("They may no longer read sealed parts."))
    return redirect(frame_url("sealed.readers"))
