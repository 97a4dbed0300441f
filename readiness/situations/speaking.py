"""In which language something was typed, by the words that people say in each. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from readiness.situations.terms import LONGEST, plain

_MUCH_OFTENER = 4.0
"""So much oftener is a word said in one language than in another that it is of that one (found by trying)."""


@dataclass(frozen=True)
class Tongues:
    """How often each word is said in each language, of a thousand words."""

    said: Mapping[str, Mapping[str, float]]

    @classmethod
    def of(cls, sayings: Iterable[tuple[str, str]]) -> "Tongues":
        """From sayings: a language, and words."""
        counts: dict[str, Counter[str]] = {}
        for language, words in sayings:
            counts.setdefault(language, Counter()).update(plain(words).split())
        return cls(
            {
                language: {word: 1000 * count / counted.total() for word, count in counted.items()}
                for language, counted in counts.items()
            }
        )

    def spoken(self, typed: str, otherwise: str) -> str:
        """The language that most words of a text are of; `otherwise` where that is in doubt."""
        votes = Counter(filter(None, map(self._language_of, plain(typed[:LONGEST]).split())))
        first = max(votes, key=lambda language: votes[language], default=otherwise)
        return first if votes[first] > votes[otherwise] else otherwise

    def _language_of(self, word: str) -> str:
        """The language that a word is of; '' for one of several, or of none that is known."""
        often = sorted(
            ((known.get(word, 0.0), language) for language, known in self.said.items()), reverse=True
        )
        if not often or not often[0][0]:
            return ""
        return often[0][1] if len(often) == 1 or often[0][0] >= _MUCH_OFTENER * often[1][0] else ""
