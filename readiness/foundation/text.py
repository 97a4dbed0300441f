"""Text that is compared: names whatever their case, width or accents' form, and words that are nearly right. Pure."""

import unicodedata
from collections.abc import Iterable

from rapidfuzz import process


def name_key(name: str) -> str:
    """A name as it is compared: compatibility form, case folded, single blanks (Unicode NFKC)."""
    if name.isascii():
        return " ".join(name.lower().split())
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def nearest(word: str, words: Iterable[str], *, alike: int = 60) -> str | None:
    """The one of some words that was probably meant; None where none is alike (of 100)."""
    found = process.extractOne(word, list(words), processor=str.casefold, score_cutoff=alike)
    return found[0] if found else None
