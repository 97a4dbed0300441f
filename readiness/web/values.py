"""How values are shown: days, instants, numbers; the exact value on hover."""

import re
from datetime import date, datetime
from functools import lru_cache

from markupsafe import Markup, escape

from readiness.foundation import words
from readiness.foundation.temporal import FIRST_DAY, LAST_DAY
from readiness.web.frame import frame

MISSING = "–"

_TIME = Markup('<time datetime="{exact}" title="{title}">{words}</time>')
_PLAIN_TIME = Markup('<time datetime="{exact}">{words}</time>')


def day(value: date | None, missing: str = MISSING) -> str:
    """'30 June 2026'; open ends of the calendar are no days."""
    if value is None or value in {FIRST_DAY, LAST_DAY}:
        return missing
    return _day(value, words.language())


@lru_cache(maxsize=10_000)
def _day(value: date, _language: str) -> Markup:
    return _PLAIN_TIME.format(exact=value.isoformat(), words=words.day(value))


def away(value: date | None, missing: str = MISSING) -> str:
    """'in 12 days', with the day on hover; counted from the day that the frame shows."""
    if value is None or value in {FIRST_DAY, LAST_DAY}:
        return missing
    return _away(value, frame().as_of, words.language())


@lru_cache(maxsize=10_000)
def _away(value: date, as_of: date, _language: str) -> Markup:
    return _TIME.format(exact=value.isoformat(), title=words.day(value), words=words.from_today(value, as_of))


def instant(value: datetime | None, missing: str = MISSING) -> str:
    """'30 June 2026, 14:06' in the frame's time zone, with the exact instant on hover."""
    if value is None:
        return missing
    local = value.astimezone(frame().zone)
    exact = local.isoformat(sep=" ", timespec="seconds")
    return _TIME.format(exact=local.isoformat(), title=f"{exact} {local.tzname()}", words=words.moment(local))


def number(value: float | None, missing: str = MISSING) -> str:
    """'1,204'."""
    return missing if value is None else words.number(value)


def may_break(text: str) -> Markup:
    """An address of mail or a name of a file, which may go over to the next line behind its dots, dashes and @."""
    return Markup(_BEHIND.sub(r"\1<wbr>", str(escape(text))))  # noqa: S704 - escaped before


_BEHIND = re.compile(r"(?<=\w)([.@-])(?=\w)")
