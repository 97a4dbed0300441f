"""The pages of classes themselves: the list, planning one, changing and moving it, cancelling it."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import cast

from flask import Blueprint, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from readiness.certificates.kinds import certificate_kinds
from readiness.classes.actions import cancel_class, change_class, changeable, plan_class
from readiness.classes.class_list import (
    CLASS_ORDERS,
    STANDINGS,
    ClassFilter,
    ClassRow,
    classes_page,
    every_class,
    unfinished_count,
)
from readiness.classes.forms import CancelForm, ClassForm, typed
from readiness.classes.queries import get_class, seats_of
from readiness.classes.times import clock_words
from readiness.classes.views.finding import desk
from readiness.foundation import clock
from readiness.foundation.database import database_name, reading
from readiness.foundation.errors import ReadinessError
from readiness.foundation.temporal import Knowledge
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid, ngettext, number
from readiness.notices.held import or_held
from readiness.people.asking import site_in_question
from readiness.standards.certificate_kinds import CertificateKinds
from readiness.web.access import CLASS_PLANNERS, EDITORS, Role, allow, current_account, signed_in
from readiness.web.cells import status
from readiness.web.frame import frame, frame_url, frame_urls, question
from readiness.web.listing import Filter, Listing, Option
from readiness.web.once import known_now
from readiness.web.requests import is_number
from readiness.web.rows import Column, RowPage
from readiness.web.settings import installation
from readiness.web.shown_list import ShownList

pages = Blueprint("classes", __name__)

STANDING_WORDS = {
    "to_come": msgid("To come"),
    "with_seats": msgid("To come, with free seats"),
    "to_settle": msgid("Over, who was there is not settled"),
    "to_confirm": msgid("Certificates wait to be confirmed"),
    "settled": msgid("Settled"),
    "cancelled": msgid("Cancelled"),
}


def kind_title(code: str) -> str:
    """What a kind of certificate is called; the kinds are asked for once in a request."""
    if "kinds_of_classes" not in g:
        g.kinds_of_classes = certificate_kinds()
    return cast(CertificateKinds, g.kinds_of_classes).known(code).title


def price_words(cents: int, currency: str) -> str:
    """'120.50 USD'; nothing where it costs nothing."""
    return f"{number(cents / 100)} {currency}" if cents else ""


def _page() -> RowPage[ClassRow]:
    address = frame_urls("class_people.show", "class_id")
    return RowPage(lambda row: address(row.id))


def _taken(row: ClassRow) -> str:
    return _("%(taken)s of %(seats)s", taken=number(row.enrolled_count), seats=number(row.seat_count))


def _waiting(row: ClassRow) -> str:
    return ngettext("one waits", "%(count)s wait", row.waiting_count) if row.waiting_count else ""


CLASSES = Listing[ClassRow](
    name="classes",
    columns=(
        Column(
            "kind",
            msgid("Class"),
            lambda row: row.kind,
            order="kind",
            is_title=True,
            shown=lambda row: kind_title(row.kind),
            detail=lambda row: row.language,
        ),
        Column("number", msgid("Number"), lambda row: row.id, is_shown=False),
        Column(
            "held_on",
            msgid("Day"),
            lambda row: row.held_on,
            order="held",
            fact=2,
            detail=lambda row: clock_words(row.starts_at, row.ends_at, row.time_zone),
        ),
        Column("starts", msgid("Begins"), lambda row: row.starts_at.isoformat(), is_shown=False),
        Column("ends", msgid("Ends"), lambda row: row.ends_at.isoformat(), is_shown=False),
        Column("time_zone", msgid("Time zone"), lambda row: row.time_zone, is_shown=False),
        Column("site", msgid("Site code"), lambda row: row.site_code, is_shown=False),
        Column("where", msgid("Where"), lambda row: row.where, fact=3),
        Column("language", msgid("Language"), lambda row: row.language, is_shown=False),
        Column("trainer", msgid("Trainer"), lambda row: row.trainer),
        Column(
            "enrolled", msgid("Taken"), lambda row: row.enrolled_count, fact=3, is_labelled=True, shown=_taken,
            detail=_waiting,
        ),
        Column("seats", msgid("Seats"), lambda row: row.seat_count, is_shown=False),
        Column("waiting", msgid("Waiting"), lambda row: row.waiting_count, is_shown=False),
        Column("price", msgid("Price of a seat"), lambda row: price_words(row.seat_cost, row.currency)),
        Column(
            "standing",
            msgid("Standing"),
            lambda row: row.standing(frame().as_of),
            fact=1,
            shown=lambda row: status(f"class_{row.standing(frame().as_of)}"),
        ),
    ),
    orders=CLASS_ORDERS,
    sort="-held",
    filters=(
        Filter(
            "standing",
            msgid("Standing"),
            lambda: [Option(each, _(STANDING_WORDS[each])) for each in STANDINGS],
            is_single=True,
        ),
        Filter(
            "kind",
            msgid("Leads to"),
            lambda: [Option(each.code, each.title) for each in certificate_kinds().by_code.values()],
            is_single=True,
        ),
    ),
    page=_page,
)  # fmt: skip


def needs_someone() -> int:
    """How many classes HR has to settle or to confirm, for the rail."""
    if current_account().role not in EDITORS:
        return 0
    return _unfinished(frame().today, known_now(), database_name())


@lru_cache(maxsize=64)
def _unfinished(day: date, known: Knowledge, _database: str) -> int:
    return unfinished_count(day, known.number)


@pages.get("/classes")
@signed_in
def index() -> ResponseReturnValue:
    """Every class; who is no reader of records is led to their own."""
    if current_account().role is Role.EMPLOYEE:
        return redirect(frame_url("own_classes.index"))
    wanted = CLASSES.asked()
    sought = ClassFilter(wanted.one("standing"), wanted.one("kind"), site_in_question())
    if wanted.format:

        def rows() -> Iterator[ClassRow]:
            with reading():
                yield from every_class(sought, question(), wanted.page)

        return CLASSES.download(wanted, rows())
    found = classes_page(sought, question(), wanted.page)
    return render_template("classes/index.html", list=ShownList(CLASSES, wanted, found))


@pages.route("/classes/plan", methods=["GET", "POST"])
@allow(*CLASS_PLANNERS)
def plan() -> ResponseReturnValue:
    """Plan a class; its number is that of the page it leads to."""
    form = ClassForm(data=_begun())
    form.offer()
    if form.validate_on_submit():
        try:
            planned = plan_class(form.details(), desk())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            _say_planned(planned)
            return redirect(frame_url("class_people.show", class_id=planned))
    return render_template("classes/plan.html", form=form, present=None), 422 if form.faults else 200


def _begun() -> dict[str, object]:
    """What the address says of a class that is to be planned."""
    seats = request.args.get("seats", "")
    return {
        "kind": request.args.get("kind", ""),
        "site_code": frame().site or "",
        "seat_count": int(seats) if is_number(seats) else None,
        "language": request.args.get("language", ""),
        "is_open": True,
    }


def _say_planned(class_id: int) -> None:
    if clock.now() < get_class(class_id).starts_at:
        flash(_("Planned. Now put people in, or let them sign up."), "met")
    else:
        flash(
            _(
                "Planned for a time that has begun or is past: nobody can sign up. Add under Who is there who came."
            ),
            "due",
        )


@pages.route("/classes/<int:class_id>/change", methods=["GET", "POST"])
@allow(*CLASS_PLANNERS)
def change(class_id: int) -> ResponseReturnValue:
    """Change a class. Whoever is in it is told when it moves."""
    present = get_class(class_id)
    form = ClassForm(data=typed(present))
    form.offer()
    if form.validate_on_submit() and is_number(form.seen.data or ""):
        try:
            is_moved = change_class(class_id, int(form.seen.data), form.details(), desk())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            moved = or_held(_("Moved. Everyone in it is told."), installation())
            flash(moved if is_moved else _("Saved."), "met")
            return redirect(frame_url("class_people.show", class_id=class_id))
    page = render_template("classes/plan.html", form=form, present=present, title=kind_title(present.kind))
    return page, 422 if form.faults else 200


@pages.route("/classes/<int:class_id>/cancel", methods=["GET", "POST"])
@allow(*CLASS_PLANNERS)
def cancel(class_id: int) -> ResponseReturnValue:
    """Cancel a class and tell everyone in it why."""
    get_class(class_id)
    form = CancelForm()
    if form.validate_on_submit():
        try:
            told = cancel_class(class_id, form.reason.data, desk())
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            said = ngettext("Cancelled. One person is told.", "Cancelled. %(count)s people are told.", told)
            flash(or_held(said, installation()) if told else said, "met")
            return redirect(frame_url("class_people.show", class_id=class_id))
    present = changeable(class_id)
    page = render_template(
        "classes/cancel.html",
        form=form,
        present=present,
        title=kind_title(present.kind),
        seats=seats_of(present),
    )
    return page, 422 if form.faults else 200
