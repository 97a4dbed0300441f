"""The pages of those who take part with a code, on their own phones, without an account."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from drills.evaluation import RATINGS
from readiness.exercises.codes import Opened, open_code
from readiness.exercises.console import Run, at_clock, run_of
from readiness.exercises.forms import CodeForm
from readiness.exercises.running import OBSERVER
from readiness.exercises.views.handing_in import course_of, new_entry_id, take
from readiness.exercises.views.speaking import speak_to_visitors
from readiness.foundation import clock
from readiness.foundation.database import connected
from readiness.foundation.errors import NotFound
from readiness.web.access import public

pages = Blueprint("join", __name__)
speak_to_visitors(pages)


@pages.route("/e", methods=["GET", "POST"])
@public
def enter() -> ResponseReturnValue:
    """Where a code is typed. It is sent, not asked for in an address that a history keeps beside others' words."""
    form = CodeForm()
    if form.validate_on_submit():
        code = form.code.data.strip().lower()
        try:
            with connected():
                open_code(code, clock.now())
        except NotFound as refused:
            form.refuse(refused)
        else:
            return redirect(url_for("join.page", exercise_code=code), code=303)
    return render_template("exercises/enter.html", form=form), 422 if form.faults else 200


@pages.get("/e/<exercise_code>")
@public
def page(exercise_code: str) -> str:
    """An observer's notes, or a participant's page."""
    with connected():
        opened, run = _opened(exercise_code)
        template = "observer" if opened.purpose == OBSERVER else "participant"
        return render_template(
            f"exercises/{template}.html",
            run=run,
            code=exercise_code,
            role=request.args.get("role", ""),
            at_clock=at_clock,
            ratings=RATINGS,
            new_entry_id=new_entry_id,
        )


@pages.get("/e/<exercise_code>/course")
@public
def course(exercise_code: str) -> ResponseReturnValue:
    """How the run goes on."""
    with connected():
        return course_of(_opened(exercise_code)[1])


@pages.post("/e/<exercise_code>/entries")
@public
def entries(exercise_code: str) -> ResponseReturnValue:
    """Take in what a phone notes, or has kept while it had no network."""
    with connected():
        opened = open_code(exercise_code, clock.now())
        back_to = url_for("join.page", exercise_code=exercise_code, role=request.args.get("role") or None)
        return take(opened.exercise.fact_id, f"{opened.purpose}:code", "", back_to)


def _opened(code: str) -> tuple[Opened, Run]:
    now = clock.now()
    opened = open_code(code, now)
    return opened, run_of(opened.exercise, now)
