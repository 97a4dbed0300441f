"""Certificates that end in the year to come, by week or month and kind. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WEEKS, YEAR = 26, timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Ends:
    """Of a kind so many certificates count for the last time on a day; of those who hold them `booked` have a seat.

    The seat is in a class that leads to this kind and is held by then.
    """

    kind: str
    on: date
    count: int
    booked: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on end, from the first to the last, and what ends on them."""

    first_on: date
    last_on: date
    count: int
    booked: int


def weeks_of(as_of: date, count: int = WEEKS) -> list[tuple[date, date]]:
    """Weeks on end from a day on: the first and last day of each."""
    return [
        (as_of + timedelta(days=7 * place), as_of + timedelta(days=7 * place + 6)) for place in range(count)
    ]


def months_of(as_of: date) -> list[tuple[date, date]]:
    """A year from a day on, cut where a month ends: the first and last day of each, the rest of this month first."""
    found, first, last = [], as_of, as_of + YEAR
    while first <= last:
        following = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        found.append((first, min(following - timedelta(days=1), last)))
        first = following
    return found


def by_stretch(ends: Iterable[Ends], spans: Sequence[tuple[date, date]]) -> list[Stretch]:
    """What ends in each of the spans."""
    ends = list(ends)
    return [
        Stretch(
            first,
            last,
            sum(each.count for each in ends if first <= each.on <= last),
            sum(each.booked for each in ends if first <= each.on <= last),
        )
        for first, last in spans
    ]


@dataclass(frozen=True, slots=True)
class KindEnds:
    """What ends of a kind: in all, booked, and when the first ends of whoever has no seat; None: all have one."""

    kind: str
    count: int
    booked: int
    first_on: date | None


def by_kind(ends: Iterable[Ends]) -> list[KindEnds]:
    """The kinds of which most ends with no seat booked come first."""
    together: dict[str, list[Ends]] = defaultdict(list)
    for each in ends:
        together[each.kind].append(each)
    found = [
        KindEnds(
            kind,
            sum(each.count for each in of_kind),
            sum(each.booked for each in of_kind),
            min((each.on for each in of_kind if each.booked < each.count), default=None),
        )
        for kind, of_kind in together.items()
    ]
    return sorted(found, key=lambda each: (each.booked - each.count, each.kind))
