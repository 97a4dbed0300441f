"""What is said of a resource in words: when it is open, how far it is, whom it serves, what is dialled."""

import textwrap
from datetime import date, datetime, timedelta

from babel.dates import format_date, format_time

from readiness.foundation import words
from readiness.foundation.words import gettext as _
from readiness.foundation.words import ngettext
from readiness.handbook.numbers import call_link
from readiness.resources.cards import Card, Phone
from readiness.resources.hours import Opening, State

_MILES = frozenset({"US", "GB", "LR"})
_MILE = 1609.344
_SAID_LONGEST = 90


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


def dial(phone: Phone) -> str:
    """The address that dials a number; an extension is waited for and then dialled."""
    number = phone.dialled if len(phone.dialled.lstrip("+")) != 10 else f"1{phone.dialled}"
    link = call_link(number)
    return f"{link};ext={phone.extension}" if phone.extension else link


def way(country: str, metres: float | None) -> str:
    """How far it is, as people there measure ways."""
    if metres is None:
        return ""
    if country in _MILES:
        return ngettext("about a mile away", "about %(count)s miles away", max(1, round(metres / _MILE)))
    return ngettext("about a kilometre away", "about %(count)s km away", max(1, round(metres / 1000)))


def week(card: Card, day: date) -> list[tuple[str, str]]:
    """The hours of a week by day, where they are the same each week; those that hold on the days from this one."""
    return [(name, times) for _place, name, times in _week(card, day)]


def _week(card: Card, day: date) -> list[tuple[int, str, str]]:
    ahead = day + timedelta(days=6)
    rules = [
        rule
        for rule in card.hours.rules
        if rule.freq == "WEEKLY"
        and rule.interval == 1
        and (rule.first is None or rule.first <= ahead)
        and (rule.last is None or rule.last >= day)
    ]
    days = []
    for place, (code, name) in enumerate(_weekdays()):
        spans = sorted({(rule.opens, rule.closes) for rule in rules if code in rule.byday})
        if spans:
            days.append((place, name, ", ".join(_span(*span) for span in spans)))
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


def hours_words(card: Card, day: date) -> str:
    """The hours as they stand in a copy that does not know what time it is: days and times, or words, or to call."""
    if card.hours.is_always:
        return _("Open day and night")
    runs: list[tuple[int, int, str]] = []
    for place, _name, times in _week(card, day):
        if runs and runs[-1][1] == place - 1 and runs[-1][2] == times:
            runs[-1] = (runs[-1][0], place, times)
        else:
            runs.append((place, place, times))
    if runs:
        return "; ".join(f"{_from_to(first, last)}: {times}" for first, last, times in runs)
    said = " ".join(" ".join(card.hours_said).split())
    return textwrap.shorten(said, _SAID_LONGEST, placeholder=" …") or _("Hours not known: call")


def _from_to(first: int, last: int) -> str:
    names = [name for _code, name in _weekdays()]
    return names[first] if first == last else f"{names[first]} – {names[last]}"


def said_areas(card: Card) -> str:
    """Where it serves, in a line; a list of every postcode helps nobody."""
    areas = [each.words for each in card.areas if each.words]
    return textwrap.shorten(", ".join(areas), 200, placeholder=" …")
