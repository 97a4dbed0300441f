"""Codes for sites of which only the name is known. Pure."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence

_LONGEST = 24
_CODE = re.compile(r"[^\W_][\w.-]{0,23}")
"""What may be a code already: one word, as 'HQ', 'SITE-012' or 'leeds'."""


def coded(names: Iterable[str]) -> list[tuple[str, str]]:
    """Each site's name with a short code that no other has: 'LEEDS', 'NORTH-CLINIC'."""
    found: dict[str, str] = {}
    for name in names:
        found[_not_taken(_short(name), found)] = name
    return list(found.items())


def code_of_name(name: str, known: Sequence[str], taken: Collection[str]) -> str:
    """A code that no other site has, in the form of the known ones. `taken`: codes without regard to capitals.

    A name of one word stays as it is: in a file it may be a code, and other files then name the site by it.
    """
    if _CODE.fullmatch(name) and name.casefold() not in taken:
        return name
    first = _short(name)
    return _not_taken(first.lower() if _are_small(known) else first, taken)


def _short(name: str) -> str:
    whole = name.replace("'", "").replace("’", "")
    plain = unicodedata.normalize("NFKD", whole).encode("ascii", "ignore").decode().upper()
    return re.sub(r"[^A-Z0-9]+", "-", plain).strip("-")[:_LONGEST].strip("-") or "SITE"


def _not_taken(first: str, taken: Collection[str]) -> str:
    numbered = (first if number == 1 else f"{first}-{number}" for number in range(1, len(taken) + 2))
    return next(code for code in numbered if code not in taken and code.casefold() not in taken)


def _are_small(codes: Sequence[str]) -> bool:
    """Whether most of the codes that have letters have small ones."""
    lettered = [code for code in codes if code.upper() != code.lower()]
    return 2 * sum(code == code.lower() for code in lettered) > len(lettered)
