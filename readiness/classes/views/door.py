"""The door: the code that hangs there on a screen, and the page to which it leads on people's own phones."""

import hmac

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from readiness.classes.actions import Desk
from readiness.classes.attending import Noted, note_attendance
from readiness.classes.door import Door, code_at, door_of
from readiness.classes.models import TrainingClass
from readiness.classes.queries import find_enrolment, get_class
from readiness.classes.states import BY_CODE, BY_NUMBER, ENROLLED, SAID, THERE
from readiness.classes.times import clock_words
from readiness.classes.views.finding import ticked_class
from readiness.classes.views.planning import kind_title
from readiness.foundation import clock
from readiness.foundation.database import connected
from readiness.foundation.errors import Conflict, NotFound
from readiness.foundation.words import gettext as _
from readiness.people.queries import find_person, get_person_by_id
from readiness.web.access import Account, account_or_none, public, signed_in
from readiness.web.addresses import full_address
from readiness.web.qr import qr_code
from readiness.web.secret_key import secret_key
from readiness.web.settings import in_readers_language, installation

pages = Blueprint("door", __name__)

AT_THE_DOOR = "at the door"


def door_key() -> bytes:
    """What signs codes: derived from the installation's secret, and good for nothing else."""
    return hmac.digest(secret_key(installation()).encode(), b"class doors", "sha256")


@pages.get("/classes/<int:class_id>/door")
@signed_in
def show(class_id: int) -> str:
    """The code of this minute, as large as the screen; the page brings the next one by itself."""
    present = ticked_class(class_id)
    address = full_address(url_for("door.scanned", door_code=code_at(class_id, clock.now(), door_key())))
    return render_template(
        "classes/door.html",
        present=present,
        title=kind_title(present.kind),
        hours=clock_words(present.starts_at, present.ends_at, present.time_zone),
        address=address,
        code=qr_code(address),
    )


@pages.route("/here/<door_code>", methods=["GET", "POST"])
@in_readers_language
@public
def scanned(door_code: str) -> ResponseReturnValue:
    """Say that one is there: signed in, with one tap; otherwise by staff number, which the trainer confirms."""
    with connected():
        present = _at_door(door_of(door_code, door_key()), is_sending=request.method == "POST")
        account = account_or_none()
        told, tone = ("", "")
        if request.method == "POST":
            told, tone = _taken(
                present, account, Desk(account.email if account else AT_THE_DOOR, clock.now())
            )
        return render_template(
            "classes/here.html",
            present=present,
            title=kind_title(present.kind),
            hours=clock_words(present.starts_at, present.ends_at, present.time_zone),
            is_someone=account is not None and account.person_id is not None,
            who=account.name if account else "",
            door_code=door_code,
            told=told,
            tone=tone,
        )


def _at_door(door: Door | None, *, is_sending: bool) -> TrainingClass:
    """The class of a code that still works; raises NotFound in the same words whatever is wrong with it."""
    now = clock.now()
    if door is not None and (door.is_accepted(now) if is_sending else door.is_open(now)):
        try:
            present = get_class(door.training_class)
        except NotFound:
            present = None
        if present is not None and not (present.is_cancelled or present.is_closed):
            return present
    raise NotFound(
        _("It changes every minute. Scan the one that is on the screen now."), title=_("This code is over.")
    )


def _taken(present: TrainingClass, account: Account | None, desk: Desk) -> tuple[str, str]:
    """Note what was sent; gives what to say, and in which tone."""
    number = present.fact_id
    try:
        if account is not None and account.person_id is not None:
            person = get_person_by_id(account.person_id)
            note_attendance(number, person, Noted(THERE, BY_CODE), desk)
            return _("You are on the list. Thank you."), "met"
        typed = request.form.get("staff_number", "").strip()
        person_or_none = find_person(typed) if 0 < len(typed) <= 64 else None
        enrolled = find_enrolment(number, person_or_none.id) if person_or_none else None
        if person_or_none is not None and enrolled is not None and enrolled.state == ENROLLED:
            note_attendance(number, person_or_none, Noted(SAID, BY_NUMBER), desk)
    except Conflict as refused:
        return " ".join(refused.problems), "gap"
    # The same words for whoever is in the class and for whoever is not: the page tells nobody who is.
    return _("Thank you. Now tell the trainer your name, who confirms it."), "met"
