"""Who is on duty at an instant, held against a slow plain model: every minute of every shift, written down."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.duty.presence import Presence, presence_at
from readiness.duty.roster import (
    Days,
    Responder,
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

EVER = st.just((Days(),))


def seldom(strategy: st.SearchStrategy[tuple[Days, ...]]) -> st.SearchStrategy[tuple[Days, ...]]:
    return st.one_of(st.just(()), st.just(()), strategy)


@st.composite
def scenes(draw: st.DrawFn) -> tuple[SiteRoster, datetime]:
    """A site and an instant; what is drawn lies within two days of it, so that most of it matters."""
    zone = draw(st.sampled_from(ZONES))
    today = FIRST + draw(st.integers(0, 20)) * DAY
    quarter = draw(st.one_of(st.integers(0, 11), st.integers(0, 95)))  # often by night
    wall = datetime.combine(today, time(quarter // 4, quarter % 4 * 15), ZoneInfo(zone))
    instant = wall.replace(fold=draw(st.integers(0, 1))).astimezone(UTC)
    near = st.one_of(
        st.sampled_from((today, today - DAY)), st.integers(-2, 2).map(lambda number: today + number * DAY)
    )
    minutes = st.one_of(
        st.integers(-4, 4).map(lambda more: (quarter + more) % 96 * 15),
        st.integers(0, 95).map(lambda one: one * 15),
    )
    spells = st.tuples(near, near).map(lambda two: (Days(min(two), max(two)),))
    shift = st.builds(
        Shift,
        near.map(date.weekday),
        minutes,
        minutes,
        st.one_of(st.just(Days()), spells.map(lambda one: one[0])),
    )
    skill = st.builds(
        Skill,
        st.sampled_from(["a", "b"]),
        st.just("A"),
        st.one_of(EVER, EVER, spells).map(lambda one: one[0]),
    )
    past = st.integers(0, 100).map(lambda quarters: instant - quarters * timedelta(minutes=15))
    said = st.builds(Said, near, st.sampled_from(["", "here", "here", "there"]), past)
    person = st.builds(
        Responder,
        st.just(1),
        st.lists(shift, min_size=1, max_size=3).map(tuple),
        st.one_of(EVER, EVER, spells),
        seldom(spells),
        seldom(spells),
        st.lists(skill, min_size=1, max_size=2).map(tuple),
        st.lists(said, max_size=1).map(tuple),
    )
    people = draw(st.lists(person, min_size=1, max_size=3))
    return SiteRoster("here", zone, "abc", tuple(people)), instant


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


@settings(max_examples=500)
@given(scenes())
def test_who_is_on_duty_is_what_every_minute_written_down_says(scene: tuple[SiteRoster, datetime]) -> None:
    site, instant = scene
    assert who(presence_at(site, instant), site) == plain_model(site, instant)


@given(scenes())
def test_a_roster_is_read_as_it_was_written(scene: tuple[SiteRoster, datetime]) -> None:
    roster = read(written([scene[0], SiteRoster("\t\n'é", "UTC")]))
    assert roster.site("here") == scene[0]
    assert roster.site("\t\n'é") == SiteRoster("\t\n'é", "UTC")
    assert roster.site("elsewhere") is None


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


def test_whoever_said_here_in_the_evening_stays_for_the_night_shift() -> None:
    evening = datetime(2026, 10, 31, 20, tzinfo=CHICAGO).astimezone(UTC)
    here = Responder(
        1, (NIGHT,), (Days(),), skills=(TRAINED,), said=(Said(date(2026, 10, 31), "here", evening),)
    )
    assert is_on_duty(here, evening)  # two hours before the shift
    assert is_on_duty(here, evening + timedelta(hours=5))
    assert not is_on_duty(here, evening + timedelta(hours=8))
