"""The pages of who was there: the list that a trainer ticks, settling it, confirming and correcting it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from readiness.classes.attending import (
    DOORS_OPEN,
    Noted,
    close_class,
    confirm,
    correct_attendance,
    note_attendance,
    take_note_back,
    waits_for_confirmation,
)
from readiness.classes.forms import CorrectForm
from readiness.classes.models import ClassAttendance, TrainingClass
from readiness.classes.queries import (
    Participant,
    attendances,
    find_enrolment,
    get_class,
    participants,
    people_numbered,
    seats_of,
)
from readiness.classes.states import ABSENT, BY_LIST, ENROLLED, LEFT, SAID, THERE
from readiness.classes.times import clock_words
from readiness.classes.views.finding import desk, may_tick, person_in_reach, ticked_class
from readiness.classes.views.planning import kind_title
from readiness.foundation import clock
from readiness.foundation.errors import InvalidInput, ReadinessError
from readiness.foundation.words import gettext as _
from readiness.foundation.words import ngettext
from readiness.people.asking import asked_today
from readiness.people.models import Person
from readiness.people.queries import get_person_by_id
from readiness.people.reach import Reach
from readiness.web.access import CLASS_ENROLLERS, EDITORS, allow, signed_in
from readiness.web.frame import frame, frame_url

pages = Blueprint("attendance", __name__)


@pages.get("/classes/<int:class_id>/attendance")
@signed_in
def index(class_id: int) -> ResponseReturnValue:
    """The list, made for a phone: whoever says they are here first, each with one tap."""
    present = ticked_class(class_id)
    everyone = [each for each in participants(class_id) if each.state == ENROLLED]
    everyone.sort(key=lambda each: (_noted(each) != SAID, each.name))
    return render_template(
        "classes/attendance.html",
        present=present,
        title=kind_title(present.kind),
        hours=clock_words(present.starts_at, present.ends_at, present.time_zone),
        everyone=everyone,
        seats=seats_of(present),
        there=sum(_noted(each) == THERE for each in everyone),
        is_over=clock.now() >= present.ends_at,
        is_near=clock.now() >= present.starts_at - DOORS_OPEN,
        waiting_count=sum(_waits(each.attendance) for each in everyone) if present.is_closed else 0,
        confirms=waits_for_confirmation(present),
    )


def _waits(known: ClassAttendance | None) -> bool:
    return known is not None and known.state == THERE and known.certificate is None


def _noted(each: Participant) -> str:
    return each.attendance.state if each.attendance else ""


@pages.post("/classes/<int:class_id>/attendance/note")
@signed_in
def note(class_id: int) -> ResponseReturnValue:
    """Note that someone is there, or is not; or take what was noted back."""
    present = ticked_class(class_id)
    person = _someone(present, request.form.get("person", ""))
    state = request.form.get("state", "")
    if state == "":
        take_note_back(class_id, person, desk())
    elif state in (THERE, ABSENT):
        note_attendance(class_id, person, Noted(state, BY_LIST), desk())
    else:
        raise InvalidInput(_("This page does not know what was pressed. Open the list again."))
    return redirect(url_for("attendance.index", class_id=class_id, _anchor=f"p{person.id}"))


@pages.post("/classes/<int:class_id>/attendance/add")
@allow(*CLASS_ENROLLERS)
def add(class_id: int) -> ResponseReturnValue:
    """Somebody came who has no seat: they take a free one, and are there."""
    present, typed = get_class(class_id), request.form.get("person", "").strip()
    person = people_numbered([typed], asked_today().reach).get(typed)
    if person is None:
        raise InvalidInput(
            _("There is nobody with the staff number '%(number)s'.", number=typed),
            title=_("Nobody was added"),
        )
    note_attendance(class_id, person, Noted(THERE, BY_LIST), desk())
    flash(_("%(name)s is there.", name=f"{person.given_name} {person.family_name}"), "met")
    back = "attendance.index" if may_tick(present) else "class_people.show"
    return redirect(frame_url(back, class_id=class_id))


def _someone(present: TrainingClass, number: str) -> Person:
    """Someone by the staff number, within the class; raises InvalidInput where nobody is."""
    everyone = Reach(None, frame().today)
    person = people_numbered([number.strip()], everyone).get(number.strip())
    known = find_enrolment(present.fact_id, person.id) if person else None
    if person is None or known is None or known.state == LEFT:
        raise InvalidInput(
            _("Nobody with this staff number is in this class. HR or a manager can put them in."),
            title=_("Not on this list"),
        )
    return person


@pages.post("/classes/<int:class_id>/attendance/settle")
@signed_in
def settle(class_id: int) -> ResponseReturnValue:
    """Settle who was there."""
    ticked_class(class_id)
    closed = close_class(class_id, desk())
    said = [_("Settled: %(there)s there, %(absent)s not.", there=closed.there, absent=closed.absent)]
    if closed.granted:
        said.append(
            ngettext("One certificate was granted.", "%(count)s certificates were granted.", closed.granted)
        )
    flash(" ".join(said), "met")
    return redirect(url_for("attendance.index", class_id=class_id))


@pages.post("/classes/<int:class_id>/attendance/confirm")
@allow(*EDITORS)
def confirm_all(class_id: int) -> ResponseReturnValue:
    """Confirm those who were chosen, or everyone who waits for it; each gets the certificate."""
    get_class(class_id)
    waiting = {person_id: noted for person_id, noted in attendances(class_id).items() if _waits(noted)}
    chosen = {int(each) for each in request.form.getlist("chosen") if each.isdecimal()}
    people = [get_person_by_id(each) for each in waiting if not chosen or each in chosen]
    granted = confirm(class_id, people, desk())
    flash(ngettext("One certificate was granted.", "%(count)s certificates were granted.", granted), "met")
    return redirect(frame_url("class_people.show", class_id=class_id))


@pages.route("/classes/<int:class_id>/people/<int:person_id>/correct", methods=["GET", "POST"])
@allow(*EDITORS)
def correct(class_id: int, person_id: int) -> ResponseReturnValue:
    """Someone was there after all, or was not: with the reason."""
    present, person = get_class(class_id), person_in_reach(person_id)
    known = attendances(class_id).get(person_id)
    state = ABSENT if known is not None and known.state == THERE else THERE
    form = CorrectForm()
    if form.validate_on_submit():
        try:
            correct_attendance(class_id, person, Noted(state, BY_LIST, form.reason.data.strip()), desk())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("Corrected."), "met")
            return redirect(frame_url("class_people.show", class_id=class_id))
    page = render_template(
        "classes/correct.html",
        form=form,
        present=present,
        title=kind_title(present.kind),
        person=person,
        state=state,
    )
    return page, 422 if form.faults else 200
