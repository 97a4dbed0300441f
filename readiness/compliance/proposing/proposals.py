"""Proposals from what people look for and what incidents used: train for what comes up, drill what was weak or slow.

Small numbers are never shown, and a number that still grows is not: only months that have ended are counted. Pure.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from readiness.compliance.proposing.slowness import Slow
from readiness.handbook.openings import month_of, months_before, told

MONTHS = 12
"""So many months that have ended are looked at."""


@dataclass(frozen=True, slots=True)
class ProtocolAbout:
    """What a protocol is called, what trains for it, and which scenarios practise it."""

    slug: str
    title: str
    certificates: Sequence[str] = ()
    scenarios: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Come:
    """How often a protocol came up: opened in the handbook, used in incidents (None: too few to be told).

    `weak`: how many actions exercises of it opened, rated M or U; `exercised_on`: when one was held last; `slow`: what
    is done later than the scenario gives it.
    """

    protocol: ProtocolAbout
    opened: int | None
    used: int | None
    weak: int = 0
    exercised_on: date | None = None
    slow: Sequence[Slow] = ()

    @property
    def comes_up(self) -> bool:
        return bool(self.opened or self.used)


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted, by protocol. `opened` by month, too; `used`: incidents, by month; `slow`: in exercises.

    `called`: incidents in which a crisis line was called, by line and month.
    """

    opened: Mapping[tuple[str, str], int]
    used: Mapping[tuple[str, str], int]
    weak: Mapping[str, int]
    exercised: Mapping[str, date]
    slow: Mapping[str, Sequence[Slow]] = field(default_factory=dict)
    called: Mapping[tuple[str, str], int] = field(default_factory=dict)


def months_of(today: date) -> list[str]:
    """The months that are looked at, the latest first."""
    return [month_of(each) for each in months_before(today, MONTHS)]


def what_comes_up(protocols: Iterable[ProtocolAbout], counts: Counts, months: Collection[str]) -> list[Come]:
    """Each protocol that came up often enough to be told, or that exercises went badly with; the most used first."""
    found = [
        Come(
            each,
            _opened(counts.opened, each.slug, months),
            told(sum(counts.used.get((each.slug, month), 0) for month in months)),
            counts.weak.get(each.slug, 0),
            counts.exercised.get(each.slug),
            counts.slow.get(each.slug, ()),
        )
        for each in protocols
    ]
    shown = [each for each in found if each.comes_up or each.weak or each.slow]
    return sorted(
        shown, key=lambda each: (-(each.used or 0), -(each.opened or 0), -each.weak, each.protocol.slug)
    )


def _opened(opened: Mapping[tuple[str, str], int], slug: str, months: Collection[str]) -> int | None:
    """As the page of openings tells them: each month by itself, so that nothing can be worked out between the two."""
    return sum(told(opened.get((slug, month), 0)) or 0 for month in months) or None


def to_train(come: Iterable[Come]) -> list[tuple[str, list[Come]]]:
    """The certificate kinds that train for what comes up, each with the protocols that ask for it; the most first."""
    by_kind: dict[str, list[Come]] = {}
    for each in come:
        if each.comes_up:
            for kind in each.protocol.certificates:
                by_kind.setdefault(kind, []).append(each)
    return sorted(by_kind.items(), key=lambda item: (-len(item[1]), item[0]))


def to_drill(come: Iterable[Come]) -> list[Come]:
    """What went badly first, then what was slow, then what was not exercised for longest; each has a scenario."""
    found = [each for each in come if each.protocol.scenarios]
    return sorted(
        found,
        key=lambda each: (-each.weak, -len(each.slow), each.exercised_on or date.min, each.protocol.slug),
    )


def lines_called(counts: Counts, months: Collection[str]) -> list[tuple[str, int]]:
    """The crisis lines that enough incidents called to be told, the most used first."""
    found: Counter[str] = Counter()
    for (line, month), count in counts.called.items():
        found[line] += count if month in months else 0
    enough = [(line, count) for line, count in found.items() if told(count)]
    return sorted(enough, key=lambda item: (-item[1], item[0]))
