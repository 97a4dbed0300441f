"""Very many rows at once: what was taken off a table meanwhile is there again at the end, or never was off."""

from datetime import date

import psycopg
import pytest
from peewee import IntegrityError

from readiness.foundation.bulk import hold_references, indexes_after, scratch
from readiness.foundation.database import connected, database, execute, is_sqlite, transaction
from tests.factories import make_certificate, make_person

OF_NOBODY = (
    "INSERT INTO certificate (fact_id, recorded_in, superseded_in, person_id, kind, issued_on, "
    "counts_until_on, revoked_reason, issuer, number, evidence) "
    "VALUES (1, 1, 2, 4711, 'cpr-aed', '2026-01-01', '2028-01-01', '', '', '', '')"
)
REFUSED = pytest.raises((IntegrityError, psycopg.IntegrityError))

Shape = tuple[set[str], set[str]]


def shape() -> Shape:
    """The certificates' indexes and the tables that they refer to."""
    indexes = {f"{index.name} {index.columns} {index.sql}" for index in database.get_indexes("certificate")}
    return indexes, {key.dest_table for key in database.get_foreign_keys("certificate")}


def fill() -> Shape:
    """Add the first certificate of all; gives what the table had meanwhile."""
    person = make_person()
    with transaction(), indexes_after("certificate", 1):
        meanwhile = shape()
        make_certificate(person, "cpr-aed", date(2026, 1, 1))
    return meanwhile


def test_the_first_rows_come_into_a_table_without_its_indexes_and_then_it_has_them_again(db: str) -> None:
    before = shape()
    meanwhile = fill()
    assert shape() == before
    assert not any("certificate_until" in index for index in meanwhile[0])
    assert meanwhile[1] == ({"person"} if is_sqlite() else set())


def test_a_table_that_people_read_in_postgresql_keeps_its_indexes(db: str) -> None:
    fill()
    before = shape()
    with transaction(), indexes_after("certificate", 1000):
        is_kept = shape() == before
    assert is_kept is not is_sqlite()


def test_what_fails_leaves_the_table_as_it_was(db: str) -> None:
    before = shape()
    with REFUSED, transaction(), indexes_after("certificate", 1):
        execute(OF_NOBODY)
    assert shape() == before


def test_references_that_are_held_all_at_once_are_held_all_the_same(db: str) -> None:
    fill()
    with REFUSED, connected(), scratch(holds_references=True), transaction():
        execute(OF_NOBODY)
        hold_references("certificate", "person_id", "person")
    with connected(), scratch(holds_references=True), transaction():
        hold_references("certificate", "person_id", "person")
    with REFUSED, transaction():
        execute(OF_NOBODY)
