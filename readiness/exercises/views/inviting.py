"""Inviting people to an exercise, and taking them off the list again."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from readiness.exercises import asking
from readiness.exercises.at_site import scenario_at
from readiness.exercises.forms import InviteForm
from readiness.exercises.inviting import invitation
from readiness.exercises.views.finding import seen_exercise
from readiness.foundation import clock
from readiness.foundation.errors import ReadinessError
from readiness.foundation.words import gettext as _
from readiness.foundation.words import ngettext
from readiness.notices.held import or_held
from readiness.web.access import EXERCISE_RUNNERS, actor, allow
from readiness.web.frame import frame_url
from readiness.web.settings import installation

pages = Blueprint("invitations", __name__)


@pages.route("/exercises/<int:exercise_id>/invite", methods=["GET", "POST"])
@allow(*EXERCISE_RUNNERS)
def invite(exercise_id: int) -> ResponseReturnValue:
    """Invite people by mail: by staff number, or everyone who works at the site on that day."""
    exercise = seen_exercise(exercise_id)
    scenario = scenario_at(exercise)
    everyone = asking.works_at(exercise.site.id, exercise.planned_on) if "everyone" in request.args else []
    form = InviteForm(data={"people": "\n".join(everyone)})
    players = [each for each in scenario.roles if each.discipline not in ("controller", "evaluator")]
    form.role.choices = [("", _("Whichever is left")), *((each.id, each.title) for each in players)]
    if form.validate_on_submit():
        try:
            asked = asking.invite_people(
                exercise_id, form.people.data.split(), form.role.data, clock.now(), actor()
            )
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            said = ngettext("One invitation goes out.", "%(count)s invitations go out.", asked)
            flash(or_held(said, installation()) if asked else said)
            return redirect(frame_url("exercises.show", exercise_id=exercise_id))
    page = render_template(
        "exercises/invite.html",
        exercise=exercise,
        scenario=scenario,
        form=form,
        text=invitation(exercise, scenario),
    )
    return page, 422 if form.faults else 200


@pages.post("/exercises/<int:exercise_id>/invited/<int:person_id>/off")
@allow(*EXERCISE_RUNNERS)
def off(exercise_id: int, person_id: int) -> ResponseReturnValue:
    """Somebody does not come after all, and said so otherwise."""
    seen_exercise(exercise_id)
    asking.take_off(exercise_id, person_id, actor())
    flash(_("They are on no list any more."))
    return redirect(frame_url("exercises.show", exercise_id=exercise_id))
