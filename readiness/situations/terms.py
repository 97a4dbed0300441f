"""What a text is compared by: its words, its pairs of words and their groups of letters. Pure.

Groups of letters make mistyped words alike to what was meant; words that are known by nobody are first read as the
known word that is nearest.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from readiness.foundation.later import distance, rapidfuzz

LONGEST = 300
"""Characters of a query that are looked at."""
STOP = frozenset((Path(__file__).parent / "stop_words.txt").read_text(encoding="utf-8").split())
"""Words that tell nothing of the situation, in both languages."""

_GROUPS = (2, 3, 4)
"""Lengths of the groups of letters, the edges of a word counted as letters."""
_ALIKE = 0.92
"""How alike (Jaro-Winkler) a mistyped word is to the word that is meant."""
_SHORTEST = 4
"""Letters of a word that may be mistyped: shorter ones are like too many others."""
_MOST_MISTYPED = 12
"""So many words of a query are looked for among the known ones: it stays fast whatever is typed."""


def plain(text: str) -> str:
    """Lower case, no accents, no signs: 'No puedo más!' is 'no puedo mas'."""
    folded = unicodedata.normalize("NFKD", text.casefold().replace("’", "").replace("'", ""))
    letters = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[^\W_]+", letters))


def telling(words: Iterable[str]) -> list[str]:
    """The words without those that tell nothing."""
    return [word for word in words if word not in STOP]


def replaced(text: str, synonyms: Mapping[str, str]) -> str:
    """A plain text with the words that its synonyms stand for."""
    return " ".join(synonyms.get(word, word) for word in text.split())


def words_of(text: str) -> set[str]:
    """The words of a plain text, and each two that stand side by side."""
    words = text.split()
    return {*words, *(f"{one} {other}" for one, other in pairwise(words))}


def letters_of(words: Iterable[str]) -> set[str]:
    """The groups of letters of plain words, marked so that none is taken for a word."""
    return {group for word in words for group in _groups(f" {word} ")}


def _groups(word: str) -> Iterator[str]:
    for length in _GROUPS:
        for start in range(max(1, len(word) - length + 1)):
            yield f"~{word[start : start + length]}"


_SOUNDS = (
    (re.compile(r"ph"), "f"), (re.compile(r"ll"), "y"), (re.compile(r"(?<!c)h|^p(?=s)"), ""),
    (re.compile(r"s?c(?=[eiy])|z|x"), "s"), (re.compile(r"qu?|ck|c(?!h)"), "k"), (re.compile(r"v"), "b"),
    (re.compile(r"g(?=[ei])"), "j"), (re.compile(r"y(?![aeiou])"), "i"), (re.compile(r"n(?=[pb])"), "m"),
    (re.compile(r"(.)\1+"), r"\1"),
)  # fmt: skip


def sound(word: str) -> str:
    """A word as it sounds, roughly: what is written by ear is alike ('biolensia' and 'violencia')."""
    for written, heard in _SOUNDS:
        word = written.sub(heard, word)
    return word


@dataclass
class Spelling:
    """Reads a text as it was meant: `synonyms` by the words that they stand for, mistyped words by known ones."""

    known: Collection[str]
    synonyms: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.known = frozenset(self.known) | frozenset(self.synonyms)
        self._by_letter: dict[str, list[str]] = {}
        self._by_sound: dict[str, str] = {}
        for word in sorted(self.known):
            self._by_sound.setdefault(sound(word), word)
            if len(word) >= _SHORTEST:
                self._by_letter.setdefault(word[0], []).append(word)

    def meant(self, text: str) -> str:
        """A plain text with its synonyms and mistyped words as they are meant."""
        left = _MOST_MISTYPED
        meant = []
        for word in text.split():
            if word in self.known or not left:
                meant.append(word)
                continue
            left -= 1
            meant.append(self._by_sound.get(sound(word)) or self._nearest(word))
        return replaced(" ".join(meant), self.synonyms)

    def _nearest(self, word: str) -> str:
        if len(word) < _SHORTEST:
            return word
        # People rarely miss the first letter of a word; looking under it alone is many times faster.
        found = rapidfuzz.process.extractOne(
            word,
            self._by_letter.get(word[0], ()),
            scorer=distance.JaroWinkler.normalized_similarity,
            score_cutoff=_ALIKE,
        )
        return found[0] if found else word
