"""A site's story tells of those alone who count there: who worked there while it counted, and whom the clause asks."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from config import config_from_environment
from readiness.app import create_app
from readiness.certificates.models import Certificate
from readiness.foundation.database import connected
from readiness.foundation.temporal import LAST_DAY, record, supersede
from readiness.people.models import Employment, Membership, Person
from readiness.web.access import Role
from tests.compliance.stories import LEEDS, ONE, known
from tests.conftest import close
from tests.factories import adopt, change, make_certificate, make_leave, make_person, make_site, work_at
from tests.signing_in import sign_in

PATH = f"{LEEDS}?as_of=2026-11-29"
TEN = {"check": "holders_per_headcount", "terms": {"certificate": "mhfa-adult", "one_per": 10}}
PROOF = {"check": "certificate_evidence_on_file", "terms": {"certificate": "mhfa-adult"}}


@pytest.fixture
def client(database_url: str, tmp_path: Path) -> Iterator[FlaskClient]:
    settings = {"READINESS_DATABASE_URL": database_url, "READINESS_DATA_DIR": str(tmp_path)}
    yield create_app(config_from_environment(settings)).test_client()
    close()


def leave(person: Person, fact: type[Membership] | type[Employment]) -> None:
    """It becomes known that somebody's last day is 17 July 2026."""
    with change() as opened:
        supersede(fact.get(fact.person == person.id), opened.change, until_on=date(2026, 7, 17))


@pytest.mark.parametrize("fact", [Membership, Employment])
@pytest.mark.parametrize("clause", [ONE, TEN, PROOF])
def test_what_somebody_is_certified_for_after_they_left_is_not_told(
    client: FlaskClient, clause: dict[str, object], fact: type[Membership] | type[Employment]
) -> None:
    with connected():
        person = make_person(make_site("leeds"), given_name="Ana", family_name="Ruiz")
        adopt(clause)
        make_certificate(person, "mhfa-adult", date(2026, 3, 1), date(2026, 12, 31))
        leave(person, fact)
        make_certificate(person, "mhfa-adult", date(2026, 11, 23))
    sign_in(client, Role.HR)
    told = known(client, PATH)
    assert "Ana Ruiz: Recorded: Mental health first aid (adults), issued on 1 March 2026" in told
    assert "17 July 2026" in told
    assert "issued on 23 November 2026" not in told


def test_what_was_thought_to_count_before_it_was_known_that_somebody_had_left_is_told(
    client: FlaskClient,
) -> None:
    with connected():
        person = make_person(make_site("leeds"), given_name="Ana", family_name="Ruiz")
        adopt(ONE)
        make_certificate(person, "mhfa-adult", date(2026, 11, 23))
        leave(person, Membership)
    sign_in(client, Role.HR)
    assert "issued on 23 November 2026" in known(client, PATH)


def in_role(**terms: object) -> dict[str, object]:
    return {"check": "everyone_in_role_holds", "terms": {"certificate": "mhfa-adult", **terms}}


@pytest.mark.parametrize(
    ("clause", "names"),
    [
        (in_role(), {"Ana", "Tom", "Mia"}),
        (in_role(job_titles=["nurse"]), {"Ana"}),
        (in_role(departments=["care"]), {"Tom"}),
        (in_role(job_titles=["Nurse"], departments=["Care"]), {"Ana", "Tom"}),
        (PROOF, {"Mia"}),
    ],
)
def test_moves_and_leaves_are_told_of_those_whom_the_clause_asks(
    client: FlaskClient, clause: dict[str, object], names: set[str]
) -> None:
    with connected():
        site = make_site("leeds")
        ana = make_person(site, given_name="Ana", job_title="Nurse", department="Desk")
        tom = make_person(site, given_name="Tom", job_title="Clerk", department="Care")
        mia = make_person(site, given_name="Mia", job_title="Clerk", department="Desk")
        make_certificate(mia, "mhfa-adult", date(2026, 3, 1))
        adopt(clause)
        for person in (ana, tom, mia):
            make_leave(person, date(2026, 5, 1), date(2026, 5, 20))
            leave(person, Membership)
    sign_in(client, Role.HR)
    told = known(client, PATH)
    assert {name for name in ("Ana", "Tom", "Mia") if f"{name} Ruiz" in told} == names
    for name in names:
        assert re.search(rf"{name} Ruiz \d+: Works at", told)
        assert re.search(rf"{name} Ruiz \d+: On leave", told)


@pytest.mark.parametrize("role", [Role.HR, Role.MANAGER])
def test_numbers_say_how_many_do_not_work_there_any_more(client: FlaskClient, role: Role) -> None:
    with connected():
        site = make_site("leeds")
        people = [make_person() for _ in range(8)]
        with change() as opened:
            for person in people:
                work_at(person, site, opened)
        with change() as opened:
            for person in people:
                record(
                    Certificate,
                    opened.change,
                    person=person,
                    kind="mhfa-adult",
                    issued_on=date(2026, 3, 1),
                    counts_until_on=LAST_DAY,
                )
        adopt(TEN)
        leave(people[0], Membership)
        leave(people[1], Employment)
        site_id = site.id
    sign_in(client, role, site_ids=[site_id] if role is Role.MANAGER else [])
    told = known(client, PATH)
    gone = "2 of them do not work here on the day asked about."
    assert f"8 people were recorded as working here. {gone}" in told
    if role is Role.HR:
        held = "2 of them are of people who do not work here on the day asked about."
        assert f"8 certificates were recorded. {held}" in told
    before = known(client, f"{LEEDS}?as_of=2026-07-16")
    assert "8 people were recorded as working here." in before
    assert "of them" not in before
