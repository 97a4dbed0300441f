"""Single cells as they are read: tidied, and what no cell may contain. Pure."""

import re
import unicodedata

from readiness.foundation.cells import unguard
from readiness.foundation.words import gettext as _

LONGEST_CELL = 2000

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def tidy(cell: str) -> str:
    """The cell without white space around it, in composed form, and without the guard of our own exports."""
    # The guard comes off before anything is trimmed: it was put before the whole cell, perhaps for the
    # sake of a lone tab, and a quote after white space is none of ours.
    tidied = (unguard(cell) if cell[:1] == "'" else cell).strip()
    return tidied if tidied.isascii() else unicodedata.normalize("NFC", tidied)


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
