"""Finding services: by need and words, in a language, near a place, open now. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from itertools import islice

from readiness.foundation.remembering import Remembered
from readiness.resources.cards import Card, Home, Point, Spot
from readiness.resources.distance import metres_between
from readiness.resources.hours import Opening, State
from readiness.resources.matching import need_of, plain
from readiness.resources.word_index import WordIndex
from readiness.standards.needs import Need

NEAREST = 2
FAR = 50_000
"""Metres from which nothing is near: then what can be reached by phone comes first."""

_OPEN = (State.ALWAYS, State.OPEN)
_NOT_KNOWN = (State.UNKNOWN, State.HOLIDAY)


@dataclass(frozen=True, slots=True)
class Sought:
    """What is sought, by whom. `near`: the address of a site, `point`: where that is; '' and None for nowhere."""

    words: str = ""
    need: str = ""
    language: str = ""
    is_open: bool = False
    country: str = ""
    point: Point | None = None


@dataclass(frozen=True)
class Found:
    """A service that was found, and how far it is; None where that is not known."""

    card: Card
    metres: float | None
    now: datetime
    home: Home

    @cached_property
    def opening(self) -> Opening:
        """Whether it is open; worked out for those that somebody asks about."""
        return self.card.opening(self.now, self.home)


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

    def find(self, sought: Sought, now: datetime) -> list[Found]:
        """What is found, the best first."""
        ranked = self._ranked(sought)
        found = []
        for record, rank in ranked.items():
            card = self.by_id[record]
            if sought.language and sought.language not in card.languages:
                continue
            if sought.country and card.country and card.country != sought.country:
                continue
            each = Found(card, _distance(card, sought.point), now, self.home)
            if sought.is_open and each.opening.state not in (*_OPEN, *_NOT_KNOWN):
                continue
            found.append((rank, each))
        is_remote = not any(each.metres is not None and each.metres <= FAR for _rank, each in found)
        found.sort(key=lambda pair: self._order(pair[0], pair[1], sought, is_remote=is_remote))
        return [each for _rank, each in found]

    def _order(self, rank: int, found: Found, sought: Sought, *, is_remote: bool) -> tuple[object, ...]:
        far = 10**6 if found.metres is None else round(found.metres / 1000)
        return (
            int(sought.is_open and found.opening.state not in _OPEN),
            -(rank // 10),
            int(is_remote and sought.point is not None and not found.card.is_reached_without_going),
            far,
            -(rank % 10),
            self._keys[found.card.id],
            found.card.id,
        )

    def nearest(self, need: str, country: str, point: Point | None, now: datetime) -> list[Found]:
        """The few that can be called for a need and are nearest to a point; looked for once, whatever the time."""
        known = self._nearest[need, country, point]
        return [Found(card, metres, now, self.home) for card, metres in known]

    @cached_property
    def _nearest(self) -> Remembered[tuple[str, str, Point | None], list[tuple[Card, float | None]]]:
        def look(asked: tuple[str, str, Point | None]) -> list[tuple[Card, float | None]]:
            need, country, point = asked
            found = self.find(Sought(need=need, country=country, point=point), datetime.now(UTC))
            reached = (each for each in found if any(phone.dialled for phone in each.card.phones))
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

    def point_of(self, address: str) -> Point | None:
        """Where an address is, by the places known at its postcode, else in its town; looked for once."""
        return self._points[address]

    @cached_property
    def _points(self) -> Remembered[str, Point | None]:
        return Remembered(self._point_of)

    def _point_of(self, address: str) -> Point | None:
        asked = f" {plain(address)} "
        at_postcode = [
            spot.point for spot in self._spots if spot.postcode and f" {plain(spot.postcode)} " in asked
        ]
        in_town = [
            spot.point for spot in self._spots if len(spot.city) > 2 and f" {plain(spot.city)} " in asked
        ]
        return _middle(at_postcode) or _middle(in_town)

    @cached_property
    def _spots(self) -> list[Spot]:
        return [spot for card in self.cards for spot in card.spots if spot.point is not None]


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
