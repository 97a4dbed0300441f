"""The controller's console: two clocks, injects to send, what is expected, what was seen."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from readiness.exercises.asking import Expected, expected
from readiness.exercises.console import Run, at_clock, run_of
from readiness.exercises.running import CONSOLE
from readiness.exercises.views.finding import seen_exercise
from readiness.exercises.views.handing_in import course_of, new_entry_id, take
from readiness.foundation import clock
from readiness.web.access import EXERCISE_RUNNERS, actor, allow, current_account
from readiness.web.frame import frame_url

pages = Blueprint("runs", __name__)


@pages.get("/exercises/<int:exercise_id>/run")
@allow(*EXERCISE_RUNNERS)
def run(exercise_id: int) -> str:
    """The console."""
    run = run_of(seen_exercise(exercise_id), clock.now())
    return render_template(
        "exercises/run.html",
        run=run,
        at_clock=at_clock,
        new_entry_id=new_entry_id,
        by=actor(),
        expected=_still_to_come(exercise_id, run),
    )


def _still_to_come(exercise_id: int, run: Run) -> list[Expected]:
    """Who is expected and not on the list of those who are here."""
    here = {each.name for each in run.state.participants}
    return [each for each in expected(exercise_id) if each.name not in here]


@pages.get("/exercises/<int:exercise_id>/course")
@allow(*EXERCISE_RUNNERS)
def course(exercise_id: int) -> ResponseReturnValue:
    """How the run goes on."""
    return course_of(run_of(seen_exercise(exercise_id), clock.now()))


@pages.post("/exercises/<int:exercise_id>/entries")
@allow(*EXERCISE_RUNNERS)
def entries(exercise_id: int) -> ResponseReturnValue:
    """Take in what a console notes."""
    seen_exercise(exercise_id)
    device = f"{CONSOLE}:{current_account().id}"
    return take(exercise_id, device, actor(), frame_url("runs.run", exercise_id=exercise_id))
