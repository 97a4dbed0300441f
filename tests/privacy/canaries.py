"""Somebody who has left, with a canary in everything that can be said of a person."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from readiness.accounts.models import Account, AccountSession
from readiness.audit.actions import recording
from readiness.audit.events.people import PersonMoved
from readiness.duty.models import DutyConsent
from readiness.exercises.models import CorrectiveAction, ExerciseAttendance, ExerciseEntry, TrainingNeed
from readiness.foundation import clock
from readiness.foundation.settings import Setting
from readiness.foundation.temporal import record
from readiness.imports.models import FileImport
from readiness.notices.actions import Message, owe
from readiness.people.models import Person
from readiness.people.search_index import index_people
from readiness.people.versions import keep_person
from readiness.protocols.models import ProtocolReview
from readiness.requirements.models import Exemption
from readiness.resources.models import ResourceReport, ResourceVerification
from tests.factories import change, make_certificate, make_leave, make_person, make_site

LEFT = date(2020, 6, 30)
CANARIES = (
    "Quetzalia",
    "Windhovermann",
    "QZ-88123",
    "quetzalia.windhovermann@example.org",
    "+1 555 0199 871",
    "quetzalia.before@example.org",
    "Birdsongname",
)


@dataclass(frozen=True)
class Planted:
    person: Person
    account: Account
    colleague: Person


def plant(now: datetime) -> Planted:
    site = make_site("HQ")
    colleague = make_person(site, given_name="Otto", family_name="Nightingale", email="otto@example.org")
    person = make_person(
        site,
        staff_number="QZ-88123",
        given_name="Quetzalia",
        family_name="Birdsongname",
        email="quetzalia.before@example.org",
        email_key="quetzalia.before@example.org",
        phone="+1 555 0199 871",
        employed_until=LEFT,
        manager=colleague,
    )
    _renamed(person)
    make_certificate(person, "mhfa", date(2018, 1, 1), number="Windhovermann-7")
    make_leave(person, date(2019, 1, 1), date(2019, 2, 1))
    account = Account.create(
        email="Quetzalia.Windhovermann@example.org",
        email_key="quetzalia.windhovermann@example.org",
        name="Quetzalia Windhovermann",
        name_key="quetzalia windhovermann",
        role="coordinator",
        person=person,
        created_at=now,
    )
    AccountSession.create(
        account=account, token_hash="0" * 64, created_at=now, last_seen_at=now, address="192.0.2.7"
    )
    _mentions(person, now)
    return Planted(Person.get_by_id(person.id), account, colleague)


def _renamed(person: Person) -> None:
    """They married: what they were called before stays as a version."""
    with change() as opened:
        keep_person(person.id, opened.change)
        Person.update(
            family_name="Windhovermann",
            name_key="windhovermann quetzalia",
            email="quetzalia.windhovermann@example.org",
            email_key="quetzalia.windhovermann@example.org",
        ).where(Person.id == person.id).execute()
        index_people([person.id])


def _mentions(person: Person, now: datetime) -> None:
    with change() as opened:
        record(
            Exemption,
            opened.change,
            pack_id="tested",
            clause_id="clause-1",
            site_code="HQ",
            staff_number="QZ-88123",
            from_on=date(2019, 1, 1),
            until_on=date(2019, 12, 31),
            reason="Windhovermann was ill, says Otto Nightingale (otto@example.org).",
            granted_by="quetzalia.windhovermann@example.org",
        )
        record(
            DutyConsent,
            opened.change,
            person=person,
            agreed_on=date(2019, 1, 1),
            way="written",
            recorded_by="otto@example.org",
            phone="+1 555 0199 871",
            place="Room of Quetzalia",
        )
        record(
            ExerciseAttendance,
            opened.change,
            exercise=987_654,
            name="Quetzalia W.",
            role="participant",
            stands_in_for="",
            person=person,
        )
        owe(
            Message(
                f"test/{person.id}",
                "notices.test",
                "quetzalia.windhovermann@example.org",
                {"by": "Quetzalia Windhovermann"},
                now,
                person=person.id,
            ),
            opened,
        )
    _in_texts(now)
    ExerciseEntry.create(**_entry(now))
    instant = clock.now()
    FileImport.create(
        kind="staff",
        state="refused",
        file_name="windhovermann.csv",
        file_size=1,
        file_sha256="0" * 64,
        actor="quetzalia.windhovermann@example.org",
        asked_by="quetzalia.windhovermann@example.org",
        uploaded_at=instant,
        asked_at=instant,
        problems=["Row 2: WINDHOVERMANN, QUETZALIA has no site."],
    )


def _in_texts(now: datetime) -> None:
    """Where people write whom they like into rows that are about something else."""
    with recording("Quetzalia.Windhovermann@example.org") as opened:
        opened.note(PersonMoved("QZ-88123", "HQ", "", "Nurse", "2019-01-01", "Quetzalia Windhovermann asked"))
        opened.note(
            PersonMoved("P0", "HQ", "", "Nurse", "2019-01-01", "stands in for QUETZALIA BIRDSONGNAME")
        )
        named: dict[str, Any] = {"exercise": 987_654, "objective_key": "1", "task": "call", "rating": "M"}
        record(
            CorrectiveAction,
            opened.change,
            **named,
            kind="corrective action",
            steps=[],
            text="Windhovermann, Quetzalia sees to it",
            owner="quetzalia.windhovermann@example.org",
            due_on=LEFT,
            state="open",
            note="",
        )
        record(
            TrainingNeed,
            opened.change,
            **named,
            text="",
            who="Quetzalia Birdsongname",
            certificate="",
            due_on=LEFT,
            note="QZ-88123",
        )
        record(
            ResourceVerification,
            opened.change,
            record="r1",
            verified_on=LEFT,
            verified_by="Quetzalia Windhovermann",
            way="called",
        )
        record(
            ProtocolReview,
            opened.change,
            slug="suicide",
            number=987_654,
            kind="holds",
            reviewer="quetzalia.windhovermann@example.org",
            reviewed_on=LEFT,
        )
    Setting.create(key="nightly", content={"report_to": ["quetzalia.windhovermann@example.org"]})
    ResourceReport.create(record="r1", words="Quetzalia Windhovermann did not answer", reported_at=now)


def _entry(now: datetime) -> dict[str, Any]:
    return {
        "exercise": 987_654,
        "entry_id": "e1",
        "writer": "quetzalia.windhovermann@example.org",
        "sequence": 1,
        "noted_at": now,
        "kind": "note",
        "subject": "",
        "value": "",
        "text": "Quetzalia Windhovermann asked Otto Nightingale to call.",
        "by": "Otto Nightingale",
        "handed_in_at": now,
        "recorded_in": 1,
    }
