"""What the database knows of its tables: how many rows there are, and on SQLite nothing of single values."""

from readiness.foundation.database import insert_rows, is_sqlite, select
from readiness.foundation.statistics import look_at_tables
from tests.factories import make_person, make_site


def test_the_database_knows_how_many_rows_there_are_and_plans_nothing_anew(db: str) -> None:
    site = make_site("hull")
    person = make_person(site)
    insert_rows(
        "person_word", ("word", "person_id", "name_key"), [(f"word{n}", person.id, "x") for n in range(3000)]
    )
    look_at_tables()
    if is_sqlite():
        ((stat,),) = select("SELECT stat FROM sqlite_stat1 WHERE tbl = 'person_word' LIMIT 1")
        assert int(stat.split()[0]) >= 3000
        assert next(select("SELECT count(*) FROM sqlite_stat4"))[0] == 0
        return
    ((rows,),) = select("SELECT reltuples FROM pg_class WHERE relname = 'person_word'")
    assert rows >= 3000
