"""A feed is read alike by two other parsers: hours across both changes of the clocks, and texts of any length."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
import vobject
from icalendar import Calendar

from readiness.calendars.writing import Entry, written

STAMPED = datetime(2026, 3, 1, 12, tzinfo=UTC)
LONG = 'Größe, 日本語; \\ "Zitat"\nمرحبا 🧑‍🚒 ' * 12


def entry(uid: str, starts_at: datetime, **more: object) -> Entry:
    given = {"title": "Training", "sequence": 3, "stamped_at": STAMPED, "starts_at": starts_at,
             "ends_at": starts_at + timedelta(hours=8)}  # fmt: skip
    return Entry(uid, **{**given, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/London", "Australia/Lord_Howe", "America/Nome"])
def test_hours_are_those_of_the_clock_there_before_and_after_it_changes(zone: str) -> None:
    there = ZoneInfo(zone)
    days = [date(2026, 3, 6), date(2026, 3, 9), date(2026, 3, 31), date(2026, 4, 7), date(2026, 10, 2),
            date(2026, 10, 30), date(2026, 11, 2)]  # fmt: skip
    begins = [datetime(day.year, day.month, day.day, 9, tzinfo=there).astimezone(UTC) for day in days]
    text = written("Readiness", [entry(str(at), at, time_zone=zone) for at in begins])
    assert f"TZID={zone}" in text.decode()
    ours = recurring_ical_events.of(Calendar.from_ical(text)).between(date(2026, 1, 1), date(2027, 1, 1))
    theirs = list(vobject.readOne(text.decode()).vevent_list)
    assert sorted(each["DTSTART"].dt.astimezone(UTC) for each in ours) == begins
    assert sorted(each.dtstart.value.astimezone(UTC) for each in theirs) == begins, (
        "by the rules in the feed alone"
    )
    assert {each["DTSTART"].dt.hour for each in ours} == {9}


def test_long_and_foreign_texts_are_folded_and_come_back_whole() -> None:
    text = written(
        LONG,
        [
            entry("a@b", STAMPED, where=LONG, is_cancelled=True),
            Entry("c@d", "Ünï", 0, STAMPED, on=date(2026, 2, 28)),
        ],
    )
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
    assert b"\n" not in text.replace(b"\r\n", b"")
    first, second = cast(list[Any], Calendar.from_ical(text).walk("VEVENT"))
    other = vobject.readOne(text.decode()).vevent_list
    assert str(first["LOCATION"]) == LONG == other[0].location.value
    assert (str(first["STATUS"]), first["SEQUENCE"]) == ("CANCELLED", 3)
    assert (second["DTSTART"].dt, second["DTEND"].dt) == (date(2026, 2, 28), date(2026, 3, 1))
    assert text == written(
        LONG,
        [
            Entry("c@d", "Ünï", 0, STAMPED, on=date(2026, 2, 28)),
            entry("a@b", STAMPED, where=LONG, is_cancelled=True),
        ],
    )
