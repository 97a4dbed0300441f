"""A piece of paper as a document to be set: its values in its own language, and its code. Pure."""

import io
from dataclasses import dataclass
from datetime import date
from typing import Any

from readiness.foundation import words
from readiness.foundation.later import segno
from readiness.foundation.words import day, join
from readiness.foundation.words import gettext as _
from readiness.paper.faces import Face, line_values, protocol_values, review_words
from readiness.paper.material import Material
from readiness.paper.orders import TYPST_NAMES, Kind, Order
from readiness.people.places import CARD_FACTS
from readiness.standards.protocols import LANGUAGES
from readiness.typesetting.setting import Document

CODE_MILLIMETRES = {Kind.POSTER: 92, Kind.PROTOCOL: 42, Kind.WALLET: 31, Kind.TEAR_OFF: 76}
"""How wide the code is with the white around it: a poster's is read from 1.5 m, a card's from the hand."""


@dataclass(frozen=True, slots=True)
class Print:
    """What is told of one printing. `serial` '' is a look beforehand; `key`: of the site's card, while it is known."""

    printed_on: date
    serial: str = ""
    key: str = ""


def document_of(material: Material, order: Order, face: Face, told: Print) -> Document:
    """The piece as a document."""
    address = material.keyed_address(order, told.key) if told.key else material.address(order)
    with words.speaking(order.language):
        values = _values(material, order, face, told)
    return Document(f"{order.kind}.typ", values, told.printed_on, {"code.svg": code_of(address)})


def code_of(address: str) -> bytes:
    """The address as a QR code of which an eighth may be hidden or torn; drawn in squares, so that it stays sharp."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=4, dark="#000", light="#fff")
    return drawn.getvalue()


def _values(material: Material, order: Order, face: Face, told: Print) -> dict[str, Any]:
    values = {
        "title": _title(material, order, face),
        "language": order.language,
        "paper": TYPST_NAMES[order.sheet],
        "large": order.is_large,
        "danger": _danger(face),
        "crisis": {**line_values(face.lines.crisis), "heading": _("Crisis line, day and night")},
        "more": [line_values(line) for line in face.lines.more],
        "more_heading": _("More lines, day and night")
        if order.kind is Kind.POSTER
        else _("Lines that know about this"),
        "here": _here(face),
        "scan": _scan(material, order, told),
        "foot": _foot(material, face, told),
        "heading": _("Help now"),
        "first": {"heading": _("What to do first"), "steps": _first_steps(face)},
    }
    if order.kind is Kind.PROTOCOL:
        said = protocol_values(material, order, face.lines)
        values["protocol"] = {**said, **_protocol_words(material, order, said["publishers"])}
    return values


def _title(material: Material, order: Order, face: Face) -> str:
    """Neutral: it stands in the list of a printer that others see."""
    if order.kind is Kind.PROTOCOL:
        return material.protocol(order.protocol).text(order.language).title
    return _("Help now: %(site)s", site=face.place.name)


def _danger(face: Face) -> dict[str, Any]:
    number = line_values(face.lines.emergency)["number"]
    desk = ""
    if face.place.prefix:
        desk = _(
            "From a desk phone here: %(prefix)s, then %(number)s.", prefix=face.place.prefix, number=number
        )
    return {
        **line_values(face.lines.emergency),
        "heading": _("Danger right now?"),
        "words": _("Call. Say where you are. Stay on the line."),
        "desk": desk,
    }


def _here(face: Face) -> dict[str, Any]:
    labels = {
        "meeting_place": _("Where to meet the ambulance"),
        "exits": _("Exits"),
        "assembly_point": _("Assembly point"),
        "defibrillator": _("Defibrillator"),
        "dispatcher_words": _("Also tell the dispatcher"),
    }
    facts = [{"label": labels[name], "text": face.facts[name]} for name in CARD_FACTS if name in face.facts]
    return {
        "heading": _("You are here. Tell the dispatcher:"),
        "name": face.place.name,
        "address": face.place.address,
        "facts": facts,
    }


def _first_steps(face: Face) -> list[str]:
    meet = _("Send someone to meet the ambulance.")
    return [
        _("Are you safe? If not, get away first."),
        _("Call, or let somebody call. Say where you are."),
        _("Stay with the person. Do not leave them alone."),
        *([meet] if "meeting_place" in face.facts else []),
        _("Scan the code for the next steps, one at a time."),
    ]


def _scan(material: Material, order: Order, told: Print) -> dict[str, Any]:
    address = material.address(order)
    return {
        "heading": _("What is happening? Scan."),
        "words": _("What to do, step by step. No sign-in. Nobody at work can see who looked."),
        "alt": _("QR code. It opens the help of this site: %(address)s", address=address),
        "address": address.partition("://")[2],
        "short": address.partition("://")[2].removesuffix(f"&lang={LANGUAGES[0]}"),
        "millimetres": CODE_MILLIMETRES[order.kind],
        "keyed": _("The code also shows who is on duty. For colleagues: do not pass it on.")
        if told.key
        else "",
    }


def _foot(material: Material, face: Face, told: Print) -> dict[str, Any]:
    host = material.base_url.partition("://")[2]
    return {
        "valid": _("Valid until %(day)s", day=day(face.valid_until_on)),
        "about": _(
            "Printed on %(day)s. Handbook %(edition)s.", day=day(told.printed_on), edition=material.edition
        ),
        "serial": f"{host}/paper/{told.serial}" if told.serial else _("Only to look at: not to be hung up"),
        "number": told.serial or _("Only to look at: not to be hung up"),
    }


def _protocol_words(material: Material, order: Order, publishers: list[str]) -> dict[str, Any]:
    """What its poster says around a protocol's own words."""
    due = material.reviews.get(order.protocol)
    again = _("To be read again by %(day)s.", day=day(due)) if due else ""
    told = (_("From: %(sources)s.", sources=join(publishers)), review_words(material, order.protocol), again)
    return {
        "steps_heading": _("What to do"),
        "branch_heading": _("How bad is it?"),
        "say_heading": _("Say"),
        "do_not_say_heading": _("Don't say"),
        "do_not_heading": _("Do not"),
        "tell_heading": _("Whom to tell"),
        "sources": " ".join(filter(None, told)),
    }
