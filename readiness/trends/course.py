"""From rows that begin and end to how much there is on each night. Pure."""

from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from readiness.compliance.days.findings import Status

TOLD = (Status.MET, Status.DUE, Status.EXEMPTED, Status.CANNOT_TELL, Status.GAP)
"""The statuses that snapshots keep, from what is well to what is not."""
ASKED = tuple(status for status in TOLD if status is not Status.EXEMPTED)
"""Of which 'met' is a share: what is exempted is not asked."""
MOST_COLUMNS = 60
"""So many nights are drawn: more would be narrower than what can be seen on a phone."""

Count = tuple[date, str, int]
"""On a day, of a status, so many."""


@dataclass(frozen=True, slots=True)
class NightCounts:
    """How many cells stood how on a night."""

    on: date
    counts: tuple[int, ...]

    @property
    def asked(self) -> int:
        return sum(self.counts)

    @property
    def asked_counts(self) -> tuple[int, ...]:
        """How many stood how, of those of ASKED."""
        return tuple(
            count for status, count in zip(TOLD, self.counts, strict=True) if status is not Status.EXEMPTED
        )

    @property
    def exempted(self) -> int:
        return self.counts[TOLD.index(Status.EXEMPTED)]

    @property
    def percent_met(self) -> int:
        """The share of what is asked that is met, due or not, in whole percent, rounded down; of nothing it is 0."""
        return int(100 * share_met(self.counts))


def share_met(counts: Sequence[int]) -> Fraction:
    """The share that is met, due or not, from 0 to 1; what is exempted is not asked."""
    by_status = dict(zip(TOLD, counts, strict=True))
    asked = sum(counts) - by_status[Status.EXEMPTED]
    return Fraction(by_status[Status.MET] + by_status[Status.DUE], asked or 1)


def counted(nights: Sequence[date], begun: Iterable[Count], ended: Iterable[Count]) -> list[NightCounts]:
    """How many cells stood how on each of the nights (in order): those begun by then and not ended before."""
    coming = deque(sorted(begun, key=lambda each: each[0]))
    going = deque(sorted(ended, key=lambda each: each[0]))
    standing: Counter[str] = Counter()
    found = []
    for night in nights:
        while coming and coming[0][0] <= night:
            _on, status, count = coming.popleft()
            standing[status] += count
        while going and going[0][0] < night:
            _on, status, count = going.popleft()
            standing[status] -= count
        found.append(NightCounts(night, tuple(standing[status.value] for status in TOLD)))
    return found


def told_now(night: NightCounts, restated: Iterable[tuple[str, str, int]]) -> tuple[int, ...]:
    """How much there is of each status as it is told now: each (then, now, count) moved."""
    counts: Counter[str] = Counter(
        {status.value: count for status, count in zip(TOLD, night.counts, strict=True)}
    )
    for then, now, count in restated:
        counts[then] -= count
        counts[now] += count
    return tuple(counts[status.value] for status in TOLD)


def thinned(nights: Sequence[NightCounts], most: int = MOST_COLUMNS) -> list[NightCounts]:
    """So many of the nights at most, evenly, the latest among them."""
    step = -(-len(nights) // most) or 1
    return list(nights[::-1][::step][::-1])
