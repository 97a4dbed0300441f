"""What was ordered as files: each piece as PDF, many as a ZIP archive that is sent while it is made."""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from readiness.duty.keys import derived_key, hash_of
from readiness.foundation.errors import Conflict
from readiness.foundation.words import gettext as _
from readiness.handbook.offering import LANGUAGE_NAMES
from readiness.paper.comparing import reasons
from readiness.paper.faces import face_of
from readiness.paper.material import Material
from readiness.paper.models import PaperPrint
from readiness.paper.orders import KIND_NAMES, SHEETS, TYPST_NAMES, Kind, Order
from readiness.paper.queries import MARK, replaced_by, stands_on
from readiness.paper.setting import Print, code_of, document_of
from readiness.typesetting.setting import Document, pdfs_of

LIST = "hanging-list.pdf"


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece to be set: the name of its file in a folder or archive, and what makes the document when it is due."""

    name: str
    document: Callable[[], Document]


def order_of(piece: PaperPrint) -> Order:
    """What a piece that was printed is."""
    return Order(
        Kind(piece.kind), piece.site.code, piece.language, piece.sheet, piece.is_large, piece.protocol
    )


def pieces_of(material: Material, prints: Sequence[PaperPrint], secret: str = "") -> list[Piece]:
    """What was ordered, as it was ordered, and where it is more than one a list; `secret` makes the keys of its codes.

    Raises Conflict where something on it is another since, or its key is not known any more.
    """
    pieces = [_piece(material, each, secret) for each in prints]
    if len(prints) > 1:
        pieces.append(Piece(LIST, partial(_list, material, prints, replaced_by(prints))))
    return pieces


def _piece(material: Material, piece: PaperPrint, secret: str) -> Piece:
    order = order_of(piece)
    face = face_of(material, order, piece.printed_on)
    key = ""
    if piece.key_mark:
        key = derived_key(secret, order.site) if secret else ""
        if hash_of(key)[:MARK] != piece.key_mark:
            raise Conflict(
                _(
                    "The key in the code was told once, when it was printed, and is not kept. Print anew, with a "
                    "new key or with the code that everyone may have."
                )
            )
    if reasons(stands_on(piece), face.facts, material.key_marks.get(order.site, ""), piece.printed_on):
        raise Conflict(_("Something on it is another since it was ordered. Print it anew."))
    told = Print(piece.printed_on, piece.serial, key)
    return Piece(name_of(piece), partial(document_of, material, order, face, told))


def name_of(piece: PaperPrint) -> str:
    """The name of a piece's file: whatever the site is called, a name on every disk."""
    site = re.sub(r"[^A-Za-z0-9-]+", "_", piece.site.code).strip("_")[:40] or "site"
    what = piece.protocol or piece.kind
    large = "-large" if piece.is_large else ""
    return f"{site}/{what}-{piece.language}{large}-{piece.serial}.pdf"


def _list(
    material: Material, prints: Sequence[PaperPrint], replaced: Mapping[str, Sequence[str]]
) -> Document:
    """For whoever goes round: each piece, where its like hangs now, and a code with which one says where it hangs."""
    host = material.base_url.partition("://")[2]
    values = {
        "title": _("What is to be hung up"),
        "lead": _("Where it hangs, scan its code on this list with a phone that is signed in, and say so. Take down what it replaces."),  # noqa: E501
        "language": "en",
        "paper": TYPST_NAMES[prints[0].sheet],
        "where": _("Hangs at"),
        "rows": [
            {
                "site": each.site.name,
                "what": described(order_of(each)),
                "serial": f"{host}/paper/{each.serial}",
                "alt": _("QR code. It opens the page on which one says where %(serial)s hangs.", serial=each.serial),
                "instead": _("Hangs now: %(places)s", places=", ".join(places)) if places else "",
                "code": code_of(f"{material.base_url}/paper/{each.serial}").decode(),
            }
            for each in prints
            for places in [replaced.get(each.serial, ())]
        ],
    }  # fmt: skip
    return Document("hanging-list.typ", values, prints[0].printed_on)


def described(order: Order) -> str:
    """What a piece is, in a few words."""
    words = [_(KIND_NAMES[order.kind])]
    if order.protocol:
        words.append(f"‘{order.protocol}’")
    words += [LANGUAGE_NAMES.get(order.language, order.language), SHEETS[order.sheet]]
    if order.is_large:
        words.append(_("large type"))
    return ", ".join(words)


def made(pieces: Iterable[Piece]) -> Iterator[tuple[str, bytes]]:
    """Each piece's name and PDF, in their order, as they are made."""
    listed = list(pieces)
    for piece, pdf in zip(listed, pdfs_of(each.document() for each in listed), strict=True):
        yield piece.name, pdf


def archive(pieces: Iterable[Piece], made_on: date, tell: Callable[[int], None]) -> Iterator[bytes]:
    """A ZIP archive of all, in chunks as they are made; `tell` is told how many are. Nothing is held but one piece."""
    out = _Chunks()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archived:
        for count, (name, pdf) in enumerate(made(pieces), start=1):
            archived.writestr(zipfile.ZipInfo(name, (made_on.year, made_on.month, made_on.day, 0, 0, 0)), pdf)
            tell(count)
            yield out.taken()
    yield out.taken()


class _Chunks(io.RawIOBase):
    """What is written, to be taken away piece by piece; it cannot be gone back in."""

    def __init__(self) -> None:
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, content: bytes) -> int:  # type: ignore[override]
        self._held += content
        return len(content)

    def taken(self) -> bytes:
        """What was written since it was asked last."""
        held, self._held = bytes(self._held), bytearray()
        return held
