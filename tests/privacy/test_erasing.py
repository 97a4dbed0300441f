"""Somebody's name is taken out: it is nowhere any more, and what is answered of past days stays as it was."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from readiness.audit.verifying import verify
from readiness.compliance.judging.assess import assess
from readiness.foundation.database import database, select
from readiness.foundation.errors import Conflict, InvalidInput
from readiness.foundation.temporal import Question, knowledge_at
from readiness.people.models import Person
from readiness.privacy.erasing import Wish, erase_person, rows_that_name
from readiness.privacy.holding import holds_on, place_hold, release_hold
from readiness.privacy.models import Erasure
from readiness.privacy.queries import subject_of
from tests.factories import MEASURE, adopt, make_person
from tests.privacy.canaries import CANARIES, LEFT, plant

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
TODAY = NOW.date()


def erase(person: Person, reason: str = "asked for") -> str:
    return erase_person(Wish(person.id, reason, person.staff_number), "hr@example.org", TODAY, NOW)


def everything() -> Iterator[tuple[str, str]]:
    """Every row of every table, as text."""
    for table in database.get_tables():
        for row in select(f'SELECT * FROM "{table}"'):
            cells = [
                bytes(cell).decode(errors="replace") if isinstance(cell, bytes | memoryview) else cell
                for cell in row
            ]
            yield table, json.dumps(cells, default=str, ensure_ascii=False)


def found_in_the_database() -> set[tuple[str, str]]:
    return {
        (table, canary)
        for table, row in everything()
        for canary in CANARIES
        if canary.casefold() in row.casefold()
    }


def test_no_row_of_any_table_holds_the_name_any_more(db: str) -> None:
    planted = plant(NOW)
    assert {table for table, _canary in found_in_the_database()} >= {"person", "person_version", "account"}
    pseudonym = erase(planted.person, "Quetzalia Windhovermann asked for it")
    assert found_in_the_database() == set()
    assert rows_that_name(subject_of(planted.person.id)).keys() >= {"person", "certificate"}
    person = Person.get_by_id(planted.person.id)
    assert (person.staff_number, person.given_name, person.family_name) == (pseudonym, "", pseudonym)
    assert Erasure.get().reason == f"{pseudonym} asked for it"
    assert next(select("SELECT count(*) FROM account_session")) == (0,)
    assert next(
        select("SELECT count(*) FROM account WHERE disabled_at IS NULL AND person_id IS NOT NULL")
    ) == (0,)


def test_of_others_nothing_is_touched_and_the_trail_holds(db: str) -> None:
    planted = plant(NOW)
    before = [row for table, row in everything() if "Nightingale" in row and table == "person"]
    erase(planted.person)
    assert [row for table, row in everything() if "Nightingale" in row and table == "person"] == before
    assert verify().events > 5
    (text,) = next(select("SELECT text FROM exercise_entry"))
    assert re.fullmatch("erased-[a-z0-9]{10} asked Otto Nightingale to call.", text)


DAYS = (date(2018, 6, 1), date(2019, 6, 1), LEFT, LEFT + timedelta(days=1), date(2021, 1, 1), TODAY)


def _questions() -> list[Question]:
    """Several days, each by what was known after every change."""
    instants = [at for (at,) in select("SELECT recorded_at FROM change ORDER BY id")]
    return [Question(day, knowledge_at(at)) for at in instants for day in DAYS]


def _answers(questions: list[Question], *names: str) -> list[list[str]]:
    """Every finding, with SOMEONE where a name stands."""
    name = re.compile("|".join(map(re.escape, names)))
    return [
        sorted(name.sub("SOMEONE", repr(found)) for found in assess(asked, MEASURE)) for asked in questions
    ]


def test_what_is_answered_of_past_days_stays_the_same_to_the_digit(db: str) -> None:
    planted = plant(NOW)
    adopt(
        {"check": "holders_per_headcount", "terms": {"certificate": "mhfa", "at_least": 1, "one_per": 1}},
        {"check": "everyone_in_role_holds", "terms": {"certificate": "mhfa"}},
        from_on=date(2015, 1, 1),
    )
    questions = _questions()
    before = _answers(questions, "Quetzalia Windhovermann", "Quetzalia Birdsongname", "QZ-88123")
    assert "SOMEONE" in repr(before)
    pseudonym = erase(planted.person)
    assert _answers(questions, pseudonym) == before


def test_somebody_who_works_here_or_is_held_is_not_erased(db: str) -> None:
    planted = plant(NOW)
    working = make_person()
    with pytest.raises(Conflict, match="work here"):
        erase(working)
    place_hold(planted.person.id, "A claim of 2026", None, "hr@example.org", NOW)
    with pytest.raises(Conflict, match="A claim of 2026"):
        erase(planted.person)
    (hold,) = holds_on(planted.person.id, TODAY)
    release_hold(hold.id, planted.person.id, "hr@example.org", NOW)
    with pytest.raises(InvalidInput, match="Type the staff number"):
        erase_person(Wish(planted.person.id, "asked for", "P1"), "hr@example.org", TODAY, NOW)
    assert erase(planted.person).startswith("erased-")
