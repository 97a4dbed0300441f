"""Looking after those involved: the debrief, the follow-up, those who helped and their load."""

from collections.abc import Callable
from datetime import date, timedelta

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from readiness.foundation.errors import ReadinessError
from readiness.foundation.words import gettext as _
from readiness.incidents import caring
from readiness.incidents.forms import FollowUpForm, HeldForm, HelperForm, OfferForm
from readiness.incidents.models import Incident
from readiness.incidents.views.finding import CARERS, own_sites, seen_incident, today_at
from readiness.incidents.views.showing import incident_page
from readiness.standards.incidents import incident_rules
from readiness.web.access import actor, allow
from readiness.web.forms import Form
from readiness.web.frame import frame, frame_url

pages = Blueprint("caring", __name__)

REST_DAYS = 14
"""So long a rest is proposed."""


def _do(incident: Incident, name: str, form: Form, act: Callable[[], None], said: str) -> ResponseReturnValue:
    """Do it if the form is in order, say so; else show the incident with the form as it was sent."""
    if form.validate():
        try:
            act()
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(said)
            return redirect(frame_url("incident.show", incident_id=incident.fact_id))
    return incident_page(incident, **{name: form}), 422


@pages.post("/incidents/<int:incident_id>/debrief/offered")
@allow(*CARERS)
def offered(incident_id: int) -> ResponseReturnValue:
    """A debrief was offered to everyone involved."""
    incident, form = seen_incident(incident_id), OfferForm()
    today = today_at(incident.site)

    def act() -> None:
        caring.offer_debrief(incident_id, form.way.data, form.offered_on.data or today, today, actor())

    return _do(incident, "offer", form, act, _("Kept. Ask everyone again in four weeks."))


@pages.post("/incidents/<int:incident_id>/debrief/held")
@allow(*CARERS)
def held(incident_id: int) -> ResponseReturnValue:
    """The debrief was held."""
    incident, form = seen_incident(incident_id), HeldForm()
    today = today_at(incident.site)

    def act() -> None:
        caring.hold_debrief(incident_id, form.held_on.data or today, today, actor())

    return _do(incident, "held", form, act, _("Kept."))


@pages.post("/incidents/<int:incident_id>/debrief/followed-up")
@allow(*CARERS)
def followed_up(incident_id: int) -> ResponseReturnValue:
    """Those involved were asked again how they are."""
    incident, form = seen_incident(incident_id), FollowUpForm()
    today = today_at(incident.site)

    def act() -> None:
        caring.follow_up(incident_id, form.followed_up_on.data or today, today, actor())

    return _do(incident, "asked", form, act, _("Kept."))


@pages.post("/incidents/<int:incident_id>/helpers")
@allow(*CARERS)
def helper(incident_id: int) -> ResponseReturnValue:
    """Somebody helped."""
    incident, form = seen_incident(incident_id), HelperForm()

    def act() -> None:
        caring.name_helper(incident_id, form.staff_number.data, actor())

    return _do(incident, "helper", form, act, _("They are on the list of those who helped."))


@pages.post("/incidents/<int:incident_id>/helpers/<int:person_id>")
@allow(*CARERS)
def change_helper(incident_id: int, person_id: int) -> ResponseReturnValue:
    """What a helper answered, that they rest, or that they were named by mistake."""
    incident = seen_incident(incident_id)
    what = request.form.get("what", "")
    if what == "rest":
        until = _day(request.form.get("until_on", ""), today_at(incident.site) + timedelta(days=REST_DAYS))
        caring.rest_helper(incident_id, person_id, until, actor())
    elif what == "take back":
        caring.take_back_helper(incident_id, person_id, actor())
    else:
        caring.answer_for_helper(incident_id, person_id, what, actor())
    flash(_("Kept."))
    return redirect(frame_url("incident.show", incident_id=incident_id))


def _day(text: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return otherwise


@pages.get("/incidents/helpers")
@allow(*CARERS)
def helpers() -> str:
    """Who has helped how often of late, and who should rest."""
    return render_template(
        "incidents/helpers.html",
        carrying=caring.carrying(own_sites(), frame().as_of),
        rules=incident_rules(),
    )
