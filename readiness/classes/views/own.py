"""One's own classes, on a phone: what one is in or waits for, what one may sign up for, each with one tap."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from readiness.classes.clashes import clashes
from readiness.classes.enrolling import leave, sign_up
from readiness.classes.feedback import may_say
from readiness.classes.messages import place_words
from readiness.classes.models import TrainingClass
from readiness.classes.own_classes import OwnClass, classes_for, own_class
from readiness.classes.queries import find_enrolment, get_class
from readiness.classes.states import ENROLLED, LEFT
from readiness.classes.times import clock_words
from readiness.classes.views.finding import desk, oneself, other_days
from readiness.classes.views.planning import kind_title, price_words
from readiness.foundation import clock
from readiness.foundation.errors import NotFound
from readiness.foundation.words import gettext as _
from readiness.people.models import Person
from readiness.people.profile import Profile
from readiness.people.sections import Section
from readiness.people.selection import Asked
from readiness.web.access import current_account, signed_in
from readiness.web.settings import in_readers_language

pages = Blueprint("own_classes", __name__)

SHOWN_AFTER = timedelta(days=60)
"""So long what is over stays in sight: for the paper, and to say how it was."""


@dataclass(frozen=True, slots=True)
class Card:
    """A class as its card says it."""

    own: OwnClass
    title: str
    hours: str
    where: str
    price: str
    is_over: bool
    is_late: bool

    @property
    def held(self) -> TrainingClass:
        return self.own.training_class


def card(own: OwnClass) -> Card:
    """A class with its words."""
    held, now = own.training_class, clock.now()
    return Card(
        own,
        kind_title(held.kind),
        clock_words(held.starts_at, held.ends_at, held.time_zone),
        place_words(held),
        price_words(held.seat_cost, held.currency),
        now >= held.starts_at,
        held.cut_off_at is not None and now > held.cut_off_at,
    )


def my_classes(person_id: int) -> list[Card]:
    """Somebody's own classes, for other pages about them: those to come and those that are over since not long."""
    return [card(own) for own in classes_for(person_id, clock.now() - SHOWN_AFTER, is_own=True)]


@pages.get("/account/classes")
@in_readers_language
@signed_in
def index() -> ResponseReturnValue:
    """What one is in, waits for or is invited to; below it, what one may sign up for."""
    person_id = current_account().person_id
    if person_id is None:
        return render_template("classes/nobody.html")
    now = clock.now()
    return render_template(
        "classes/own.html",
        mine=my_classes(person_id),
        offered=[
            each
            for each in (card(own) for own in classes_for(person_id, now, is_own=False))
            if not each.is_over and not each.is_late
        ],
    )


@pages.get("/account/classes/<int:class_id>")
@in_readers_language
@signed_in
def show(class_id: int) -> ResponseReturnValue:
    """One class: what to know, what speaks against it, and one button."""
    person, own = _seen(class_id)
    warnings = clashes(own.training_class, [person.id], other_days).get(person.id, [])
    return render_template(
        "classes/own_class.html",
        card=card(own),
        warnings=warnings,
        may_say=may_say(own.training_class, person.id, clock.now()),
    )


def _seen(class_id: int) -> tuple[Person, OwnClass]:
    """Oneself, and a class that one may see: an open one, or one that one has to do with; raises NotFound."""
    held, person = get_class(class_id), oneself()
    known = find_enrolment(class_id, person.id)
    if not held.is_open and (known is None or known.state == LEFT):
        raise NotFound(_("Check the address, or go back to the start."), title=_("There is no such page."))
    return person, own_class(held, person.id)


@pages.post("/account/classes/<int:class_id>/sign-up")
@in_readers_language
@signed_in
def join(class_id: int) -> ResponseReturnValue:
    """Ask for a seat."""
    person, _own = _seen(class_id)
    if sign_up(class_id, person, desk()) == ENROLLED:
        flash(_("You have a seat."), "met")
    else:
        flash(_("Every seat is taken. You are on the waiting list, and are told when you move up."), "due")
    return redirect(url_for("own_classes.show", class_id=class_id))


@pages.post("/account/classes/<int:class_id>/leave")
@in_readers_language
@signed_in
def give_up(class_id: int) -> ResponseReturnValue:
    """Give up a seat, a place in the line or an invitation."""
    person, _own = _seen(class_id)
    leave(class_id, person, desk())
    flash(_("Your seat is free for somebody else."), "met")
    return redirect(url_for("own_classes.index"))


def person_section(profile: Profile, _asked: Asked) -> Section:
    """Someone's classes, for the page of a person."""
    return Section("classes/of_person.html", {"cards": my_classes(profile.id)})


def own_section(profile: Profile, _asked: Asked) -> Section:
    """What someone has to do with now and what is to come, for their own page."""
    coming = [each for each in my_classes(profile.id) if not each.is_over and not each.held.is_cancelled]
    return Section("classes/of_mine.html", {"cards": coming})
