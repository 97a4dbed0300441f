"""Text that is compared: names whatever their case, width or accents, and words that are nearly right. Pure."""

import unicodedata
from collections.abc import Iterable

from readiness.foundation.later import rapidfuzz

# Letters that Unicode does not take apart into a plain one and its mark.
_UNDIVIDED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t"}
)


def name_key(name: str) -> str:
    """A name as it is compared, sorted and looked for: case folded, without accents, single blanks."""
    if name.isascii():
        return " ".join(name.lower().split())
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(plain.translate(_UNDIVIDED).split())


def as_like(words: str) -> str:
    """Words as LIKE takes them letter by letter, where '!' is said to be its ESCAPE."""
    return words.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def nearest(word: str, words: Iterable[str], *, alike: int = 60) -> str | None:
    """The one of some words that was probably meant; None where none is alike (of 100)."""
    found = rapidfuzz.process.extractOne(word, list(words), processor=str.casefold, score_cutoff=alike)
    return found[0] if found else None
