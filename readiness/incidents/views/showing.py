"""One incident: what may be shared, its timeline, who is looked after, what holds it, what it counts for."""

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from readiness.foundation import clock
from readiness.foundation.errors import ReadinessError
from readiness.foundation.words import gettext as _
from readiness.incidents.actions import add_moment
from readiness.incidents.caring import debrief_due_at, loads
from readiness.incidents.forms import (
    ANSWER_WORDS,
    WAY_WORDS,
    FollowUpForm,
    HeldForm,
    HelperForm,
    HoldForm,
    MomentForm,
    OfferForm,
    ReasonForm,
)
from readiness.incidents.models import Incident
from readiness.incidents.queries import (
    credits_of,
    has_sealed,
    helpers_of,
    hold_of,
    log_entry_of,
    moments_of,
)
from readiness.incidents.retention import kept_until, place_hold, release_hold
from readiness.incidents.sealed import may_read_sealed
from readiness.incidents.views.finding import (
    BLIND,
    CARERS,
    HOLDERS,
    clock_at,
    instant_at,
    line_names,
    protocol_titles,
    seen_incident,
    sees_private,
    today_at,
)
from readiness.incidents.views.recording import kind_words
from readiness.web.access import READERS, actor, allow, current_account
from readiness.web.forms import Form
from readiness.web.frame import frame_url

pages = Blueprint("incident", __name__)


@pages.get("/incidents/<int:incident_id>")
@allow(*READERS)
def show(incident_id: int) -> str:
    """The incident."""
    return incident_page(seen_incident(incident_id))


def incident_page(incident: Incident, **forms: Form) -> str:
    """The page of an incident, with a form as it was sent."""
    incident_id = incident.fact_id
    if incident.is_private and not sees_private():
        return render_template("incidents/private.html", incident=incident)
    today, now = today_at(incident.site), clock.now()
    own = current_account()
    helpers = [] if own.role in BLIND else helpers_of(incident_id)
    return render_template(
        "incidents/show.html",
        incident=incident,
        kind=kind_words(incident.kind),
        protocols=protocol_titles(),
        lines=line_names(incident.lines).values(),
        at_site=lambda instant: clock_at(incident.site, instant),
        moments=moments_of(incident_id),
        entry=log_entry_of(incident_id),
        helpers=helpers,
        loads=loads([each.person.id for each in helpers], today),
        hold=hold_of(incident_id),
        credits=credits_of(incident_id),
        is_sealed=has_sealed(incident_id),
        may_read=may_read_sealed(own),
        kept_until=kept_until(incident.occurred_on),
        due_at=debrief_due_at(incident),
        is_late=incident.debrief_offered_on is None and now > debrief_due_at(incident),
        today=today,
        ways=WAY_WORDS,
        answers=ANSWER_WORDS,
        form=next(iter(forms.values()), None),
        **_forms(incident, forms),
    )


def _forms(incident: Incident, sent: dict[str, Form]) -> dict[str, Form]:
    """Every form of the page, as it was sent or as it begins."""
    today = today_at(incident.site)
    return {
        "moment": MomentForm(data={"noted_at": clock_at(incident.site, incident.occurred_at)}),
        "offer": OfferForm(data={"offered_on": today, "way": incident.debrief_way or "one-to-one"}),
        "held": HeldForm(data={"held_on": today}),
        "asked": FollowUpForm(data={"followed_up_on": today}),
        "helper": HelperForm(),
        "holding": HoldForm(),
        "reading": ReasonForm(),
        **sent,
    }


@pages.post("/incidents/<int:incident_id>/moments")
@allow(*CARERS)
def moment(incident_id: int) -> ResponseReturnValue:
    """Add a line to the timeline."""
    incident, form = seen_incident(incident_id), MomentForm()
    if form.validate():
        try:
            at = instant_at(incident.site, form.noted_at.data)
            add_moment(incident_id, at, form.text.data.strip(), clock.now(), actor())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("Added."))
            return redirect(frame_url("incident.show", incident_id=incident_id))
    return incident_page(incident, moment=form), 422


@pages.post("/incidents/<int:incident_id>/hold")
@allow(*HOLDERS)
def hold(incident_id: int) -> ResponseReturnValue:
    """Hold it against removal."""
    incident, form = seen_incident(incident_id), HoldForm()
    if form.validate():
        try:
            place_hold(incident_id, form.reason.data.strip(), today_at(incident.site), actor())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("Held. Nothing of it is removed until somebody releases it."))
            return redirect(frame_url("incident.show", incident_id=incident_id))
    return incident_page(incident, holding=form), 422


@pages.post("/incidents/<int:incident_id>/release")
@allow(*HOLDERS)
def release(incident_id: int) -> ResponseReturnValue:
    """Hold it no longer."""
    incident = seen_incident(incident_id)
    release_hold(incident_id, today_at(incident.site), actor())
    flash(_("Released. It is removed when its years are over."))
    return redirect(frame_url("incident.show", incident_id=incident_id))
