"""Finding the situation in the words of someone in distress: fragments, slang, typing mistakes, whole sentences. Pure.

Each situation is known by what people may say of it. A query's words, the ideas that they carry and its groups of
letters are weighed by what was learned from those sayings, and its meaning is compared with the meaning of each
saying; mistyped words are first read as the nearest words that are known. Both languages are looked through:
distress does not choose.

Another finder (the offline copy has one) needs only the edition's sayings (slug, words, weight, language) and its
synonyms (a word, and the words that it stands for): fold a text as `plain` does, replace synonyms, and compare its
words and groups of letters with those of the sayings.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from readiness.foundation.later import numpy as np
from readiness.situations.learning import Learned
from readiness.situations.meaning import Meanings
from readiness.situations.terms import LONGEST, Spelling, plain, telling
from readiness.situations.wording import Ideas, Wording

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MEANING = 0.5
"""How much the meaning tells beside the words (found by trying)."""
_FRAGMENT = 2
"""Words of a query that is a mere fragment."""
_IN_DOUBT = {"suicide": 0.15, "overdose": 0.15}
"""What may cost a life comes first where as much speaks for another."""


_FEWEST_KNOWN, _TELLS, _TELLS_EACH = 0.6, 60.0, 14.0
"""Below these nothing fits well, and it is said so (by the tuning half of the queries, see docs/finding.md)."""


@dataclass(frozen=True, slots=True)
class Found:
    """All situations, the likeliest first, and whether the first of them fits what was typed."""

    slugs: list[str]
    fits: bool


@dataclass
class Finder:
    """Finds situations by what was typed; made once for an edition."""

    learned: Learned
    meanings: Meanings
    ideas: Ideas
    synonyms: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known = {term for term in self.learned.rows if term[0] != "~" and " " not in term}
        self._spelling = Spelling(known, self.synonyms)
        self._in_doubt = np.array([_IN_DOUBT.get(slug, 0.0) for slug in self.slugs], dtype=np.float32)

    @property
    def slugs(self) -> Sequence[str]:
        return self.learned.slugs

    def find(self, query: str) -> list[str]:
        """All situations, the likeliest first; in the order of the first page where nothing tells."""
        return self.look(query).slugs

    def look(self, query: str) -> "Found":
        """The same, and whether anything fits."""
        text = self._spelling.meant(plain(query[:LONGEST]))
        wording = self.ideas.wording(text)
        told = self.learned.scores(wording)
        scores = _spread(told)
        if not self._is_plain(text):
            nearness = self.meanings.nearness(wording.sense)
            scores = scores if nearness is None else scores + _MEANING * _spread(nearness)
        # Stable: what is alike stays in the order of the first page.
        order = np.argsort(-(scores + self._in_doubt), kind="stable")
        fits = self._known_share(text) >= _FEWEST_KNOWN and self._tells(told, wording)
        return Found([self.slugs[place] for place in order], fits)

    def _known_share(self, text: str) -> float:
        """How much of what was typed is known at all; words that tell nothing count where there are no others."""
        words = telling(text.split()) or text.split()
        return sum(word in self.learned.rows for word in words) / max(1, len(words))

    def _tells(self, told: "NDArray[np.float32]", wording: Wording) -> bool:
        """Whether its words speak for one situation: together, or, of a word or two, each of them plainly."""
        most = float(told.max(initial=0.0))
        return (
            most >= _TELLS or (most - float(told.mean())) / max(1, len(wording.terms)) ** 0.5 >= _TELLS_EACH
        )

    def _is_plain(self, text: str) -> bool:
        """Whether it is a word or two that are known: then the words tell all, and its sense need not be compared."""
        words = text.split()
        return len(words) <= _FRAGMENT and all(word in self.learned.rows for word in words)


def _spread(scores: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """Scores as distances from their mean, so that those of words and of meaning can be added."""
    spread = float(scores.std())
    return (scores - scores.mean()) / spread if spread > 0 else np.zeros_like(scores)
