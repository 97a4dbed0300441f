"""What keeps a nightly file back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from readiness.nightly.guards import Judged, objections

MIDNIGHT = datetime(2026, 6, 30, tzinfo=UTC)
LAST = Judged(("a", "b"), 100, MIDNIGHT)
GOOD = replace(LAST, employed=100)


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (GOOD, ""),
        (replace(GOOD, left=5), ""),
        (replace(GOOD, left=6), "6 of 100 people would leave by it; more than 5 % is held back."),
        (replace(GOOD, refused=6), "6 of its 100 rows have faults; more than 5 % is held back."),
        (replace(GOOD, row_count=95), ""),
        (replace(GOOD, row_count=94), "It has 94 rows, and the last one had 100: it may have been cut off."),
        (replace(GOOD, row_count=900), ""),
        (
            replace(GOOD, made_at=MIDNIGHT - timedelta(minutes=1)),
            "It was written on 29 June 2026, 23:59 UTC, before the last one that went in (30 June 2026, 00:00 UTC).",
        ),
        (replace(GOOD, made_at=None), ""),
        (replace(GOOD, header=("a",)), "Columns of the last one are missing: b."),
        (replace(GOOD, header=("a", "b", "c")), "It has columns that the last one had not: c."),
    ],
)
def test_a_file_is_held_back_for_a_reason_that_is_said(file: Judged, said: str) -> None:
    assert objections(file, LAST, 5) == ([said] if said else [])


def test_the_first_file_is_held_against_nothing_and_a_bound_of_a_hundred_lets_everybody_leave() -> None:
    assert objections(replace(GOOD, made_at=None), None, 5) == []
    assert objections(replace(GOOD, left=100), LAST, 100) == []
