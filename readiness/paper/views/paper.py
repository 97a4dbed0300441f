"""The pages on which paper is printed: what to print, how it looks, and the files."""

from collections.abc import Sequence

from flask import Blueprint, Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from readiness.duty.views.rotas import EDITORS
from readiness.foundation import clock
from readiness.foundation.database import connected
from readiness.foundation.errors import NotFound, ReadinessError
from readiness.foundation.words import gettext as _
from readiness.handbook.actions import press
from readiness.paper.actions import Ordered, Printing, note_made, order_paper
from readiness.paper.faces import face_of
from readiness.paper.forms import PrintForm
from readiness.paper.making import archive, described, made, name_of, order_of, pieces_of
from readiness.paper.material import Material
from readiness.paper.models import PaperPrint
from readiness.paper.orders import SHEETS, Kind, Order
from readiness.paper.queries import get_batch, latest_batches, material, prints_of, replaced_by
from readiness.paper.setting import Print, document_of
from readiness.people.queries import site_choices
from readiness.standards.protocols import LANGUAGES
from readiness.typesetting.setting import picture_of
from readiness.web.access import READERS, actor, allow, current_account, may_see_site
from readiness.web.frame import frame, frame_url
from readiness.web.settings import settings

pages = Blueprint("paper", __name__)

EVERY_SITE = 10_000
PREVIEW_PIXELS_PER_INCH = 80
TOLD_EVERY = 10


def present_material() -> Material:
    """What would be printed now is made of; raises Conflict where no handbook is shown."""
    return material(press(settings()), settings())


def own_codes() -> list[str]:
    """The codes of the sites that the account may see."""
    return [each.code for each in site_choices(current_account().site_ids, EVERY_SITE)]


@pages.route("/handbook/paper/print", methods=["GET", "POST"])
@allow(*EDITORS)
def printing() -> ResponseReturnValue:
    """Choose what to print and look at it; then print it."""
    at, known = present_material(), own_codes()
    form = PrintForm(
        data={
            "kind": request.args.get("kind", Kind.POSTER.value),
            "site": frame().site or (known[0] if known else ""),
            "protocol": request.args.get("protocol", next(iter(at.content.protocols), "")),
            "languages": [LANGUAGES[0]],
            "sheet": "letter" if at.content.country == "US" else "a4",
        }
    )
    form.protocol.choices = {
        slug: each.text(LANGUAGES[0]).situation for slug, each in at.content.protocols.items()
    }
    is_valid = form.validate_on_submit()
    orders = [] if form.site.errors else form.orders(known)
    if "look" not in request.form and is_valid and _is_seen(form, orders):
        try:
            _check_reach(orders, known)
            ordered = order_paper(at, orders, _how(form))
        except ReadinessError as refused:
            form.refuse(refused)
        else:
            return _ordered(ordered)
    page = render_template(
        "paper/print.html",
        form=form,
        preview=_preview_of(orders),
        why_none=_why_none(at, orders),
        count=len(orders),
        keys=len({order.site for order in orders}),
    )
    return page, 422 if form.faults else 200


def _how(form: PrintForm) -> Printing:
    return Printing(actor(), clock.now(), frame().today, bool(form.renews_keys.data), bool(form.skips.data))


def _is_seen(form: PrintForm, orders: Sequence[Order]) -> bool:
    """Whether it was said of how many sites the keys are renewed: nobody does that unawares."""
    asked = str(len({order.site for order in orders})) if form.renews_keys.data else ""
    is_seen, form.seen_keys.data = form.seen_keys.data == asked, asked
    return is_seen or not asked


def _check_reach(orders: Sequence[Order], known: Sequence[str]) -> None:
    strange = sorted({order.site for order in orders} - set(known))
    if strange:
        raise NotFound(_("site: There is no site '%(code)s' among yours.", code=strange[0]))


def _ordered(ordered: Ordered) -> ResponseReturnValue:
    """To the page of the batch; where keys were made, it is shown at once, since they are told only now."""
    for fault in ordered.left_out:
        flash(_("Left out: %(why)s", why=fault), "due")
    if not ordered.secret:
        return redirect(frame_url("paper.batch", batch_id=ordered.number))
    return _batch_page(ordered.number, ordered.secret)


def _why_none(at: Material, orders: Sequence[Order]) -> list[str]:
    """Why the first piece cannot be printed, with what to do first; nothing where it can."""
    try:
        for order in orders[:1]:
            face_of(at, order, frame().today)
    except ReadinessError as refused:
        return list(refused.problems)
    return []


def _preview_of(orders: Sequence[Order]) -> str:
    """The address of a picture of the first piece; '' where there is none."""
    if not orders:
        return ""
    first = orders[0]
    return frame_url(
        "paper.preview", kind=first.kind.value, of=first.site, lang=first.language, size=first.sheet,
        large="1" if first.is_large else None, protocol=first.protocol or None,
    )  # fmt: skip


@pages.get("/handbook/paper/preview.png")
@allow(*READERS)
def preview() -> Response:
    """A picture of a piece's first page, as it would be printed now; raises NotFound for another's site."""
    at, known, asked = present_material(), own_codes(), request.args
    site = asked.get("of") or (known[0] if known else "")
    kind, sheet = asked.get("kind", Kind.POSTER), asked.get("size", "a4")
    if kind not in set(Kind) or sheet not in SHEETS:
        raise NotFound(_("There is no such kind of paper."))
    order = Order(
        Kind(kind),
        site,
        asked.get("lang", LANGUAGES[0]),
        sheet,
        bool(asked.get("large")),
        asked.get("protocol", ""),
    )
    if known:
        _check_reach([order], known)
    face = face_of(at, order, frame().today)
    picture = picture_of(document_of(at, order, face, Print(frame().today)), PREVIEW_PIXELS_PER_INCH)
    return Response(picture, content_type="image/png")


@pages.get("/handbook/paper/batches")
@allow(*READERS)
def batches() -> str:
    """What was printed last."""
    seen = [each for each in latest_batches() if _all_seen(prints_of(each))]
    return render_template("paper/batches.html", batches=seen)


def _all_seen(prints: Sequence[PaperPrint]) -> bool:
    return all(may_see_site(each.site.id) for each in prints)


@pages.get("/handbook/paper/batches/<int:batch_id>")
@allow(*READERS)
def batch(batch_id: int) -> str:
    """What was printed together: its file, and each piece."""
    return _batch_page(batch_id)


def _batch_page(batch_id: int, secret: str = "") -> str:
    found, prints = _seen_batch(batch_id)
    return render_template(
        "paper/batch.html", batch=found, prints=prints, described=lambda each: described(order_of(each)), secret=secret,
        replaced=replaced_by(prints), is_keyed=any(each.key_mark for each in prints),
    )  # fmt: skip


def _seen_batch(batch_id: int):  # type: ignore[no-untyped-def]
    found = get_batch(batch_id)
    prints = prints_of(found)
    if not _all_seen(prints):
        raise NotFound(_("Nothing was printed under the number %(number)s.", number=batch_id))
    return found, prints


@pages.post("/handbook/paper/batches/<int:batch_id>/file")
@allow(*EDITORS)
def file(batch_id: int) -> Response:
    """One piece as PDF; several as an archive, sent while it is made."""
    _found, prints = _seen_batch(batch_id)
    pieces = pieces_of(present_material(), prints, request.form.get("secret", ""))
    if len(prints) == 1:
        ((_name, pdf),) = made(pieces)
        note_made(batch_id, 1)
        return _sent(pdf, "application/pdf", name_of(prints[0]).replace("/", "-"))

    def tell(count: int) -> None:
        if count % TOLD_EVERY == 0 or count == len(prints):
            with connected():
                note_made(batch_id, count)

    name = f"paper-{prints[0].printed_on}-{batch_id}.zip"
    return _sent(archive(pieces, prints[0].printed_on, tell), "application/zip", name)


def _sent(content: object, kind: str, name: str) -> Response:
    answer = Response(content, content_type=kind)  # type: ignore[arg-type]
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
