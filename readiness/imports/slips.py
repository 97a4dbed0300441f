"""Names that are perhaps slips of each other: of known ones, and of those that are new in the same file. Pure."""

from collections.abc import Iterable, Sequence

from readiness.foundation.later import rapidfuzz
from readiness.imports.reading.cells import plain

CLOSE = 70
"""How alike an unknown value must be to one of our words, of 100, to be held beside it."""

_SHORTEST, _SHORT_WORD = 4, 2


def near_word(value: str, words: Iterable[str]) -> str:
    """The one of our words that was perhaps meant by a value that is none; '' where none is close."""
    # Letter by letter: words that two names have in common do not make one a slip of the other.
    found = rapidfuzz.process.extractOne(
        value, words, scorer=rapidfuzz.fuzz.ratio, processor=str.casefold, score_cutoff=CLOSE
    )
    return found[0] if found else ""


def nearest_words(value: str, words: Iterable[str], most: int) -> list[str]:
    """So many of the words at most, the most alike first."""
    found = rapidfuzz.process.extract(
        value, words, scorer=rapidfuzz.fuzz.ratio, processor=str.casefold, limit=most
    )
    return [word for word, _alike, _place in found]


def near_new(value: str, others: Sequence[str]) -> str:
    """The one of other new names of which a value is one slip away; '' where there is none.

    Nobody knows either of them, so this is stricter than holding one against names that are known: numbers and
    short words tell sites apart ('Ward 1', 'Line B').
    """
    return next((other for other in others if other != value and _is_slip(value, other)), "")


def _is_slip(value: str, other: str) -> bool:
    one, two = plain(value), plain(other)
    if one == two:
        return True
    if _telling(one) != _telling(two):
        return False
    one, two = one.replace(" ", ""), two.replace(" ", "")
    return min(len(one), len(two)) >= _SHORTEST and bool(
        rapidfuzz.distance.OSA.distance(one, two, score_cutoff=1) <= 1
    )


def _telling(name: str) -> list[str]:
    """What tells two names apart however alike they are: their numbers and short words."""
    digits = [letter for letter in name if letter.isdigit()]
    return [*digits, *(word for word in name.split() if len(word) <= _SHORT_WORD)]
