"""A whole year of the sample by a moved clock, hour by hour."""

import sys
import time
from collections import Counter
from datetime import date

from tests.reminders.year import BEGIN, hours, kept, live_through, recomputed, settle_in


def test_the_ledger_of_a_year_is_what_it_must_be(db: str) -> None:
    settle_in()
    began = time.monotonic()
    ticks = live_through(hours(BEGIN, date(2027, 9, 30)))
    took = time.monotonic() - began
    lines = kept()
    stages = Counter(line[3] for line in lines)
    sys.stdout.write(f"\n{len(ticks)} hours in {took:.0f} s: {len(lines)} reminders, {dict(stages)}\n")
    assert lines == recomputed(db, ticks)
