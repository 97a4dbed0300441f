"""Finding services: by need and words, in a language, near a place, open now. Pure."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from heapq import nlargest
from itertools import islice
from operator import itemgetter
from typing import NamedTuple

from readiness.foundation.remembering import Remembered
from readiness.resources.areas import Area, Coverage, Regions, Whereabouts, coverage, states_of
from readiness.resources.cards import Card, Home, Point, Spot
from readiness.resources.distance import metres_between
from readiness.resources.hours import Opening, State
from readiness.resources.matching import need_of, plain
from readiness.resources.word_index import WordIndex
from readiness.standards.needs import Need

NEAREST = 2
FAR = 50_000
"""Metres from which nothing is near: then what can be reached by phone comes first."""

_WEIGHED = 400
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
        in_order = ((card.id, ranked[card.id]) for card in self.cards if card.id in ranked)
        return dict(nlargest(_WEIGHED, in_order, key=itemgetter(1)))

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

    def nearest(self, need: str, here: Whereabouts, now: datetime) -> list[Found]:
        """The few that can be called for a need and are nearest to a site; looked for once, whatever the time."""
        known = self._nearest[need, here]
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
            return [(each.card, each.metres) for each in islice(reached, NEAREST)]

        return Remembered(look)

    @cached_property
    def languages(self) -> list[str]:
        """The codes of languages, those that most services have first."""
        counts = Counter(code for card in self.cards for code in card.languages)
        return sorted(counts, key=lambda code: (-counts[code], code))

    def _ranked(self, sought: Sought) -> dict[str, int]:
        """The cards that are meant, and how well: those that meet the need, then those that only say the words."""
        need = self.needs.get(sought.need) or need_of(sought.words, self.needs)
        words = plain(sought.words).split()
        if not need and not words:
            return dict.fromkeys(self.by_id, 0)
        met = self._meeting[need.id] if need else {}
        named, told = self._named.saying_all(words), self._told.saying_all(words)
        # Beside a need, words count where they are in a name.
        said = named if need else named | told
        ranked = {record: 10 * sureness for record, sureness in met.items()}
        if not sought.need:
            ranked |= {
                record: 0 for record in said - met.keys() if not need or not self._is_never(record, need)
            }
        return {
            record: rank + (2 if record in named else 1 if record in told else 0)
            for record, rank in ranked.items()
        }

    def _is_never(self, record: str, need: Need) -> bool:
        names = f" {self._names(self.by_id[record])} "
        return any(f" {word} " in names for word in need.never_words)

    def whereabouts(self, country: str, address: str) -> Whereabouts:
        """Where an address is, by the places known at its postcode, else in its town; looked for once."""
        return self._whereabouts[country, address]

    @cached_property
    def _whereabouts(self) -> Remembered[tuple[str, str], Whereabouts]:
        return Remembered(lambda asked: whereabouts(*asked, self._spots))

    @cached_property
    def _regions(self) -> Regions:
        """Where towns and counties are."""
        towns: defaultdict[str, set[Point]] = defaultdict(set)
        counties: defaultdict[str, set[Point]] = defaultdict(set)
        for spot in self._spots:
            if spot.point is not None:
                rounded = (round(spot.point[0], 1), round(spot.point[1], 1))  # some ten kilometres
                towns[plain(spot.city)].add(rounded)
                counties[_county(spot)].add(rounded)
        return Regions(
            {name: [*at] for name, at in towns.items()}, {name: [*at] for name, at in counties.items()}
        )

    @cached_property
    def _spots(self) -> list[Spot]:
        return [spot for card in self.cards for spot in card.spots if spot.point is not None]


def whereabouts(country: str, address: str, spots: Iterable[Spot]) -> Whereabouts:
    """Where an address is, by some places."""
    asked, spots = f" {plain(address)} ", list(spots)
    at_postcode = [each for each in spots if each.postcode and f" {plain(each.postcode)} " in asked]
    in_town = [each for each in spots if len(each.city) > 2 and f" {plain(each.city)} " in asked]
    known = at_postcode or in_town
    written = _STATE_AND_CODE.search(address)
    towns = Counter(plain(each.city) for each in in_town)
    state = written[1] if written else _only(each.state for each in known)
    return Whereabouts(
        country=country,
        state=state if state.casefold() in states_of(country) else "",
        town=max(towns, key=lambda town: (len(town), town), default=""),
        counties=frozenset(filter(None, map(_county, known))),
        postcode=written[2] if written else _only(each.postcode for each in at_postcode),
        point=_middle(each.point for each in known),
    )


_STATE_AND_CODE = re.compile(r"\b([A-Z]{2}),? +(\d{5})(?:-\d{4})?\b")


def _only(values: Iterable[str]) -> str:
    """The one value that all have; '' where they differ."""
    found = {*values}
    return found.pop() if len(found) == 1 else ""


def _county(spot: Spot) -> str:
    return plain(spot.county).removesuffix(" county")


def _distance(card: Card, point: Point | None) -> float | None:
    if point is None:
        return None
    return min(
        (metres_between(point, spot.point) for spot in card.spots if spot.point is not None), default=None
    )


def _middle(points: Iterable[Point | None]) -> Point | None:
    known = [point for point in points if point is not None]
    if not known:
        return None
    return sum(south for south, _ in known) / len(known), sum(east for _, east in known) / len(known)
