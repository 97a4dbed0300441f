"""How often each protocol, and each resource, is opened: numbers alone, of nobody and of no moment. Pure."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date
from threading import Lock

FLOOR = 10
"""Fewer openings in a month are not told: at a small site a few would tell of someone."""
MONTHS_TOLD = 6


_RESOURCE = "/resources/"


def of_resource(record: str) -> str:
    """As what the page of a resource is counted: no protocol is called so."""
    return f"{_RESOURCE}{record}"


def used(counts: Mapping[tuple[str, str], int], months: Collection[str]) -> dict[str, int]:
    """By resource, how often it was opened in some months, of those months in which it was often enough to be told."""
    found: Counter[str] = Counter()
    for (slug, month), count in counts.items():
        if slug.startswith(_RESOURCE) and month in months:
            found[slug.removeprefix(_RESOURCE)] += told(count) or 0
    return {record: count for record, count in found.items() if count}


class Openings:
    """What was opened since it was last asked, in memory: no request waits for a database, and none is kept."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._lock = Lock()

    def note(self, slug: str, count: int = 1) -> None:
        with self._lock:
            self._counts[slug] += count

    def take(self) -> dict[str, int]:
        """The counts by slug, which begin at nothing again."""
        with self._lock:
            taken, self._counts = dict(self._counts), Counter()
        return taken


def month_of(day: date) -> str:
    """'2026-11'."""
    return f"{day.year:04}-{day.month:02}"


def months_before(day: date, count: int = MONTHS_TOLD) -> list[date]:
    """The first days of the months that have ended, the latest first.

    The present month is not told: a number that grows would say when somebody looked.
    """
    found = []
    first = day.replace(day=1)
    for _month in range(count):
        first = date(first.year - (first.month == 1), first.month - 1 or 12, 1)
        found.append(first)
    return found


def told(count: int) -> int | None:
    """A count as it may be told; None below the floor, nothing included."""
    return count if count >= FLOOR else None
