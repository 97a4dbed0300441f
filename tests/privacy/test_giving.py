"""All that is kept of a person is given to them, and nothing of others."""

import csv
import io
import json
import zipfile
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import pytest

from readiness.foundation.database import select
from readiness.imports.models import FileImport
from readiness.privacy.actions import give_data
from readiness.privacy.queries import subject_of
from tests.factories import make_person, make_site
from tests.privacy.canaries import plant
from tests.statements import counting

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)


def given(person_id: int) -> tuple[dict[str, Any], zipfile.ZipFile]:
    with closing(give_data(subject_of(person_id), "hr@example.org", NOW, is_to_themself=False)) as file:
        archive = zipfile.ZipFile(io.BytesIO(file.read()))
    assert {each.date_time for each in archive.infolist()} == {(2026, 11, 28, 12, 0, 0)}
    return json.loads(archive.read("data.json"))["tables"], archive


def rows(tables: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tables[name]["rows"]
    return found


def test_every_row_that_names_somebody_is_given_as_json_and_csv(db: str) -> None:
    planted = plant(NOW)
    tables, archive = given(planted.person.id)
    (person,) = rows(tables, "person")
    assert (person["staff_number"], person["phone"]) == ("QZ-88123", "+1 555 0199 871")
    assert rows(tables, "person_version")[0]["family_name"] == "Birdsongname"
    expected = {"employment", "membership", "leave", "certificate", "account", "account_session", "exemption"}
    expected |= {"duty_consent", "exercise_attendance", "outbox_message", "exercise_entry", "file_import"}
    assert expected <= tables.keys()
    for name, table in tables.items():
        told = list(csv.DictReader(io.StringIO(archive.read(f"csv/{name}.csv").decode("utf-8-sig"))))
        assert len(told) == len(table["rows"]), name
    assert "password_hash" not in rows(tables, "account")[0]
    assert "are not given" in archive.read("README.txt").decode()


def test_of_others_nothing_is_told(db: str) -> None:
    planted = plant(NOW)
    tables, archive = given(planted.person.id)
    (exemption,) = rows(tables, "exemption")
    assert exemption["reason"] == "Windhovermann was ill, says [someone else] ([someone else])."
    (entry,) = rows(tables, "exercise_entry")
    assert entry["text"] == "Quetzalia Windhovermann asked [someone else] to call."
    whole = b"".join(archive.read(name) for name in archive.namelist())
    assert b"Nightingale" not in whole
    assert b"otto@example.org" not in whole
    # The colleague's data name the other one in the same way, and not the other one's rows.
    tables, archive = given(planted.colleague.id)
    assert rows(tables, "person")[0]["given_name"] == "Otto"
    whole = b"".join(archive.read(name) for name in archive.namelist())
    assert b"Windhovermann" not in whole
    assert b"QZ-88123" not in whole
    assert rows(tables, "exemption")[0]["until_on"] == "2019-12-31"  # that it names him, and when


def test_it_is_told_in_the_trail_and_takes_as_many_statements_for_many_as_for_few(db: str) -> None:
    planted, site = plant(NOW), make_site()
    with counting() as few:
        given(planted.person.id)
    for _person in range(30):
        make_person(site, manager=planted.person)
    with counting() as many:
        given(planted.person.id)
    assert len(many) == len(few)
    told = list(select("SELECT actor, subject FROM audit_event WHERE action = 'personal data given'"))
    assert told == [("hr@example.org", "QZ-88123")] * 2


@pytest.mark.parametrize("name", ["Zoë", "Łukasz"])
def test_a_name_is_found_in_capitals_and_within_json(db: str, name: str) -> None:
    person = make_person(given_name=name, family_name="Árvízi", email="x@example.org")
    FileImport.create(
        kind="staff", state="refused", file_name="x", file_size=1, file_sha256="", actor="a", asked_by="a",
        uploaded_at=NOW, asked_at=NOW, problems=[f"{name.upper()} ÁRVÍZI is twice in the file."],
    )  # fmt: skip
    tables, _archive = given(person.id)
    assert "file_import" in tables
