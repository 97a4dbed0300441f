"""Words in the reader's language: gettext, dates and numbers as people write them."""

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations

if TYPE_CHECKING:
    from collections.abc import Iterator

CATALOGUES = Path(__file__).parent.parent / "translations"
DEFAULT_LANGUAGE = "en"

_language: ContextVar[str] = ContextVar("language", default=DEFAULT_LANGUAGE)


@cache
def _catalogue(language: str) -> NullTranslations:
    return Translations.load(CATALOGUES, [language])


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


def gettext(message: str, **values: object) -> str:
    """The message in the present language, its %(name)s places filled."""
    translated = _catalogue(language()).ugettext(message)
    return translated % values if values else translated


def ngettext(one: str, many: str, count: int, **values: object) -> str:
    """The form for this count, its places filled; %(count)s is the count as people write it."""
    translated = _catalogue(language()).ungettext(one, many, count)
    return translated % {"count": number(count), **values}


def _locale() -> Locale:
    return Locale.parse(language(), sep="-")


def day(value: date) -> str:
    """A day as people write it: '31 March 2026' (English is written day first, without a comma)."""
    pattern = "d MMMM y" if _locale().language == "en" else "long"
    return format_date(value, pattern, locale=_locale())


def number(value: int | float) -> str:
    """A number with the separators of the language: '1,200'."""
    return format_decimal(value, locale=_locale())


def join(items: "list[str] | tuple[str, ...]") -> str:
    """Items as a list in a sentence: 'Ana, Tom and Priya'."""
    if len(items) < 2:
        return "".join(items)
    return gettext("%(first)s and %(last)s", first=", ".join(items[:-1]), last=items[-1])
