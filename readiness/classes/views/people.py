"""The pages of who is in a class: one class, putting people in, inviting them, taking them out."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from readiness.classes.attending import DOORS_OPEN, waits_for_confirmation
from readiness.classes.clashes import clashes
from readiness.classes.class_list import CLASS_ORDERS, ClassFilter, classes_page
from readiness.classes.enrolling import enrol, invite, leave
from readiness.classes.feedback import said_of
from readiness.classes.forms import RATING_WORDS, PeopleForm
from readiness.classes.messages import place_words
from readiness.classes.queries import (
    Participant,
    Seats,
    get_class,
    participants,
    people_numbered,
    seats_of,
)
from readiness.classes.states import ENROLLED, INVITED, WAITING
from readiness.classes.times import clock_words
from readiness.classes.views.finding import desk, may_tick, other_days, person_in_reach
from readiness.classes.views.planning import kind_title, price_words
from readiness.foundation import clock
from readiness.foundation.errors import InvalidInput, ReadinessError
from readiness.foundation.paging import PageRequest
from readiness.foundation.words import gettext as _
from readiness.foundation.words import ngettext
from readiness.people.asking import asked_today
from readiness.people.models import Person
from readiness.people.queries import people_by_ids
from readiness.web.access import CLASS_ENROLLERS, READERS, allow
from readiness.web.frame import frame, frame_url, question
from readiness.web.requests import is_number

pages = Blueprint("class_people", __name__)

MOST_AT_ONCE = 100


@pages.get("/classes/<int:class_id>")
@allow(*READERS)
def show(class_id: int) -> ResponseReturnValue:
    """A class, by what was known: when and where, who has a seat, who waits, who was there."""
    known = question().known
    present = get_class(class_id, known)
    everyone = participants(class_id, asked_today().reach, known)
    waiting_ids = [each.person_id for each in everyone if each.state in (ENROLLED, WAITING)]
    is_to_come = not (present.is_closed or present.is_cancelled or frame().is_other_day)
    return render_template(
        "classes/show.html",
        present=present,
        title=kind_title(present.kind),
        seats=_seats(present.seat_count, everyone) if frame().known_at else seats_of(present),
        enrolled=[each for each in everyone if each.state == ENROLLED],
        waiting=[each for each in everyone if each.state == WAITING],
        invited=[each for each in everyone if each.state == INVITED],
        clashes=clashes(present, waiting_ids, other_days) if is_to_come and waiting_ids else {},
        hours=clock_words(present.starts_at, present.ends_at, present.time_zone),
        where=place_words(present),
        price=price_words(present.seat_cost, present.currency),
        is_begun=clock.now() >= present.starts_at,
        is_near=clock.now() >= present.starts_at - DOORS_OPEN,
        may_tick=may_tick(present),
        confirms=waits_for_confirmation(present),
        said=said_of(present, clock.now()),
        rating_words=RATING_WORDS,
    )


def _seats(seat_count: int, everyone: list[Participant]) -> Seats:
    """How full a class was, by those of it who are shown."""
    states = [each.state for each in everyone]
    return Seats(seat_count, *(states.count(state) for state in (ENROLLED, WAITING, INVITED)))


@pages.post("/classes/choose")
@allow(*CLASS_ENROLLERS)
def choose() -> ResponseReturnValue:
    """Choose the class for people who were picked in a list; putting them in is the next step."""
    chosen = [int(each) for each in dict.fromkeys(request.form.getlist("chosen")) if is_number(each)]
    if not 0 < len(chosen) <= MOST_AT_ONCE:
        raise InvalidInput(
            _("Choose from one to %(most)s people in the list, then the class.", most=MOST_AT_ONCE)
        )
    numbers = [person.staff_number for person in people_by_ids(chosen)]
    people = people_numbered(numbers, asked_today().reach)
    order = PageRequest(CLASS_ORDERS["held"], size=MOST_AT_ONCE)
    coming = classes_page(ClassFilter(standing="to_come"), question(), order)
    return render_template(
        "classes/choose.html",
        people=people,
        numbers=list(people),
        rows=coming.rows,
        kind_title=kind_title,
        clock_words=clock_words,
    )


@pages.route("/classes/<int:class_id>/people", methods=["GET", "POST"])
@allow(*CLASS_ENROLLERS)
def put_in(class_id: int) -> ResponseReturnValue:
    """Give people seats, or invite them; what speaks against it is shown first, and may be overruled."""
    present = get_class(class_id)
    form = PeopleForm(data={"people": "\n".join(request.args.getlist("person"))})
    warnings: list[str] = []
    if form.validate_on_submit():
        try:
            people = _people(form.numbers())
            warnings = _warnings(class_id, people)
            if not warnings or "anyway" in request.form:
                return _done(class_id, people)
        except ReadinessError as refused:
            form.refuse(refused)
            warnings = []
    page = render_template(
        "classes/put_in.html",
        form=form,
        present=present,
        title=kind_title(present.kind),
        seats=seats_of(present),
        warnings=warnings,
    )
    return page, 422 if form.faults else 200


def _people(numbers: list[str]) -> list[Person]:
    known = people_numbered(numbers, asked_today().reach)
    strangers = [
        _("people: There is nobody with the staff number '%(number)s'.", number=each)
        for each in numbers
        if each not in known
    ]
    if strangers:
        raise InvalidInput(strangers)
    return [known[each] for each in numbers]


def _warnings(class_id: int, people: list[Person]) -> list[str]:
    found = clashes(get_class(class_id), [person.id for person in people], other_days)
    return [
        f"{person.given_name} {person.family_name} ({person.staff_number}): {sentence}"
        for person in people
        for sentence in found.get(person.id, [])
    ]


def _done(class_id: int, people: list[Person]) -> ResponseReturnValue:
    if "invite" in request.form:
        invited = invite(class_id, people, desk())
        flash(ngettext("One person is invited.", "%(count)s people are invited.", len(invited)), "met")
    else:
        states = list(enrol(class_id, people, desk()).values())
        said = [ngettext("One person has a seat.", "%(count)s people have a seat.", states.count(ENROLLED))]
        if WAITING in states:
            said.append(ngettext("One waits for one.", "%(count)s wait for one.", states.count(WAITING)))
        flash(" ".join(said), "met")
    return redirect(frame_url("class_people.show", class_id=class_id))


@pages.post("/classes/<int:class_id>/people/<int:person_id>/remove")
@allow(*CLASS_ENROLLERS)
def remove(class_id: int, person_id: int) -> ResponseReturnValue:
    """Take someone out. Whoever waits longest gets the seat."""
    get_class(class_id)
    moved = leave(class_id, person_in_reach(person_id), desk())
    if moved:
        flash(
            _(
                "Taken out. %(name)s moved up and is told.",
                name=f"{moved[0].given_name} {moved[0].family_name}",
            ),
            "met",
        )
    else:
        flash(_("Taken out."), "met")
    return redirect(frame_url("class_people.show", class_id=class_id))
