"""Ready-made facts for tests: each call is one recorded change, as a user would make it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count
from typing import Any, ClassVar

from readiness.audit.actions import Recording, recording
from readiness.audit.events import Event, KindWritten, event
from readiness.certificates.models import Certificate, OwnKind
from readiness.certificates.validity import Validity, last_day
from readiness.compliance.judging.asking import Measure
from readiness.exercises.models import AfterActionReport, CorrectiveAction, Exercise
from readiness.foundation.temporal import FIRST_DAY, LAST_DAY, Question, knowledge_at, record
from readiness.people.models import Department, Employment, Leave, Membership, Person, Site
from readiness.people.search_index import index_people
from readiness.people.search_words import person_key
from readiness.requirements.actions import adopt_pack
from readiness.standards.certificate_kinds import CertificateKind, CertificateKinds
from readiness.standards.packs import pack_from

_numbers = count(1)

KINDS = CertificateKinds(
    {
        "mhfa": CertificateKind(code="mhfa", title="Mental health first aid", validity_years=3),
        "cpr": CertificateKind(code="cpr", title="CPR", validity_years=2, renewal_days=60),
        "full": CertificateKind(code="full", title="Full course", covers=("mhfa",)),
    }
)
MEASURE = Measure(KINDS, due_days=30)


@event
class Done(Event):
    """Something that a test did."""

    action: ClassVar[str] = "done"


@contextmanager
def change() -> Iterator[Recording]:
    with recording("a test") as opened:
        opened.note(Done("test"))
        yield opened


def make_site(code: str = "", **values: Any) -> Site:
    number = next(_numbers)
    return Site.create(
        **{
            "code": code or f"site-{number}",
            "name": code or f"Site {number}",
            "country": "US",
            "time_zone": "America/New_York",
            **values,
        }
    )


def make_person(site: Site | None = None, **values: Any) -> Person:
    """A person who works at a site, from `employed_from` to `employed_until`."""
    number = next(_numbers)
    employed = (values.pop("employed_from", FIRST_DAY), values.pop("employed_until", LAST_DAY))
    job_title, department = values.pop("job_title", ""), values.pop("department", None)
    person = Person.create(
        **{"staff_number": f"P{number}", "given_name": "Ana", "family_name": f"Ruiz {number}", **values}
    )
    person.name_key = person_key(person.given_name, person.family_name)
    person.save(only=[Person.name_key])
    index_people([person.id])
    with change() as opened:
        record(Employment, opened.change, person=person, from_on=employed[0], until_on=employed[1])
        if site is not None:
            work_at(person, site, opened, job_title=job_title, department=department)
    return person


def work_at(
    person: Person, site: Site, opened: Recording, *, job_title: str = "", department: str | None = None
) -> None:
    """A person works at a site, always."""
    found = Department.get_or_create(name=department)[0] if department else None  # type: ignore[no-untyped-call]
    record(
        Membership,
        opened.change,
        person=person,
        site=site,
        department=found,
        job_title=job_title,
        from_on=FIRST_DAY,
        until_on=LAST_DAY,
    )


def make_certificate(
    person: Person, kind: str, issued_on: date, expires_on: date | None = None, **values: Any
) -> Certificate:
    with change() as opened:
        return record(
            Certificate,
            opened.change,
            person=person,
            kind=kind,
            issued_on=issued_on,
            expires_on=expires_on,
            counts_until_on=last_day(Validity(issued_on, expires_on, values.get("revoked_on"))),
            **values,
        )


def make_leave(person: Person, from_on: date, until_on: date = LAST_DAY) -> Leave:
    with change() as opened:
        return record(Leave, opened.change, person=person, from_on=from_on, until_on=until_on)


def make_exercise(site: Site, held_on: date | None, kind: str = "drill", **values: Any) -> Exercise:
    with change() as opened:
        return record(
            Exercise,
            opened.change,
            site=site,
            kind=kind,
            scenario="a-scenario",
            held_on=held_on,
            **{"planned_on": held_on or date(2026, 1, 1), **values},
        )


def make_report(exercise: Exercise, signed_on: date) -> AfterActionReport:
    with change() as opened:
        return record(
            AfterActionReport,
            opened.change,
            exercise=exercise.fact_id,
            signed_by="a test",
            signed_on=signed_on,
            summary="What it has shown.",
            entry_count=1,
        )


def make_action(exercise: Exercise, due_on: date, **values: Any) -> CorrectiveAction:
    with change() as opened:
        return record(
            CorrectiveAction,
            opened.change,
            **{
                "exercise": exercise.fact_id, "kind": "corrective action", "objective_key": "", "task": "",
                "rating": "U", "steps": [], "text": "Better", "owner": "a test", "due_on": due_on,
                "state": "open", "note": "", **values,
            },
        )  # fmt: skip


def adopt(*clauses: dict[str, Any], from_on: date = date(2020, 1, 1), **pack: Any) -> None:
    """Adopt a pack of these clauses; a clause needs its check and its terms, all else is filled in."""
    written = [
        {
            "id": f"clause-{number}",
            "title": f"Clause {number}",
            "citation": "Handbook",
            "severity": "high",
            "terms": [{"from": from_on, **clause.pop("terms")}],
            **clause,
        }
        for number, clause in enumerate(map(dict, clauses), 1)
    ]
    content = {"id": "tested", "title": "Tested", "source": "A test", "clause": written, **pack}
    adopt_pack(pack_from(content, "tested.toml"), from_on, "a test")


def write_kind(code: str, content: dict[str, Any]) -> None:
    """What is the organisation's own in a certificate kind, whatever other kinds are called."""
    with recording("a test") as opened:
        OwnKind.insert(code=code, content=content).on_conflict(
            conflict_target=[OwnKind.code], update={OwnKind.content: content}
        ).execute()
        opened.note(KindWritten(code, content=content))


def ask(as_of: date) -> Question:
    return Question(as_of, knowledge_at())
