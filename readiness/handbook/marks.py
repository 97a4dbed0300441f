"""Marks in a page, filled in for a place and for where the page is read: online, from the phone, from a folder.

A page is kept once for each language and country. What differs from site to site (its name, its number, the links
that keep it) and from one way of reading to another stands as a mark, so that 500 sites cost a line each and not a
copy of every page. The phone fills in the same marks (templates/handbook/finder.js).
"""

from collections.abc import Iterable, Mapping
from html import escape
from typing import TypedDict
from urllib.parse import quote

from readiness.handbook.numbers import call_link, shown
from readiness.people.places import CARD_FACTS, Place
from readiness.standards.protocols import LANGUAGES


def _mark(name: str) -> str:
    return f"\ue000{name}\ue001"


STYLE = _mark("style")
"""The style sheet, which stands in every page."""
HEAD = _mark("head")
"""What only some readers need in the head of a page: the manifest and the scripts."""
NOTE = _mark("note")
"""Where it stands that the page comes from the phone, and since when."""
KNOWN = _mark("known")
"""As of which day it is known who is near, in a copy that names them."""
FOOT = _mark("foot")
"""The way to the workroom, where there is one."""
PLACE = _mark("place")
"""The place and its address, by the call buttons."""
FACTS = _mark("facts")
"""What the card of a place says beside that; each fact has a mark of its own name."""
DUTY = _mark("duty")
"""Who is on duty: filled in by a server alone, and only for whoever has the card's key."""
FOUND = _mark("found")
"""The rows of what was found."""
TYPED = _mark("typed")
"""What was typed, in the page that answers it: filled in last, since it may be anything."""
DAY = _mark("day")
"""The day on which the phone took its copy, which the phone writes."""
ONLY, ALSO = _mark("only"), _mark("also")
"""The site in a link: as the whole of what is asked, and before the language. Where the language was asked for, the
first says it too: a link with none leads to the language that the browser would have."""
CODE, NAME, ADDRESS, PREFIX = _mark("code"), _mark("name"), _mark("address"), _mark("prefix")
EMERGENCY = _mark("emergency")
"""The emergency number: as it is shown, and after 'tel:' as it is dialled."""

Values = list[tuple[str, str]]


def to(path: str, language: str) -> str:
    """The address of a page in a language, with marks for its site."""
    return path + ONLY if language == LANGUAGES[0] else f"{path}?{ALSO}lang={language}"


def said(language: str, *, is_asked: bool) -> str:
    """What links of the first language say of it, on a page in this language; '' where the browser chose it."""
    return f"lang={LANGUAGES[0]}" if is_asked or language != LANGUAGES[0] else ""


def of_fact(name: str) -> str:
    """The mark of what a card says of one thing."""
    return _mark(name)


def fill(page: str, values: Iterable[tuple[str, str]]) -> str:
    """The page with its marks filled in, one after the other: what is filled in may hold marks that come later."""
    for mark, value in values:
        page = page.replace(mark, value)
    return page


class Standing(TypedDict):
    """What is filled in for a place, as text for a page."""

    country: str
    call: str
    tel: str
    shown: str
    name: str
    address: str
    prefix: str
    facts: dict[str, str]


def standing(place: Place, emergency: str) -> Standing:
    """What is filled in for a place; `emergency`: the number of its country, where it has none of its own."""
    number = place.dialled or emergency
    return {
        "country": place.country,
        "call": number,
        "tel": call_link(number),
        "shown": shown(number),
        "name": escape(place.name),
        "address": escape(place.address),
        "prefix": escape(place.prefix),
        "facts": {name: escape(text) for name in CARD_FACTS if (text := getattr(place, name))},
    }


def nowhere(country: str, emergency: str) -> Standing:
    """What is filled in where no place is known."""
    return standing(Place("", "", "", country), emergency)


def of_reading(style: str, head: str, note: str, foot: str, known: str = "") -> Values:
    """What is filled in for where the page is read."""
    return [(STYLE, style), (HEAD, head), (NOTE, note), (FOOT, foot), (KNOWN, known)]


def of_place(code: str, there: Standing, fragments: Mapping[str, str], said: str = "") -> Values:
    """What is filled in for a place, in the language of the fragments; `code` is '' for nowhere in particular.

    `said`: what links of the first language say of it, 'lang=en'; '' where it was not asked for.
    """
    link = quote(code, safe="")
    asked = "&".join(filter(None, (f"site={link}" if code else "", said)))
    stands = fragments["place"] + (fragments["dial"] if there["prefix"] else "")
    return [
        (PLACE, stands if code else ""),
        (FACTS, "".join(fragments[name] for name in there["facts"])),
        *((of_fact(name), text) for name, text in there["facts"].items()),
        (DUTY, ""),
        (ONLY, f"?{asked}" if asked else ""),
        (ALSO, f"site={link}&" if code else ""),
        (f"tel:{EMERGENCY}", there["tel"]),
        (EMERGENCY, there["shown"]),
        (CODE, link),
        (NAME, there["name"]),
        (ADDRESS, there["address"]),
        (PREFIX, there["prefix"]),
    ]
