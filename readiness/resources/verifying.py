"""What is to be verified first: what is said to be wrong, then what is used most, the longest unverified. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from readiness.resources.cards import Card
from readiness.resources.matching import SURE
from readiness.standards.needs import Need

HOLDS = timedelta(days=180)
"""So long a verification is taken to hold: directories change their numbers about that often."""


@dataclass(frozen=True, slots=True)
class Use:
    """How much services are used: by need, how many protocols send there; by service, how often it was opened."""

    sent: Mapping[str, int]
    opened: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A service that waits to be verified. `used_by`: how many protocols send people to such a service.

    `opened`: how often its page was opened of late, where that may be told.
    """

    card: Card
    report_count: int
    used_by: int
    opened: int


def use_of(needs: Mapping[str, Need], asked: Iterable[Iterable[str]]) -> dict[str, int]:
    """By need, how many protocols name it; `asked`: the needs of each protocol."""
    protocols = [{*each} for each in asked]
    return {need.id: sum(not each.isdisjoint(need.serves) for each in protocols) for need in needs.values()}


def waiting(cards: Iterable[Card], reports: Mapping[str, int], use: Use, today: date) -> list[Waiting]:
    """Everything whose verification is missing or old, or of which something is said to be wrong."""
    found = [
        Waiting(
            card,
            reports.get(card.id, 0),
            sum(use.sent.get(need, 0) for need, how in card.needs.items() if how >= SURE),
            use.opened.get(card.id, 0),
        )
        for card in cards
        if reports.get(card.id) or card.verified_on is None or card.verified_on + HOLDS <= today
    ]
    found.sort(
        key=lambda each: (
            -each.report_count,
            -(each.used_by + each.opened),
            each.card.verified_on or date.min,
            each.card.name.casefold(),
            each.card.id,
        )
    )
    return found
