"""A finding's story of people: who came, moved and left, told of nobody to whom may not see them."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from config import config_from_environment
from readiness.app import create_app
from readiness.certificates.actions import revoke_certificate
from readiness.foundation import clock
from readiness.foundation.database import connected
from readiness.foundation.temporal import LAST_DAY, knowledge_at, record, supersede
from readiness.people.models import Employment, Membership
from readiness.people.person_actions import Work
from readiness.people.queries import current_spells
from readiness.people.work_actions import Move, move_person, seen_of
from readiness.privacy.erasing import Wish, erase_person
from readiness.web.access import Role
from tests.compliance.stories import DRILL, EVERYONE, LEEDS, ONE, ana_of_leeds, known, section
from tests.conftest import close
from tests.factories import (
    adopt,
    change,
    make_certificate,
    make_leave,
    make_person,
    make_site,
    work_at,
)
from tests.signing_in import sign_in


@pytest.fixture
def client(database_url: str, tmp_path: Path) -> Iterator[FlaskClient]:
    settings = {"READINESS_DATABASE_URL": database_url, "READINESS_DATA_DIR": str(tmp_path)}
    yield create_app(config_from_environment(settings)).test_client()
    close()


def test_a_manager_is_told_of_nobody_who_has_moved_away(client: FlaskClient) -> None:
    with connected():
        site, ana, _held = ana_of_leeds()
        tom = make_person(site, given_name="Tom", family_name="Okafor")
        make_certificate(tom, "mhfa-adult", date(2026, 1, 1), date(2026, 2, 1))
        adopt(ONE)
        work = Membership.get(Membership.person == ana.id)
        with change() as opened:
            supersede(work, opened.change, until_on=date(2026, 6, 1))
            record(
                Membership,
                opened.change,
                person=ana,
                site=make_site("york"),
                from_on=date(2026, 6, 2),
                until_on=LAST_DAY,
            )
        site_id = site.id
    sign_in(client, Role.MANAGER, site_ids=[site_id])
    told = known(client, f"{LEEDS}?as_of=2026-06-30")
    assert "Tom Okafor: Recorded" in told
    assert "Ana Ruiz" not in told
    person = client.get(f"{LEEDS}?as_of=2026-05-30&person=P-1").text
    assert "How it stood" not in person
    assert "What we knew when" not in person
    assert client.get("/compliance/findings/tested/clause-1/york").status_code in {403, 404}
    sign_in(client, Role.HR)
    assert "Ana Ruiz: Recorded" in known(client, f"{LEEDS}?as_of=2026-06-30")


def test_who_came_moved_and_left_is_told_of_a_site_and_whom_one_may_not_see_by_number_without_the_reason(
    client: FlaskClient,
) -> None:
    with connected():
        site, ana, _held = ana_of_leeds()
        york = make_site("york")
        adopt({"check": "holders_per_headcount", "terms": {"certificate": "mhfa-adult", "one_per": 2}})
        before = knowledge_at().at.isoformat().replace("+", "%2B")
        known = current_spells(Membership, ana.id)
        move = Move(Work(york.id, "", "Lead"), date(2026, 6, 2), "Ana asked for it", seen_of(known))
        move_person(ana.id, move, "Mara Lind")
        site_id = site.id
    path = f"{LEEDS}?as_of=2026-06-30"
    sign_in(client, Role.HR)
    page = client.get(path).text
    told = section(page, "What we knew when")
    assert "Ana Ruiz: Works at was leeds all along now leeds until 1 June 2026" in told
    assert "Mara Lind" in told
    assert "Why: Ana asked for it" in told
    assert re.search(r'See: <a href="/people/\d+[^"]*">Ana Ruiz</a>', page)
    assert "until 1 June" not in section(client.get(f"{path}&known_at={before}").text, "What we knew when")
    sign_in(client, Role.MANAGER, site_ids=[site_id])
    told = section(client.get(path).text, "What we knew when")
    assert "Of one person the days or the job here were changed." in told
    assert "Ana" not in told
    assert "Why" not in told


def test_a_finding_about_one_person_tells_of_others_their_number_at_most(client: FlaskClient) -> None:
    with connected():
        site = ana_of_leeds()[0]
        adopt(dict(EVERYONE), {**EVERYONE, "applies": {"headcount_from": 2}})
        tom = make_person(site, given_name="Tom", family_name="Okafor")
        make_certificate(tom, "mhfa-adult", date(2026, 1, 1))
        make_leave(tom, date(2026, 1, 1))
    sign_in(client, Role.HR)
    path = f"{LEEDS}?person=P-1&as_of=2026-06-30"
    assert "recorded as working here" not in known(client, path)
    told = known(client, path.replace("clause-1", "clause-2"))
    assert "One person was recorded as working here." in told
    for page in (known(client, path), told):
        assert "Works at leeds" in page
        assert "Tom" not in page
        assert "leave" not in page.casefold()


def test_many_who_come_at_once_are_told_by_their_number(client: FlaskClient) -> None:
    with connected():
        site = ana_of_leeds()[0]
        adopt({"check": "holders_per_headcount", "terms": {"certificate": "mhfa-adult", "one_per": 2}})
        people = [make_person() for _ in range(6)]
        with change() as opened:
            for person in people:
                work_at(person, site, opened)
    sign_in(client, Role.HR)
    assert "6 people were recorded as working here." in known(client, f"{LEEDS}?as_of=2026-06-30")


def test_whether_anybody_works_there_is_told_and_not_each_who_comes_later(client: FlaskClient) -> None:
    with connected():
        site = ana_of_leeds()[0]
        make_person(site, given_name="Tom", family_name="Okafor")
        adopt(DRILL)
    sign_in(client, Role.HR)
    told = known(client, f"{LEEDS}?as_of=2026-06-30")
    assert "Ana Ruiz: Works at leeds" in told
    assert "Tom" not in told


def test_a_name_that_was_erased_is_in_no_story(client: FlaskClient) -> None:
    with connected():
        _site, ana, held = ana_of_leeds()
        adopt(ONE)
        revoke_certificate(held.fact_id, date(2026, 4, 10), "not genuine", "Mara Lind")
    sign_in(client, Role.HR)
    assert "Ana Ruiz" in known(client, f"{LEEDS}?as_of=2026-06-30")
    with connected():
        employment = Employment.get(Employment.person == ana.id)
        with change() as opened:
            supersede(employment, opened.change, until_on=date(2026, 6, 1))
        wish = Wish(ana.id, "asked for", "P-1")
        erase_person(wish, "hr@example.org", date(2026, 11, 29), clock.now())
    told = known(client, f"{LEEDS}?as_of=2026-06-30")
    assert "Revoked" in told
    assert "Ana" not in told
    assert "Ruiz" not in told
