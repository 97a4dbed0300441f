"""Services that are probably one: called by one number or at one address, with names that are nearly the same. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from readiness.foundation.later import rapidfuzz
from readiness.resources.cards import Card
from readiness.resources.matching import plain
from readiness.resources.numbers import digits

ALIKE = 88
"""How alike two names must be, of 100."""
_MOST_AT_ONE = 12
"""A number that more services share is a switchboard, and says nothing."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two services that may be one, and how alike their names are."""

    first: Card
    second: Card
    likeness: int


def likely_pairs(cards: Iterable[Card]) -> list[Pair]:
    """Every such pair, the likeliest first."""
    together: defaultdict[str, list[Card]] = defaultdict(list)
    for card in cards:
        for key in {*_keys(card)}:
            together[key].append(card)
    found: dict[tuple[str, str], Pair] = {}
    for group in together.values():
        if 1 < len(group) <= _MOST_AT_ONE:
            for one, other in combinations(sorted(group, key=lambda card: card.id), 2):
                likeness = _likeness(one, other)
                if likeness >= ALIKE:
                    found[one.id, other.id] = Pair(one, other, likeness)
    return sorted(found.values(), key=lambda pair: (-pair.likeness, pair.first.name, pair.first.id))


def _keys(card: Card) -> Iterable[str]:
    for phone in card.phones:
        yield f"call {digits(phone.shown)[-10:]}"
    for spot in card.spots:
        if spot.lines:
            yield f"at {plain(spot.lines[0])} {plain(spot.city)}"


def _likeness(one: Card, other: Card) -> int:
    """Names alone deceive: one organisation has a 'Food pantry' in each town."""
    places = [
        plain(" ".join(card.spots[0].lines)) for card in (one, other) if card.spots and card.spots[0].lines
    ]
    if len({*places}) == 2:
        return 0
    return round(rapidfuzz.fuzz.token_sort_ratio(plain(one.name), plain(other.name)))
