"""Which nights snapshots are taken of, and when months end. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta

ONE = timedelta(days=1)
MONTHS_BACK = 12
"""So many ends of months are told: before the records began afterwards, later as they are told now."""
CAUGHT_UP = timedelta(days=400)
"""Nights that are longer ago are not caught up: nobody waits for a picture of them."""


def ends_of_months(before: date, count: int = MONTHS_BACK) -> list[date]:
    """The last days of the months before a day, the oldest first."""
    found, day = [], before
    for _month in range(count):
        day = day.replace(day=1) - ONE
        found.append(day)
    return found[::-1]


def ends_month(day: date) -> bool:
    return (day + ONE).day == 1


def missing_nights(latest: date, began_on: date, today: date) -> Iterator[date]:
    """The days that are over and have no snapshot, the oldest first; none from before the records began."""
    day = max(latest + ONE, began_on, today - CAUGHT_UP)
    while day < today:
        yield day
        day += ONE
