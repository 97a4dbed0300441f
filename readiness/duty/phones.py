"""A work telephone number: shown as it was typed, dialled by the same digits. Pure."""

import re

_NUMBER = re.compile(r"\+?[\d ().-]*\d[\d ().-]*")
SHORTEST, LONGEST = 2, 15


def dialled(typed: str) -> str:
    """The number as it is dialled; '' for what no phone could dial, or could dial otherwise than it is read."""
    typed = typed.strip()
    digits = re.sub(r"\D", "", typed)
    is_number = typed.isascii() and _NUMBER.fullmatch(typed) and SHORTEST <= len(digits) <= LONGEST
    # '+44 (0)20' is read with or without the nought, and dialled with it reaches nobody.
    if not is_number or (typed.startswith("+") and "(0)" in typed):
        return ""
    return ("+" if typed.startswith("+") else "") + digits
