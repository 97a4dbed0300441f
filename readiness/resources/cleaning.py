"""Values as directories have them, made whole: marker texts, literal line breaks, numbers, times, addresses. Pure."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit

from readiness.resources.shapes import Form

_MARKER = re.compile(r"(?:#{2,}\s*)?(?:\b[A-Z][A-Z0-9_]{1,11}\s*#{2,}\s*)+|#{3,}")
_BREAKS = re.compile(r"\\r\\n|\\[rn]|\r\n?")
_BLANKS = re.compile(r"[ \t\f\v\u00a0]+")
_MISREAD = {"GÇÖ": "’", "GÇÿ": "‘", "GÇ£": "“", "GÇ¥": "”", "GÇô": "–", "GÇö": "—", "GÇó": "•", "GÇª": "…"}
"""What a quote or dash in UTF-8 becomes where a program of another age has read it."""
_MISREADS = re.compile("|".join(_MISREAD))
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_HOST = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}")
_TIME = re.compile(
    r"(\d{1,2})(?:[:.h](\d{2}))?(?::\d{2})?\s*([ap])?\.?\s*(?:m\b)?\.?(?:Z|[+-]\d{2}:?\d{2})?", re.IGNORECASE
)
_DAYS = ("%Y-%m-%d", "%B %d, %Y", "%m/%d/%Y", "%m/%d/%y", "%Y/%m/%d", "%d %B %Y")
_NAMED_TIMES = {"noon": "12:00", "midnight": "00:00", "24:00": "24:00", "24 hours": "", "": ""}


def text(value: object) -> str:
    """Some lines of text, without what only a machine meant."""
    whole = _BREAKS.sub("\n", _plain(value))
    whole = _MARKER.sub("", whole)
    lines = [_BLANKS.sub(" ", line).strip() for line in whole.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def line(value: object) -> str:
    """One line of text."""
    return " ".join(text(value).split())


def _plain(value: object) -> str:
    whole = unicodedata.normalize("NFC", str(value))
    whole = _MISREADS.sub(lambda found: _MISREAD[found[0]], whole)
    if whole.isprintable():  # as nearly every one is: then there is nothing to leave out
        return whole
    return "".join(each for each in whole if each in "\n\r\t" or unicodedata.category(each)[0] != "C")


def number(value: object) -> int | float | None:
    """A number; None where it is none."""
    if isinstance(value, bool):
        return None
    try:
        found = float(str(value).strip().replace(",", ""))
    except ValueError:
        return None
    if found != found or found in {float("inf"), float("-inf")}:
        return None
    return int(found) if found.is_integer() and "." not in str(value) else found


def uri(value: object) -> str:
    """An address of the web with its scheme; '' where it is none."""
    whole = "".join(line(value).split()).replace("\\", "/")
    if not whole:
        return ""
    if "://" not in whole:
        whole = f"https://{whole}"
    try:
        parts = urlsplit(whole)
    except ValueError:
        return ""
    if parts.scheme.lower() not in {"http", "https"} or not _HOST.fullmatch(parts.hostname or ""):
        return ""
    return quote(whole, safe=":/?#[]@!$&'()*+,;=%~-._")


def email(value: object) -> str:
    """An e-mail address; '' where it is none."""
    found = line(value)
    return found if _EMAIL.fullmatch(found) else ""


def day(value: object) -> str:
    """A day as ISO writes it; '' where it is none."""
    whole = line(value)
    for form in _DAYS:
        for cut in (whole, whole[:10]):
            try:
                return datetime.strptime(cut, form).date().isoformat()  # noqa: DTZ007
            except ValueError:
                continue
    return ""


def time(value: object) -> str:
    """A time of day as HH:MM, up to 24:00; '' where it is none."""
    whole = line(value).casefold()
    if whole in _NAMED_TIMES:
        return _NAMED_TIMES[whole]
    found = _TIME.fullmatch(whole)
    if not found:
        return ""
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= 12:
            return ""
        hour = hour % 12 + (12 if found[3].casefold() == "p" else 0)
    elif found[2] is None:
        return ""
    return f"{hour:02}:{minute:02}" if (hour, minute) <= (24, 0) and minute < 60 else ""


def instant(value: object) -> str:
    """An instant as RFC 3339 writes it; '' where it is none."""
    try:
        found = datetime.fromisoformat(line(value))
    except ValueError:
        return ""
    return found.isoformat() if found.tzinfo else f"{found.isoformat()}+00:00"


CLEAN: Mapping[Form, Callable[[object], Any]] = {
    Form.TEXT: text,
    Form.LINE: line,
    Form.NUMBER: number,
    Form.URI: uri,
    Form.EMAIL: email,
    Form.DAY: day,
    Form.TIME: time,
    Form.INSTANT: instant,
    Form.LINK: line,
}
"""How a value of each form is read; what it cannot be read as gives '' or None."""
