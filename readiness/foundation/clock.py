"""The one clock. Only views, jobs and commands ask it; everything below them is told the day."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """This instant, aware, in UTC."""
    return _told.get() or datetime.now(UTC)


@contextmanager
def told(instant: datetime) -> Iterator[None]:
    """A block for whose thread it is this instant: the sample lives through its past so. Never one to come."""
    before = _told.set(min(instant, datetime.now(UTC)))
    try:
        yield
    finally:
        _told.reset(before)


def today(time_zone: str) -> date:
    """The calendar day it is now in a time zone given by its IANA name, such as 'America/Denver'."""
    return now().astimezone(ZoneInfo(time_zone)).date()


def end_of_day(day: date, time_zone: str) -> datetime:
    """The last instant of a calendar day in a time zone."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(time_zone)) - timedelta(microseconds=1)


def day_of(instant: datetime, time_zone: str) -> date:
    """The calendar day that an instant falls on in a time zone."""
    return instant.astimezone(ZoneInfo(time_zone)).date()
