"""The pages after an exercise: rating, what was said, the report, signing it."""

from dataclasses import dataclass
from urllib.parse import quote

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from drills.evaluation import RATINGS, Report, report_of
from drills.telling import rolled_up
from readiness.exercises.console import Run, at_clock, run_of
from readiness.exercises.following_up import actions_of, needs_of
from readiness.exercises.forms import SignForm
from readiness.exercises.models import AfterActionReport
from readiness.exercises.running import CONSOLE
from readiness.exercises.signing import Signature, find_report, sign_report
from readiness.exercises.views.finding import seen_exercise
from readiness.exercises.views.handing_in import new_entry_id, take
from readiness.exercises.views.planning import KIND_WORDS
from readiness.foundation import clock
from readiness.foundation.errors import ReadinessError
from readiness.foundation.words import gettext as _
from readiness.web.access import EXERCISE_RUNNERS, READERS, actor, allow, current_account
from readiness.web.frame import frame_url

pages = Blueprint("reports_of_exercises", __name__)


@dataclass(frozen=True, slots=True)
class _Read:
    """The report as it is read now, and as it was signed."""

    run: Run
    report: Report
    signed: AfterActionReport | None

    @property
    def is_stale(self) -> bool:
        """Whether something was handed in since it was signed."""
        return self.signed is not None and self.signed.entry_count != self.run.state.entry_count


def _read(exercise_id: int) -> _Read:
    now = clock.now()
    run = run_of(seen_exercise(exercise_id), now)
    return _Read(run, report_of(run.scenario, run.state, now), find_report(exercise_id))


def _page(read: _Read, form: SignForm) -> str:
    number = read.run.exercise.fact_id
    return render_template(
        "exercises/report.html",
        read=read,
        run=read.run,
        report=read.report,
        form=form,
        actions=actions_of(number),
        needs=needs_of(number),
        ratings=RATINGS,
        rolled_up=rolled_up,
        at_clock=at_clock,
        kinds=KIND_WORDS,
        today=clock.today(read.run.exercise.site.time_zone),
    )


@pages.get("/exercises/<int:exercise_id>/report")
@allow(*READERS)
def report(exercise_id: int) -> str:
    """The after-action report as it stands."""
    read = _read(exercise_id)
    summary = read.signed.summary if read.signed else ""
    form = SignForm(data={"seen": str(read.run.state.entry_count), "summary": summary})
    return _page(read, form)


@pages.route("/exercises/<int:exercise_id>/rate", methods=["GET", "POST"])
@allow(*EXERCISE_RUNNERS)
def rate(exercise_id: int) -> ResponseReturnValue:
    """Rate each critical task, and write down what was said straight after the end."""
    run = run_of(seen_exercise(exercise_id), clock.now())
    here = frame_url("reports_of_exercises.rate", exercise_id=exercise_id)
    if request.method == "POST":
        place = f"#rated-{quote(request.form.get('subject', ''), safe='')}"
        return take(exercise_id, f"{CONSOLE}:{current_account().id}", actor(), here + place)
    return render_template(
        "exercises/rate.html",
        run=run,
        ratings=RATINGS,
        new_entry_id=new_entry_id,
        at_clock=at_clock,
        by=actor(),
    )


@pages.post("/exercises/<int:exercise_id>/sign")
@allow(*EXERCISE_RUNNERS)
def sign(exercise_id: int) -> ResponseReturnValue:
    """Sign the report: what was rated becomes a fact, and an M or U opens what follows."""
    form = SignForm()
    read = _read(exercise_id)
    if form.validate():
        seen = form.seen.data or ""
        count = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else -1
        today = clock.today(read.run.exercise.site.time_zone)
        try:
            sign_report(exercise_id, Signature(form.summary.data.strip(), count, clock.now(), today), actor())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("Signed. What was rated M or U is open below, each with its own day."))
            return redirect(frame_url("reports_of_exercises.report", exercise_id=exercise_id))
    form.seen.data = str(read.run.state.entry_count)
    return _page(read, form), 422
