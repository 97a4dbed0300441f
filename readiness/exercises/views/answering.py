"""The page on which somebody who is invited answers with one tap, without an account."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from readiness.exercises import asking
from readiness.exercises.at_site import scenario_at
from readiness.exercises.queries import get_exercise
from readiness.exercises.views.speaking import speak_to_visitors
from readiness.foundation import clock
from readiness.foundation.database import connected
from readiness.foundation.errors import ReadinessError
from readiness.notices import links
from readiness.web.access import public
from readiness.web.forms import Form
from readiness.web.settings import installation

pages = Blueprint("answered_invitations", __name__)
speak_to_visitors(pages)


@pages.route("/invited/<invitation_token>", methods=["GET", "POST"])
@public
def answer(invitation_token: str) -> ResponseReturnValue:
    """Yes, no, or somebody else; looking changes nothing."""
    now, form = clock.now(), Form()
    with connected():
        link = links.find(invitation_token, now, links.signing_key(installation()))
        exercise = get_exercise(asking.invited(link).exercise)
        scenario = scenario_at(exercise)
        if form.validate_on_submit():
            said = request.form.get("answer", "")
            try:
                asking.answer(link, said, request.form.get("substitute", ""), now)
            except ReadinessError as refused:
                form.refuse(refused)
            else:
                return render_template("exercises/answered.html", said=said, scenario=scenario)
        page = render_template("exercises/invited.html", exercise=exercise, scenario=scenario, form=form)
    return page, 422 if form.faults else 200
