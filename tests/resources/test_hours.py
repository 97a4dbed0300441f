"""When a service is open: by its place's clock, with its holidays; never closed for want of data."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from time import process_time
from typing import Any

import pytest
from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from readiness.resources.hours import WEEKDAYS, Rule, State, hours_of
from readiness.resources.where import holidays_of, zone_of

WORKDAYS = "MO,TU,WE,TH,FR"


def weekly(byday: str = WORKDAYS, opens: str = "09:00", closes: str = "17:00", **more: Any) -> dict[str, Any]:
    return {"freq": "WEEKLY", "byday": byday, "opens_at": opens, "closes_at": closes, **more}


def told(schedules: list[dict[str, Any]], instant: str, state: str = "FL") -> str:
    """What is said at an instant (UTC), as words: the state, and the time by the clock of the place."""
    now = datetime.fromisoformat(instant).replace(tzinfo=UTC)
    opening = hours_of(schedules).at(now, zone_of("US", state, "UTC"), holidays_of("US", state, now.year))
    return opening.state if opening.at is None else f"{opening.state} {opening.at:%a %H:%M}"


@pytest.mark.parametrize(
    ("instant", "said"),
    [
        ("2026-11-24T14:00", "open Tue 17:00"),
        ("2026-11-24T13:59", "opens Tue 09:00"),
        ("2026-11-24T22:00", "opens Wed 09:00"),
        ("2026-11-28T15:00", "opens Mon 09:00"),
    ],
)
def test_it_is_open_by_the_clock_of_its_place(instant: str, said: str) -> None:
    assert told([weekly()], instant) == said


def test_the_same_hours_are_other_hours_in_another_zone() -> None:
    assert told([weekly()], "2026-11-24T14:30", "CA") == "opens Tue 09:00"
    assert told([weekly()], "2026-11-24T14:30", "FL") == "open Tue 17:00"


def test_where_hours_are_not_known_nothing_is_said_of_being_closed() -> None:
    for schedules in ([], [{"description": "24 hours a day"}], [weekly(opens="")], [weekly(byday="")]):
        assert told(schedules, "2026-11-24T03:00") == State.UNKNOWN


def test_day_and_night_is_open_on_holidays_too() -> None:
    always = [weekly("MO,TU,WE,TH,FR,SA,SU", "00:00", "23:59")]
    assert told(always, "2026-12-25T04:00") == State.ALWAYS


def test_a_night_goes_on_past_midnight() -> None:
    night = [weekly("FR", "20:00", "04:00")]
    assert told(night, "2026-11-28T07:00") == "open Sat 04:00"
    assert told(night, "2026-11-28T09:30") == "opens Fri 20:00"


def test_what_follows_without_a_break_is_one_time() -> None:
    shifts = [weekly(opens="09:00", closes="12:00"), weekly(opens="12:00", closes="17:00")]
    assert told(shifts, "2026-11-24T15:00") == "open Tue 17:00"


def test_on_a_public_holiday_nobody_knows() -> None:
    assert told([weekly()], "2026-12-25T15:00") == State.HOLIDAY
    assert told([weekly()], "2026-12-24T23:00") == "opens Mon 09:00"
    closed = {"valid_from": "2026-12-25", "valid_to": "2026-12-25", "notes": "closed"}
    assert told([weekly(), closed], "2026-12-25T15:00") == "opens Mon 09:00"
    short = {"valid_from": "2026-12-25", "valid_to": "2026-12-25", "opens_at": "10:00", "closes_at": "12:00"}
    assert told([weekly(), short], "2026-12-25T15:30") == "open Fri 12:00"


def test_hours_hold_from_a_day_until_a_day() -> None:
    summer = [weekly(valid_from="2026-06-01", valid_to="2026-08-31")]
    assert told(summer, "2026-07-07T15:00") == "open Tue 17:00"
    assert told(summer, "2026-11-24T15:00") == State.UNKNOWN


def test_a_rule_of_months_and_of_every_other_week_is_followed() -> None:
    first_monday = [weekly("1MO", freq="MONTHLY")]
    assert told(first_monday, "2026-11-28T15:00") == "opens Mon 09:00"
    assert told(first_monday, "2026-12-07T15:00") == "open Mon 17:00"
    fortnightly = [weekly("TU", interval=2, dtstart="2026-11-10")]
    assert told(fortnightly, "2026-11-24T15:00") == "open Tue 17:00"
    assert told(fortnightly, "2026-11-17T15:00") == "opens Tue 09:00"


def test_the_night_in_which_clocks_change_is_as_long_as_it_is() -> None:
    night = [weekly("SA", "22:00", "06:00")]
    assert told(night, "2026-11-01T10:59") == "open Sun 06:00"
    assert told(night, "2026-11-01T11:00") == "opens Sat 22:00"


REPEATED = st.builds(
    Rule,
    st.one_of(
        st.lists(st.sampled_from(["MO", "TU", "SU"]), max_size=2).map(tuple),
        st.lists(st.sampled_from(["1MO", "2WE", "5FR", "-1FR", "-2SU"]), max_size=2).map(tuple),
    ),
    st.just(540),
    st.just(1020),
    st.sampled_from(["WEEKLY", "MONTHLY"]),
    st.integers(1, 5),
    st.lists(st.sampled_from([1, 13, 29, 31, -1, -3]), max_size=2).map(tuple),
    st.dates(date(1999, 12, 20), date(2026, 12, 31)),
    st.none(),
    st.sampled_from([None, 1, 2, 7]),
)


def days_by_icalendar(rule: Rule, last: date) -> set[date]:
    """The days of a rule, from its true first one on, as a library of calendars has them."""
    assert rule.first is not None
    days = rrule(
        MONTHLY if rule.freq == "MONTHLY" else WEEKLY,
        dtstart=datetime.combine(rule.first, time()),
        until=datetime.combine(last, time()),
        interval=rule.interval,
        byweekday=[
            weekday(WEEKDAYS.index(each[-2:]), int(each[:-2]) if each[:-2] else None) for each in rule.byday
        ]
        or None,
        bymonthday=rule.bymonthday or None,
    )
    return {each.date() for each in islice(days, rule.count)}


def as_can_be(rule: Rule) -> Rule:
    """Which of a month's weekdays is meant has no sense in a rule of weeks."""
    assume(rule.byday or rule.bymonthday)
    return rule if rule.freq == "MONTHLY" else replace(rule, byday=tuple(each[-2:] for each in rule.byday))


@given(REPEATED.map(as_can_be))
def test_lines_that_repeat_fall_on_the_days_that_icalendar_says(rule: Rule) -> None:
    assert rule.first is not None
    found = {day for n in range(-9, 501) if rule.falls_on(day := rule.first + timedelta(days=n))}
    assert found == days_by_icalendar(rule, rule.first + timedelta(days=500))


@settings(max_examples=40, deadline=None)
@given(REPEATED.map(as_can_be), st.dates(date(1950, 1, 1), date(1999, 12, 31)), st.integers(1, 30))
def test_lines_that_began_long_ago_are_in_step_with_their_first_day(
    rule: Rule, first: date, interval: int
) -> None:
    rule = replace(rule, first=first, interval=interval, count=None)
    begins, ends = date(2026, 1, 1), date(2026, 12, 31)
    wanted = {day for day in days_by_icalendar(rule, ends) if day >= begins}
    assert {day for n in range(365) if rule.falls_on(day := begins + timedelta(days=n))} == wanted


@pytest.mark.parametrize(
    "line",
    [
        {"freq": "MONTHLY", "byday": "9MO"},
        {"freq": "MONTHLY", "byday": "0MO"},
        {"freq": "MONTHLY", "byday": "firstMO"},
        {"freq": "WEEKLY", "byday": "2MO"},
        {"freq": "MONTHLY", "bymonthday": "45"},
        {"freq": "WEEKLY", "byday": "MO", "interval": -1},
        {"freq": "WEEKLY", "byday": "MO", "interval": 2, "count": -1},
    ],
)
def test_a_line_that_cannot_be_is_not_known_and_never_taken_for_closed(line: dict[str, object]) -> None:
    hours = hours_of([{"opens_at": "09:00", "closes_at": "17:00", **line}])
    assert hours.at(datetime(2026, 11, 30, 17, 0, tzinfo=UTC), "America/New_York", ()).state is State.UNKNOWN


def test_how_long_ago_a_line_began_costs_nothing() -> None:
    line = {"opens_at": "09:00", "closes_at": "17:00", "freq": "MONTHLY", "byday": "1MO"}
    hours = hours_of([{**line, "valid_from": "0001-01-01"}, {**line, "valid_from": "1990-01-01", "count": 3}])
    began = process_time()
    found = [hours.at(datetime(2026, 11, 1 + n, tzinfo=UTC), "America/New_York", ()) for n in range(20)]
    assert process_time() - began < 2
    assert {each.at.date() for each in found if each.at} == {date(2026, 11, 2), date(2026, 12, 7)}
