"""An exercise that was not held: why, and the day on which it is made up, as its rule asks."""

from datetime import date, timedelta

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from readiness.compliance.measuring import measure_of
from readiness.exercises.models import Exercise
from readiness.exercises.views.finding import seen_exercise
from readiness.foundation.errors import ReadinessError
from readiness.foundation.temporal import Question, knowledge_at
from readiness.foundation.words import gettext as _
from readiness.planning.actions import call_off
from readiness.planning.asked import constraints_of
from readiness.planning.constraints import Constraints
from readiness.planning.forms import NotHeldForm
from readiness.planning.making_up import make_up_choices, make_up_days
from readiness.planning.open_days import every_day
from readiness.planning.queries import latest_plan, site_codes
from readiness.planning.shapes import Form
from readiness.planning.years import Span, year_of
from readiness.web.access import EXERCISE_RUNNERS, actor, allow
from readiness.web.frame import frame, frame_url
from readiness.web.settings import settings

pages = Blueprint("missing", __name__)

AHEAD = timedelta(days=60)


@pages.route("/exercises/<int:exercise_id>/not-held", methods=["GET", "POST"])
@allow(*EXERCISE_RUNNERS)
def not_held(exercise_id: int) -> ResponseReturnValue:
    """It was not held: a reason, and a day on which it is made up."""
    exercise = seen_exercise(exercise_id)
    within, proposed = _make_up(exercise)
    form = NotHeldForm(data={"make_up_on": proposed})
    if form.validate_on_submit():
        try:
            instead = call_off(exercise_id, form.why.data, form.make_up_on.data, frame().today, actor())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("Kept. It is made up by the exercise below.") if instead else _("Kept."))
            return redirect(frame_url("exercises.show", exercise_id=instead or exercise_id))
    page = render_template(
        "planning/not_held.html", form=form, exercise=exercise, within=within, proposed=proposed
    )
    return page, 422 if form.faults else 200


def _make_up(exercise: Exercise) -> tuple[int, date | None]:
    """How many open days there are for it, and the first of them that is free."""
    first = max(exercise.planned_on, frame().today) + timedelta(days=1)
    span = Span(first, first + AHEAD, [exercise.site.code])
    before = latest_plan()
    constraints = constraints_of(before.asked, site_codes()) if before else Constraints()
    year = year_of(Question(frame().today, knowledge_at()), measure_of(settings()), span, constraints)
    form = Form(
        exercise.kind, exercise.topic, exercise.shift, tuple(exercise.traits), bool(exercise.is_announced)
    )
    (site,) = year.sites
    within = make_up_days(site.rules, form, first)
    taken = frozenset(each.held_on for each in site.standing)
    days = make_up_choices(every_day(first, span.last_on), site.closed, taken, within)
    return within, days[0] if days else None
