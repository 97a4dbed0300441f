"""A small organisation to print for: sites, the shipped protocols and lines, a day; no database."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pypdfium2
import zxingcpp

from readiness.handbook.content import Content, in_order
from readiness.lines.standing import Watch
from readiness.paper.faces import face_of
from readiness.paper.material import Material
from readiness.paper.orders import Order
from readiness.paper.setting import Print, document_of
from readiness.people.places import Place
from readiness.protocols.queries import shipped_protocols
from readiness.standards.crisis_lines import CrisisLine, load_crisis_lines
from readiness.typesetting.setting import Document

DAY = date(2026, 11, 28)
DAYTON = Place(
    "dayton", "Dayton works", "121 Main Street, Dayton, OH 45402", "US", "911", "9", "Gate 2, by the flagpole",
    "The front doors, and the fire stairs by the canteen", "Car park B", "Reception, left of the desk",
    "Third floor: the lift needs a key",
)  # fmt: skip
LEEDS = Place("L/1", "Leeds <&> co", "5 Station Road, Leeds", "GB")
HOSTILE = Place(
    "#panic/" + "x" * 40, "#panic(1) *b* $x$ @ref " + "Verwaltungsgesellschaft" * 4, "Q" * 90 + " Building 7," * 12, "US",
    "+1 (800) 555-0100 99", "9", *([f"{word} " + "the quick brown fox jumps over the lazy dog, " * 6 for word in "ABCDE"]),
)  # fmt: skip


def material(**changes: Any) -> Material:
    """What is printed on the day of the tests."""
    lines = load_crisis_lines()
    content = Content(in_order(shipped_protocols()), lines, "US", places=(DAYTON, LEEDS, HOSTILE))
    due = dict.fromkeys(shipped_protocols(), date(2027, 9, 1))
    whole = Material(content, "3f9a12cd", Watch(lines, DAY, 365), "https://readiness.example.org", 12, due)
    return replace(whole, **changes)


def with_lines(changed: Mapping[str, CrisisLine]) -> Material:
    """The same, where some lines are others."""
    whole = material()
    lines = {**whole.content.lines, **changed}
    return replace(whole, content=replace(whole.content, lines=lines), watch=Watch(lines, DAY, 365))


def document(order: Order, key: str = "", of: Material | None = None) -> Document:
    """A piece as it is set."""
    whole = of or material()
    return document_of(whole, order, face_of(whole, order, DAY), Print(DAY, "7K3MQ2PX", key))


def words(pdf: bytes) -> str:
    """All that can be read on the pages, with single spaces; words that were broken in two are whole again."""
    read = " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    return " ".join(read.replace("\u200b", "").replace("\ufffe", "").split())


def read_codes(pdf: bytes, scale: float = 2.5) -> set[str]:
    """What a telephone reads in the codes on all pages, seen with so many points of picture for one of print."""
    pictures = [page.render(scale=scale).to_pil().convert("L") for page in pypdfium2.PdfDocument(pdf)]
    return {each.text for picture in pictures for each in zxingcpp.read_barcodes(picture)}
