"""The pages on which a rota is kept: shifts added, changed and ended, days on which someone is absent."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from readiness.duty.asking import asked_shift, asked_site, check_reach, today_at
from readiness.duty.forms import AbsenceForm, AddShiftForm, ChangeShiftForm, EndShiftForm
from readiness.duty.hours import time_words
from readiness.duty.models import DutyShift
from readiness.duty.queries import candidates, get_absence, names_of, shifts_of
from readiness.duty.rota_actions import (
    add_absence,
    add_shifts,
    change_shift,
    end_shift,
    take_back_absence,
)
from readiness.foundation.errors import InvalidInput, NotFound, ReadinessError
from readiness.foundation.temporal import FIRST_DAY, LAST_DAY, day_after
from readiness.foundation.words import gettext as _
from readiness.people.models import Site
from readiness.people.queries import find_person
from readiness.web.access import Role, actor, allow, may_see_site
from readiness.web.frame import frame_url

pages = Blueprint("rota", __name__)

EDITORS = (Role.MANAGER, Role.COORDINATOR, Role.HR, Role.ADMIN)
"""Those who keep rotas: a manager those of the own sites."""


def _week(site: Site) -> str:
    return frame_url("duty.week", site_id=site.id)


@pages.route("/duty/sites/<int:site_id>/add", methods=["GET", "POST"])
@allow(*EDITORS)
def add(site_id: int) -> ResponseReturnValue:
    """Put someone on duty on weekdays."""
    site = asked_site(site_id)
    form = AddShiftForm(data={"from_on": today_at(site), "weekdays": request.args.getlist("weekday")})
    if request.method == "POST":
        is_whole = form.validate()
        try:
            check_reach(form.staff_number.data or "", today_at(site))
            if is_whole:
                add_shifts(site, form.wish(), actor())
        except ReadinessError as refused:
            form.refuse_more(refused)
        else:
            if is_whole:
                flash(_("The rota is kept."), "met")
                return redirect(_week(site))
    offered = candidates(site_id, today_at(site))
    page = render_template("duty/add.html", form=form, site=site, offered=offered)
    return page, 422 if form.faults else 200


@pages.route("/duty/shifts/<int:shift_id>", methods=["GET", "POST"])
@allow(*EDITORS)
def change(shift_id: int) -> ResponseReturnValue:
    """Change a weekly shift, or see how to end it."""
    shift = asked_shift(shift_id)
    form = ChangeShiftForm(
        data={
            "weekday": str(shift.weekday),
            "from_time": time_words(shift.from_minute),
            "until_time": time_words(shift.until_minute),
            "from_on": None if shift.from_on == FIRST_DAY else shift.from_on,
            "until_on": None if shift.until_on == LAST_DAY else shift.until_on,
        }
    )
    if form.validate_on_submit():
        try:
            change_shift(shift, form.wish(shift.person.staff_number), actor())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("Saved."), "met")
            return redirect(_week(shift.site))
    end = EndShiftForm(formdata=None, data={"until_on": today_at(shift.site)})
    return _shift_page(shift, form, end)


@pages.post("/duty/shifts/<int:shift_id>/end")
@allow(*EDITORS)
def end(shift_id: int) -> ResponseReturnValue:
    """Give a weekly shift a last day."""
    shift = asked_shift(shift_id)
    form = EndShiftForm()
    if form.validate_on_submit() and form.until_on.data is not None:
        try:
            end_shift(shift, day_after(form.until_on.data), actor())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("The shift has its last day."), "met")
            return redirect(_week(shift.site))
    hours = ChangeShiftForm(formdata=None, data={"weekday": str(shift.weekday)})
    return _shift_page(shift, hours, form)


def _shift_page(shift: DutyShift, form: ChangeShiftForm, end: EndShiftForm) -> ResponseReturnValue:
    name = names_of([shift.person.id])[shift.person.id]
    page = render_template("duty/shift.html", form=form, end=end, shift=shift, site=shift.site, name=name)
    return page, 422 if form.faults or end.faults else 200


@pages.route("/duty/sites/<int:site_id>/absence", methods=["GET", "POST"])
@allow(*EDITORS)
def absence(site_id: int) -> ResponseReturnValue:
    """Take someone of the site's rota off duty for some days."""
    site = asked_site(site_id)
    form = AbsenceForm(data={"from_on": today_at(site)})
    if form.validate_on_submit():
        person = find_person((form.staff_number.data or "").strip())
        try:
            if person is None or not any(
                each.site.id == site_id for each in shifts_of(person.id, today_at(site))
            ):
                raise InvalidInput(
                    _("staff_number: Nobody with this staff number is on the rota of this site.")
                )
            add_absence(person, form.from_on.data, form.until_on.data, actor())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("Saved."), "met")
            return redirect(_week(site))
    page = render_template(
        "duty/absence.html", form=form, site=site, offered=candidates(site_id, today_at(site))
    )
    return page, 422 if form.faults else 200


@pages.post("/duty/absences/<int:absence_id>/take-back")
@allow(*EDITORS)
def take_back(absence_id: int) -> ResponseReturnValue:
    """Let the rota hold again on days on which someone was said to be absent."""
    known = get_absence(absence_id)
    sites = [each.site for each in shifts_of(known.person.id, known.from_on) if may_see_site(each.site.id)]
    if not sites:
        raise NotFound(_("There is no such absence any more. Look at the week again."))
    take_back_absence(known, actor())
    flash(_("The rota holds again on these days."), "met")
    return redirect(_week(sites[0]))
