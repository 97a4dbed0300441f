"""The page of a training need: which certificate meets it, for whom, in which class; met by itself, or by hand."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from readiness.certificates.kinds import certificate_kinds
from readiness.classes.actions import Desk
from readiness.exercises import following_up
from readiness.exercises.following_up import get_need
from readiness.exercises.forms import MetForm, TrainForm
from readiness.exercises.models import TrainingNeed
from readiness.exercises.training import (
    ask_training,
    classes_for,
    invite_to_class,
    settle_needs,
    took_part,
    trainees,
)
from readiness.exercises.views.finding import seen_exercise
from readiness.exercises.views.planning import scenario_title
from readiness.foundation import clock
from readiness.foundation.errors import ReadinessError
from readiness.foundation.words import gettext as _
from readiness.foundation.words import ngettext
from readiness.web.access import EXERCISE_RUNNERS, READERS, actor, allow
from readiness.web.forms import Form
from readiness.web.frame import frame_url

pages = Blueprint("needs", __name__)


def _seen(need_id: int) -> TrainingNeed:
    need = get_need(need_id)
    seen_exercise(need.exercise)
    return need


def _page(need: TrainingNeed, **forms: Form) -> str:
    exercise, people = seen_exercise(need.exercise), trainees(need)
    numbers = [each.person.staff_number for each in people] or took_part(need)
    train = forms.get("train") or TrainForm(
        data={"certificate": need.certificate, "people": "\n".join(numbers)}
    )
    kinds = certificate_kinds().by_code
    train.certificate.choices = [("", _("Choose")), *((code, kind.title) for code, kind in kinds.items())]
    return render_template(
        "exercises/need.html",
        need=need,
        exercise=exercise,
        people=people,
        kind=kinds.get(need.certificate),
        classes=classes_for(need, clock.now()),
        train=train,
        met=forms.get("met") or MetForm(data={"met_on": clock.today(exercise.site.time_zone)}),
        form=next(iter(forms.values()), None),
        scenario_title=scenario_title,
    )


@pages.get("/exercises/needs/<int:need_id>")
@allow(*READERS)
def show(need_id: int) -> str:
    """One training need."""
    return _page(_seen(need_id))


@pages.post("/exercises/needs/<int:need_id>/train")
@allow(*EXERCISE_RUNNERS)
def train(need_id: int) -> ResponseReturnValue:
    """Say which certificate meets it, and for whom it is."""
    need, form = _seen(need_id), TrainForm()
    form.certificate.choices = [(code, "") for code in certificate_kinds().by_code]
    if form.validate():
        try:
            ask_training(need_id, form.certificate.data, form.people.data.split(), actor())
            settle_needs(actor())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("Kept. It is met by itself once all of them hold it, issued after the exercise."))
            return redirect(frame_url("needs.show", need_id=need_id))
    return _page(need, train=form), 422


@pages.post("/exercises/needs/<int:need_id>/invite")
@allow(*EXERCISE_RUNNERS)
def invite(need_id: int) -> ResponseReturnValue:
    """Invite those who still need it to a class."""
    _seen(need_id)
    chosen = request.form.get("class", "")
    try:
        many = invite_to_class(need_id, int(chosen) if chosen.isdigit() else 0, Desk(actor(), clock.now()))
    except ReadinessError as refused:
        flash(" ".join(refused.problems), "gap")
    else:
        flash(ngettext("One person is invited.", "%(count)s people are invited.", many))
    return redirect(frame_url("needs.show", need_id=need_id))


@pages.post("/exercises/needs/<int:need_id>/met")
@allow(*EXERCISE_RUNNERS)
def met(need_id: int) -> ResponseReturnValue:
    """Say that the training was had."""
    need, form = _seen(need_id), MetForm()
    today = clock.today(seen_exercise(need.exercise).site.time_zone)
    if form.validate():
        try:
            following_up.meet_need(need_id, form.note.data.strip(), form.met_on.data or today, today, actor())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("Kept."))
            return redirect(frame_url("needs.show", need_id=need_id))
    return _page(need, met=form), 422
