"""From which state an import may go to which: written out once more, and tried in the database."""

from itertools import product

import pytest

from readiness.foundation.errors import Conflict, NotFound
from readiness.imports.course import Arrival, ask_for, begin, get_import, move
from readiness.imports.models import FileImport
from readiness.imports.states import State

ALLOWED = {
    "looking": "mapping reading refused cancelled failed",
    "mapping": "reading cancelled",
    "reading": "mapping previewed refused cancelled failed",
    "previewed": "mapping reading applying cancelled",
    "applying": "applied refused cancelled failed",
    "applied": "undoing",
    "undoing": "applied undone",
    "undone": "",
    "refused": "reading mapping",
    "cancelled": "looking reading mapping",
    "failed": "looking reading mapping",
}


def make_import(state: State) -> int:
    number = begin(Arrival("staff", "file.csv", 1, "0" * 64, "", "hr@example.org"))
    FileImport.update(state=state).where(FileImport.id == number).execute()
    return number


def test_an_import_goes_only_where_the_table_says(db: str) -> None:
    for before, after in product(State, State):
        number = make_import(before)
        if after in ALLOWED[before].split():
            move(number, after)
            assert get_import(number).state == after
            continue
        with pytest.raises(Conflict):
            move(number, after)
        assert get_import(number).state == before


def test_a_process_that_was_given_up_for_dead_changes_nothing(db: str) -> None:
    number = make_import(State.APPLYING)
    old = get_import(number).run
    new = ask_for(number, State.APPLYING, "hr@example.org", run=old)
    with pytest.raises(Conflict):
        move(number, State.APPLIED, run=old)
    with pytest.raises(Conflict):
        ask_for(number, State.APPLYING, "hr@example.org", run=old)
    move(number, State.APPLIED, run=new)


def test_an_import_that_does_not_exist_is_not_found(db: str) -> None:
    with pytest.raises(NotFound):
        get_import(1)
