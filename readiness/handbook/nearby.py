"""The few services near each site, for copies that meet no network: a phone's, and a folder's.

They are worked out when the file of resources is written, never part of an edition: what is hidden is gone from them
as soon as from the pages. A phone takes them whole, for all sites, as it takes the handbook (templates/handbook/
finder.js fills in the same).
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from html import escape
from typing import Any

import brotli

from readiness.foundation import words
from readiness.foundation.words import gettext as _
from readiness.handbook.resource_words import dial, hours_words, way
from readiness.people.places import Place
from readiness.resources.areas import Whereabouts
from readiness.resources.cards import Card
from readiness.resources.finding import NEAREST, NOWHERE, Catalogue
from readiness.resources.languages import language_name
from readiness.standards.protocols import LANGUAGES

LARGEST = 80 * 1024
"""Bytes as a phone takes them, beside the 138 kB of the handbook; where more sites have more, each names fewer."""

Nearby = Mapping[str, Any]
_NEED = re.compile(r'<li data-need="([a-z-]+)">(.*?)</li>', re.DOTALL)
_LANGUAGES_SAID = 4


def nearby_text(catalogue: Catalogue, places: Sequence[Place], day: date) -> str:
    """Who is near each site, by need, as one text; '' where there is nothing to tell."""
    if not catalogue.cards:
        return ""
    here = {place.code: catalogue.whereabouts(place.country, place.address) for place in places}
    for count in range(NEAREST, 0, -1):
        near, _records = nearby(catalogue, here, day, count)
        text = json.dumps(near, ensure_ascii=False, separators=(",", ":"))
        if len(brotli.compress(text.encode(), quality=5)) <= LARGEST:
            return text
    return ""


def nearby(
    catalogue: Catalogue, here: Mapping[str, Whereabouts], day: date, count: int = NEAREST
) -> tuple[Nearby, list[str]]:
    """Who is near each site and near none, and the services that are named, in their order."""
    now = datetime.now(UTC)
    cards: dict[str, int] = {}
    ways: dict[int, int] = {}
    lists: dict[str, int] = {}

    def listed(there: Whereabouts) -> int:
        found: dict[str, list[list[int]]] = {}
        for need in catalogue.needs:
            for each in catalogue.nearest(need, there, now, count):
                # A copy tells of nobody in particular: where the site is not known, only whom a call reaches.
                if there.point is None and not each.card.is_reached_without_going:
                    continue
                metres = -1 if each.metres is None else round(each.metres, -2)
                place = [cards.setdefault(each.card.id, len(cards)), ways.setdefault(int(metres), len(ways))]
                found.setdefault(need, []).append(place)
        text = json.dumps(found, separators=(",", ":"))
        return lists.setdefault(text, len(lists))

    sites = {code: listed(there) for code, there in sorted(here.items())}
    whole = {
        "none": listed(NOWHERE),
        "sites": sites,
        "lists": [json.loads(text) for text in lists],
        "ways": [[_way(catalogue, metres, language) for metres in ways] for language in LANGUAGES],
        "cards": [_card(catalogue.by_id[record], day) for record in cards],
    }
    return whole, [*cards]


def _way(catalogue: Catalogue, metres: int, language: str) -> str:
    with words.speaking(language):
        return way(catalogue.home.country, None if metres < 0 else metres)


def _card(card: Card, day: date) -> list[Any]:
    """What is dialled, what it is called, and in each language what is said: as text for a page."""
    phone = next(phone for phone in card.phones if phone.dialled)
    said = []
    for language in LANGUAGES:
        with words.speaking(language):
            spoken = ", ".join(language_name(code, language) for code in card.languages[:_LANGUAGES_SAID])
            verified = (
                _("verified here on %(day)s", day=words.day(card.verified_on)) if card.verified_on else ""
            )
            told = [hours_words(card, day), spoken, verified or _("not yet verified here")]
            said.append(
                [escape(_("Call %(number)s", number=phone.shown)), escape(" · ".join(filter(None, told)))]
            )
    return [escape(dial(phone)), escape(card.name), *said]


def with_nearby(
    page: str, near: Nearby, site: str, language: str, *, is_list: bool, links: Sequence[str] = ()
) -> str:
    """A page with who is near for each need that it names; `is_list`: what nobody is near for is left out.

    `links`: the address of each service, where it has a page.
    """
    listed = near["lists"][near["sites"].get(site, near["none"])]
    tongue = LANGUAGES.index(language)

    def filled(found: re.Match[str]) -> str:
        rows = "".join(_row(near, each, tongue, links) for each in listed.get(found[1], ()))
        if not rows and is_list:
            return ""
        return f'<li data-need="{found[1]}">{found[2]}{rows}</li>'

    return _NEED.sub(filled, page)


def _row(near: Nearby, place: Iterable[int], tongue: int, links: Sequence[str]) -> str:
    card, way_there = place
    number, name, *said = near["cards"][card]
    name = f'<a href="{links[card]}">{name}</a>' if links else name
    call, told = said[tongue]
    more = " · ".join(filter(None, (told, near["ways"][tongue][way_there])))
    return f'<small><a href="{number}">{call}</a>: {name} · {more}</small>'
