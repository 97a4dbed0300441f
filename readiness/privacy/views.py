"""The pages of privacy: what is kept of a person, as a file for them."""

from datetime import timedelta

from flask import Blueprint, Response, flash, redirect, render_template, send_file
from flask.typing import ResponseReturnValue

from readiness.duty.queries import names_of
from readiness.foundation import clock
from readiness.foundation.errors import Conflict, ReadinessError
from readiness.foundation.words import gettext as _
from readiness.people.models import Person
from readiness.people.profile import Profile
from readiness.people.queries import get_person_by_id
from readiness.people.sections import Section
from readiness.people.selection import Asked
from readiness.privacy.actions import give_data
from readiness.privacy.erasing import Wish, erase_person, rows_that_name, what_hinders
from readiness.privacy.forms import ErasureForm, HoldForm, retention_form
from readiness.privacy.holding import holds_on, place_hold, release_hold, standing_holds
from readiness.privacy.queries import latest_erasures, subject_of, tables
from readiness.privacy.retention import kinds, settle_retention, what_is_due
from readiness.privacy.subjects import Subject
from readiness.privacy.sweeping import Swept, sweep
from readiness.web.access import EDITORS, about_oneself, actor, allow, current_account
from readiness.web.frame import frame, frame_url
from readiness.web.settings import installation

pages = Blueprint("privacy", __name__)


@pages.get("/people/<int:person_id>/privacy")
@allow(*EDITORS)
def person(person_id: int) -> ResponseReturnValue:
    """What can be done with all that is kept of someone: given, held, erased."""
    return _person_page(get_person_by_id(person_id), HoldForm(), ErasureForm())


def _person_page(chosen: Person, hold: HoldForm, erasure: ErasureForm) -> ResponseReturnValue:
    counts = rows_that_name(subject_of(chosen.id))
    today = frame().today
    page = render_template(
        "privacy/person.html",
        person=chosen,
        hold=hold,
        erasure=erasure,
        holds=holds_on(chosen.id, today),
        hindered=what_hinders(chosen.id, today),
        tables=[(table.declared.title, counts[table.name]) for table in tables() if table.name in counts],
        is_erased=chosen.staff_number.startswith("erased-"),
    )
    return page, 422 if hold.faults or erasure.faults else 200


@pages.post("/people/<int:person_id>/privacy/hold")
@allow(*EDITORS)
def hold(person_id: int) -> ResponseReturnValue:
    """Keep everything of someone for now."""
    chosen, form = get_person_by_id(person_id), HoldForm()
    if not form.validate_on_submit():
        return _person_page(chosen, form, ErasureForm(formdata=None))
    place_hold(person_id, form.kept_for.data, form.until_on.data, actor(), clock.now())
    flash(_("Nothing of them is removed or erased while the hold stands."))
    return redirect(frame_url("privacy.person", person_id=person_id))


@pages.post("/people/<int:person_id>/privacy/holds/<int:hold_id>/release")
@allow(*EDITORS)
def release(person_id: int, hold_id: int) -> ResponseReturnValue:
    """Let go of what was held."""
    try:
        release_hold(hold_id, person_id, actor(), clock.now())
        flash(_("The hold is released."))
    except Conflict as refused:
        flash(" ".join(refused.problems), "due")
    return redirect(frame_url("privacy.person", person_id=person_id))


@pages.post("/people/<int:person_id>/privacy/erase")
@allow(*EDITORS)
def erase(person_id: int) -> ResponseReturnValue:
    """Take someone's name out, for ever."""
    chosen, form = get_person_by_id(person_id), ErasureForm()
    if form.validate_on_submit():
        wish = Wish(person_id, form.reason.data, form.typed.data)
        try:
            pseudonym = erase_person(wish, actor(), frame().today, clock.now())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            swept = sweep(installation().data_dir, [person_id], clock.now())
            flash(_taken_out(pseudonym, swept), "met")
            return redirect(frame_url("privacy.person", person_id=person_id))
    return _person_page(chosen, HoldForm(formdata=None), form)


def _taken_out(pseudonym: str, swept: Swept) -> str:
    """What an erasure came to, its removed files by kind."""
    return " ".join(
        [
            _("The name is taken out. What stays stands under %(name)s.", name=pseudonym),
            _(
                "Files removed: %(proof)s of proof, %(imported)s imported, %(made)s of reports.",
                proof=swept.proof,
                imported=swept.imported,
                made=swept.made,
            ),
        ]
    )


@pages.route("/settings/privacy", methods=["GET", "POST"])
@allow(*EDITORS)
def settings() -> ResponseReturnValue:
    """How long records stay, what is removed next, what is held, who was erased."""
    known = kinds()
    form = retention_form(known)()
    if form.validate_on_submit():
        changed = settle_retention({kind.name: form[kind.name].data for kind in known}, actor())
        flash(_("Saved.") if changed else _("Nothing was changed."))
        return redirect(frame_url("privacy.settings"))
    today = frame().today
    holds = standing_holds(today)
    page = render_template(
        "privacy/settings.html",
        form=form,
        kinds=known,
        due=what_is_due(today + timedelta(days=1)),
        holds=holds,
        names=names_of([hold.person_id for hold in holds]),
        erasures=latest_erasures(20),
    )
    return page, 422 if form.faults else 200


@pages.post("/people/<int:person_id>/privacy/file")
@allow(*EDITORS)
def person_file(person_id: int) -> ResponseReturnValue:
    """All that is kept of someone, for them."""
    chosen = get_person_by_id(person_id)
    return _file(subject_of(chosen.id), is_to_themself=False)


@pages.get("/account/data")
@about_oneself
def own() -> ResponseReturnValue:
    """What is kept of oneself, to take away."""
    return render_template("privacy/own.html")


@pages.post("/account/data")
@about_oneself
def own_file() -> ResponseReturnValue:
    """All that is kept of whoever is signed in."""
    account = current_account()
    return _file(subject_of(account.person_id, account.id), is_to_themself=True)


def _file(subject: Subject, *, is_to_themself: bool) -> Response:
    now = clock.now()
    file = give_data(subject, actor(), now, is_to_themself=is_to_themself)
    answer = send_file(
        file,
        mimetype="application/zip",
        as_attachment=True,
        download_name=f"my-data-{now:%Y-%m-%d}.zip",
        max_age=0,
    )
    answer.call_on_close(file.close)
    return answer


def person_section(profile: Profile, _asked: Asked) -> Section:
    """The part of a person's page that leads to what is kept of them."""
    return Section("privacy/section.html", {"person_id": profile.id})
