"""The pages of what follows from exercises: corrective actions until closed, training needs until met."""

from collections.abc import Callable, Iterator
from datetime import date

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from drills.library import load_library
from readiness.accounts.offering import who_may_see_to
from readiness.exercises import following_up
from readiness.exercises.action_list import (
    ACTION,
    ACTION_ORDERS,
    STANDINGS,
    FollowUp,
    FollowUpFilter,
    every_follow_up,
    follow_ups_page,
)
from readiness.exercises.at_site import scenario_at
from readiness.exercises.following_up import (
    effects_of,
    get_action,
)
from readiness.exercises.forms import CloseForm, DoneForm, GiveForm, ReopenForm
from readiness.exercises.models import CorrectiveAction, Exercise
from readiness.exercises.revising import steps_shown
from readiness.exercises.views.finding import seen_exercise
from readiness.exercises.views.planning import own_sites, scenario_title
from readiness.foundation import clock
from readiness.foundation.database import reading
from readiness.foundation.errors import ReadinessError
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid
from readiness.web.access import EXERCISE_RUNNERS, READERS, actor, allow, may_see_site
from readiness.web.cells import status
from readiness.web.forms import Form
from readiness.web.frame import frame, frame_url, frame_urls, question
from readiness.web.listing import Filter, Listing, Option
from readiness.web.rows import Column, RowPage
from readiness.web.shown_list import ShownList

pages = Blueprint("actions", __name__)


STANDING_WORDS = {
    "past_due": msgid("Past their day"),
    "open": msgid("Open"),
    "done": msgid("Done, effect to be shown"),
    "closed": msgid("Closed"),
}
KIND_WORDS = {
    "corrective action": msgid("Corrective action"),
    "protocol revision": msgid("A look at the protocol"),
    "training need": msgid("Training need"),
}


def _address() -> RowPage[FollowUp]:
    actions, needs = frame_urls("actions.show", "action_id"), frame_urls("needs.show", "need_id")
    return RowPage(lambda row: actions(row.id) if row.source == ACTION else needs(row.id))


FOLLOW_UPS = Listing[FollowUp](
    name="exercise-actions",
    columns=(
        Column(
            "text",
            msgid("What"),
            lambda row: row.text,
            is_title=True,
            detail=lambda row: _(KIND_WORDS.get(row.kind, row.kind)),
        ),
        Column("kind", msgid("Kind"), lambda row: row.kind, is_shown=False),
        Column(
            "rating", msgid("Rated"), lambda row: row.rating, shown=lambda row: status(f"rated_{row.rating}")
        ),
        Column(
            "standing",
            msgid("Standing"),
            lambda row: row.standing(frame().as_of),
            fact=1,
            shown=lambda row: status(row.standing(frame().as_of)),
        ),
        Column("site", msgid("Site code"), lambda row: row.site_code, is_shown=False),
        Column("site_name", msgid("Site"), lambda row: row.site_name, order="site", fact=2),
        Column("who", msgid("Who"), lambda row: row.who),
        Column("due_on", msgid("Until"), lambda row: row.due_on, order="due", fact=3),
    ),
    orders=ACTION_ORDERS,
    sort="due",
    filters=(
        Filter(
            "standing",
            msgid("Standing"),
            lambda: [Option(each, _(STANDING_WORDS[each])) for each in STANDINGS],
            is_single=True,
        ),
    ),
    page=_address,
)


@pages.get("/exercises/actions")
@allow(*READERS)
def index() -> ResponseReturnValue:
    """Everything that exercises opened and that is not closed; what is due first first."""
    wanted = FOLLOW_UPS.asked()
    sought = FollowUpFilter(wanted.one("standing"), own_sites())
    if wanted.format:

        def rows() -> Iterator[FollowUp]:
            with reading():
                yield from every_follow_up(sought, question(), wanted.page)

        return FOLLOW_UPS.download(wanted, rows())
    found = follow_ups_page(sought, question(), wanted.page)
    return render_template("exercises/actions.html", list=ShownList(FOLLOW_UPS, wanted, found))


@pages.get("/exercises/actions/<int:action_id>")
@allow(*READERS)
def show(action_id: int) -> str:
    """One action: what, who, until when, what was done, and what has shown its effect."""
    return _page(_seen(action_id))


def _seen(action_id: int) -> CorrectiveAction:
    action = get_action(action_id)
    seen_exercise(action.exercise)
    return action


def _page(action: CorrectiveAction, **forms: Form) -> str:
    exercise = seen_exercise(action.exercise)
    effects = [each for each in effects_of(action) if may_see_site(each.exercise.site.id)]
    close = forms.get("close") or CloseForm()
    close.effect.choices = [
        (
            str(each.exercise.fact_id),
            f"{scenario_title(each.exercise.scenario)}, {each.exercise.held_on}: {each.rating}",
        )
        for each in effects
    ]
    today = clock.today(exercise.site.time_zone)
    give = forms.get("give") or GiveForm(data={"owner": action.owner, "due_on": action.due_on})
    give.owner.offered = who_may_see_to(exercise.site.id, today)
    return render_template(
        "exercises/action.html",
        action=action,
        exercise=exercise,
        effects=effects,
        scenario_title=scenario_title,
        steps=steps_shown(action),
        weakness=_weakness(exercise, action),
        today=today,
        give=give,
        done=forms.get("done") or DoneForm(data={"done_on": today}),
        close=close,
        reopen=forms.get("reopen") or ReopenForm(),
        form=next(iter(forms.values()), None),
    )


def _weakness(exercise: Exercise, action: CorrectiveAction) -> str:
    """What was rated, in its own words; its ids where the library has it no more."""
    scenario = scenario_at(exercise) if exercise.scenario in load_library() else None
    for objective in scenario.objectives if scenario else ():
        if action.objective_key.rsplit("/", 1)[-1] == objective.id:
            return next((task.text for task in objective.tasks if task.id == action.task), objective.text)
    return f"{action.objective_key} {action.task}".strip()


def _do(action_id: int, name: str, form: Form, act: Callable[[], None], said: str) -> ResponseReturnValue:
    """Do it if the form is in order, say so; else show the action with the form as it was sent."""
    if form.validate():
        try:
            act()
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(said)
            return redirect(frame_url("actions.show", action_id=action_id))
    return _page(get_action(action_id), **{name: form}), 422


def _today(action: CorrectiveAction) -> date:
    return clock.today(seen_exercise(action.exercise).site.time_zone)


@pages.post("/exercises/actions/<int:action_id>/give")
@allow(*EXERCISE_RUNNERS)
def give(action_id: int) -> ResponseReturnValue:
    """Say who sees to it, until when."""
    action, form = _seen(action_id), GiveForm()

    def act() -> None:
        following_up.give_action(
            action_id, form.owner.data.strip(), form.due_on.data or action.due_on, actor()
        )

    return _do(action_id, "give", form, act, _("Kept."))


@pages.post("/exercises/actions/<int:action_id>/done")
@allow(*EXERCISE_RUNNERS)
def done(action_id: int) -> ResponseReturnValue:
    """Say that it was done."""
    today, form = _today(_seen(action_id)), DoneForm()

    def act() -> None:
        following_up.finish_action(
            action_id, form.note.data.strip(), form.done_on.data or today, today, actor()
        )

    return _do(action_id, "done", form, act, _("Kept. It is closed once an exercise has shown its effect."))


@pages.post("/exercises/actions/<int:action_id>/close")
@allow(*EXERCISE_RUNNERS)
def close(action_id: int) -> ResponseReturnValue:
    """Close it by a later exercise."""
    action, form = _seen(action_id), CloseForm()
    form.effect.choices = [(str(each.exercise.fact_id), "") for each in effects_of(action)]

    def act() -> None:
        following_up.close_action(action_id, int(form.effect.data), _today(action), actor())

    return _do(action_id, "close", form, act, _("Closed."))


@pages.post("/exercises/actions/<int:action_id>/reopen")
@allow(*EXERCISE_RUNNERS)
def reopen(action_id: int) -> ResponseReturnValue:
    """Open it again."""
    _seen(action_id)
    form = ReopenForm()

    def act() -> None:
        following_up.reopen_action(action_id, form.reason.data.strip(), actor())

    return _do(action_id, "reopen", form, act, _("Open again."))
