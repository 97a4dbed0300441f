"""Which cards say a word, or one that begins with it, in their names or in all that they say. Pure."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import takewhile

_SHORTEST_BEGINNING = 4
"""Letters from which a word stands for those that begin with it: 'couns' for counselling."""
_MOST_WORDS = 50
"""So many words are taken for one beginning."""


class WordIndex:
    """Cards by the words that they say."""

    def __init__(self, texts: Iterable[tuple[str, str]]) -> None:
        """`texts`: the number of a card is its place; its words, plain, with one blank between."""
        said: defaultdict[str, list[str]] = defaultdict(list)
        for card, text in texts:
            for word in dict.fromkeys(text.split()):
                said[word].append(card)
        self._said = dict(said)
        self._words = sorted(self._said)

    def saying(self, words: Sequence[str]) -> frozenset[str]:
        """The cards that say every one of some words, as they are and not only their beginnings."""
        found = [self._said.get(word, ()) for word in words]
        return frozenset(found[0]).intersection(*found[1:]) if found else frozenset()

    def saying_all(self, words: Sequence[str]) -> set[str]:
        """The cards that say every one of some words; the rarest is looked for first."""
        found: set[str] | None = None
        # Words that thousands say are looked at last, and mostly not at all.
        for cards in sorted(map(self._saying, words), key=len):
            found = {*cards} if found is None else found.intersection(cards)
            if not found:
                return set()
        return found or set()

    def _saying(self, word: str) -> Collection[str]:
        if len(word) < _SHORTEST_BEGINNING:
            return self._said.get(word, ())
        start = bisect_left(self._words, word)
        like = [*takewhile(lambda other: other.startswith(word), self._words[start : start + _MOST_WORDS])]
        if len(like) == 1:
            return self._said[like[0]]
        return {card for other in like for card in self._said[other]}
