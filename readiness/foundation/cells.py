"""The guard for cells of CSV files: a spreadsheet program must take none of them for a formula. Pure."""

import re

# What is not seen before a value: white space, controls, soft hyphens, marks of direction, joiners.
_UNSEEN = (
    "\\s\x00-\x1f\x7f-\xa0\xad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff"
)
_LINE_ENDS = "\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20"

# A tab or a carriage return that begins a cell is dropped by some programs, and the rest is read again.
# Below the first line, only the pair of carriage return and line feed is a plain blank line.
_FORMULA = re.compile(
    f"\\A[{_UNSEEN}]*[{_SIGNS}\t\r]|[{_LINE_ENDS}](?:(?![{_LINE_ENDS}])[{_UNSEEN}])*(?:[{_SIGNS}\t]|\r(?!\n))"
)

# One sign, then digits and what stands between them: nothing here can call, refer or link to anything.
_NUMBER = re.compile(r"[+-][ .,(]*[0-9][0-9 .,()\-]*")


# Letters by their kind, which are not seen all the same: fillers of Hangul.
_FILLERS = "\u115f\u1160\u3164\uffa0"

# Where a cell of written CSV may begin, what is not plainly harmless there: neither a letter or a digit, after a space
# or none, nor a negative number, nor nothing at all.
_DOUBTFUL = re.compile(r'[,"\n](?! \w|-[0-9]+[,\r])[^\w,"\r\n]')

# Of written CSV as bytes, what matters: a sign, what may stand before it where a cell begins, and all else. Nearly
# always no sign stands there, which is told in a tenth of the time that the expression takes.
_KINDS = bytes(61 if byte in b"=+-@" else 44 if byte in b",\"\r\n '" else 97 for byte in range(256))
_RARE = (*_FILLERS, "\uff1d", "\uff0b", "\uff0d", "\uff20")


def is_harmless(written: str, rows: int) -> bool:
    """Whether no cell of so many rows, as `csv` writes them with CRLF, needs the guard: told for all of them at once.

    False where it cannot be told; then each cell has to be looked at.
    """
    if written.count("\r\n") != rows or not written.replace("\r\n", "").isprintable():
        return False
    if any(rare in written for rare in _RARE):
        return False
    return b",=" not in f"\n{written}".encode().translate(_KINDS) or _DOUBTFUL.search(f"\n{written}") is None


def _needs_guard(text: str) -> bool:
    # Quotes at the front do not count, so that a guarded cell needs the guard as much as a bare one:
    # it gets a second quote, and taking off one gives every cell back.
    bare = text.lstrip("'")
    if bare[:1].isalnum() and bare[0] not in _FILLERS and bare.isprintable():
        return False
    return _FORMULA.search(bare) is not None and _NUMBER.fullmatch(bare) is None


def guard(text: str) -> str:
    """The cell as it is written: with one quote before it where it could be taken for a formula.

    Telephone numbers and negative numbers stay as they are. `unguard` gives back every cell.
    """
    return f"'{text}" if _needs_guard(text) else text


def unguard(text: str) -> str:
    """The cell without the one quote that `guard` put before it."""
    return text[1:] if text[:1] == "'" and _needs_guard(text) else text
