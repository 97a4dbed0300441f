"""What is taken away of an exercise as PDF: its report, its evaluators' guide."""

from flask import Blueprint, Response

from drills.evaluation import report_of
from readiness.exercises.at_site import scenario_at
from readiness.exercises.console import run_of
from readiness.exercises.following_up import actions_of, needs_of
from readiness.exercises.on_paper import Told, guide_document, report_document
from readiness.exercises.signing import find_report
from readiness.exercises.views.finding import seen_exercise
from readiness.foundation import clock
from readiness.typesetting.setting import Document, pdf_of
from readiness.web.access import READERS, allow

pages = Blueprint("printed_exercises", __name__)


def _sent(document: Document, name: str) -> Response:
    answer = Response(pdf_of(document), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@pages.get("/exercises/<int:exercise_id>/report.pdf")
@allow(*READERS)
def report(exercise_id: int) -> Response:
    """The after-action report and improvement plan."""
    exercise, now = seen_exercise(exercise_id), clock.now()
    run, signed = run_of(exercise, now), find_report(exercise_id)
    told = Told(
        exercise,
        report_of(run.scenario, run.state, now),
        signed,
        actions_of(exercise_id),
        needs_of(exercise_id),
        is_stale=signed is not None and signed.entry_count != run.state.entry_count,
    )
    return _sent(report_document(told, clock.today(exercise.site.time_zone)), f"after-action-{exercise_id}")


@pages.get("/exercises/<int:exercise_id>/guide.pdf")
@allow(*READERS)
def guide(exercise_id: int) -> Response:
    """The evaluators' guide."""
    exercise = seen_exercise(exercise_id)
    today = clock.today(exercise.site.time_zone)
    return _sent(guide_document(exercise, scenario_at(exercise), today), f"evaluators-guide-{exercise_id}")
