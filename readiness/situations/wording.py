"""What a text is compared by: its words, the ideas that they carry, its groups of letters, and its sense. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from readiness.situations.terms import letters_of, telling, words_of

_MOST_IDEAS = 2
"""So many ideas a word may carry; further ones of an ending that is shared are likely not meant."""
_SHORTEST = 4
"""Letters that stay of a word whose ending is cut."""
_ENDINGS = (
    "aciones", "iendo", "ando", "arse", "erse", "irse", "arme", "arlo", "arla",
    "ing", "ed", "ar", "er", "ir", "es", "as", "os", "an", "en", "s", "a", "o", "e",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wording:
    """A text taken apart. `sense`: the ideas where there are some, and else the words, for comparing by meaning."""

    words: frozenset[str]
    letters: frozenset[str]
    sense: str

    @property
    def terms(self) -> frozenset[str]:
        return self.words | self.letters


@dataclass(frozen=True)
class Ideas:
    """Ideas in English, by the words of both languages that carry them, their endings cut."""

    by_stem: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, words: Mapping[str, Sequence[str]]) -> "Ideas":
        """From ideas and the words that carry them."""
        by_stem: dict[str, list[str]] = {}
        for idea, carrying in words.items():
            for word in carrying:
                if idea not in by_stem.setdefault(stem(word), []):
                    by_stem[stem(word)].append(idea)
        return cls(by_stem)

    def wording(self, text: str) -> Wording:
        """A plain text taken apart."""
        ideas: list[str] = []
        others: list[str] = []
        for word in text.split():
            carried = self.by_stem.get(stem(word), ())[:_MOST_IDEAS]
            ideas += carried
            others += () if carried else (word,)
        sense = " ".join([*telling(others), *ideas]) or text
        letters = letters_of(telling(text.split()))
        return Wording(frozenset(words_of(text)) | frozenset(ideas), frozenset(letters), sense)


def stem(word: str) -> str:
    """A word without its usual ending, in English and Spanish alike; short words stay as they are."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word[: -len(ending)]
    return word
