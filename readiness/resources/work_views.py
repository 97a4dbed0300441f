"""The workroom's pages of resources: all of them, one, what is to be verified, what is hidden, doubles, plans."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from flask import Blueprint, Flask, current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from readiness.foundation.errors import InvalidInput, NotFound, ReadinessError
from readiness.foundation.paging import Order, page_of_sorted
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid
from readiness.resources.actions import (
    Showing,
    close_report,
    decide,
    merge,
    undo_merge,
    verify,
    withdraw_cover,
    write_cover,
)
from readiness.resources.cards import Card
from readiness.resources.covers import Cover
from readiness.resources.duplicates import likely_pairs
from readiness.resources.forms import VISIBILITIES, CoverForm, VerifyForm, VisibilityForm
from readiness.resources.lists import covers_known, merges, needs, report_counts, reports_of, staff_cards
from readiness.resources.matching import plain
from readiness.resources.queries import Reader, decisions, shown_to, verifications
from readiness.resources.verifying import Use, use_of, waiting
from readiness.resources.visibility import Visibility
from readiness.web.access import HANDBOOK_EDITORS, READERS, actor, allow
from readiness.web.forms import Form
from readiness.web.frame import frame, frame_url
from readiness.web.listing import Filter, Listing, Option
from readiness.web.rows import Column, RowPage
from readiness.web.shown_list import ShownList

pages = Blueprint("resources", __name__, url_prefix="/handbook/resources")

_SHOWN = 100
"""Rows of a page that needs no more: what comes first is done first."""
ORDERS = {
    "name": Order(("name", "id"), (str, str)),
    "organisation": Order(("organisation", "id"), (str, str)),
    "verified": Order(("verified", "id"), (str, str)),
}


def offer_use(
    app: Flask, asked: Callable[[], Iterable[Iterable[str]]], opened: Callable[[date], Mapping[str, int]]
) -> None:
    """Say how to ask for the needs of each protocol and how often which resource was opened, from rooms above."""
    app.extensions["readiness_resource_use"] = (asked, opened)


def _use(today: date) -> Use:
    asked, opened = current_app.extensions["readiness_resource_use"]
    return Use(use_of(needs(), asked()), opened(today))


def _needs() -> list[Option]:
    return [Option(need.id, need.title) for need in needs().values()]


def _page() -> RowPage[Card]:
    return RowPage(lambda card: frame_url("resources.show", resource_id=card.id))


LIST = Listing[Card](
    name="resources",
    columns=(
        Column("name", msgid("Name"), lambda card: card.name, order="name", is_title=True),
        Column(
            "organisation",
            msgid("Organisation"),
            lambda card: card.organisation,
            order="organisation",
            fact=1,
        ),
        Column("phone", msgid("Phone"), lambda card: card.phones[0].shown if card.phones else "", fact=2),
        Column("city", msgid("Town"), lambda card: card.spots[0].city if card.spots else ""),
        Column("languages", msgid("Languages"), lambda card: ", ".join(card.languages)),
        Column("verified", msgid("Verified on"), lambda card: card.verified_on, order="verified"),
    ),
    orders=ORDERS,
    sort="name",
    search=msgid("Name, organisation or what it does"),
    filters=(Filter("need", msgid("Need"), _needs, is_single=True),),
    page=_page,
)


def _key(order: Order) -> Callable[[Card], tuple[str, str]]:
    """A card's place in an order."""
    texts: dict[str, Callable[[Card], str]] = {
        "name": lambda card: plain(card.name),
        "organisation": lambda card: plain(card.organisation),
        "verified": lambda card: card.verified_on.isoformat() if card.verified_on else "",
    }
    text = texts[order.columns[0]]
    return lambda card: (text(card), card.id)


@pages.get("")
@allow(*READERS)
def index() -> ResponseReturnValue:
    """Every resource that those who are signed in may see; found by need and words."""
    asked = LIST.asked()
    need, said = asked.one("need"), plain(asked.search).split()
    found = [card for card in staff_cards() if (not need or need in card.needs) and _says(card, said)]
    page = page_of_sorted(found, asked.page, _key(asked.page.order))
    if asked.format:
        return LIST.download(asked, page.rows)
    return render_template("resources/index.html", list=ShownList(LIST, asked, page, total=len(found)))


def _says(card: Card, words: list[str]) -> bool:
    if not words:
        return True
    whole = f" {plain(' '.join((card.name, card.organisation, card.description, *card.terms)))}"
    return all(f" {word}" in whole for word in words)


@pages.get("/to-verify")
@allow(*READERS)
def queue() -> str:
    """What waits to be verified: what is said to be wrong, then what is used most, by age."""
    found = waiting(staff_cards(), report_counts(), _use(frame().today), frame().today)
    return render_template("resources/queue.html", rows=found[:_SHOWN], count=len(found))


@pages.get("/hidden")
@allow(*HANDBOOK_EDITORS)
def hidden() -> str:
    """What not everybody may see: by what its directory calls it, and never by what it says."""
    found = decisions()
    proposed = [each for each in found if each.is_proposed]
    decided = [each for each in found if not each.is_proposed]
    return render_template(
        "resources/hidden.html", rows=[*proposed, *decided], proposed=len(proposed), words=VISIBILITIES
    )


@pages.get("/doubles")
@allow(*HANDBOOK_EDITORS)
def doubles() -> str:
    """Services that are probably one, and those that were said to be."""
    names = {card.id: card.name for card in staff_cards()}
    pairs = likely_pairs(staff_cards())
    return render_template(
        "resources/doubles.html", pairs=pairs[:_SHOWN], count=len(pairs), merges=merges(), names=names
    )


@pages.get("/plans")
@allow(*READERS)
def plans() -> str:
    """Insurance and employee assistance, by plan year."""
    return render_template("resources/plans.html", rows=covers_known(), today=frame().today)


@pages.route("/add-plan", methods=["GET", "POST"])
@allow(*HANDBOOK_EDITORS)
def add_plan() -> ResponseReturnValue:
    """Keep a plan of a site, or of all."""
    form = CoverForm()
    if form.validate_on_submit():
        cover = Cover(
            form.site.data.strip(), form.kind.data, form.name.data, tuple(form.payers.data.split(",")),
            form.phone.data, form.note.data, form.from_on.data or frame().today, form.until_on.data or frame().today,
        )  # fmt: skip
        if _is_done(form, lambda: write_cover(cover, actor()), _("The plan was added.")):
            return redirect(frame_url("resources.plans"))
    return render_template("resources/plan_form.html", form=form), 422 if form.faults else 200


@pages.post("/plans/<int:plan_id>/withdraw")
@allow(*HANDBOOK_EDITORS)
def withdraw_plan(plan_id: int) -> ResponseReturnValue:
    """Take back a plan that never held."""
    withdraw_cover(plan_id, _("Added by mistake."), actor())
    flash(_("The plan was taken back."))
    return redirect(frame_url("resources.plans"))


@pages.get("/service/<resource_id>")
@allow(*READERS)
def show(resource_id: str) -> str:
    """One resource, what is said to be wrong with it, who verified it."""
    card = _card(resource_id)
    return render_template(
        "resources/show.html",
        card=card,
        verified=verifications().get(card.id),
        reports=reports_of(card.id),
        needs=needs(),
        places=_places(card.id),
    )


def _places(service: str) -> list[tuple[str, str]]:
    """The places of a service that may be seen, to be hidden one by one."""
    objects = shown_to(Reader.STAFF)
    found = []
    for each in objects.of(service, "service_at_location", "service_id"):
        place = objects.named(each, "location_id")
        if place is not None and place.directory:
            address = next(iter(objects.of(place.record, "address")), None)
            found.append((place.record, address.text("address_1") if address else place.text("name")))
    return found


@pages.route("/service/<resource_id>/verify", methods=["GET", "POST"])
@allow(*HANDBOOK_EDITORS)
def sign(resource_id: str) -> ResponseReturnValue:
    """Sign that a service is as it is told here."""
    card = _card(resource_id)
    form = VerifyForm(data={"verified_on": frame().today})
    if form.validate_on_submit() and _is_done(
        form,
        lambda: verify(
            card.id, form.verified_on.data or frame().today, form.way.data, frame().today, actor()
        ),
        _("Signed: ‘%(name)s’ is verified.", name=card.name),
    ):
        return redirect(frame_url("resources.show", resource_id=card.id))
    return render_template("resources/verify.html", form=form, card=card), 422 if form.faults else 200


@pages.route("/visibility/<record_id>", methods=["GET", "POST"])
@allow(*HANDBOOK_EDITORS)
def visibility(record_id: str) -> ResponseReturnValue:
    """Decide who may see a service, a place or an organisation."""
    decided = next((each for each in decisions() if each.record == record_id), None)
    seen = shown_to(Reader.STAFF).by_record.get(record_id)
    if decided is None and (seen is None or seen.kind not in {"service", "location", "organization"}):
        raise NotFound(_("There is no such record."))
    form = VisibilityForm(data={"visibility": decided.visibility if decided else "redacted"})
    if form.validate_on_submit() and _is_done(
        form,
        lambda: decide(
            Showing(
                record_id, Visibility(form.visibility.data), bool(form.hides_phone.data), form.reason.data
            ),
            actor(),
        ),
        _("Decided. Within seconds it is so everywhere."),
    ):
        return redirect(frame_url("resources.hidden"))
    page = render_template("resources/visibility.html", form=form, decided=decided, seen=seen)
    return page, 422 if form.faults else 200


@pages.post("/doubles/merge")
@allow(*HANDBOOK_EDITORS)
def join_two() -> ResponseReturnValue:
    """Say that one service is another."""
    dropped, kept = request.form.get("dropped", ""), request.form.get("kept", "")
    if not dropped or not kept:
        raise InvalidInput(_("Say which of the two is kept."))
    merge(dropped, kept, _("Looked at side by side."), actor())
    flash(_("They are one now. It can be undone below."))
    return redirect(frame_url("resources.doubles"))


@pages.post("/doubles/undo")
@allow(*HANDBOOK_EDITORS)
def part_again() -> ResponseReturnValue:
    """A service is one of its own again."""
    undo_merge(request.form.get("dropped", ""), actor())
    flash(_("They are two again."))
    return redirect(frame_url("resources.doubles"))


@pages.post("/reports/<int:report_id>/close")
@allow(*HANDBOOK_EDITORS)
def close(report_id: int) -> ResponseReturnValue:
    """Say that a report was looked at."""
    service = close_report(report_id, request.form.get("answer", ""), actor())
    flash(_("Closed."))
    return redirect(frame_url("resources.show", resource_id=service))


def _card(resource_id: str) -> Card:
    found = next((card for card in staff_cards() if card.id == resource_id), None)
    if found is None:
        raise NotFound(_("There is no such resource."))
    return found


def _is_done(form: Form, act: Callable[[], Any], said: str) -> bool:
    """Do it, and say so; or say at the form why not."""
    try:
        act()
    except ReadinessError as refused:
        form.refuse(refused)
        return False
    flash(said, "met")
    return True
