"""A finding explains itself: how it stood by what is known, and what was recorded of it when."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from config import config_from_environment
from readiness.app import create_app
from readiness.audit.actions import Recording
from readiness.certificates.actions import revoke_certificate
from readiness.certificates.models import Certificate
from readiness.compliance.checks.clauses import adopted_clauses
from readiness.compliance.story.about import MOST, Subject
from readiness.compliance.story.telling import finding_story
from readiness.exercises.models import Exercise, ExerciseAttendance
from readiness.foundation.database import connected
from readiness.foundation.temporal import LAST_DAY, Question, knowledge_at, record, supersede, withdraw
from readiness.people.actions import set_headcount
from readiness.people.models import Person
from readiness.people.reach import Reach
from readiness.people.selection import Asked
from readiness.requirements.actions import ExemptionRequest, grant_exemption, withdraw_exemption
from readiness.requirements.models import Exemption
from readiness.requirements.queries import rules_known
from readiness.web.access import Role
from tests.compliance.stories import DAY, DRILL, EVERYONE, LEEDS, ONE, ana_of_leeds, known, section, stood
from tests.conftest import close
from tests.factories import (
    KINDS,
    adopt,
    change,
    make_certificate,
    make_exercise,
    make_person,
    make_site,
)
from tests.signing_in import sign_in
from tests.statements import counting


@pytest.fixture
def client(database_url: str, tmp_path: Path) -> Iterator[FlaskClient]:
    settings = {"READINESS_DATABASE_URL": database_url, "READINESS_DATA_DIR": str(tmp_path)}
    yield create_app(config_from_environment(settings)).test_client()
    close()


def test_a_site_is_told_to_have_met_it_to_be_due_and_to_fall_short_from_day_to_day(
    client: FlaskClient,
) -> None:
    with connected():
        ana_of_leeds()
        adopt(ONE)
    sign_in(client, Role.HR)
    told = stood(client, f"{LEEDS}?as_of=2026-06-30")
    places = [
        told.index(words)
        for words in (
            "Since 15 June 2026",
            "to 14 June 2026",
            "1 March 2026 to ",
            "1 January 2020 to 28 February 2026",
        )
    ]
    assert places == sorted(places)
    assert "0 (needed: 1)" in told
    assert "1 (needed: 1)" in told
    assert "Since 15 June 2026" not in stood(client, f"{LEEDS}?as_of=2026-06-14")


def test_a_person_is_told_by_days_and_by_what_was_recorded_of_them(client: FlaskClient) -> None:
    with connected():
        ana_of_leeds()
        adopt(EVERYONE)
    sign_in(client, Role.AUDITOR)
    path = f"{LEEDS}?person=P-1&as_of=2026-06-30"
    assert "Since 15 June 2026" in stood(client, path)
    told = known(client, path)
    assert "Recorded: " in told
    assert "by Red Cross" in told
    assert "Ana Ruiz:" not in told
    assert "Works at leeds" in told
    assert "a test" in told
    assert "Pack adopted: tested" in told
    assert stood(client, f"{LEEDS}?as_of=2026-06-30") == ""
    assert "Ana Ruiz: Recorded: " in known(client, f"{LEEDS}?as_of=2026-06-30")


def test_nothing_learned_later_than_the_knowledge_of_the_page_is_told(client: FlaskClient) -> None:
    with connected():
        _site, _ana, held = ana_of_leeds()
        adopt(ONE)
        before = knowledge_at().at.isoformat().replace("+", "%2B")
        revoke_certificate(held.fact_id, date(2026, 4, 10), "not genuine", "Mara Lind")
    sign_in(client, Role.HR)
    now, then = f"{LEEDS}?as_of=2026-06-30", f"{LEEDS}?as_of=2026-06-30&known_at={before}"
    assert "Since 10 April 2026" in stood(client, now)
    assert "Since 15 June 2026" in stood(client, then)
    told = known(client, now)
    assert "Ana Ruiz: Revoked: it does not count from 10 April 2026 on." in told
    assert "Mara Lind" in told
    assert "not genuine" in told
    assert told.index("Revoked") < told.index("Recorded")
    assert re.search(r"\d{4}, \d\d:\d\d", told)
    assert "Times are those of America/New_York." in told
    assert "Revoked" not in known(client, then)
    assert "Recorded" in known(client, then)


def test_exemptions_headcounts_own_days_and_exercises_are_told(client: FlaskClient) -> None:
    with connected():
        site = ana_of_leeds()[0]
        adopt(ONE, DRILL)
        before = knowledge_at().at.isoformat().replace("+", "%2B")
        set_headcount("leeds", date(2026, 2, 1), 40, "a test")
        drill = make_exercise(site, None, kind="drill")
        with change() as opened:
            supersede(drill, opened.change, held_on=date(2026, 2, 3))
        grant_exemption(
            ExemptionRequest("tested", "clause-1", "leeds", date(2026, 5, 1), date(2026, 5, 31), "moving"),
            "a test",
        )
        withdraw_exemption(Exemption.get().fact_id, date(2026, 5, 10), "moved", "a test")
    sign_in(client, Role.HR)
    told = known(client, f"{LEEDS}?as_of=2026-06-30")
    assert "Exempted from 1 May 2026 until 31 May 2026." in told
    assert "9 May 2026" in told
    assert "Why: moved" in told
    assert "Headcount from 1 February 2026: 40, given by hand." in told
    assert "Exercise" not in told
    then = known(client, f"{LEEDS}?as_of=2026-06-30&known_at={before}")
    assert "Recorded" in then
    assert "Exempted" not in then
    assert "Headcount" not in then
    told = known(client, f"{LEEDS.replace('clause-1', 'clause-2')}?as_of=2026-06-30")
    assert "Exercise held on 3 February 2026: drill." in told
    assert "Exercise planned for 1 January 2026: drill." in told
    assert "Exempted" not in told
    assert "Recorded" not in told


def test_the_day_of_an_exercise_that_is_not_announced_is_kept_back_until_it_was_held(
    client: FlaskClient,
) -> None:
    with connected():
        site = make_site("leeds")
        make_person(site)
        adopt(ONE, DRILL)
        secret = make_exercise(site, None, planned_on=date(2026, 8, 9), is_announced=False)
        with change() as opened:
            secret = supersede(secret, opened.change, planned_on=date(2026, 8, 19))
    sign_in(client, Role.MANAGER, site_ids=[site.id])
    path = f"{LEEDS.replace('clause-1', 'clause-2')}?as_of=2026-06-30"
    told = known(client, path)
    assert "Exercise planned, which is not announced: drill." in told
    assert "August" not in told
    with connected(), change() as opened:
        supersede(secret, opened.change, held_on=date(2026, 6, 20))
    assert "Exercise held on 20 June 2026: drill." in known(client, path)


def test_who_was_at_which_exercise_is_told_by_number(client: FlaskClient) -> None:
    with connected():
        site = make_site("leeds")
        people = [make_person(site) for _number in range(3)]
        adopt(ONE, DRILL)
        drills = [make_exercise(site, date(2026, month, 3)) for month in (2, 4)]

        def attend(opened: Recording, drill: Exercise, person: Person) -> ExerciseAttendance:
            return record(
                ExerciseAttendance, opened.change, exercise=drill.fact_id, person=person, name="", role="",
                stands_in_for="",
            )  # fmt: skip

        with change() as opened:
            came = [attend(opened, drills[0], person) for person in people]
            attend(opened, drills[1], people[0])
        with change() as opened:
            withdraw(came[0], opened.change)
            supersede(came[1], opened.change, role="marshal")
            attend(opened, drills[1], people[1])
    sign_in(client, Role.HR)
    told = known(client, f"{LEEDS.replace('clause-1', 'clause-2')}?as_of=2026-06-30")
    assert told.count("at the drill of 3 February 2026") == 1
    assert "3 people were at the drill of 3 February 2026." in told
    assert told.count("One person was at the drill of 3 April 2026.") == 2
    assert (
        "At the drill of 3 February 2026: of 2 it was corrected or taken back that they were there." in told
    )


def test_many_certificates_of_one_change_are_told_by_their_number(client: FlaskClient) -> None:
    with connected():
        site = make_site("leeds")
        people = [make_person(site) for _ in range(6)]
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
        adopt(ONE)
    sign_in(client, Role.HR)
    told = known(client, f"{LEEDS}?as_of=2026-06-30")
    assert "6 certificates were recorded." in told
    assert "Recorded:" not in told


def test_the_rest_of_a_long_history_is_told_from_an_older_change_on(client: FlaskClient) -> None:
    with connected():
        _site, ana, _held = ana_of_leeds()
        for number in range(2 * MOST):
            day = date(2020, 1, 1) + timedelta(days=10 * number)
            make_certificate(ana, "mhfa-adult", day, day + timedelta(days=5), number=f"N{number}-")
        adopt(ONE)
    sign_in(client, Role.HR)
    path = f"{LEEDS}?as_of=2026-06-30"
    numbers: list[str] = []
    pages = 0
    while path:
        page = client.get(path).text
        numbers += re.findall(r"number N(\d+)-", known(client, path))
        older = re.search(r'href="([^"]*older_than=\d+[^"]*)">Older changes', page)
        path = unescape(older[1]) if older else ""
        pages += 1
    assert numbers == [str(number) for number in reversed(range(2 * MOST))]
    assert pages == 3
    assert "The latest changes" in page
    assert section(page, "How it stood").count("(needed: 1)") == 10
    assert "What was before is seen on an earlier day." in page


@pytest.mark.parametrize("clause", [ONE, DRILL, EVERYONE])
def test_more_people_and_changes_take_no_more_statements(db: str, clause: dict[str, Any]) -> None:
    site, ana, _held = ana_of_leeds()
    adopt({**clause, "terms": dict(clause["terms"])})
    person = ana.id if clause is EVERYONE else None

    def sent() -> int:
        asked = Asked(Question(DAY, knowledge_at()), Reach(None, DAY))
        (adopted,) = adopted_clauses(rules_known(asked.question.known))
        with counting() as statements:
            story = finding_story(Subject(adopted, site, "P-1" if person else "", person), asked, KINDS)
        assert story.entries
        return len(statements)

    make_exercise(site, date(2026, 3, 1))
    few = sent()
    for number in range(1, 8):
        make_certificate(make_person(site), "mhfa-adult", date(2026, 1, number))
        make_certificate(ana, "mhfa-adult", date(2026, 2, number))
        make_exercise(site, date(2026, 1, number))
    assert sent() == few <= 24
