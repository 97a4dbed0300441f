"""When a class is, by the clock where it is held: typed as a day and two times, kept as instants. Pure."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from readiness.foundation.words import gettext as _

_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Hours:
    """From when until when, as instants."""

    starts_at: datetime
    ends_at: datetime


def time_of(text: str) -> time | None:
    """A time as it is typed, '9:00' or '09.30'; None where it is none."""
    found = _TIME.fullmatch(text.strip())
    return time(int(found[1]), int(found[2])) if found else None


def zone_of(name: str) -> ZoneInfo | None:
    """The time zone of this name; None where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def instant_of(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    """The instant at which a clock there shows the time; None where it is skipped on that night."""
    local = datetime.combine(day, at, zone)
    instant = local.astimezone(UTC)
    return instant if instant.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None) else None


def hours_of(day: date, begins: time, ends: time, zone: ZoneInfo) -> Hours | None:
    """A class on a day; one that ends by the clock before it begins ends on the next day."""
    last = day if ends > begins else day + timedelta(days=1)
    starts_at, ends_at = instant_of(day, begins, zone), instant_of(last, ends, zone)
    return Hours(starts_at, ends_at) if starts_at and ends_at else None


def clock_words(starts_at: datetime, ends_at: datetime, time_zone: str) -> str:
    """'09:00–17:00', by the clock there, with the zone's short name where it has one."""
    zone = ZoneInfo(time_zone)
    begin, end = starts_at.astimezone(zone), ends_at.astimezone(zone)
    return _("%(begin)s–%(end)s %(zone)s", begin=f"{begin:%H:%M}", end=f"{end:%H:%M}", zone=f"{begin:%Z}")
