"""Single cells as they are read: tidied, and what no cell may contain. Pure."""

import re
import unicodedata

from readiness.foundation.cells import unguard
from readiness.foundation.words import gettext as _

LONGEST_CELL = 2000

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


# What is not seen and takes no place: it comes along with what is copied from pages and documents.
_INVISIBLE = (
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
_AROUND = _INVISIBLE + "".join(map(chr, (*range(9, 14), 28, 29, 30, 31, 32, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B),
                                          0x2028, 0x2029, 0x202F, 0x205F, 0x3000)))  # fmt: skip
_ANY_INVISIBLE = re.compile(f"[{_INVISIBLE}]")


def tidy(cell: str) -> str:
    """The cell without white space and invisible characters around it, composed, without the guard of our exports."""
    # The guard comes off before anything is trimmed: it was put before the whole cell, perhaps for the
    # sake of a lone tab, and a quote after white space is none of ours.
    tidied = (unguard(cell) if cell[:1] == "'" else cell).strip()
    return tidied if tidied.isascii() else unicodedata.normalize("NFC", tidied.strip(_AROUND))


def has_invisible(text: str) -> bool:
    """Whether one or many cells have a character that nobody sees."""
    return not text.isascii() and _ANY_INVISIBLE.search(text) is not None


def invisible_problem(cell: str) -> str | None:
    """Why a cell that is compared letter by letter cannot be taken, and what to do."""
    found = None if cell.isascii() else _ANY_INVISIBLE.search(cell)
    if found is None:
        return None
    return _(
        "Within it is a character that nobody sees (%(code)s), after %(count)s letters. Write the cell again by hand.",
        code=f"U+{ord(found[0]):04X}",
        count=found.start(),
    )


def has_no_controls(text: str) -> bool:
    """Whether no character of one or many cells is one that none may contain."""
    return text.isprintable() or _CONTROL.search(text) is None


def cell_problem(cell: str) -> str | None:
    """Why a tidied cell cannot be taken, and what to do."""
    if len(cell) > LONGEST_CELL:
        return _(
            "The cell has %(length)s characters; at most %(most)s are read. Shorten it.",
            length=f"{len(cell):,}",
            most=f"{LONGEST_CELL:,}",
        )
    found = None if cell.isprintable() else _CONTROL.search(cell)
    if found is None:
        return None
    if found[0] == "\0":
        return _("The cell contains a NUL character. Remove it, or export the file again.")
    code = f"U+{ord(found[0]):04X}"
    return _("The cell contains a control character (%(code)s). Remove it.", code=code)
