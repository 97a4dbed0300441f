"""Proposals: what comes up is trained, what went badly is drilled, and what few looked for is never shown."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from config import config_from_environment
from drills.library import load_library
from readiness.app import create_app
from readiness.compliance.proposing.counts import counts_of
from readiness.compliance.proposing.proposals import (
    Counts,
    ProtocolAbout,
    lines_called,
    months_of,
    to_drill,
    to_train,
    what_comes_up,
)
from readiness.compliance.proposing.slowness import Slow, given_minutes
from readiness.exercises.actions import plan_exercise
from readiness.exercises.models import Exercise
from readiness.foundation import clock
from readiness.foundation.database import connected
from readiness.foundation.temporal import record
from readiness.handbook.models import ProtocolOpening
from readiness.incidents.models import Incident
from readiness.people.models import Site
from readiness.protocols.models import ProtocolRevision
from readiness.protocols.queries import shipped_protocols
from readiness.web.access import Role
from tests.conftest import close
from tests.exercises.playing import SCENARIO, hand, note
from tests.factories import change, make_action, make_exercise, make_site
from tests.signing_in import sign_in

TODAY = date(2026, 11, 28)
MONTHS = months_of(TODAY)
SUICIDE = ProtocolAbout("suicide", "Suicide", ("mhfa-adult", "pfa"), ("talks",))
PANIC = ProtocolAbout("panic", "Panic", ("mhfa-adult",), ("keyboard",))
HOME = ProtocolAbout("home", "Home", ())


def counts(opened: dict[tuple[str, str], int], used: dict[tuple[str, str], int], **weak: int) -> Counts:
    return Counts(opened, used, weak, {"suicide": date(2026, 1, 5)})


def test_months_that_have_ended_are_counted_each_by_itself_and_few_are_not_told() -> None:
    assert (MONTHS[0], MONTHS[-1], len(MONTHS)) == ("2026-10", "2025-11", 12)
    opened = {("suicide", "2026-10"): 10, ("suicide", "2026-09"): 9, ("panic", "2026-11"): 500}
    used = {("suicide", "2026-10"): 4, ("suicide", "2026-03"): 6, ("home", "2026-03"): 9}
    (come,) = what_comes_up([SUICIDE, PANIC, HOME], counts(opened, used), MONTHS)
    assert (come.protocol.slug, come.opened, come.used) == ("suicide", 10, 10)


def test_lines_are_told_by_the_incidents_that_called_them_where_they_are_enough() -> None:
    called = {
        ("us-988", "2026-10"): 7, ("us-988", "2025-11"): 5, ("us-911", "2026-10"): 9, ("us-911", "2026-11"): 9,
        ("us-poison", "2026-02"): 14,
    }  # fmt: skip
    told = lines_called(replace(counts({}, {}), called=called), MONTHS)
    assert told == [("us-poison", 14), ("us-988", 12)], "the month that still runs is not counted"


def test_what_comes_up_is_trained_and_what_went_badly_is_drilled_first() -> None:
    opened = {("suicide", "2026-10"): 40, ("home", "2026-10"): 30}
    come = what_comes_up([SUICIDE, PANIC, HOME], counts(opened, {}, panic=2), MONTHS)
    assert [(kind, [each.protocol.slug for each in asked]) for kind, asked in to_train(come)] == [
        ("mhfa-adult", ["suicide"]),
        ("pfa", ["suicide"]),
    ]
    assert [each.protocol.slug for each in to_drill(come)] == ["panic", "suicide"]


def run(site: Site, after: Mapping[str, float | None], held_on: date = date(2026, 6, 1)) -> None:
    """An exercise in which each inject's action was seen so many minutes after it; None: nobody saw it."""
    exercise = plan_exercise(site.code, SCENARIO, TODAY, "a test")
    hand(exercise, note("started"))
    for inject, minutes in after.items():
        hand(exercise, note("inject_sent", inject), minutes=1)
        if minutes is not None:
            hand(exercise, note("action_ticked", inject), minutes=1 + minutes)
    hand(exercise, note("ended"), minutes=80)
    Exercise.update(held_on=held_on).where(Exercise.fact_id == exercise).execute()


def test_what_three_exercises_were_slow_at_is_drilled_with_its_numbers(db: str) -> None:
    scenario = load_library()[SCENARIO]
    first, second, third = scenario.injects[:3]
    given = given_minutes(scenario)
    assert given[first.id] == second.at - first.at
    assert given[scenario.injects[-1].id] == scenario.duration_minutes - scenario.injects[-1].at
    site, late = make_site("hq"), given[first.id] + 4
    for minutes in (late, late + 9):
        run(site, {first.id: minutes, second.id: 0, third.id: None})
    assert not counts_of(MONTHS).slow, "two are too few"
    run(site, {first.id: 0, second.id: given[second.id], third.id: 60})
    slow = counts_of(MONTHS).slow
    assert slow == {"suicide": [Slow(SCENARIO, first.expected_action, late, given[first.id], 3)]}
    come = what_comes_up([PANIC, SUICIDE], replace(counts({}, {}), slow=slow), MONTHS)
    assert [(each.protocol.slug, each.slow) for each in to_drill(come)] == [("suicide", slow["suicide"])]
    assert to_train(come) == []
    assert not counts_of(months_of(date(2028, 1, 1))).slow


@pytest.fixture
def client(database_url: str, tmp_path: Path) -> Iterator[FlaskClient]:
    settings = {"READINESS_DATABASE_URL": database_url, "READINESS_DATA_DIR": str(tmp_path)}
    yield create_app(config_from_environment(settings)).test_client()
    close()


def add_incidents(site: Site, protocol: str, count: int, day: date, *lines: str) -> None:
    with change() as opened:
        for _number in range(count):
            record(
                Incident, opened.change,
                site=site, occurred_at=clock.now(), occurred_on=day, kind="other", is_violent=False,
                is_private=False, protocol=protocol, lines=list(lines), summary="", helped="", not_helped="", recorded_by="a",
                debrief_way="",
            )  # fmt: skip


def test_the_page_leads_to_a_class_and_to_an_exercise(client: FlaskClient) -> None:
    month = months_of(clock.today("UTC"))[1]
    day = date.fromisoformat(f"{month}-15")
    with connected():
        sign_in(client, Role.COORDINATOR)
        site = make_site("hq")
        for slug in ("suicide", "panic", "home"):
            body = shipped_protocols()[slug].model_dump(mode="json", exclude={"slug"})
            ProtocolRevision.create(
                slug=slug, number=1, state="published", body=body, author="a", written_at=clock.now(),
                approved_by="b", approved_at=datetime(2026, 1, 1, tzinfo=UTC),
            )  # fmt: skip
        ProtocolOpening.create(month=month, slug="suicide", count=4321)
        ProtocolOpening.create(month=month, slug="home", count=9)
        add_incidents(site, "suicide", 12, day, "us-988", "us-911")
        add_incidents(site, "home", 3, day)
        exercise = make_exercise(site, day)
        Exercise.update(scenario="panic-at-the-keyboard").execute()
        make_action(exercise, day)
        for _turn in range(3):
            run(site, {load_library()[SCENARIO].injects[0].id: 60}, day)
    page = client.get("/compliance/proposals").text
    assert "4,321" in page
    assert re.search(r"988 Suicide[^<]*</td><td class=\"number\">12<", page)
    assert "/classes/plan?kind=mhfa-adult" in page
    assert "/exercises/plan?scenario=panic-at-the-keyboard" in page
    assert "1 action was opened by a weak rating" in page
    assert "Seen after 60 minutes, where the scenario gives" in page
    assert shipped_protocols()["home"].en.situation not in page, (
        "nine openings and three incidents are too few"
    )
