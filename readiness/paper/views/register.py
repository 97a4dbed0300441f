"""The pages of what hangs where: the list, and each piece, by the serial at its foot."""

from collections.abc import Callable, Sequence
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from readiness.duty.views.rotas import EDITORS
from readiness.foundation import clock
from readiness.foundation.errors import Conflict, ReadinessError
from readiness.foundation.paging import Key, Order, page_of_sorted
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid
from readiness.handbook.actions import on_day, press
from readiness.handbook.offering import LANGUAGE_NAMES
from readiness.paper.actions import Place, Printing, hang, order_paper, take_back, take_down
from readiness.paper.forms import HangForm
from readiness.paper.making import described, order_of
from readiness.paper.models import PaperHanging, PaperPrint
from readiness.paper.orders import KIND_NAMES
from readiness.paper.queries import get_hanging, get_print, hanging_at, hangings_of, stands_on
from readiness.paper.register import Judge, Kept, hung_then, register
from readiness.paper.views.paper import present_material
from readiness.people.queries import get_site
from readiness.web.access import READERS, actor, allow, check_site, current_account
from readiness.web.cells import status
from readiness.web.frame import frame, frame_url, question
from readiness.web.listing import Asked, Filter, Listing, Option
from readiness.web.rows import Column, RowPage
from readiness.web.settings import settings
from readiness.web.shown_list import ShownList

pages = Blueprint("hung", __name__)

STANDINGS = {
    "out_of_date": msgid("Out of date"),
    "holds": msgid("Up to date"),
    "taken_down": msgid("Taken down"),
}
_KEYS: dict[str, Callable[[Kept], Key]] = {
    "site": lambda row: (row.hung.site_name, row.hung.place, row.hung.id),
    "place": lambda row: (row.hung.place, row.hung.id),
    "hung": lambda row: (row.hung.hung_on, row.hung.id),
    "valid": lambda row: (row.hung.stands.valid_until_on, row.hung.id),
}


def standing(row: Kept) -> str:
    """How a piece stands."""
    if not row.hangs:
        return "taken_down"
    if frame().is_other_day:
        return "hung"
    return "out_of_date" if row.reasons else "holds"


def _valid_until_on(row: Kept) -> date:
    return row.hung.stands.valid_until_on


REGISTER = Listing[Kept](
    name="paper",
    columns=(
        Column(
            "place", msgid("Where"), lambda row: row.hung.place, order="place", is_title=True,
            detail=lambda row: described(row.hung.order),
        ),
        Column("site", msgid("Site code"), lambda row: row.hung.order.site, is_shown=False),
        Column("site_name", msgid("Site"), lambda row: row.hung.site_name, order="site", fact=2),
        Column("kind", msgid("Kind"), lambda row: row.hung.order.kind.value, is_shown=False),
        Column("protocol", msgid("Protocol"), lambda row: row.hung.order.protocol, is_shown=False),
        Column("language", msgid("Language"), lambda row: row.hung.order.language, is_shown=False),
        Column("standing", msgid("Standing"), standing, fact=1, shown=lambda row: status(standing(row))),
        Column("why", msgid("Why"), lambda row: " ".join(row.reasons), fact=3),
        Column("hung_on", msgid("Since"), lambda row: row.hung.hung_on, order="hung"),
        Column("valid_until_on", msgid("Valid until"), _valid_until_on, order="valid"),
        Column("serial", msgid("Number"), lambda row: row.hung.serial),
        Column("edition", msgid("Edition"), lambda row: row.hung.edition),
    ),
    orders={
        "site": Order(("site_name", "place", "id"), (str, str, int)),
        "place": Order(("place", "id"), (str, int)),
        "hung": Order(("hung_on", "id"), (date, int)),
        "valid": Order(("valid_until_on", "id"), (date, int)),
    },
    sort="site",
    filters=(
        Filter(
            "standing", msgid("Standing"), lambda: [Option(name, _(words)) for name, words in STANDINGS.items()],
            is_single=True,
        ),
        Filter("kind", msgid("Kind"), lambda: [Option(kind.value, _(name)) for kind, name in KIND_NAMES.items()]),
        Filter("language", msgid("Language"), lambda: [Option(tag, name) for tag, name in LANGUAGE_NAMES.items()]),
    ),
    search=msgid("Place or number"),
    page=lambda: RowPage(lambda row: frame_url("hung.piece", serial=row.hung.serial)),
)  # fmt: skip


def _everything() -> list[Kept]:
    """The register as the account may see it, at the site that the page is about, or at all."""
    code = frame().site
    sites = frozenset({get_site(code).id}) if code else current_account().site_ids
    if frame().is_other_day:
        return hung_then(question(), sites)
    return register(press(settings()), settings(), sites)


def _wanted(rows: Sequence[Kept], asked: Asked) -> list[Kept]:
    said, kinds, languages = asked.one("standing"), asked.chosen["kind"], asked.chosen["language"]
    search = asked.search.casefold().replace("-", "")
    return [
        row
        for row in rows
        if (standing(row) == said if said else row.hangs)
        and (not kinds or row.hung.order.kind in kinds)
        and (not languages or row.hung.order.language in languages)
        and (not search or search in f"{row.hung.place} {row.hung.serial}".casefold().replace("-", ""))
    ]


@pages.get("/handbook/paper")
@allow(*READERS)
def index() -> ResponseReturnValue:
    """What hangs where, and what of it is out of date."""
    asked, everything = REGISTER.asked(), _everything()
    key = _KEYS[asked.sort.removeprefix("-")]
    found = page_of_sorted(_wanted(everything, asked), asked.page, key)
    if asked.format:
        return REGISTER.download(asked, found.rows)
    hanging = [row for row in everything if row.hangs]
    return render_template(
        "paper/index.html",
        list=ShownList(REGISTER, asked, found),
        count=len(hanging),
        old=sum(bool(row.reasons) for row in hanging),
    )


@pages.post("/handbook/paper/reprint")
@allow(*EDITORS)
def reprint() -> ResponseReturnValue:
    """Print all anew that hangs and is out of date."""
    old = [row for row in _everything() if row.reasons]
    if not old:
        raise Conflict(_("Nothing that hangs is out of date."))
    orders = list(dict.fromkeys(row.hung.order for row in old))
    how = Printing(actor(), clock.now(), frame().today, skips=True)
    ordered = order_paper(present_material(), orders, how)
    for fault in ordered.left_out:
        flash(_("Left out: %(why)s", why=fault), "due")
    if any(row.hung.stands.key_mark for row in old):
        flash(
            _(
                "Some of what hangs shows who is on duty. What was printed now leads to the card that everyone sees; "
                "for the other, print with new keys."
            ),
            "due",
        )
    return redirect(frame_url("paper.batch", batch_id=ordered.number))


@pages.get("/paper")
@allow(*READERS)
def find() -> ResponseReturnValue:
    """Find a piece by what stands at its foot."""
    serial = request.args.get("serial", "").strip()
    return (
        redirect(frame_url("hung.piece", serial=get_print(serial).serial))
        if serial
        else render_template("paper/find.html")
    )


def _seen_piece(serial: str) -> PaperPrint:
    piece = get_print(serial)
    check_site(piece.site.id)
    return piece


@pages.route("/paper/<serial>", methods=["GET", "POST"])
@allow(*READERS)
def piece(serial: str) -> ResponseReturnValue:
    """One piece: whether it holds, where it hangs; and saying that it hangs here."""
    found = _seen_piece(serial)
    today = clock.today(found.site.time_zone)
    judge = Judge.of(on_day(press(settings()), today), settings())
    others = [each for each in hanging_at(found.site.id, found.kind) if each.print.serial != found.serial]
    form = HangForm(data={"hung_on": today, "instead_of": _likeliest(found, others, judge)})
    form.instead_of.choices = {"": _("Nothing"), **{str(each.fact_id): _called(each) for each in others}}
    if form.validate_on_submit() and _is_hung(found, form, others, today):
        return redirect(frame_url("hung.piece", serial=found.serial))
    page = render_template(
        "paper/piece.html",
        piece=found,
        form=form,
        others=others,
        what=described(order_of(found)),
        reasons=judge.reasons(order_of(found), stands_on(found)),
        hangings=hangings_of(found.serial),
    )
    return page, 422 if form.faults else 200


def _is_hung(piece: PaperPrint, form: HangForm, others: Sequence[PaperHanging], today: date) -> bool:
    """Keep what the form says, or show in it why not."""
    instead = next((each for each in others if str(each.fact_id) == form.instead_of.data), None)
    try:
        hang(piece, Place(form.place.data or "", form.hung_on.data or today, instead), today, actor())
    except ReadinessError as refused:
        form.refuse(refused)
        return False
    flash(_("Kept: it hangs here."))
    return True


def _likeliest(piece: PaperPrint, others: Sequence[PaperHanging], judge: Judge) -> str:
    """What it takes the place of, where nobody chooses: the like of it that is out of date; what holds stays."""
    for each in others:
        is_alike = (each.print.protocol, each.print.language) == (piece.protocol, piece.language)
        if is_alike and judge.reasons(order_of(piece), stands_on(each.print)):
            return str(each.fact_id)
    return ""


def _called(hanging: PaperHanging) -> str:
    return _("%(place)s (%(serial)s)", place=hanging.place, serial=hanging.print.serial)


def _seen_hanging(hanging_id: int) -> PaperHanging:
    found = get_hanging(hanging_id)
    check_site(found.print.site.id)
    return found


@pages.post("/paper/hangings/<int:hanging_id>/down")
@allow(*EDITORS)
def down(hanging_id: int) -> ResponseReturnValue:
    """It hangs here no more."""
    hanging = _seen_hanging(hanging_id)
    take_down(hanging, clock.today(hanging.print.site.time_zone), actor())
    flash(_("Kept: it was taken down."))
    return redirect(frame_url("hung.piece", serial=hanging.print.serial))


@pages.post("/paper/hangings/<int:hanging_id>/take-back")
@allow(*EDITORS)
def undo(hanging_id: int) -> ResponseReturnValue:
    """It never hung here."""
    hanging = _seen_hanging(hanging_id)
    take_back(hanging, actor())
    flash(_("Taken back: it never hung there."))
    return redirect(frame_url("hung.piece", serial=hanging.print.serial))
