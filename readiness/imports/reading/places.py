"""Rows and columns in words, as a person finds them in a spreadsheet. Pure."""

from readiness.foundation.words import gettext as _

_SHOWN = 60


def column_letter(place: int) -> str:
    """The letter over the column at this place: A for 0, AA for 26."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def shown(text: str) -> str:
    """Text of a file as a sentence may quote it: hostile files must not fill or steer the screen."""
    plain = "".join(letter if letter.isprintable() else "\ufffd" for letter in text[: _SHOWN + 1])
    return plain if len(plain) <= _SHOWN else f"{plain[: _SHOWN - 1]}…"


def at_row(row: int, column: str | None, problem: str) -> str:
    """A problem with its place: 'Row 14, email: …'."""
    if column:
        return _("Row %(row)s, %(column)s: %(problem)s", row=row, column=column, problem=problem)
    return _("Row %(row)s: %(problem)s", row=row, problem=problem)
