"""The public pages of resources, in the face of the handbook: what is found, one service, what is wrong with it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from markupsafe import Markup

from readiness.foundation import clock, words
from readiness.foundation.words import gettext as _
from readiness.handbook import marks
from readiness.handbook.bundle import Wanted
from readiness.handbook.rendering import environment, fragments, style
from readiness.handbook.resource_words import dial, hours_words, opening_words, said_areas, way, week
from readiness.handbook.scripts import address_of
from readiness.handbook.shelf import CallLine, Shelf
from readiness.people.places import Place
from readiness.resources.cards import Card
from readiness.resources.covers import covers_at
from readiness.resources.finding import Found, Sought
from readiness.resources.hours import State
from readiness.resources.languages import language_name
from readiness.standards.protocols import LANGUAGES

PATH = "/resources"
SHOWN = 20
_NEED = re.compile(r'<li data-need="([a-z-]+)">.*?</a>', re.DOTALL)
_MOST_LANGUAGES = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page of resources is asked for: in which language and for which site, and what is sought."""

    wanted: Wanted
    words: str = ""
    need: str = ""
    spoken: str = ""
    is_open: bool = False
    page: int = 1


def list_page(shelf: Shelf, asked: Asked, now: datetime) -> str:
    """What is found, a page of it; with nothing asked, the needs to choose from."""
    place = shelf.place(asked.wanted.site)
    here = shelf.here(place)
    sought = Sought(asked.words, asked.need, asked.spoken, asked.is_open, here)
    is_asked = bool(asked.words or asked.need or asked.spoken or asked.is_open)
    found = shelf.catalogue.find(sought, now) if is_asked else []
    shown = found[(asked.page - 1) * SHOWN : asked.page * SHOWN]
    more: dict[str, Any] = {
        "asked": asked,
        "is_asked": is_asked,
        "found": shown,
        "count": len(found),
        "is_last": asked.page * SHOWN >= len(found),
        "needs": list(shelf.catalogue.needs.values()),
        "need": shelf.catalogue.needs.get(asked.need),
        "spoken": _spoken(shelf, asked.wanted.language),
        "is_near": here.point is not None,
    }
    return _page(shelf, "resources.html", PATH, asked.wanted, more)


def detail_page(shelf: Shelf, card: Card, wanted: Wanted, now: datetime) -> str:
    """One service."""
    covers = [each for each in covers_at(shelf.covers, wanted.site) if each.is_taken_by(card)]
    assistance = [each for each in covers_at(shelf.covers, wanted.site) if each.kind == "eap"]
    more: dict[str, Any] = {
        "card": card,
        "opening": card.opening(now, shelf.catalogue.home),
        "covers": list(dict.fromkeys([*assistance, *covers])),
        "week": week(card, now.date()),
        "is_outside": shelf.catalogue.is_outside(card, shelf.here(shelf.place(wanted.site))),
    }
    return _page(shelf, "resource.html", f"{PATH}/{card.id}", wanted, more)


def detail_copy(shelf: Shelf, card: Card, wanted: Wanted, day: date) -> str:
    """One service as a copy has it: hours and not whether it is open, as of a day, and nothing to send."""
    more = {"card": card, "opening": None, "covers": [], "week": week(card, day), "is_outside": False}
    place = shelf.place(wanted.site)
    with words.speaking(wanted.language):
        as_of = _("As it was known on %(day)s. It may have changed.", day=words.day(day))
        made = _made(
            shelf,
            "resource.html",
            f"{PATH}/{card.id}",
            wanted,
            {**more, "as_of": as_of, "hours": hours_words(card, day)},
        )
    page = marks.fill(made, marks.of_reading(style(), "", "", ""))
    parts, standing = fragments(wanted.language), _standing(place, shelf.calls(place, wanted.language)[0])
    return marks.fill(page, marks.of_place(wanted.site if place else "", standing, parts))


def thanks_page(shelf: Shelf, card: Card, wanted: Wanted, *, is_kept: bool) -> str:
    """What is said to whoever has reported something."""
    return _page(
        shelf, "resource_thanks.html", f"{PATH}/{card.id}", wanted, {"card": card, "is_kept": is_kept}
    )


def _page(shelf: Shelf, template: str, path: str, wanted: Wanted, more: Mapping[str, Any]) -> str:
    language, place = wanted.language, shelf.place(wanted.site)
    with words.speaking(language):
        parts = fragments(language)
        made = _made(shelf, template, path, wanted, {"as_of": "", "hours": "", **more})
    said = marks.said(language, is_asked=wanted.is_asked)
    page = marks.fill(made, marks.of_reading(style(), parts["head"], "", parts["foot"]))
    standing = _standing(place, shelf.calls(place, language)[0])
    return marks.fill(page, marks.of_place(wanted.site if place else "", standing, parts, said))


def _made(shelf: Shelf, template: str, path: str, wanted: Wanted, more: Mapping[str, Any]) -> str:
    """A page with its marks."""
    language = wanted.language
    emergency, crisis = shelf.calls(shelf.place(wanted.site), language)
    return (
        environment()
        .get_template(f"handbook/{template}")
        .render(
            language=language,
            other=next(each for each in LANGUAGES if each != language),
            path=path,
            to=lambda there, tongue=language: Markup(marks.to(there, tongue)),  # noqa: S704 - ours, and fixed
            script=address_of,
            marks=marks,
            emergency=emergency,
            crisis=crisis,
            opening_words=opening_words,
            dial=dial,
            language_name=language_name,
            said_areas=said_areas,
            way=partial(way, shelf.catalogue.home.country),
            is_open=lambda opening: opening.state in (State.OPEN, State.ALWAYS),
            **more,
        )
    )


def _standing(place: Place | None, emergency: CallLine) -> marks.Standing:
    return marks.standing(place or Place("", "", "", ""), emergency.call)


def with_nearest(page: str, shelf: Shelf, place: Place, wanted: Wanted) -> str:
    """A protocol's page with the nearest services for each need that it names, to be called at once."""
    here, now = shelf.here(place), clock.now()

    def filled(found: re.Match[str]) -> str:
        nearest = shelf.catalogue.nearest(found[1], here, now)
        return found[0] + "".join(_called(each, shelf, wanted) for each in nearest)

    with words.speaking(wanted.language):
        return _NEED.sub(filled, page)


def _called(found: Found, shelf: Shelf, wanted: Wanted) -> str:
    card = found.card
    phone = next(phone for phone in card.phones if phone.dialled)
    told = filter(
        None, [opening_words(found.opening, wanted.language), way(shelf.catalogue.home.country, found.metres)]
    )
    return Markup('<small><a href="{}">{}</a>: {} · {}</small>').format(
        dial(phone), _("Call %(number)s", number=phone.shown), card.name, " · ".join(told)
    )


def _spoken(shelf: Shelf, tongue: str) -> list[tuple[str, str]]:
    """The languages to choose from, those that most services have first."""
    return [(code, language_name(code, tongue)) for code in shelf.catalogue.languages[:_MOST_LANGUAGES]]
