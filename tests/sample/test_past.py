"""The sample's year: each part became known on its day, and the trail tells it in order; nothing is dated back."""

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from readiness.audit.verifying import verify
from readiness.certificates.models import Certificate
from readiness.compliance.days.findings import Status
from readiness.compliance.judging.asking import Measure
from readiness.compliance.judging.standings import Standing, standings
from readiness.compliance.proposing.proposals import months_of
from readiness.foundation import clock
from readiness.foundation.database import select
from readiness.foundation.temporal import Question, current, knowledge_at, records_began_at
from readiness.handbook.openings import month_of, told
from readiness.protocols.actions import bring_starters
from readiness.protocols.queries import shipped_protocols
from readiness.requirements.actions import adopt_pack
from readiness.sample import add_sample, approve_protocols, remove_sample
from readiness.sample.incidents import INCIDENTS
from readiness.sample.past import Past
from readiness.standards.certificate_kinds import load_certificate_kinds
from readiness.standards.packs import shipped_packs
from readiness.trends import rows
from readiness.trends.taking import Clockwork, take_nights
from readiness.web.access import Role
from tests.commands import Terminal
from tests.signing_in import sign_in

KINDS = load_certificate_kinds()
MEASURE = Measure(KINDS, 30)
TODAY = date(2026, 11, 29)
BEGAN = date(2025, 11, 1)
DAYS = [date(2026, 1, 31), date(2026, 6, 30), date(2026, 11, 22)]


@pytest.fixture
def sample(db: str) -> str:
    with time_machine.travel(datetime(2026, 11, 29, 15, tzinfo=UTC)):
        add_sample(TODAY, KINDS)
    return db


def instants() -> list[datetime]:
    return [instant for (instant,) in select("SELECT recorded_at FROM change ORDER BY id")]


def stood(on: date, known_on: date | None = None) -> dict[tuple[str, str, str], Standing]:
    known = knowledge_at(clock.end_of_day(known_on, "UTC") if known_on else None)
    found = standings(Question(on, known), MEASURE)
    return {(each.site, each.pack, each.clause): each for each in found}


def test_its_changes_follow_one_another_through_a_year_and_none_is_still_to_come(sample: str) -> None:
    told = instants()
    assert told == sorted(told)
    assert told[0].date() == BEGAN
    assert told[-1].date() == TODAY
    assert len({each.date() for each in told}) > 60
    events = [at for (at,) in select("SELECT recorded_at FROM audit_event ORDER BY id")]
    assert events == sorted(events)


def test_its_trail_holds(terminal: Terminal) -> None:
    terminal.good("init", "--sample")
    assert "each as it was written" in terminal.good("audit", "verify")


@pytest.mark.parametrize("day", DAYS)
def test_what_was_known_on_a_day_is_something_and_less_than_is_known_of_it_now(
    sample: str, day: date
) -> None:
    then, now = stood(day, known_on=day), stood(day)
    assert then.keys() == now.keys()
    assert Counter(each.status for each in then.values())[Status.MET] > 20
    told_otherwise = [key for key in now if then[key].have != now[key].have]
    assert 3 < len(told_otherwise) < len(now) / 2


def test_a_last_day_that_was_typed_wrong_stands_as_it_was_known_and_is_right_since(sample: str) -> None:
    corrected = [
        (before, after)
        for after in Certificate.select().where(current(Certificate))
        for before in Certificate.select().where(
            (Certificate.fact_id == after.fact_id) & (Certificate.superseded_in == after.recorded_in)
        )
        if before.expires_on != after.expires_on
    ]
    assert len(corrected) >= 3
    for before, after in corrected:
        typed, true = before.expires_on, after.expires_on
        assert typed is not None
        assert true is not None
        assert typed == true - timedelta(days=365) < TODAY < true


def test_nobody_is_known_before_the_file_that_tells_of_them(sample: str) -> None:
    too_early = select(
        "SELECT count(*) FROM certificate c JOIN person p ON p.id = c.person_id WHERE c.recorded_in < p.recorded_in"
    )
    assert next(too_early)[0] == 0
    assert next(select("SELECT count(DISTINCT recorded_in) FROM person"))[0] > 12


def test_its_nights_are_taken_from_the_day_on_which_it_began_and_tell_how_it_became_better(
    sample: str,
) -> None:
    tenth = BEGAN + timedelta(days=10)
    with time_machine.travel(datetime(2025, 11, 11, 15, tzinfo=UTC)):
        assert take_nights(Clockwork(tenth, "UTC", MEASURE)) == 10
    night = rows.nights(BEGAN, tenth)[0]
    assert (night.on, night.is_afterwards) == (BEGAN, False)
    assert Counter(rows.cells_on(BEGAN).values())["met"] > 20
    gaps = [Counter(each.status for each in stood(day, day).values())[Status.GAP] for day in (BEGAN, *DAYS)]
    assert gaps[0] > gaps[2] > gaps[3]


def test_where_records_have_begun_all_of_it_is_known_from_now(db: str) -> None:
    with time_machine.travel(datetime(2026, 11, 20, 12, tzinfo=UTC)):
        adopt_pack(shipped_packs()["mental-health-cover"], date(2024, 1, 1), "hr@example.org")
    with time_machine.travel(datetime(2026, 11, 29, 15, tzinfo=UTC)):
        add_sample(TODAY, KINDS)
    first, *others = instants()
    assert first.date() == date(2026, 11, 20)
    assert {each.date() for each in others} == {TODAY}
    assert stood(TODAY, known_on=date(2026, 11, 28)) == {}


def test_an_organisation_that_follows_it_begins_with_its_own_records(sample: str) -> None:
    remove_sample("a test")
    with time_machine.travel(datetime(2026, 12, 3, 12, tzinfo=UTC)):
        adopt_pack(shipped_packs()["mental-health-cover"], date(2024, 1, 1), "hr@example.org")
    began = records_began_at(with_sample=False)
    assert began is not None
    assert began.date() >= TODAY
    assert verify().problems == []


def test_on_any_day_enough_came_up_in_the_months_that_ended_to_be_told_among_the_proposals() -> None:
    for day in (date(2026, 1, 1) + timedelta(days=number) for number in range(800)):
        months = set(months_of(day))
        came_up = [
            each
            for each in INCIDENTS
            if each.protocol == "panic" and month_of(day - timedelta(days=each.days_ago)) in months
        ]
        assert told(len(came_up)), day
        assert all(day - timedelta(days=each.days_ago) > Past(day).began_on for each in came_up), day


def test_the_sample_shows_what_to_train_and_to_drill_for_what_came_up(client: FlaskClient) -> None:
    add_sample(clock.today("UTC"), KINDS)
    bring_starters(shipped_protocols().values(), "a test")
    approve_protocols()
    sign_in(client, Role.HR)
    page = client.get("/compliance/proposals").text
    head, train, come = (page.index(f'id="{part}"') for part in ("drill", "train", "come"))
    assert 'href="/handbook/protocols/panic"' in page[head:train]
    assert "Mental health first aid (adults)" in page[train:come]
    assert re.search(r'href="/handbook/protocols/panic".*?<td class="number">11</td>', page[come:], re.DOTALL)
