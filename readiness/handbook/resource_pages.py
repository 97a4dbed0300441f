"""The public pages of resources, in the face of the handbook: what is found, one service, what is wrong with it."""

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from babel.dates import format_date, format_time
from markupsafe import Markup

from readiness.foundation import clock, words
from readiness.foundation.words import gettext as _
from readiness.foundation.words import ngettext
from readiness.handbook import marks
from readiness.handbook.bundle import Wanted
from readiness.handbook.numbers import call_link
from readiness.handbook.rendering import environment, fragments, style
from readiness.handbook.scripts import address_of
from readiness.handbook.shelf import CallLine, Shelf
from readiness.people.places import Place
from readiness.resources.cards import Card, Phone
from readiness.resources.covers import covers_at
from readiness.resources.finding import Found, Sought
from readiness.resources.hours import Opening, State
from readiness.resources.languages import language_name
from readiness.standards.protocols import LANGUAGES

PATH = "/resources"
SHOWN = 20
_NEED = re.compile(r'<li data-need="([a-z-]+)">.*?</a>', re.DOTALL)
_MOST_LANGUAGES = 12
_MILES = frozenset({"US", "GB", "LR"})
_MILE = 1609.344


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
        "week": week(card),
        "is_outside": shelf.catalogue.is_outside(card, shelf.here(shelf.place(wanted.site))),
    }
    return _page(shelf, "resource.html", f"{PATH}/{card.id}", wanted, more)


def thanks_page(shelf: Shelf, card: Card, wanted: Wanted, *, is_kept: bool) -> str:
    """What is said to whoever has reported something."""
    return _page(
        shelf, "resource_thanks.html", f"{PATH}/{card.id}", wanted, {"card": card, "is_kept": is_kept}
    )


def _page(shelf: Shelf, template: str, path: str, wanted: Wanted, more: Mapping[str, Any]) -> str:
    language = wanted.language
    place = shelf.place(wanted.site)
    emergency, crisis = shelf.calls(place, language)
    with words.speaking(language):
        parts = fragments(language)
        made = environment().get_template(f"handbook/{template}").render(
            language=language,
            other=next(each for each in LANGUAGES if each != language),
            path=path,
            to=lambda there, tongue=language: Markup(marks.to(there, tongue)),  # noqa: S704 - ours, and fixed
            script=address_of,
            marks=marks,
            emergency=emergency,
            crisis=crisis,
            opening_words=opening_words,
            dial=_dial,
            language_name=language_name,
            said_areas=_said_areas,
            way=partial(_way, shelf),
            is_open=lambda opening: opening.state in (State.OPEN, State.ALWAYS),
            **more,
        )  # fmt: skip
    said = marks.said(language, is_asked=wanted.is_asked)
    page = marks.fill(made, marks.of_reading(style(), parts["head"], "", parts["foot"]))
    return marks.fill(
        page, marks.of_place(wanted.site if place else "", _standing(place, emergency), parts, said)
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
    told = filter(None, [opening_words(found.opening, wanted.language), _way(shelf, found.metres)])
    return Markup('<small><a href="{}">{}</a>: {} {}</small>').format(
        _dial(phone), _("Call %(number)s", number=phone.shown), card.name, " · ".join(told)
    )


def opening_words(opening: Opening, language: str) -> str:
    """Whether a service is open, as people say it; nowhere that it is closed because nobody knows."""
    match opening.state:
        case State.ALWAYS:
            return _("Open day and night")
        case State.OPEN if opening.at is not None:
            return _("Open now, until %(time)s", time=_time(opening.at, language))
        case State.OPENS if opening.at is not None:
            return _("Opens %(day)s at %(time)s", day=_day(opening.at), time=_time(opening.at, language))
        case State.HOLIDAY:
            return _("Public holiday: hours may differ. Call.")
        case _:
            return _("Hours not known: call")


def _time(instant: datetime, language: str) -> str:
    return format_time(instant.time(), "short", locale=language).replace("\u202f", " ")


def _day(instant: datetime) -> str:
    """A day as people say it of the week that lies ahead."""
    if instant.date() - datetime.now(instant.tzinfo).date() < timedelta(days=7):
        return str(format_date(instant.date(), "EEEE", locale=words.language()))
    return words.day(instant.date())


def _dial(phone: Phone) -> str:
    """The address that dials a number; an extension is waited for and then dialled."""
    number = phone.dialled if len(phone.dialled.lstrip("+")) != 10 else f"1{phone.dialled}"
    link = call_link(number)
    return f"{link};ext={phone.extension}" if phone.extension else link


def _way(shelf: Shelf, metres: float | None) -> str:
    """How far it is, as people there measure ways."""
    if metres is None:
        return ""
    if shelf.catalogue.home.country in _MILES:
        return ngettext("about a mile away", "about %(count)s miles away", max(1, round(metres / _MILE)))
    return ngettext("about a kilometre away", "about %(count)s km away", max(1, round(metres / 1000)))


def week(card: Card) -> list[tuple[str, str]]:
    """The hours of a week by day, where they are the same each week."""
    rules = [rule for rule in card.hours.rules if rule.freq == "WEEKLY" and rule.interval == 1]
    days = []
    for code, name in _weekdays():
        spans = sorted({(rule.opens, rule.closes) for rule in rules if code in rule.byday})
        if spans:
            days.append((name, ", ".join(_span(*span) for span in spans)))
    return days


def _weekdays() -> list[tuple[str, str]]:
    return [
        ("MO", _("Monday")), ("TU", _("Tuesday")), ("WE", _("Wednesday")), ("TH", _("Thursday")),
        ("FR", _("Friday")), ("SA", _("Saturday")), ("SU", _("Sunday")),
    ]  # fmt: skip


def _span(opens: int, closes: int) -> str:
    if closes - opens >= 24 * 60:
        return _("day and night")
    midnight = datetime(2026, 1, 1)  # noqa: DTZ001
    times = [_time(midnight + timedelta(minutes=minutes), words.language()) for minutes in (opens, closes)]
    return f"{times[0]} – {times[1]}"


def _said_areas(card: Card) -> str:
    """Where it serves, in a line; a list of every postcode helps nobody."""
    areas = [each.words for each in card.areas if each.words]
    return textwrap.shorten(", ".join(areas), 200, placeholder=" …")


def _spoken(shelf: Shelf, tongue: str) -> list[tuple[str, str]]:
    """The languages to choose from, those that most services have first."""
    return [(code, language_name(code, tongue)) for code in shelf.catalogue.languages[:_MOST_LANGUAGES]]
