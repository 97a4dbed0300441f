"""What responders agree to: on their own page, or in writing, as recorded for them; and what they say of today."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from readiness.duty.actions import agree, withdraw_consent
from readiness.duty.forms import ConsentForm, WrittenConsentForm
from readiness.duty.hours import hours_words
from readiness.duty.queries import consent_of, names_of, responders_on, said_of, shifts_of, site_of
from readiness.duty.rota_actions import say
from readiness.duty.showing import colleagues
from readiness.duty.week import WEEKDAYS
from readiness.foundation import clock
from readiness.foundation.errors import Conflict, ReadinessError
from readiness.foundation.words import gettext as _
from readiness.foundation.words import language_name
from readiness.people.models import Person, Site
from readiness.people.profile import Profile
from readiness.people.queries import get_person_by_id
from readiness.people.sections import Section
from readiness.people.selection import Asked
from readiness.web.access import HANDBOOK_EDITORS, actor, allow, current_account, signed_in
from readiness.web.frame import frame, frame_url

pages = Blueprint("consent", __name__)


def _typed(person: Person) -> dict[str, object]:
    """What the form begins with: what was agreed to, or else what is known of the person."""
    present = consent_of(person.id)
    if present is None:
        return {"phone": person.phone, "languages": ", ".join(person.languages)}
    return {
        "phone": present.phone,
        "place": present.place,
        "languages": ", ".join(present.languages),
        "audience": present.audience,
        "agreed_on": present.agreed_on,
        "agrees": True,
    }


@pages.route("/duty/people/<int:person_id>/consent", methods=["GET", "POST"])
@allow(*HANDBOOK_EDITORS)
def record(person_id: int) -> ResponseReturnValue:
    """Record that someone agreed in writing to be shown."""
    person = get_person_by_id(person_id)
    form = WrittenConsentForm(data=_typed(person))
    if form.validate_on_submit():
        try:
            agree(person, form.agreed(), frame().today, actor())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("Saved. Colleagues see it within seconds."), "met")
            return redirect(frame_url("people.show", person_id=person_id))
    page = render_template(
        "duty/consent.html",
        form=form,
        name=names_of([person_id])[person_id],
        person_id=person_id,
        present=consent_of(person_id),
    )
    return page, 422 if form.faults else 200


@pages.post("/duty/people/<int:person_id>/consent/withdraw")
@allow(*HANDBOOK_EDITORS)
def withdraw(person_id: int) -> ResponseReturnValue:
    """Show someone to nobody any more."""
    withdraw_consent(get_person_by_id(person_id), actor())
    flash(_("They are shown to nobody any more, within seconds."), "met")
    return redirect(frame_url("people.show", person_id=person_id))


def _oneself() -> Person:
    person_id = current_account().person_id
    if person_id is None:
        raise Conflict(_("Your account is linked to nobody on the staff. An administrator can link it."))
    return get_person_by_id(person_id)


def _here(person: Person) -> Site | None:
    return site_of(person.id, frame().today)


@pages.route("/account/duty", methods=["GET", "POST"])
@signed_in
def own() -> ResponseReturnValue:
    """Whether one is shown to colleagues, with what; one's own shifts; here today, or not."""
    if current_account().person_id is None:
        return render_template("duty/nobody.html")
    person = _oneself()
    form = ConsentForm(data=_typed(person))
    if form.validate_on_submit():
        try:
            agree(person, form.agreed(), frame().today, actor())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            flash(_("Saved. Colleagues see it within seconds, while you are on duty."), "met")
            return redirect(url_for("consent.own"))
    site = _here(person)
    today = clock.today(site.time_zone) if site else frame().today
    page = render_template(
        "duty/own.html",
        form=form,
        present=consent_of(person.id),
        site=site,
        said=said_of(person.id, today),
        shifts=_shift_words(person.id, today),
    )
    return page, 422 if form.faults else 200


def _shift_words(person_id: int, day: date) -> list[tuple[str, str, str]]:
    """Someone's weekly shifts in words: the weekday, the hours, the site."""
    return [
        (_(WEEKDAYS[each.weekday]), hours_words(each.from_minute, each.until_minute), each.site.name)
        for each in shifts_of(person_id, day)
    ]


@pages.get("/account/duty/colleagues")
@signed_in
def at_my_site() -> str:
    """Who is on duty now where one works, and agreed that colleagues see it."""
    person_id = current_account().person_id
    site = site_of(person_id, frame().today) if person_id is not None else None
    present = responders_on(site, clock.now()) if site else None
    return render_template(
        "duty/colleagues.html",
        site=site,
        now=colleagues(present.now) if present else [],
        later=colleagues(present.later) if present else [],
    )


@pages.post("/account/duty/withdraw")
@signed_in
def withdraw_own() -> ResponseReturnValue:
    """Be shown to nobody any more."""
    withdraw_consent(_oneself(), actor())
    flash(_("You are shown to nobody any more, within seconds."), "met")
    return redirect(url_for("consent.own"))


@pages.post("/account/duty/here")
@signed_in
def here() -> ResponseReturnValue:
    """Say that one is at one's site today."""
    return _say(is_here=True)


@pages.post("/account/duty/not-here")
@signed_in
def not_here() -> ResponseReturnValue:
    """Say that one is not on duty today."""
    return _say(is_here=False)


def _say(*, is_here: bool) -> ResponseReturnValue:
    person = _oneself()
    site = _here(person)
    if site is None:
        raise Conflict(_("No site is known where you work today."))
    say(person, site if is_here else None, clock.today(site.time_zone), clock.now(), actor())
    if is_here:
        flash(
            _("You are on duty at %(site)s until midnight, or until you say otherwise.", site=site.name),
            "met",
        )
    else:
        flash(_("You are not on duty today."), "met")
    return redirect(url_for("consent.own"))


def own_section(profile: Profile, asked: Asked) -> Section:
    """What colleagues see of someone, for their own page."""
    present, shifts = consent_of(profile.id), _shift_words(profile.id, asked.question.as_of)
    languages = present.languages if present else profile.languages
    names = [language_name(tag) for tag in languages]
    return Section("duty/of_mine.html", {"present": present, "shifts": shifts, "languages": names})


def person_section(profile: Profile, asked: Asked) -> Section:
    """Whether someone is on a rota and shown to colleagues, for the page of a person."""
    shifts = _shift_words(profile.id, asked.question.as_of)
    values = {"present": consent_of(profile.id), "shifts": shifts}
    return Section("duty/of_person.html", values)
