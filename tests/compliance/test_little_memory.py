"""Everyone is judged of any day in little memory."""

import tracemalloc
from datetime import date, timedelta

import pytest

from readiness.compliance.days.spells import Count, Spell
from readiness.compliance.judging.assess import assess
from readiness.foundation.database import connected, database, open_database
from tests.conftest import close
from tests.factories import MEASURE, adopt, ask, make_certificate, make_person, make_site
from tests.statements import recording

TODAY = date(2026, 6, 30)


def test_a_spell_is_counted_in_a_few_bytes() -> None:
    first = date(1900, 1, 1)
    tracemalloc.start()
    try:
        count = Count()
        for number in range(50_000):
            count.add([Spell(first + timedelta(days=number), first + timedelta(days=number + 7))])
        held, _peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count.on(TODAY) == 8
    assert held < 50_000 * 12


@pytest.mark.parametrize("has_statistics", [False, True])
def test_nothing_that_is_read_of_everyone_is_sorted_in_the_memory_of_sqlite(
    sqlite_url: str, has_statistics: bool
) -> None:
    open_database(sqlite_url)
    with connected():
        site = make_site("hull")
        adopt(
            {"check": "holders_per_headcount", "terms": {"certificate": "mhfa", "at_least": 1}},
            {"check": "everyone_in_role_holds", "terms": {"certificate": "cpr"}},
        )
        for number in range(30):
            person = make_person(site)
            make_certificate(person, ("mhfa", "cpr", "pfa")[number % 3], date(2026, 1, 1))
        if has_statistics:
            database.execute_sql("ANALYZE")
        with recording() as statements:
            assert len(list(assess(ask(TODAY), MEASURE))) == 31
        of_everyone = [each for each in statements if "ORDER BY f.person_id" in each[0]]
        assert any("FROM certificate" in sql for sql, _values in of_everyone)
        for sql, values in of_everyone:
            plan = database.execute_sql(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()
            assert not any("TEMP B-TREE" in row[3] for row in plan), sql
    close()
