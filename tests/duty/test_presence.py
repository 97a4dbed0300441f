"""Who is on duty at an instant, held against a slow plain model: every minute of every shift, written down."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from readiness.duty.presence import Presence, presence_at
from readiness.duty.roster import (
    Days,
    Responder,
    Roster,
    Said,
    Shift,
    Shown,
    SiteRoster,
    Skill,
    read,
    written,
)

# Both nights on which clocks change in Chicago and in London are near; so is the turn of the year.
FIRST = date(2026, 10, 20)
ZONES = ("America/Chicago", "Europe/London", "Asia/Kathmandu", "Pacific/Apia")
DAY = timedelta(days=1)

days = st.integers(0, 20).map(lambda number: FIRST + number * DAY)
spells = st.tuples(days, days).map(lambda two: Days(min(two), max(two)))
minutes = st.integers(0, 95).map(lambda quarter: quarter * 15)
instants = st.integers(0, 20 * 24 * 4).map(
    lambda quarter: datetime(2026, 10, 20, tzinfo=UTC) + quarter * timedelta(minutes=15)
)
shifts = st.builds(Shift, st.integers(0, 6), minutes, minutes, st.one_of(st.just(Days()), spells))
said = st.builds(Said, days, st.sampled_from(["", "here", "there"]), instants)
people = st.builds(
    Responder,
    st.integers(1, 3),
    st.lists(shifts, max_size=4).map(tuple),
    st.one_of(st.just((Days(),)), st.lists(spells, max_size=2).map(tuple)),
    st.lists(spells, max_size=1).map(tuple),
    st.lists(spells, max_size=1).map(tuple),
    st.lists(
        st.builds(Skill, st.sampled_from(["a", "b"]), st.just("A"), st.one_of(st.just(Days()), spells)),
        max_size=2,
    ).map(tuple),
    st.lists(said, max_size=2, unique_by=lambda each: each.said_on).map(tuple),
)


def plain_model(site: SiteRoster, instant: datetime) -> tuple[set[int], set[int]]:
    """Who (by place in the roster) is on duty now and who later, by writing down every minute on the wall."""
    wall = instant.astimezone(ZoneInfo(site.time_zone)).replace(tzinfo=None, second=0, microsecond=0)
    quarter = wall.replace(minute=wall.minute // 15 * 15)
    now, later = set(), set()
    for place, who in enumerate(site.responders):
        works = {day for day in _calendar() if _in(who.employed, day) and not _in(who.on_leave, day)}
        trained = {day for day in _calendar() if any(day in skill.days for skill in who.skills)}
        told = {each.said_on: each.site for each in who.said if each.at <= instant}
        free = {day for day in works if not _in(who.absent, day) and told.get(day, site.code) == site.code}
        on_the_wall, begins = _written_down(who, free)
        if wall.date() not in works & trained:
            continue
        if told.get(wall.date()):
            now |= {place} if told[wall.date()] == site.code else set()
        elif quarter in on_the_wall:
            now.add(place)
        elif any(start.date() == wall.date() and start > wall for start in begins):
            later.add(place)
    return now, later


def _written_down(who: Responder, free: set[date]) -> tuple[set[datetime], set[datetime]]:
    """Every quarter of an hour that shifts cover, and when they begin, on the days that are free."""
    covered, begins = set(), set()
    for day in free:
        midnight = datetime.combine(day, time())
        for shift in who.shifts:
            if day.weekday() == shift.weekday and shift.days.from_on <= day <= shift.days.until_on:
                start = midnight + timedelta(minutes=shift.from_minute)
                end = midnight + timedelta(minutes=shift.until_minute)
                begins.add(start)
                end += DAY if end <= start else timedelta()
                while start < end:
                    covered |= {start} if start.date() in free else set()
                    start += timedelta(minutes=15)
    return covered, begins


def _calendar() -> list[date]:
    return [FIRST + number * DAY for number in range(-3, 25)]


def _in(spells_of: tuple[Days, ...], day: date) -> bool:
    return any(each.from_on <= day <= each.until_on for each in spells_of)


def who(presence: Presence, site: SiteRoster) -> tuple[set[int], set[int]]:
    place = {id(each): number for number, each in enumerate(site.responders)}
    return {place[id(each.responder)] for each in presence.now}, {
        place[id(each.responder)] for each in presence.later
    }


@given(people=st.lists(people, max_size=3).map(tuple), zone=st.sampled_from(ZONES), instant=instants)
def test_who_is_on_duty_is_what_every_minute_written_down_says(
    people: tuple[Responder, ...], zone: str, instant: datetime
) -> None:
    site = SiteRoster("here", zone, "", people)
    assert who(presence_at(site, instant), site) == plain_model(site, instant)


@given(people=st.lists(people, max_size=3).map(tuple))
def test_a_roster_is_read_as_it_was_written(people: tuple[Responder, ...]) -> None:
    roster = Roster(7, {"here": SiteRoster("here", "UTC", "abc", people)})
    assert read(written(roster)) == roster


CHICAGO = ZoneInfo("America/Chicago")
NIGHT = Shift(weekday=5, from_minute=22 * 60, until_minute=2 * 60)  # Saturday evening
TRAINED = Skill("first-aid", "First aid", Days(until_on=date(2026, 11, 1)))


def is_on_duty(responder: Responder, instant: datetime) -> bool:
    return bool(presence_at(SiteRoster("here", "America/Chicago", "", (responder,)), instant).now)


def test_on_the_night_on_which_the_clock_is_set_back_the_hour_counts_twice() -> None:
    keeper = Responder(1, (NIGHT,), (Days(),), skills=(TRAINED,), shown=Shown("Ana"))
    first = datetime(2026, 11, 1, 1, 30, tzinfo=CHICAGO)
    second = first.replace(fold=1)
    assert second.astimezone(UTC) - first.astimezone(UTC) == timedelta(hours=1)
    assert is_on_duty(keeper, first.astimezone(UTC))
    assert is_on_duty(keeper, second.astimezone(UTC))
    assert not is_on_duty(keeper, datetime(2026, 11, 1, 2, 0, tzinfo=CHICAGO).astimezone(UTC))


def test_last_days_count_whole_and_no_longer() -> None:
    daily = tuple(Shift(weekday, 0, 0) for weekday in range(7))  # day and night
    end = datetime(2026, 11, 1, 23, 59, tzinfo=CHICAGO).astimezone(UTC)
    of_certificate = Responder(1, daily, (Days(),), skills=(TRAINED,))
    of_employment = Responder(
        1, daily, (Days(until_on=date(2026, 11, 1)),), skills=(Skill("a", "A", Days()),)
    )
    for responder in (of_certificate, of_employment):
        assert is_on_duty(responder, end)
        assert not is_on_duty(responder, end + timedelta(minutes=1))


def test_whoever_said_not_here_in_the_evening_is_not_here_after_midnight() -> None:
    keeper = Responder(1, (NIGHT,), (Days(),), skills=(TRAINED,))
    evening = datetime(2026, 10, 31, 23, tzinfo=CHICAGO).astimezone(UTC)
    after_midnight = evening + timedelta(hours=2)
    gone = Responder(1, (NIGHT,), (Days(),), skills=(TRAINED,), said=(Said(date(2026, 10, 31), "", evening),))
    assert is_on_duty(keeper, after_midnight)
    assert is_on_duty(gone, evening - timedelta(minutes=1))
    assert not is_on_duty(gone, evening)
    assert not is_on_duty(gone, after_midnight)
