"""Every page that tells of a day answers by an instant of knowledge too, says so, and hands both on."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from readiness.foundation import clock
from readiness.web.access import Role
from tests.factories import adopt, make_certificate, make_exercise, make_person, make_site
from tests.signing_in import sign_in

FIRST = datetime(2026, 3, 2, 12, tzinfo=UTC)
KNOWN = "as_of=2026-06-30&known_at=2026-03-02T12:30"
FINDING = "/compliance/findings/tested/clause-1/dayton"
PAGES = (
    "/dashboard", "/people", "/people/1", "/people/sites", "/people/sites/1", "/certificates", "/certificates/1",
    "/compliance", FINDING, "/compliance/ahead", "/compliance/ahead/booked", "/compliance/requirements",
    "/compliance/requirements/tested/clause-1", "/compliance/packs", "/compliance/packs/tested", "/compliance/exemptions", "/compliance/what-if/leaves",
    "/compliance/what-if/opens", "/compliance/what-if/terms", "/compliance/what-if/class", "/exercises",
    "/exercises/actions", "/reports", "/reports/gaps", "/reports/certificates",
)  # fmt: skip
CARRIED = re.compile(r'href="(/(?:people|certificates|compliance|dashboard|exercises|reports)[^"]*)"')
FREE = ("format=", "/files", "/exercises/year", "/schema.json", "/privacy")
"""What is a file of the page itself, or tells of now alone."""
STEPS = ("/dashboard", "/compliance")
"""The first steps of a new house are taken today."""


@pytest.fixture
def then_and_now(client: FlaskClient) -> FlaskClient:
    """A gap by what was known at noon, which a certificate that was written down an hour later closed."""
    with time_machine.travel(FIRST, tick=False):
        site = make_site("dayton", name="Dayton")
        person = make_person(site, given_name="Ana", family_name="Ruiz")
        make_certificate(make_person(site), "cpr-aed", date(2026, 1, 1))
        adopt({"check": "holders_per_headcount", "terms": {"certificate": "pfa", "at_least": 1}})
        make_exercise(site, date(2026, 2, 1))
    with time_machine.travel(FIRST + timedelta(hours=1), tick=False):
        make_certificate(person, "pfa", date(2026, 1, 1))
    sign_in(client, Role.HR)
    return client


def test_every_page_says_by_what_it_answers_and_hands_it_on(then_and_now: FlaskClient) -> None:
    lost: list[str] = []
    for path in PAGES:
        answer = then_and_now.get(f"{path}?{KNOWN}")
        assert answer.status_code == 200, path
        assert "By what was known on 2 March 2026" in answer.text, path
        assert 'name="known_time" value="12:30:00"' in answer.text, path
        assert "/reports/restated?" in answer.text, path
        main = answer.text.partition("<main")[2]
        found = [
            link
            for link in CARRIED.findall(main)
            if (path, link) != STEPS and not any(free in link for free in FREE)
        ]
        lost += [f"{path} leads to {link}" for link in found if "known_at=2026-03-02T12" not in link]
    assert not lost, "\n".join(lost)


def test_an_hour_of_a_day_can_be_asked_about_and_what_differs_is_counted(then_and_now: FlaskClient) -> None:
    before = then_and_now.get("/compliance?as_of=2026-06-30&known_at=2026-03-02&known_time=12:30").text
    assert "1 finding has been restated since" in before
    after = then_and_now.get("/compliance?as_of=2026-06-30&known_at=2026-03-02&known_time=13:30").text
    assert "Nothing has been restated since." in after
    assert "0 findings" not in after
    assert "is new" not in before
    make_person(make_site("york"))
    later = then_and_now.get("/compliance?as_of=2026-06-30&known_at=2026-03-02&known_time=13:30").text
    assert "1 finding is new since" in later, "nothing was told of it then"
    ended = then_and_now.get("/compliance?as_of=2026-06-30&known_at=2026-03-02&known_time=").text
    assert 'name="known_time" value=""' in ended
    file = then_and_now.get(f"/compliance?{KNOWN}&format=csv")
    assert ",gap," in file.text
    assert "known" in file.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("known_at=2200-01-01", "is still to come"),
        ("known_at=2026-03-02&known_time=25:99", "is no instant"),
        ("known_time=12:30", "Write the day as well"),
        ("known_at=soon", "is no instant"),
        ("as_of=soon", "is no day"),
    ],
)
def test_what_is_no_day_or_still_to_come_is_refused_in_words(
    client: FlaskClient, asked: str, said: str
) -> None:
    sign_in(client, Role.HR)
    answer = client.get(f"/compliance?{asked}")
    assert answer.status_code == 422
    assert said in answer.text
    is_to_come = asked == "known_at=2200-01-01"
    assert ("This address names no day." in answer.text) is not is_to_come
    assert ("What will be known is not known yet." in answer.text) is is_to_come


def test_today_as_the_day_of_knowledge_means_now(then_and_now: FlaskClient) -> None:
    assert then_and_now.get(f"/compliance?known_at={clock.today('UTC')}").status_code == 200
