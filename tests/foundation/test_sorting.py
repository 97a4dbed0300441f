"""Rows that are put in order without being held."""

import random
import tracemalloc
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from readiness.foundation.sorting import in_order

Row = tuple[str, date, int | None]


def rows(count: int) -> Iterator[tuple[tuple[str, date], Row]]:
    """Rows in no order, of which many have the same key; each is told by its number."""
    chance = random.Random(count)  # noqa: S311
    for number in range(count):
        key = chance.choice(("Ó", "a", "b", "")), date(2026, 1, 1) + timedelta(days=chance.randrange(5))
        yield key, (*key, number if number % 3 else None)


@pytest.mark.parametrize("is_descending", [False, True])
@pytest.mark.parametrize("count", [0, 1, 49, 50, 51, 100, 101, 1234])
def test_rows_come_as_sorted_has_them_in_however_many_runs(count: int, is_descending: bool) -> None:
    wanted = [row for _key, row in sorted(rows(count), key=lambda each: each[0], reverse=is_descending)]
    assert list(in_order(rows(count), is_descending=is_descending, run=50)) == wanted


def test_four_times_the_rows_do_not_take_four_times_the_memory() -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        try:
            assert sum(1 for _row in in_order(rows(count), run=2000)) == count
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(40_000) < 2.5 * peak(10_000)


def test_what_fails_while_rows_are_found_is_told_at_once() -> None:
    def failing() -> Iterator[tuple[tuple[str, date], Row]]:
        yield from rows(120)
        raise LookupError

    with pytest.raises(LookupError):
        in_order(failing(), run=50)
