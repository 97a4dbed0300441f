"""The pages before an exercise: the list, planning one, what those who take part are told, their codes."""

from collections.abc import Iterator

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from drills.evaluation import RATINGS
from drills.library import load_library
from drills.scenario import KINDS
from readiness.exercises.actions import Practised, hold_exercise, plan_exercise
from readiness.exercises.asking import expected, unanswered_count
from readiness.exercises.at_site import scenario_at
from readiness.exercises.codes import PURPOSES, living_codes, make_code, shown_codes
from readiness.exercises.console import at_clock, run_of
from readiness.exercises.exercise_list import (
    EXERCISE_ORDERS,
    STANDINGS,
    ExerciseFilter,
    ExerciseRow,
    every_exercise,
    exercises_page,
)
from readiness.exercises.forms import HeldForm, PlanForm
from readiness.exercises.inviting import invitation
from readiness.exercises.models import Exercise
from readiness.exercises.topics import TOPIC_WORDS, TRAIT_WORDS, drill_title
from readiness.exercises.views.finding import seen_exercise
from readiness.foundation import clock
from readiness.foundation.database import reading
from readiness.foundation.errors import InvalidInput, ReadinessError
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid
from readiness.people.queries import get_site
from readiness.web.access import EXERCISE_RUNNERS, READERS, actor, allow, current_account
from readiness.web.addresses import full_address
from readiness.web.cells import status
from readiness.web.frame import frame, frame_url, frame_urls, question
from readiness.web.listing import Filter, Listing, Option
from readiness.web.qr import qr_code
from readiness.web.rows import Column, RowPage
from readiness.web.secret_key import secret_key
from readiness.web.settings import installation
from readiness.web.shown_list import ShownList

pages = Blueprint("exercises", __name__)

STANDING_WORDS = {
    "to_come": msgid("To come"),
    "overdue": msgid("Not held yet, and past their day"),
    "held": msgid("Held"),
    "unsigned": msgid("Held, report not signed"),
    "not_held": msgid("Not held"),
}
KIND_WORDS = {
    "seminar": msgid("Seminar"),
    "workshop": msgid("Workshop"),
    "tabletop": msgid("Tabletop"),
    "game": msgid("Game"),
    "drill": msgid("Drill"),
    "functional": msgid("Functional exercise"),
    "full-scale": msgid("Full-scale exercise"),
}


def scenario_title(scenario_id: str) -> str:
    """What a scenario is called; its id where the library has it no more."""
    scenario = load_library().get(scenario_id)
    return scenario.title if scenario else scenario_id


def _standing(row: ExerciseRow) -> Markup:
    return status(row.standing(frame().as_of))


def _page() -> RowPage[ExerciseRow]:
    address = frame_urls("exercises.show", "exercise_id")
    return RowPage(lambda row: address(row.id))


EXERCISES = Listing[ExerciseRow](
    name="exercises",
    columns=(
        Column(
            "scenario",
            msgid("Exercise"),
            lambda row: row.scenario,
            is_title=True,
            shown=lambda row: scenario_title(row.scenario) if row.scenario else drill_title(row.topic),
            detail=lambda row: _(KIND_WORDS.get(row.kind, row.kind)),
        ),
        Column("kind", msgid("Kind"), lambda row: row.kind, is_shown=False),
        Column("site", msgid("Site code"), lambda row: row.site_code, is_shown=False),
        Column("site_name", msgid("Site"), lambda row: row.site_name, order="site", fact=2),
        Column("planned_on", msgid("Planned for"), lambda row: row.planned_on, order="planned", fact=3),
        Column("held_on", msgid("Held on"), lambda row: row.held_on),
        Column("topic", msgid("What is practised"), lambda row: row.topic, is_shown=False),
        Column("announced", msgid("Announced"), lambda row: row.is_announced, is_shown=False),
        Column(
            "standing",
            msgid("Standing"),
            lambda row: row.standing(frame().as_of),
            fact=1,
            shown=_standing,
        ),
    ),
    orders=EXERCISE_ORDERS,
    sort="-planned",
    filters=(
        Filter(
            "standing",
            msgid("Standing"),
            lambda: [Option(each, _(STANDING_WORDS[each])) for each in STANDINGS],
            is_single=True,
        ),
        Filter(
            "kind",
            msgid("Kind"),
            lambda: [Option(each, _(KIND_WORDS[each])) for each in KINDS],
            is_single=True,
        ),
    ),
    page=_page,
)


def own_sites() -> frozenset[int] | None:
    """The sites whose exercises are shown: the one that the page is about, else a manager's own; None: every site."""
    code = frame().site
    return frozenset({get_site(code).id}) if code else current_account().site_ids


@pages.get("/exercises")
@allow(*READERS)
def index() -> ResponseReturnValue:
    """Every exercise, planned and held."""
    wanted = EXERCISES.asked()
    sought = ExerciseFilter(wanted.one("standing"), wanted.one("kind"), own_sites())
    if wanted.format:

        def rows() -> Iterator[ExerciseRow]:
            with reading():
                yield from every_exercise(sought, question(), wanted.page)

        return EXERCISES.download(wanted, rows())
    found = exercises_page(sought, question(), wanted.page)
    return render_template("exercises/index.html", list=ShownList(EXERCISES, wanted, found))


@pages.route("/exercises/plan", methods=["GET", "POST"])
@allow(*EXERCISE_RUNNERS)
def plan() -> ResponseReturnValue:
    """Plan one exercise: a scenario, a site, a day."""
    library = load_library()
    form = PlanForm(data={"scenario": request.args.get("scenario", ""), "site_code": frame().site or ""})
    form.scenario.choices = {
        each.id: f"{each.title} ({_(KIND_WORDS[each.kind])}, {each.duration_minutes} min)"
        for each in library.values()
    }
    if form.validate_on_submit():
        try:
            number = plan_exercise(
                form.site_code.data,
                form.scenario.data,
                form.planned_on.data or frame().today,
                actor(),
                is_announced=form.announced.data != "no",
                practised=Practised(
                    form.topic.data, (form.shift.data or "").strip(), tuple(form.traits.data or ())
                ),
            )
        except ReadinessError as refused:
            form.refuse(
                InvalidInput([each.replace("is_announced: ", "announced: ") for each in refused.problems])
            )
        else:
            flash(_("Planned. Now tell those who take part."))
            return redirect(frame_url("exercises.show", exercise_id=number))
    page = render_template("exercises/plan.html", form=form, library=library.values(), kinds=KIND_WORDS)
    return page, 422 if form.faults else 200


@pages.get("/exercises/<int:exercise_id>")
@allow(*READERS)
def show(exercise_id: int) -> ResponseReturnValue:
    """One exercise before it is held; afterwards, its report."""
    exercise = seen_exercise(exercise_id)
    if not exercise.scenario:
        return drill_page(
            exercise,
            HeldForm(data={"held_on": min(exercise.planned_on, clock.today(exercise.site.time_zone))}),
        )
    now = clock.now()
    run = run_of(exercise, now)
    if run.state.is_over:
        return redirect(frame_url("reports_of_exercises.report", exercise_id=exercise_id))
    return render_template(
        "exercises/show.html",
        run=run,
        exercise=exercise,
        scenario=run.scenario,
        kinds=KIND_WORDS,
        codes=living_codes(exercise_id, now),
        invitation=invitation(exercise, run.scenario),
        expected=expected(exercise_id),
        unanswered=unanswered_count(exercise_id),
    )


def drill_page(exercise: Exercise, form: HeldForm) -> str:
    """A drill without a scenario: what it practises, and whether it was held."""
    return render_template(
        "exercises/drill.html",
        exercise=exercise,
        title=drill_title(exercise.topic),
        kinds=KIND_WORDS,
        topics=TOPIC_WORDS,
        traits=TRAIT_WORDS,
        form=form,
    )


@pages.post("/exercises/<int:exercise_id>/held")
@allow(*EXERCISE_RUNNERS)
def held(exercise_id: int) -> ResponseReturnValue:
    """Say that a drill was held, on which day and with how many."""
    exercise, form = seen_exercise(exercise_id), HeldForm()
    today = clock.today(exercise.site.time_zone)
    if form.validate():
        try:
            hold_exercise(
                exercise_id,
                form.held_on.data or today,
                today,
                actor(),
                participant_count=form.participant_count.data,
            )
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("Kept."))
            return redirect(frame_url("exercises.show", exercise_id=exercise_id))
    return drill_page(exercise, form), 422


@pages.get("/exercises/<int:exercise_id>/guide")
@allow(*READERS)
def guide(exercise_id: int) -> str:
    """What those who evaluate look for, task by task; made to be printed."""
    exercise = seen_exercise(exercise_id)
    return render_template(
        "exercises/guide.html",
        exercise=exercise,
        scenario=scenario_at(exercise),
        ratings=RATINGS,
        at_clock=at_clock,
    )


@pages.post("/exercises/<int:exercise_id>/codes")
@allow(*EXERCISE_RUNNERS)
def code(exercise_id: int) -> ResponseReturnValue:
    """Make a code for observers or participants, and show it."""
    exercise, purpose = seen_exercise(exercise_id), request.form.get("purpose", "")
    make_code(exercise.fact_id, purpose, clock.now(), actor(), secret_key(installation()))
    return redirect(frame_url("exercises.codes", exercise_id=exercise_id, _anchor=purpose), code=303)


@pages.get("/exercises/<int:exercise_id>/codes")
@allow(*EXERCISE_RUNNERS)
def codes(exercise_id: int) -> str:
    """The codes that work now, to write on the board, to scan, and to print; a sheet for each."""
    exercise = seen_exercise(exercise_id)
    made = shown_codes(exercise_id, clock.now(), secret_key(installation()))
    shown = [
        (purpose, made[purpose], full_address(f"/e/{made[purpose]}"))
        for purpose in PURPOSES
        if purpose in made
    ]
    return render_template(
        "exercises/codes.html",
        exercise=exercise,
        scenario=scenario_at(exercise),
        codes=[(*each, qr_code(each[2])) for each in shown],
    )
