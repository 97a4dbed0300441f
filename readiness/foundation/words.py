"""Words in the reader's language: gettext, dates and numbers as people write them."""

from collections.abc import Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError, negotiate_locale
from babel.dates import format_date, format_skeleton
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations

if TYPE_CHECKING:
    from collections.abc import Iterator

CATALOGUES = Path(__file__).parent.parent / "translations"
DEFAULT_LANGUAGE = "en"

_language: ContextVar[str] = ContextVar("language", default=DEFAULT_LANGUAGE)


@cache
def _catalogue(language: str) -> NullTranslations:
    """The words of a language, read from its text file: nothing needs to be compiled before."""
    path = CATALOGUES / f"{language.partition('-')[0]}.po"
    if not path.is_file():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=path.stem))
    compiled.seek(0)
    return Translations(compiled)


def language() -> str:
    """The language in which words are spoken now, as an IETF tag."""
    return _language.get()


@contextmanager
def speaking(tag: str) -> "Iterator[None]":
    """Speak the language of this IETF tag within the block."""
    token = _language.set(tag)
    try:
        yield
    finally:
        _language.reset(token)


def speak(tag: str) -> None:
    """Speak this language from now on, in this thread."""
    _language.set(tag)


def known_language(tag: str) -> str:
    """The tag, if days and numbers can be written in its language; raises ValueError in words."""
    try:
        _locale(tag)
    except (ValueError, UnknownLocaleError):
        raise ValueError("is no language that is known. Write it as en, en-GB or es") from None
    return tag


def preferred_language(accepted: str, known: Sequence[str]) -> str:
    """Of the known languages the one that an Accept-Language header would have most; else the first of them."""
    wishes = (wish.partition(";") for wish in accepted.split(","))
    weighed = [(tag.strip().lower(), _weight(rest)) for tag, _semicolon, rest in wishes]
    in_order = sorted((wish for wish in weighed if wish[1] > 0), key=lambda wish: -wish[1])
    return negotiate_locale([tag for tag, _weight in in_order], known, sep="-") or known[0]


def _weight(rest: str) -> float:
    """The weight in 'q=0.5'; 1 where none is said."""
    name, _equals, number = rest.strip().partition("=")
    try:
        return float(number) if name == "q" else 1.0
    except ValueError:
        return 0.0


def gettext(message: str, **values: object) -> str:
    """The message in the present language, its %(name)s places filled."""
    translated = _catalogue(language()).ugettext(message)
    return translated % values if values else translated


def ngettext(one: str, many: str, count: int, **values: object) -> str:
    """The form for this count, its places filled; %(count)s is the count as people write it."""
    translated = _catalogue(language()).ungettext(one, many, count)
    return translated % {"count": number(count), **values}


@cache
def _locale(tag: str) -> Locale:
    return Locale.parse(tag, sep="-")


def day(value: date) -> str:
    """A day as people write it: '31 March 2026' (English is written day first, without a comma)."""
    return _day(value, language())


@lru_cache(maxsize=10_000)
def _day(value: date, tag: str) -> str:
    pattern = "d MMMM y" if tag.startswith("en") else "long"
    return format_date(value, pattern, locale=_locale(tag))


def brief_day(value: date) -> str:
    """A day where there is little room, never broken over two lines: '31 Mar 2026'."""
    return _brief_day(value, language())


@lru_cache(maxsize=10_000)
def _brief_day(value: date, tag: str) -> str:
    pattern = "d MMM y" if tag.startswith("en") else "medium"
    return format_date(value, pattern, locale=_locale(tag)).replace(" ", "\N{NO-BREAK SPACE}")


def language_name(tag: str) -> str:
    """What a language is called in the present one; the tag itself where it is not known."""
    try:
        return Locale.parse(tag, sep="-").get_display_name(_locale(language())) or tag
    except (ValueError, UnknownLocaleError):
        return tag


@lru_cache(maxsize=10_000)
def _number(value: int | float, tag: str) -> str:
    return format_decimal(value, locale=_locale(tag))


def number(value: int | float) -> str:
    """A number with the separators of the language: '1,200'."""
    return _number(value, language())


def join(items: "list[str] | tuple[str, ...]") -> str:
    """Items as a list in a sentence: 'Ana, Tom and Priya'."""
    if len(items) < 2:
        return "".join(items)
    return gettext("%(first)s and %(last)s", first=", ".join(items[:-1]), last=items[-1])


def msgid(message: str) -> str:
    """Mark a message for the catalogues; `gettext` translates it where it is shown."""
    return message


def from_today(value: date, today: date) -> str:
    """How far a day is from today: 'in 12 days', 'yesterday', '3 months ago'."""
    days = (value - today).days
    if abs(days) <= 1:
        return {-1: gettext("yesterday"), 0: gettext("today"), 1: gettext("tomorrow")}[days]
    count, unit = _rounded(abs(days))
    return _IN[unit](count) if days > 0 else _AGO[unit](count)


def _rounded(days: int) -> tuple[int, str]:
    if days < 90:
        return days, "days"
    return (round(days / 30.44), "months") if days < 730 else (round(days / 365.25), "years")


_IN = {
    "days": lambda count: ngettext("in one day", "in %(count)s days", count),
    "months": lambda count: ngettext("in one month", "in %(count)s months", count),
    "years": lambda count: ngettext("in one year", "in %(count)s years", count),
}
_AGO = {
    "days": lambda count: ngettext("one day ago", "%(count)s days ago", count),
    "months": lambda count: ngettext("one month ago", "%(count)s months ago", count),
    "years": lambda count: ngettext("one year ago", "%(count)s years ago", count),
}


def month(value: date) -> str:
    """The month of a day: 'November 2026'."""
    return _month(value, language())


@lru_cache(maxsize=1000)
def _month(value: date, tag: str) -> str:
    return format_date(value, "MMMM y", locale=_locale(tag))


def short_month(value: date) -> str:
    """A month as the foot of a column has it: 'Nov'."""
    return _short_month(value, language())


@lru_cache(maxsize=500)
def _short_month(value: date, tag: str) -> str:
    return format_date(value, "LLL", locale=_locale(tag))


def short_day(value: date, today: date) -> str:
    """A day of this year without its year: '23 November'."""
    if value.year != today.year or not language().startswith("en"):
        return day(value)
    return _short_day(value, language())


@lru_cache(maxsize=1000)
def _short_day(value: date, tag: str) -> str:
    return format_date(value, "d MMMM", locale=_locale(tag))


@lru_cache(maxsize=1000)
def _yearly_day(month_and_day: str, tag: str) -> str:
    # A leap year has every day that a year can have.
    value = date.fromisoformat(f"2000-{month_and_day}")
    if tag.startswith("en"):
        return format_date(value, "d MMMM", locale=_locale(tag))
    return format_skeleton("MMMMd", value, locale=_locale(tag))


def yearly_day(month_and_day: str) -> str:
    """A day of every year, which is written '07-01': '1 July'."""
    return _yearly_day(month_and_day, language())


def moment(value: datetime) -> str:
    """An instant in the zone it is given in, to the minute, with the zone: '30 June 2026, 14:06 EDT'."""
    return gettext("%(day)s, %(time)s", day=day(value.date()), time=f"{value:%H:%M} {zone_name(value)}")


def zone_name(value: datetime) -> str:
    """How people there call the zone at this instant: 'EDT'; where it has no such name: 'UTC+03'."""
    name = f"{value:%Z}"
    return f"UTC{name}" if name[:1] in {"+", "-"} else name
