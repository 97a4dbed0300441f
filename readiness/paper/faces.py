"""What stands on a piece of paper: whom it names, and the facts by which it is told to be out of date. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from readiness.foundation import words
from readiness.foundation.errors import InvalidInput
from readiness.foundation.words import day
from readiness.foundation.words import gettext as _
from readiness.handbook.content import Content
from readiness.handbook.numbers import shown
from readiness.paper.material import Material
from readiness.paper.orders import Kind, Order
from readiness.people.places import CARD_FACTS, Place
from readiness.standards.crisis_lines import CrisisLine
from readiness.standards.protocols import LEVELS

MOST_LINES = 6


@dataclass(frozen=True, slots=True)
class Lines:
    """Whom a piece names: the emergency number, the crisis line, others in the language of the paper, and whom the
    ways of a protocol's branch call."""

    emergency: CrisisLine
    crisis: CrisisLine
    more: tuple[CrisisLine, ...] = ()
    ways: tuple[CrisisLine, ...] = ()

    def all(self) -> tuple[CrisisLine, ...]:
        return (self.emergency, self.crisis, *self.more, *self.ways)


@dataclass(frozen=True, slots=True)
class Face:
    """What a piece shows. `facts`: by name what may change and make it wrong, as it stands there."""

    place: Place
    lines: Lines
    facts: Mapping[str, str]
    valid_until_on: date


def face_of(material: Material, order: Order, printed_on: date) -> Face:
    """What this piece would show now; raises NotFound, Conflict or InvalidInput saying what to do first."""
    place = material.check(order)
    with words.speaking(order.language):
        lines = _lines(material, order, place)
        return Face(
            place,
            lines,
            _facts(material, order, place, lines),
            material.valid_until_on(order, lines.all(), printed_on),
        )


def _lines(material: Material, order: Order, place: Place) -> Lines:
    content = material.at(place.country)
    emergency, crisis = content.emergency(), content.crisis(order.language)
    ways = _ways(material, content, order)
    faults = [problem for line in (emergency, crisis, *ways) if (problem := material.watch.problem(line.id))]
    if faults:
        raise InvalidInput(dict.fromkeys(faults))
    if place.dialled:
        emergency = emergency.model_copy(update={"call": place.dialled})
    named = _named(material, content, order)
    taken = {emergency.id, crisis.id}
    more = {line.id: line for line in named if line.id not in taken and not material.watch.problem(line.id)}
    return Lines(emergency, crisis, tuple(more.values())[:MOST_LINES], tuple(ways))


def _ways(material: Material, content: Content, order: Order) -> list[CrisisLine]:
    """Whom the ways of a protocol's branch call: without them it cannot be printed."""
    if order.kind is not Kind.PROTOCOL:
        return []
    protocol = material.protocol(order.protocol)
    called = (content.line_of(protocol, level, order.language) for level in LEVELS)
    return [line for line in called if line is not None]


def _named(material: Material, content: Content, order: Order) -> list[CrisisLine]:
    """The lines that a piece names beside those two, where they are in order."""
    if order.kind is Kind.POSTER:
        return _of_country(content, order.language)
    if order.kind is Kind.PROTOCOL:
        lines = content.lines_of(material.protocol(order.protocol))
        return [line for line in lines if order.language in line.languages]
    return []


def _of_country(content: Content, language: str) -> list[CrisisLine]:
    """The lines that are answered there day and night in a language, but for those that another is out for."""
    return [
        line
        for line in content.lines.values()
        if line.country == content.country
        and line.kind == "crisis"
        and line.verified
        and not line.first_for
        and language in line.languages
        and line.id not in content.outages
    ]


def _facts(material: Material, order: Order, place: Place, lines: Lines) -> dict[str, str]:
    found = {
        "name": place.name,
        "address": place.address,
        "emergency": _joined((shown(lines.emergency.call), lines.emergency.banner)),
        "prefix": place.prefix,
        "code": material.address(order),
        **{f"line {line.id}": said_of(line) for line in (lines.crisis, *lines.more)},
    }
    if order.kind is Kind.POSTER:
        found |= {name: text for name in CARD_FACTS if (text := getattr(place, name).strip())}
    if order.kind is Kind.PROTOCOL:
        found |= _facts_of_protocol(material, order, lines)
    return found


def _facts_of_protocol(material: Material, order: Order, lines: Lines) -> dict[str, str]:
    words = protocol_values(material, order, lines)
    for choice in words["choices"]:
        del choice["call"]
    called = [lines.emergency if line.id == lines.emergency.id else line for line in lines.ways]
    review = material.content.clinicians.get(order.protocol)
    return {
        **{f"way {place}": shown(line.call or line.text) for place, line in enumerate(called, start=1)},
        "protocol": _digest(words),
        "review": f"{review.reviewer}, {review.reviewed_on}" if review else "",
    }


def said_of(line: CrisisLine) -> str:
    """All of a line that stands on paper, and none of our own words, which another release may choose otherwise."""
    write = " ".join(filter(None, (shown(line.text), line.text_word)))
    hours = "" if line.is_always_open else line.hours
    return _joined((line.name, shown(line.call), line.press, write, hours, line.banner))


def _joined(texts: Iterable[str]) -> str:
    return " · ".join(filter(None, texts))


def _digest(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def line_values(line: CrisisLine) -> dict[str, Any]:
    """A line as templates show it. `scale`: how much smaller a long number is set."""
    number = shown(line.call or line.text)
    write = _("Text %(number)s", number=shown(line.text)) if line.text else ""
    if not line.call:
        write = _("Text only, no calls.")
    if write and line.text_word:
        write += f" ({_('write %(word)s', word=line.text_word)})"
    return {
        "name": line.name,
        "number": number,
        "press": _("Then press %(digit)s.", digit=line.press) if line.press else "",
        "text": write,
        "hours": "" if line.is_always_open else line.hours,
        "banner": line.banner,
        "scale": min(1.0, 5 / max(len(number), 1)),
    }


def protocol_values(material: Material, order: Order, lines: Lines) -> dict[str, Any]:
    """A protocol's own words on its poster, with whom each way of its branch calls."""
    protocol = material.protocol(order.protocol)
    text = protocol.text(order.language)
    content = material.at(material.place(order.site).country)
    choices = []
    for choice in text.choices:
        line = content.line_of(protocol, choice.level, order.language)
        called = lines.emergency if line == content.emergency() else line
        choices.append({"when": choice.when, "do": choice.do, "call": _call(called)})
    return {
        "situation": text.situation,
        "first": text.first,
        "steps": [{"do": step.do, "more": step.more} for step in text.steps],
        "branch_after": text.branch_after,
        "choices": choices,
        "say": list(text.say),
        "do_not_say": list(text.do_not_say),
        "do_not": list(text.do_not),
        "tell": [f"{each.whom}: {each.when}" for each in text.escalate],
        "is_emergency_first": protocol.is_emergency_first,
        "publishers": list(dict.fromkeys(source.publisher for source in protocol.sources)),
    }


def review_words(material: Material, slug: str) -> str:
    """Which clinician read a protocol, and when."""
    review = material.content.clinicians.get(slug)
    if review is None:
        return _("Not yet reviewed by a clinician.")
    return _("Reviewed by %(who)s on %(day)s.", who=review.reviewer, day=day(review.reviewed_on))


def _call(line: CrisisLine | None) -> str:
    if line is None:
        return ""
    if line.call:
        return _("Call %(number)s", number=shown(line.call))
    return _("Text %(number)s", number=shown(line.text))
