"""What each term tells for each situation, learned from what people may say. Pure.

Complement naive Bayes (J. Rennie and others, Tackling the Poor Assumptions of Naive Bayes Text Classifiers, 2003):
a term speaks for a situation where the sayings of all others lack it. It is counted, not searched for: the same
sayings give the same figures, in a second.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from readiness.foundation.later import numpy as np
from readiness.situations.wording import Wording

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float32]

_UNSEEN = 0.5
"""How often what was never seen is taken to have been seen (found by trying)."""
_WORDS = 5.0
"""How much more a word tells than a group of letters, of which there are many (found by trying)."""
_TELLS = {1: 1 / 3, 2: 1.0, 3: 1.0}
"""How much a saying of each weight tells."""


@dataclass(frozen=True, slots=True)
class Saying:
    """What people may say of a situation. `weight`: 3 the protocol's own phrasings, 2 the wide ones, 1 its signs."""

    slug: str
    words: str
    weight: int
    language: str


@dataclass(frozen=True)
class Learned:
    """What each term tells for each situation: a row of `telling` for each term, a column for each of `slugs`."""

    slugs: Sequence[str]
    rows: Mapping[str, int]
    telling: "Numbers"

    def scores(self, wording: Wording) -> "Numbers":
        """How much a text speaks for each situation, in the order of `slugs`."""
        known = [row for row in map(self.rows.get, wording.terms) if row is not None]
        return np.asarray(self.telling[known].sum(axis=0, dtype=np.float32))


def learn(slugs: Sequence[str], sayings: Sequence[Saying], wordings: Sequence[Wording]) -> Learned:
    """Count the terms of the sayings, each taken apart."""
    seen: Counter[str] = Counter()
    for wording in wordings:
        seen.update(wording.terms)
    rows = {term: row for row, term in enumerate(sorted(seen))}
    rarity = np.array([math.log((1 + len(sayings)) / (1 + seen[term])) + 1 for term in rows])
    counts = np.zeros((len(rows), len(slugs)))
    column = {slug: place for place, slug in enumerate(slugs)}
    for saying, wording in zip(sayings, wordings, strict=True):
        for group in (wording.words, wording.letters):
            places = _places(group, rows)
            share = rarity[places] / max(float(np.linalg.norm(rarity[places])), 1e-9)
            counts[places, column[saying.slug]] += share * _TELLS[saying.weight]
    return Learned(slugs, rows, _told(counts, rarity, [_WORDS if term[0] != "~" else 1.0 for term in rows]))


def _places(terms: Iterable[str], rows: Mapping[str, int]) -> list[int]:
    return sorted(rows[term] for term in terms)


def _told(
    counts: "NDArray[np.float64]", rarity: "NDArray[np.float64]", weights: Sequence[float]
) -> "Numbers":
    others = counts.sum(axis=1, keepdims=True) - counts + _UNSEEN
    told = -np.log(others / others.sum(axis=0)) * (rarity * np.array(weights))[:, None]
    # Only what differs between situations tells; without what is common to all, half precision is enough.
    differing = told - told.mean(axis=1, keepdims=True)
    return np.asarray(differing, dtype=np.float16).astype(np.float32)
