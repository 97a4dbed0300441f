"""What may be done with paper: ordering it, hanging it up, taking it down."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from readiness.audit.actions import Recording, recording
from readiness.audit.events.paper import PaperHung, PaperPrinted, PaperTakenDown
from readiness.duty.actions import put_keys
from readiness.duty.keys import derived_key, hash_of
from readiness.foundation.database import transaction
from readiness.foundation.errors import Conflict, InvalidInput, ReadinessError
from readiness.foundation.temporal import LAST_DAY, record, supersede, withdraw
from readiness.foundation.words import gettext as _
from readiness.foundation.words import ngettext
from readiness.paper.faces import Face, face_of
from readiness.paper.material import Material
from readiness.paper.models import PaperBatch, PaperHanging, PaperPrint
from readiness.paper.orders import KEYED, Order
from readiness.paper.queries import MARK, sites_with
from readiness.people.models import Site

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without those that are taken for one another when they are read from a wall."""
LENGTH = 8
MOST_PIECES = 5_000
MOST_TOLD = 12


@dataclass(frozen=True, slots=True)
class Printing:
    """Who prints, when, and how. `renews_keys`: the code leads to the card with who is on duty, by a new key.

    `skips`: what cannot be printed is left out, and does not keep the rest.
    """

    actor: str
    now: datetime
    today: date
    renews_keys: bool = False
    skips: bool = False


@dataclass(frozen=True, slots=True)
class Ordered:
    """A batch, what was left out of it and why. `secret` makes the keys of its sites again; it is told this once."""

    number: int
    count: int
    left_out: tuple[str, ...] = ()
    secret: str = ""


def order_paper(material: Material, orders: Sequence[Order], printing: Printing) -> Ordered:
    """Note what is printed, each piece with its serial and what stands on it; the keys of its sites are renewed first.

    Raises InvalidInput naming what cannot be printed and what to do first; then nothing is noted and no key renewed.
    """
    _check_keys(orders, printing)
    faces, faults = _faces(material, orders, printing.today)
    if faults and not (printing.skips and faces):
        raise InvalidInput(_shortened(faults), title=_("Nothing was printed."))
    sites = sites_with({order.site for order in faces})
    secret = secrets.token_urlsafe(16) if printing.renews_keys else ""
    keys = {code: derived_key(secret, code) for code in sites} if secret else {}
    with recording(printing.actor) as opened:
        if keys:
            put_keys(opened, {sites[code]: key for code, key in keys.items()}, printing.now)
        batch = PaperBatch.create(ordered_at=printing.now, ordered_by=printing.actor, count=len(faces))
        for order, face in faces.items():
            _note(
                batch, sites[order.site], order, face, _mark(keys.get(order.site)), material, printing.today
            )
        opened.note(
            PaperPrinted(
                str(batch.id),
                kinds=sorted({order.kind.value for order in faces}),
                languages=sorted({order.language for order in faces}),
                sites=len(sites),
                pieces=len(faces),
                with_keys=bool(keys),
            )
        )
    return Ordered(batch.id, len(faces), tuple(_shortened(faults)), secret)


def _check_keys(orders: Sequence[Order], printing: Printing) -> None:
    if printing.renews_keys and any(order.kind not in KEYED for order in orders):
        raise InvalidInput(
            _(
                "renews_keys: Who is on duty is shown by the code of a site's poster and of wallet cards. That of a "
                "protocol leads to the protocol, and what is torn off goes to anybody."
            )
        )


def _faces(
    material: Material, orders: Sequence[Order], printed_on: date
) -> tuple[dict[Order, Face], list[str]]:
    if not orders:
        raise InvalidInput(_("There is nothing to print: choose a site, a kind and a language."))
    if len(orders) > MOST_PIECES:
        raise InvalidInput(
            _("That is %(count)s pieces; at most %(most)s are printed at once. Choose fewer sites.", count=len(orders), most=MOST_PIECES)  # noqa: E501
        )  # fmt: skip
    faces: dict[Order, Face] = {}
    faults: list[str] = []
    for order in orders:
        try:
            faces[order] = face_of(material, order, printed_on)
        except ReadinessError as refused:
            faults += refused.problems
    return faces, list(dict.fromkeys(faults))


def _shortened(faults: Sequence[str]) -> list[str]:
    more = len(faults) - MOST_TOLD
    if more <= 0:
        return list(faults)
    return [*faults[:MOST_TOLD], ngettext("And one more.", "And %(count)s more.", more)]


def _mark(key: str | None) -> str:
    return hash_of(key)[:MARK] if key else ""


def _note(
    batch: PaperBatch, site: Site, order: Order, face: Face, key_mark: str, material: Material, printed_on: date
) -> None:  # fmt: skip
    PaperPrint.create(
        serial="".join(secrets.choice(LETTERS) for _place in range(LENGTH)),
        batch=batch,
        site=site,
        kind=order.kind,
        protocol=order.protocol,
        language=order.language,
        sheet=order.sheet,
        is_large=order.is_large,
        edition=material.edition,
        printed_on=printed_on,
        valid_until_on=face.valid_until_on,
        facts=dict(face.facts),
        key_mark=key_mark,
    )


def note_made(batch_id: int, made_count: int) -> None:
    """Say how far the setting of a batch has come, for whoever watches it."""
    with transaction():
        PaperBatch.update(made_count=made_count).where(PaperBatch.id == batch_id).execute()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a piece is hung, from which day. `instead_of`: the number of the place where it takes another's."""

    name: str
    hung_on: date
    instead_of: PaperHanging | None = None


def hang(piece: PaperPrint, place: Place, today: date, actor: str) -> None:
    """Say that a piece hangs at a place, and where it takes another's, that the other hangs no more.

    Raises InvalidInput where it says no place, or a day that is to come.
    """
    name = " ".join((place.name or (place.instead_of.place if place.instead_of else "")).split())
    faults = (
        [] if name else [_("place: Say where it hangs, so that it can be found again: ‘Kitchen, 2nd floor’.")]
    )
    if len(name) > 120:
        faults.append(_("place: Use at most 120 characters."))
    if place.hung_on > today:
        faults.append(_("hung_on: This day is still to come."))
    if faults:
        raise InvalidInput(faults)
    with recording(actor) as opened:
        before = place.instead_of
        if before is not None:
            _end(before, place.hung_on, opened)
        record(PaperHanging, opened.change, print=piece.serial, place=name, hung_on=place.hung_on)
        opened.note(
            PaperHung(
                piece.serial,
                site=piece.site.code,
                place=name,
                hung_on=place.hung_on.isoformat(),
                instead_of=before.print.serial if before is not None else "",
            )
        )


def take_down(hanging: PaperHanging, down_on: date, actor: str) -> None:
    """Say that a piece hangs at its place no more; raises Conflict where it does not already."""
    if hanging.taken_down_on != LAST_DAY:
        raise Conflict(_("It was taken down already."))
    with recording(actor) as opened:
        _end(hanging, down_on, opened)


def take_back(hanging: PaperHanging, actor: str) -> None:
    """Say that a piece never hung at its place: it was said by mistake."""
    with recording(actor) as opened:
        withdraw(hanging, opened.change)
        _note_down(hanging, "", opened)


def _end(hanging: PaperHanging, down_on: date, opened: Recording) -> None:
    day = max(down_on, hanging.hung_on)
    supersede(hanging, opened.change, taken_down_on=day)
    _note_down(hanging, day.isoformat(), opened)


def _note_down(hanging: PaperHanging, day: str, opened: Recording) -> None:
    piece = hanging.print
    opened.note(PaperTakenDown(piece.serial, site=piece.site.code, place=hanging.place, taken_down_on=day))
