"""The pages on which is changed where someone works, from when until when, and when someone is away."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from readiness.foundation.errors import Conflict, NotFound, ReadinessError
from readiness.foundation.temporal import FIRST_DAY, LAST_DAY
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid
from readiness.people import work_actions
from readiness.people.asking import asked_today
from readiness.people.forms import CorrectDaysForm, DaysForm, MoveForm, ReasonForm
from readiness.people.models import Employment, Leave, Membership
from readiness.people.profile import profile
from readiness.people.queries import current_spells, get_spell
from readiness.people.work_actions import Move, move_person, take_back_move
from readiness.web.access import EDITORS, actor, allow
from readiness.web.frame import frame, frame_url

pages = Blueprint("work", __name__)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of days: its model, its actions, and its words (msgids)."""

    model: type[Employment] | type[Leave]
    record: Callable[..., None]
    correct: Callable[..., None]
    take_back: Callable[..., None]
    new: str
    title: str
    taking_back: str


KINDS = {
    "employment": Kind(
        Employment,
        work_actions.record_employment,
        work_actions.correct_employment,
        work_actions.take_back_employment,
        msgid("Employ again"),
        msgid("Change the employment"),
        msgid("Take back the employment"),
    ),
    "leave": Kind(
        Leave,
        work_actions.record_leave,
        work_actions.correct_leave,
        work_actions.take_back_leave,
        msgid("Record a leave"),
        msgid("Change the leave"),
        msgid("Take back the leave"),
    ),
}


def _kind(name: str) -> Kind:
    if name not in KINDS:
        raise NotFound(_("Check the address, or go back to the person."), title=_("There is no such page."))
    return KINDS[name]


@pages.route("/people/<int:person_id>/move", methods=["GET", "POST"])
@allow(*EDITORS)
def move(person_id: int) -> ResponseReturnValue:
    """Someone works elsewhere, or as something else, from a day on."""
    person = profile(person_id, asked_today())
    form = MoveForm(data=_as_now(person_id, person.works))
    form.offer_choices()
    if form.validate_on_submit():
        wanted = Move(form.work(), form.from_on.data, form.reason.data or "", form.seen.data)
        try:
            move_person(person_id, wanted, actor())
        except ReadinessError as refused:
            form.refuse(refused)
            if isinstance(refused, Conflict):
                form.seen.data = work_actions.seen_of(current_spells(Membership, person_id))
        else:
            flash(_("Saved."))
            return redirect(frame_url("people.show", person_id=person_id))
    return render_template("people/move.html", form=form, person=person), 422 if form.faults else 200


def _as_now(person_id: int, works: Any) -> dict[str, Any]:
    seen = work_actions.seen_of(current_spells(Membership, person_id))
    if works is None:
        return {"from_on": frame().today, "seen": seen}
    return {
        "site": str(works.site_id or ""),
        "department": works.department,
        "job_title": works.job_title,
        "from_on": frame().today,
        "seen": seen,
    }


@pages.route("/people/moves/<int:fact_id>/take-back", methods=["GET", "POST"])
@allow(*EDITORS)
def take_back(fact_id: int) -> ResponseReturnValue:
    """A move was entered by mistake."""
    person = profile(get_spell(Membership, fact_id).person.id, asked_today())
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            take_back_move(fact_id, form.reason.data, actor())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("The move was taken back."))
            return redirect(frame_url("people.show", person_id=person.id))
    title = _("Take back the move")
    return render_template("people/take_back.html", form=form, person=person, title=title), _status(form)


@pages.route("/people/<int:person_id>/days/<spell>", methods=["GET", "POST"])
@allow(*EDITORS)
def record_days(person_id: int, spell: str) -> ResponseReturnValue:
    """Record a leave, or that someone is employed again."""
    kind, person = _kind(spell), profile(person_id, asked_today())
    form = DaysForm()
    if form.validate_on_submit():
        try:
            kind.record(person_id, form.days(), actor())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("Saved."))
            return redirect(frame_url("people.show", person_id=person_id))
    page = render_template(
        "people/days.html", form=form, person=person, title=_(kind.new), take_back_url=None
    )
    return page, _status(form)


@pages.route("/people/days/<spell>/<int:fact_id>", methods=["GET", "POST"])
@allow(*EDITORS)
def correct_days(spell: str, fact_id: int) -> ResponseReturnValue:
    """Change the first or last day of an employment or a leave."""
    kind = _kind(spell)
    known = get_spell(kind.model, fact_id)
    person = profile(known.person.id, asked_today())
    form = CorrectDaysForm(
        data={
            "from_on": None if known.from_on == FIRST_DAY else known.from_on,
            "until_on": None if known.until_on == LAST_DAY else known.until_on,
            "seen": str(known.id),
        }
    )
    if form.validate_on_submit():
        try:
            kind.correct(fact_id, form.days(), form.seen.data, actor())
        except ReadinessError as refused:
            form.refuse(refused)
            if isinstance(refused, Conflict):
                form.seen.data = str(get_spell(kind.model, fact_id).id)
        else:
            flash(_("Saved."))
            return redirect(frame_url("people.show", person_id=person.id))
    back = frame_url("work.take_back_days", spell=spell, fact_id=fact_id)
    page = render_template(
        "people/days.html", form=form, person=person, title=_(kind.title), take_back_url=back
    )
    return page, _status(form)


@pages.route("/people/days/<spell>/<int:fact_id>/take-back", methods=["GET", "POST"])
@allow(*EDITORS)
def take_back_days(spell: str, fact_id: int) -> ResponseReturnValue:
    """An employment or a leave was entered by mistake: it never was."""
    kind = _kind(spell)
    person = profile(get_spell(kind.model, fact_id).person.id, asked_today())
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            kind.take_back(fact_id, form.reason.data, actor())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("Taken back. What was known until now stays known as such."))
            return redirect(frame_url("people.show", person_id=person.id))
    title = _(kind.taking_back)
    return render_template("people/take_back.html", form=form, person=person, title=title), _status(form)


def _status(form: Any) -> int:
    return 422 if form.faults else 200
