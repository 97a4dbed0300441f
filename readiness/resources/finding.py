"""Finding services: by need and words, in a language, near a place, open now. Pure."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from heapq import nsmallest
from itertools import islice
from typing import NamedTuple

from readiness.foundation.remembering import Remembered
from readiness.resources.areas import Area, Coverage, Regions, Whereabouts, coverage
from readiness.resources.cards import Card, Home, Point, Spot
from readiness.resources.distance import metres_between
from readiness.resources.hours import Opening, State
from readiness.resources.matching import NeedsMeant, plain
from readiness.resources.placing import Gazetteer, regions_of, whereabouts
from readiness.resources.word_index import WordIndex
from readiness.standards.needs import Need

NEAREST, MOST_NEAR = 2, 5
"""So many are named beside a protocol; so many at most are asked for."""
FAR = 50_000
"""Metres from which nothing is near: then what can be reached by phone comes first."""

_WEIGHED = 100
"""So many are weighed for whoever wants a few of them."""

NOWHERE = Whereabouts()
_OPEN = (State.ALWAYS, State.OPEN)
_NOT_KNOWN = (State.UNKNOWN, State.HOLIDAY)


@dataclass(frozen=True, slots=True)
class Sought:
    """What is sought, and where: at a site, or nowhere in particular."""

    words: str = ""
    need: str = ""
    language: str = ""
    is_open: bool = False
    here: Whereabouts = NOWHERE


@dataclass(frozen=True)
class Found:
    """A service that was found, and how far it is; None where that is not known. `is_outside`: it serves elsewhere."""

    card: Card
    metres: float | None
    is_outside: bool
    now: datetime
    home: Home

    @cached_property
    def opening(self) -> Opening:
        """Whether it is open; worked out for those that somebody asks about."""
        return self.card.opening(self.now, self.home)


class _Weighed(NamedTuple):
    card: Card
    rank: int
    metres: float | None
    is_outside: bool
    is_open: bool


@dataclass(frozen=True)
class Catalogue:
    """Every service that may be shown."""

    cards: Sequence[Card]
    needs: Mapping[str, Need]
    home: Home

    @cached_property
    def meant(self) -> NeedsMeant:
        """Which need is meant by what is typed."""
        return NeedsMeant(self.needs)

    @cached_property
    def by_id(self) -> Mapping[str, Card]:
        return {card.id: card for card in self.cards}

    @cached_property
    def _keys(self) -> Mapping[str, str]:
        """The name of each as it is sorted."""
        return {card.id: plain(card.name) for card in self.cards}

    @cached_property
    def _named(self) -> WordIndex:
        """By the words of names and terms."""
        return WordIndex((card.id, self._names(card)) for card in self.cards)

    @cached_property
    def _told(self) -> WordIndex:
        """By all that a card says."""
        return WordIndex((card.id, f"{self._names(card)} {plain(card.description)}") for card in self.cards)

    @staticmethod
    def _names(card: Card) -> str:
        return plain(" ".join((card.name, card.organisation, *card.terms)))

    @cached_property
    def _meeting(self) -> Mapping[str, Mapping[str, int]]:
        """By need, which cards meet it, and how surely."""
        found: dict[str, dict[str, int]] = {need: {} for need in self.needs}
        for card in self.cards:
            for need, sureness in card.needs.items():
                if need in found:
                    found[need][card.id] = sureness
        return found

    def warm(self) -> None:
        """Make ready what answers are found by, so that the first to ask waits no longer than others."""
        self.find(Sought("warm"), datetime.now(UTC))
        _ready = self._never

    def find(self, sought: Sought, now: datetime, most: int | None = None) -> list[Found]:
        """What is found, the best first; `most`: no more than so many are wanted."""
        ranked = self._ranked(sought)
        if most is not None and len(ranked) > _WEIGHED:
            ranked = self._likeliest(ranked)
        found = [
            each for record, rank in ranked.items() if (each := self._weighed(record, rank, sought, now))
        ]
        is_remote = not any(each.metres is not None and each.metres <= FAR for each in found)
        found.sort(key=lambda each: self._order(each, sought, is_remote=is_remote))
        return [Found(each.card, each.metres, each.is_outside, now, self.home) for each in found[:most]]

    def _likeliest(self, ranked: Mapping[str, int]) -> dict[str, int]:
        """Those that fit best: where thousands say a word, weighing them all tells a machine nothing more."""
        by_rank: defaultdict[int, list[str]] = defaultdict(list)
        for record, rank in ranked.items():
            by_rank[rank].append(record)
        left: dict[str, int] = {}
        for rank in sorted(by_rank, reverse=True):
            if len(left) >= _WEIGHED:
                break
            left |= dict.fromkeys(nsmallest(_WEIGHED, by_rank[rank], key=self._keys.__getitem__), rank)
        return left

    def _weighed(self, record: str, rank: int, sought: Sought, now: datetime) -> _Weighed | None:
        """A card with what its place depends on; None for one that is not sought."""
        card, here = self.by_id[record], sought.here
        if sought.language and sought.language not in card.languages:
            return None
        if here.country and card.country and card.country != here.country:
            return None
        state = card.opening(now, self.home).state if sought.is_open else State.OPEN
        if state not in (*_OPEN, *_NOT_KNOWN):
            return None
        return _Weighed(card, rank, _distance(card, here.point), self.is_outside(card, here), state in _OPEN)

    def is_outside(self, card: Card, here: Whereabouts) -> bool:
        """Whether a service says that it serves other areas than where a site is."""
        if not card.areas or here is NOWHERE:
            return False
        return self._coverage[card.areas, card.state, here] is Coverage.OUT

    @cached_property
    def _coverage(self) -> Remembered[tuple[tuple[Area, ...], str, Whereabouts], Coverage]:
        return Remembered(lambda asked: coverage(*asked, self._regions))

    def _order(self, found: _Weighed, sought: Sought, *, is_remote: bool) -> tuple[object, ...]:
        far = 10**6 if found.metres is None else round(found.metres / 1000)
        return (
            not found.is_open,
            found.is_outside,
            -(found.rank // 10),
            is_remote and sought.here.point is not None and not found.card.is_reached_without_going,
            far,
            -(found.rank % 10),
            self._keys[found.card.id],
            found.card.id,
        )

    def nearest(self, need: str, here: Whereabouts, now: datetime, count: int = NEAREST) -> list[Found]:
        """The few that can be called for a need and are nearest to a site; looked for once, whatever the time."""
        known = self._nearest[need, here][:count]
        return [Found(card, metres, False, now, self.home) for card, metres in known]

    @cached_property
    def _nearest(self) -> Remembered[tuple[str, Whereabouts], list[tuple[Card, float | None]]]:
        def look(asked: tuple[str, Whereabouts]) -> list[tuple[Card, float | None]]:
            need, here = asked
            found = self.find(Sought(need=need, here=here), datetime.now(UTC))
            reached = (
                each
                for each in found
                if not each.is_outside and any(phone.dialled for phone in each.card.phones)
            )
            return [(each.card, each.metres) for each in islice(reached, MOST_NEAR)]

        return Remembered(look)

    @cached_property
    def languages(self) -> list[str]:
        """The codes of languages, those that most services have first."""
        counts = Counter(code for card in self.cards for code in card.languages)
        return sorted(counts, key=lambda code: (-counts[code], code))

    def _ranked(self, sought: Sought) -> dict[str, int]:
        """The cards that are meant, and how well: those that meet the need, then those that only say the words."""
        need = self.needs.get(sought.need) or self.meant.by(sought.words)
        words = plain(sought.words).split()
        if not need and not words:
            return dict.fromkeys(self.by_id, 0)
        met = self._meeting[need.id] if need else {}
        never = self._never[need.id] if need else frozenset()
        named, told = self._named.saying_all(words), self._told.saying_all(words)
        # Beside a need, words count where they are in a name.
        said = named if need else named | told
        ranked = {record: 10 * sureness for record, sureness in met.items()}
        if not sought.need:
            ranked |= dict.fromkeys(said - met.keys() - never, 0)
        return {
            record: rank + (2 if record in named else 1 if record in told else 0)
            for record, rank in ranked.items()
        }

    @cached_property
    def _never(self) -> Mapping[str, frozenset[str]]:
        """By need, the cards that are about something else by the words of their names: shelters for animals."""
        return {
            need.id: frozenset(
                record
                for told in map(plain, need.never_words)
                for record in self._named.saying(told.split())
                if f" {told} " in f" {self._names(self.by_id[record])} "
            )
            for need in self.needs.values()
        }

    def whereabouts(self, country: str, address: str) -> Whereabouts:
        """Where an address is, by the places known at its postcode, else in its town; looked for once."""
        return self._whereabouts[country, address]

    @cached_property
    def _whereabouts(self) -> Remembered[tuple[str, str], Whereabouts]:
        return Remembered(lambda asked: whereabouts(*asked, self._gazetteer))

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        return Gazetteer(self._spots)

    @cached_property
    def _regions(self) -> Regions:
        return regions_of(self._spots)

    @cached_property
    def _spots(self) -> list[Spot]:
        return [spot for card in self.cards for spot in card.spots if spot.point is not None]


def _distance(card: Card, point: Point | None) -> float | None:
    if point is None:
        return None
    return min(
        (metres_between(point, spot.point) for spot in card.spots if spot.point is not None), default=None
    )
