"""The guard for cells of CSV files: a spreadsheet program must take none of them for a formula. Pure."""

import re

# What a spreadsheet program may start a formula with, in its plain and its full-width forms.
_STARTS = "=+\\-@\t\r\uff1d\uff0b\uff0d\uff20"
_BLANK = "\\s\u00a0\u200b\u200c\u200d\u2060\ufeff\x00-\x1f"
_FORMULA = re.compile(f"(?:^|[\n\r])'*[{_BLANK}]*'*[{_STARTS}]")
# One sign, then digits and what stands between them: nothing here can call or refer to anything.
_NUMBER = re.compile(r"[+-]\(?\d[\d .,()\-]*")
_SUSPECT = frozenset("=+-@\t\r\uff1d\uff0b\uff0d\uff20")


def _needs_guard(text: str) -> bool:
    if _SUSPECT.isdisjoint(text):
        return False
    return _FORMULA.search(text) is not None and _NUMBER.fullmatch(text) is None


def guard(text: str) -> str:
    """The cell as it is written: with one quote before it where it could be taken for a formula.

    Telephone numbers and negative numbers stay as they are. `unguard` gives back every cell.
    """
    return f"'{text}" if _needs_guard(text) else text


def unguard(text: str) -> str:
    """The cell without the one quote that `guard` put before it."""
    if text.startswith("'") and _needs_guard(text[1:]):
        return text[1:]
    return text
