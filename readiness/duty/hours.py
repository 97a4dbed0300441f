"""Hours of a day as people write them, and as minutes after midnight. Pure."""

import re

_TIME = re.compile(r"(\d{1,2})[:.h]?(\d{2})?")
MINUTES = 24 * 60


def minute_of(typed: str) -> int | None:
    """The minute after midnight of '08:30', '8.30', '0830' or '8'; '24:00' is midnight. None for no time."""
    text = typed.strip()
    match = _TIME.fullmatch(text) if text.isascii() else None
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        return None
    return (hour * 60 + minute) % MINUTES


def time_words(minute: int) -> str:
    """'08:30'; midnight is '00:00'."""
    return f"{minute % MINUTES // 60:02}:{minute % 60:02}"


def hours_words(from_minute: int, until_minute: int) -> str:
    """'08:30–17:00'."""
    return f"{time_words(from_minute)}–{time_words(until_minute)}"
