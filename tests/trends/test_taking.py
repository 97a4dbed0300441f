"""Snapshots: each night says what was found that day by what was known that night, whenever it was taken."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from readiness.compliance.days.findings import Status
from readiness.compliance.judging.assess import assess
from readiness.compliance.judging.cells import cells_of
from readiness.foundation import clock
from readiness.foundation.database import connected, execute, select
from readiness.foundation.temporal import Question, current, knowledge_at, supersede
from readiness.people.models import Employment, Site
from readiness.trends import rows
from readiness.trends.jobs import take_snapshots
from readiness.trends.nights import ends_of_months
from readiness.trends.taking import Clockwork, restate, take_nights
from tests.factories import MEASURE, adopt, change, make_certificate, make_person, make_site

ZONE = "America/New_York"
BEGAN = date(2026, 6, 1)
ONE = {"check": "holders_per_headcount", "terms": {"certificate": "mhfa-adult", "at_least": 1}}
EVERYONE = {"check": "everyone_in_role_holds", "terms": {"certificate": "cpr-aed"}}
NOWHERE = {
    "check": "holders_per_headcount",
    "terms": {"certificate": "mhfa-adult", "at_least": 1},
    "applies": {"country": ["NZ"]},
}


def on(day: date) -> time_machine.travel:
    """About noon of a day."""
    return time_machine.travel(datetime(day.year, day.month, day.day, 16, tzinfo=UTC), tick=True)


def at(today: date) -> Clockwork:
    return Clockwork(today, ZONE, MEASURE)


@pytest.fixture
def history(db: str) -> date:
    """Three weeks in which things happened, and some became known late; gives the day after them."""
    with on(BEGAN):
        adopt(ONE, EVERYONE, NOWHERE)
        dayton, york = make_site("dayton"), make_site("york")
        trained, other = make_person(dayton), make_person(york)
        make_certificate(trained, "mhfa-adult", BEGAN - timedelta(days=700), BEGAN + timedelta(days=9))
    with on(BEGAN + timedelta(days=12)):
        make_certificate(trained, "mhfa-adult", BEGAN + timedelta(days=5), BEGAN + timedelta(days=900))
        make_certificate(other, "cpr-aed", BEGAN - timedelta(days=40), BEGAN + timedelta(days=400))
    with on(BEGAN + timedelta(days=15)), change() as opened:
        left = Employment.get(current(Employment), Employment.person == other)
        supersede(left, opened.change, until_on=BEGAN + timedelta(days=3))
    return BEGAN + timedelta(days=21)


def plain(day: date) -> dict[rows.Key, str]:
    """What an assessment of the day says, by what was known at its end."""
    question = Question(day, knowledge_at(clock.end_of_day(day, ZONE)))
    numbers = {site.code: site.id for site in Site.select()}
    return {
        (numbers[cell.site], cell.pack, cell.clause): cell.status.value
        for cell in cells_of(assess(question, MEASURE))
        if cell.status is not Status.NOT_APPLICABLE
    }


def test_missed_nights_are_caught_up_as_they_were_known_and_only_changes_are_kept(history: date) -> None:
    with on(history):
        assert take_nights(at(history)) == 21
        assert take_nights(at(history)) == 0
    days = [BEGAN + timedelta(days=each) for each in range(21)]
    assert [night.on for night in rows.nights(BEGAN, history)] == days
    for day in days:
        assert rows.cells_on(day) == plain(day), day
    assert len({str(plain(day)) for day in days}) > 3
    kept = list(select("SELECT site_id, pack_id, clause_id, status, from_on FROM snapshot_cell"))
    assert len(kept) < 21
    before = ends_of_months(BEGAN)
    assert [night.is_afterwards for night in rows.nights(before[0], before[-1])] == [True] * 12


def test_what_became_known_later_is_told_beside_what_was_known(history: date) -> None:
    with on(date(2026, 7, 1)):
        while take_nights(at(date(2026, 7, 1))):
            pass
        dayton = Site.get(Site.code == "dayton")
        make_certificate(make_person(dayton), "cpr-aed", BEGAN, BEGAN + timedelta(days=900))
        with change() as opened:
            taken = Employment.get(current(Employment))
            supersede(taken, opened.change, until_on=date(2026, 6, 10))
        assert [restate(at(date(2026, 7, 1)), most=5) for _ in range(4)] == [5, 5, 2, 0]
    day = date(2026, 6, 30)
    otherwise = list(
        select("SELECT site_id, pack_id, clause_id, status FROM restated_cell WHERE night_on = :day", day=day)
    )
    then = rows.cells_on(day)
    now = {
        (dayton.id, cell.pack, cell.clause): cell.status.value
        for cell in cells_of(assess(Question(day, knowledge_at()), MEASURE, ["dayton"]))
    }
    assert otherwise
    for *key, status in otherwise:
        assert now[tuple(key)] == status != then[tuple(key)]


def test_two_schedulers_take_each_night_once(history: date) -> None:
    taken: list[int] = []

    def run() -> None:
        with connected():
            taken.append(take_nights(at(history)))

    with on(history):
        threads = [threading.Thread(target=run) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        take_nights(at(history))
    nights = [
        night_on for (night_on,) in select("SELECT night_on FROM snapshot_night WHERE NOT is_afterwards")
    ]
    assert len(nights) == len(set(nights)) == 21
    assert sum(taken) <= 21
    last = history - timedelta(days=1)
    assert rows.cells_on(last) == plain(last)


def test_the_sample_has_a_past_at_once_and_leaves_none_behind(
    db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("READINESS_DATABASE_URL", db)
    with on(BEGAN):
        adopt(ONE)
        sample = make_site("dayton", is_sample=True)
        person = make_person(sample)
        make_certificate(person, "mhfa-adult", BEGAN - timedelta(days=200), BEGAN + timedelta(days=900))
        take_snapshots()
    told = [(night.on, night.is_afterwards) for night in rows.nights(date(2020, 1, 1), BEGAN)]
    assert told == [(day, True) for day in ends_of_months(BEGAN)]
    assert set(rows.cells_on(date(2025, 9, 30)).values()) == {"gap"}
    assert set(rows.cells_on(date(2026, 5, 31)).values()) == {"met"}
    execute("DELETE FROM snapshot_cell")
    rows.forget_nights_of_nothing()
    assert rows.latest_night() is None


def test_an_organisation_that_just_begins_waits_for_its_first_night(db: str) -> None:
    with on(BEGAN):
        adopt(ONE)
        make_person(make_site("dayton"))
        assert take_nights(at(BEGAN)) == 0
        assert rows.latest_night() is None


def test_what_is_older_than_it_is_kept_goes(history: date) -> None:
    with on(history):
        take_nights(at(history))
        rows.forget_before(BEGAN + timedelta(days=15))
    assert rows.nights(date(2020, 1, 1), history)[0].on == BEGAN + timedelta(days=15)
    last = history - timedelta(days=1)
    assert rows.cells_on(last) == plain(last)
