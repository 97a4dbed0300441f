"""Finding the situation in the words of someone in distress: fragments, slang, typing mistakes, whole sentences. Pure.

Each situation is known by what people may say of it. A query's words are compared with the words of each, rare
ones telling more (BM25), and the query as a whole with each saying, letter by letter; mistyped words are first
read as the nearest words that are known. Both languages are looked through: distress does not choose.
"""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

FEWEST = 3
"""So many situations are always offered, whatever was typed."""
LONGEST = 300
"""Characters of a query that are looked at."""

_K1, _B = 1.2, 0.6
_ALIKE = 0.88
"""How alike (Jaro-Winkler) a mistyped word is to the word that is meant."""
_SAYING = 9.0
"""How much a saying that is quite the same tells, beside the words (found by trying)."""
_STOP = frozenset((Path(__file__).parent / "stop_words.txt").read_text(encoding="utf-8").split())
"""Words that tell nothing, in both languages."""


@dataclass(frozen=True, slots=True)
class Saying:
    """What people may say of a situation. `weight`: how much it tells."""

    slug: str
    words: str
    weight: int


@dataclass
class Finder:
    """Finds situations by what was typed; made once for an edition."""

    slugs: Sequence[str]
    sayings: Sequence[Saying]
    synonyms: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._texts = [plain(saying.words) for saying in self.sayings]
        self._counts: dict[str, Counter[str]] = defaultdict(Counter)
        for saying, text in zip(self.sayings, self._texts, strict=True):
            for term in self._terms(text.split()):
                self._counts[saying.slug][term] += saying.weight
        self._lengths = {slug: sum(counts.values()) for slug, counts in self._counts.items()}
        self._usual = sum(self._lengths.values()) / max(len(self._lengths), 1)
        known: Counter[str] = Counter(term for counts in self._counts.values() for term in counts)
        everything = len(self._counts)
        self._telling = {
            term: math.log(1 + (everything - count + 0.5) / (count + 0.5)) for term, count in known.items()
        }
        self._vocabulary = sorted({word for text in self._texts for word in text.split() if len(word) > 3})
        self._vocabulary_set = {*self._vocabulary, *self.synonyms}

    def find(self, query: str) -> list[str]:
        """All situations that have to do with the query, the likeliest first; at least three."""
        text = plain(query[:LONGEST])
        scores: dict[str, float] = defaultdict(float)
        meant = [self._meant(word) for word in text.split()]
        for term in self._terms(meant):
            for slug, counts in self._counts.items():
                if term in counts:
                    scores[slug] += self._weight(term, slug, counts[term])
        for slug, alike in self._sayings_like(" ".join(meant)).items():
            scores[slug] += _SAYING * alike
        found = sorted((slug for slug, score in scores.items() if score > 0), key=lambda slug: -scores[slug])
        return found + [slug for slug in self.slugs if slug not in found][: max(0, FEWEST - len(found))]

    def _weight(self, term: str, slug: str, count: int) -> float:
        length = 1 - _B + _B * self._lengths[slug] / self._usual
        return self._telling[term] * count * (_K1 + 1) / (count + _K1 * length)

    def _sayings_like(self, text: str) -> dict[str, float]:
        """Per situation, how like the query its likest saying is: from 0 to 1, squared, so that near counts little."""
        best: dict[str, float] = defaultdict(float)
        found = process.extract(text, self._texts, scorer=fuzz.token_set_ratio, limit=12, score_cutoff=45)
        for told, score, place in found:
            # A saying of one word that stands in the query is no sign that the whole is meant.
            share = min(1.0, len(told.split()) / max(1, min(len(text.split()), 4)))
            saying = self.sayings[place]
            best[saying.slug] = max(best[saying.slug], (score / 100) ** 3 * share * saying.weight / 3)
        return best

    def _meant(self, word: str) -> str:
        """The word, or the known one that a mistyped word is most like."""
        if word in self._vocabulary_set or len(word) < 4 or word in _STOP:
            return self.synonyms.get(word, word)
        found = process.extractOne(
            word, self._vocabulary, scorer=JaroWinkler.normalized_similarity, score_cutoff=_ALIKE
        )
        return self.synonyms.get(found[0], found[0]) if found else word

    def _terms(self, words: Iterable[str]) -> list[str]:
        kept = [stem(word) for word in words if word not in _STOP]
        return kept + [f"{one} {other}" for one, other in pairwise(kept)]


def plain(text: str) -> str:
    """Lower case, no accents, no signs: 'No puedo más!' is 'no puedo mas'."""
    folded = unicodedata.normalize("NFKD", text.casefold().replace("’", "").replace("'", ""))
    letters = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[^\W_]+", letters))


_ENDINGS = (
    "aciones",
    "iendo",
    "ando",
    "ingly",
    "ings",
    "ing",
    "ed",
    "ly",
    "es",
    "as",
    "os",
    "s",
    "a",
    "o",
    "e",
)


def stem(word: str) -> str:
    """A word without its usual endings, in English and Spanish alike; short words stay as they are."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word
