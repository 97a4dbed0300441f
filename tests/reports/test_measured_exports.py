"""The measurement of exports runs: every way of it takes away what the others do."""

import subprocess
import sys
from datetime import date

import pytest

from tests.factories import make_certificate, make_person, make_site

PAGES, ROWS = 1, 2


@pytest.mark.parametrize(("way", "count"), [("workbook", ROWS), ("paper", PAGES)])
def test_each_way_takes_the_certificates_away_and_tells_what_it_cost(db: str, way: str, count: int) -> None:
    person = make_person(make_site("dayton"))
    for kind in ("mhfa-adult", "first-aid"):
        make_certificate(person, kind, date(2024, 5, 1), date(2027, 5, 1))
    words = [sys.executable, "-m", "bench.exporting", db, way]
    seconds, _first, _added, told, _processor = map(
        float, subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True).stdout.split()
    )
    assert told == count
    assert seconds > 0
