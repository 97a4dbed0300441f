"""Continuing education: so many hours or activities within a period, of people or of holders."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from pydantic import ValidationError

from readiness.compliance.checks import CHECKS, ContinuingEducation, continuing_education
from readiness.compliance.days.findings import Status
from readiness.compliance.days.records import Learned, PersonDay
from readiness.compliance.judging.assess import assess
from readiness.compliance.words.learning import learning_in_words
from readiness.evidence.models import LearningActivity
from readiness.foundation import clock
from readiness.foundation.temporal import record
from readiness.people.models import Person
from readiness.web.access import Role
from tests.evidence.files import jpeg
from tests.factories import MEASURE, adopt, ask, change, make_certificate, make_person, make_site
from tests.signing_in import post, sign_in, token_of

DAY = date(2026, 6, 30)
LONG_AGO = date(2010, 1, 1)


@dataclass(frozen=True)
class Example:
    """Terms and what someone learned; and what follows on the day."""

    why: str
    terms: dict[str, Any]
    learned: Sequence[Learned]
    status: Status | None
    have: int = 0
    joined_on: date = LONG_AGO
    job_title: str = ""
    holds: bool = False


EIGHT = {"hours": 8, "within_months": 12}
EXAMPLES = [
    Example("enough hours", EIGHT, [Learned(date(2026, 1, 1), 300), Learned(date(2026, 2, 1), 180)], Status.MET, 8),
    Example("a minute short", EIGHT, [Learned(date(2026, 1, 1), 479)], Status.GAP, 7),
    Example("nothing", EIGHT, [], Status.GAP, 0),
    Example("the first day that still counts", EIGHT, [Learned(date(2025, 7, 1), 480)], Status.MET, 8),
    Example("a day too long ago", EIGHT, [Learned(date(2025, 6, 30), 480)], Status.GAP, 0),
    Example("still to come", EIGHT, [Learned(date(2026, 7, 1), 480)], Status.GAP, 0),
    Example("another topic", {**EIGHT, "topics": ["Safety"]}, [Learned(date(2026, 1, 1), 480, "law")], Status.GAP, 0),
    Example("the topic, however written", {**EIGHT, "topics": ["Safety"]}, [Learned(date(2026, 1, 1), 480, " safety ")],
            Status.MET, 8),
    Example("activities", {"at_least": 2, "within_months": 12}, [Learned(date(2026, 1, 1), 5)] * 2, Status.MET, 2),
    Example("both are needed", {**EIGHT, "at_least": 2}, [Learned(date(2026, 1, 1), 480)], Status.GAP, 1),
    Example("both, and the hours are what is short", {**EIGHT, "at_least": 1}, [Learned(date(2026, 1, 1), 60)] * 2, Status.GAP, 2),
    Example("who joined lately has time", EIGHT, [], Status.DUE, 0, date(2025, 7, 1)),
    Example("and then no more", EIGHT, [], Status.GAP, 0, date(2025, 6, 30)),
    Example("asked of holders only", {**EIGHT, "certificate": "cpr"}, [], None),
    Example("a holder", {**EIGHT, "certificate": "cpr"}, [], Status.GAP, holds=True),
    Example("another job", {**EIGHT, "job_titles": ["Nurse"]}, [], None, job_title="Cook"),
    Example("the job", {**EIGHT, "job_titles": ["Nurse"]}, [], Status.GAP, job_title="nurse"),
]  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.why)
def test_a_worked_example(example: Example) -> None:
    terms = ContinuingEducation(**example.terms)
    facts = PersonDay(
        DAY, example.joined_on, example.job_title, "", example.holds, learned=list(example.learned)
    )
    verdict = continuing_education(terms, facts)
    assert (verdict.status if verdict else None) is example.status
    if verdict is not None:
        assert verdict.have == example.have


def test_its_terms_are_checked_compared_and_said_in_words() -> None:
    with pytest.raises(ValidationError, match="one of 'hours' and 'at_least' is needed"):
        ContinuingEducation(within_months=12)
    terms = ContinuingEducation(hours=8, within_months=12, topics=("safety",))
    assert learning_in_words(terms, "") == "Everyone: 8 hours of learning within 12 months about ‘safety’."
    assert not terms.asks_less_than(terms)
    for less in ({"hours": 4}, {"within_months": 24}, {"job_titles": ("Nurse",)}, {"certificate": "cpr"}):
        assert ContinuingEducation(**{**terms.model_dump(), **less}).asks_less_than(terms)
    example = CHECKS["continuing_education"].examples(done_on=(DAY,), hours_each=8)
    assert continuing_education(terms, example.facts(DAY, terms)) is not None  # type: ignore[attr-defined]


def learn(person: Person, done_on: date, minutes: int, **values: str) -> None:
    with change() as opened:
        record(
            LearningActivity, opened.change, person=person, done_on=done_on, minutes=minutes,
            **{"confirmed_by": "hr", **values},
        )  # fmt: skip


def test_findings_say_who_has_how_much_and_until_when(db: str) -> None:
    site = make_site()
    ana = make_person(site, given_name="Ana", family_name="Ruiz")
    ben = make_person(site, given_name="Ben", family_name="Okafor")
    make_certificate(ana, "cpr", date(2025, 1, 1), date(2027, 1, 1))
    adopt(
        {"check": "continuing_education", "terms": EIGHT},
        {"check": "continuing_education", "terms": {**EIGHT, "certificate": "cpr"}},
    )
    learn(ana, date(2026, 5, 10), 240, topic="safety")
    learn(ana, date(2025, 8, 1), 300)
    learn(ana, date(2026, 5, 11), 600, confirmed_by="")
    found = {(each.clause.id, each.subject): each for each in assess(ask(DAY), MEASURE)}
    assert found.keys() == {
        ("clause-1", ana.staff_number), ("clause-1", ben.staff_number), ("clause-2", ana.staff_number),
    }  # fmt: skip
    met = found["clause-1", ana.staff_number]
    assert (met.status, met.need, met.have) == (Status.MET, 8, 9)
    assert met.reason == "Ana Ruiz: 9 of 8 hours in the last 12 months. The latest was on 10 May 2026."
    assert found["clause-1", ben.staff_number].reason == "Ben Okafor: 0 of 8 hours in the last 12 months."
    later = {(each.clause.id, each.subject): each for each in assess(ask(date(2026, 7, 15)), MEASURE)}
    due = later["clause-1", ana.staff_number]
    assert (due.status, due.due_on) == (Status.DUE, date(2026, 8, 1))


def test_what_someone_writes_down_counts_once_it_is_confirmed(client: FlaskClient) -> None:
    person, today = make_person(make_site()), clock.today("UTC")
    adopt({"check": "continuing_education", "terms": EIGHT})
    sign_in(client, Role.EMPLOYEE, person=person)
    assert "/mine/learning/add" in client.get("/mine").text
    form = {"title": "Safety day", "done_on": today.isoformat(), "hours": "8.0", "topic": "safety"}
    assert "Take a picture of the confirmation" in post(client, "/mine/learning/add", **form).text
    sent = post(client, "/mine/learning/add", **form, file=(io.BytesIO(jpeg()), "a.jpg"))
    assert sent.status_code == 302
    assert "0 of 8 hours" in client.get("/mine").text
    hr = client.application.test_client()
    sign_in(hr, Role.HR)
    row = LearningActivity.get()
    assert "Safety day" in hr.get("/certificates/learning").text
    address = f"/certificates/learning/{row.fact_id}/confirm"
    sent = hr.post(address, data={"csrf_token": token_of(hr), "seen": str(row.id)})
    assert sent.status_code == 302
    page = client.get("/mine").text
    assert "Nothing is asked of you today" in page
    assert "Safety day" in page
