"""A feed as text that calendar apps read (RFC 5545, RFC 7986): the same entries give the same bytes. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from readiness.foundation.later import icalendar

REFRESHED = timedelta(hours=1)
"""So often an app is asked to look again."""
_MADE_BY = "-//Readiness//Calendar//EN"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something on a day, or (with `ends_at`) from one instant to another, by the clock of its time zone.

    `uid` stays for ever; `sequence` grows with every change of it. `stamped_at` is when it was last changed.
    """

    uid: str
    title: str
    sequence: int
    stamped_at: datetime
    on: date | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    time_zone: str = "UTC"
    where: str = ""
    url: str = ""
    is_cancelled: bool = False
    is_tentative: bool = False


def written(name: str, entries: Sequence[Entry]) -> bytes:
    """The feed. Hours are told by the clock there, with the rules of its time zone for the years in question."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", _MADE_BY)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", icalendar.vText(name))
    calendar.add("x-wr-calname", icalendar.vText(name))
    calendar.add("refresh-interval", REFRESHED, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for entry in sorted(entries, key=lambda each: each.uid):
        calendar.add_component(_event(entry))
    years = [entry.starts_at.year for entry in entries if entry.starts_at]
    if years:
        calendar.add_missing_timezones(date(min(years) - 1, 1, 1), date(max(years) + 2, 1, 1))
    text: bytes = calendar.to_ical()
    return text


def _event(entry: Entry) -> "icalendar.Event":
    event = icalendar.Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.stamped_at.replace(microsecond=0))
    event.add("last-modified", entry.stamped_at.replace(microsecond=0))
    event.add("sequence", entry.sequence)
    event.add("summary", entry.title)
    if entry.starts_at and entry.ends_at:
        zone = ZoneInfo(entry.time_zone)
        event.add("dtstart", entry.starts_at.astimezone(zone))
        event.add("dtend", entry.ends_at.astimezone(zone))
        event.add("transp", "TRANSPARENT" if entry.is_cancelled else "OPAQUE")
    elif entry.on:
        event.add("dtstart", entry.on)
        event.add("dtend", entry.on + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    event.add("status", _status(entry))
    event.add("class", "PRIVATE")
    if entry.where:
        event.add("location", entry.where)
    if entry.url:
        event.add("url", entry.url)
    return event


def _status(entry: Entry) -> str:
    if entry.is_cancelled:
        return "CANCELLED"
    return "TENTATIVE" if entry.is_tentative else "CONFIRMED"
