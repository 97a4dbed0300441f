"""When a service is open: now, from when, or not known. Never 'closed' for want of data. Pure.

Days and times are those of the service's own place. A service without hours, or on a public holiday of which its
directory says nothing, is not said to be closed: whoever needs it is told to call.
"""

import re
from calendar import monthrange
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_AHEAD = 62
"""Days that are looked ahead: a service that opens once a month is found."""
_WHOLE_DAY = timedelta(days=1)
_MONDAY = date(2020, 1, 6)
"""From when a line is reckoned that does not say since when it holds."""
_COUNTED_DAYS = 20 * 366
_BYDAY = re.compile(rf"([+-]?[1-5]|)({'|'.join(WEEKDAYS)})")
_MONTHDAY = re.compile(r"-?([1-9]|[12][0-9]|3[01])")


class State(StrEnum):
    """What can be said of a service at an instant."""

    ALWAYS = "always"
    OPEN = "open"
    OPENS = "opens"
    HOLIDAY = "holiday"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Opening:
    """What can be said; `at`: until when it is open, or from when, by the clock of its place."""

    state: State
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of hours, as HSDS has it. Times are minutes of the day; closing may be on the next day."""

    byday: tuple[str, ...]
    opens: int
    closes: int
    freq: str = "WEEKLY"
    interval: int = 1
    bymonthday: tuple[int, ...] = ()
    first: date | None = None
    last: date | None = None
    count: int | None = None

    def falls_on(self, day: date) -> bool:
        """Whether it is open on a day by this line."""
        if (self.first and day < self.first) or (self.last and day > self.last):
            return False
        return self.repeats_on(day) and (self.count is None or day <= _last_counted(self))

    def repeats_on(self, day: date) -> bool:
        """Whether it repeats on a day: reckoned from the day itself, however long ago it began."""
        begins = self.first or _MONDAY
        if day < begins:
            return False
        after = monthrange(day.year, day.month)[1] - day.day
        if self.bymonthday and not {day.day, -after - 1} & {*self.bymonthday}:
            return False
        name = WEEKDAYS[day.weekday()]
        if self.freq == "MONTHLY":
            passed = (day.year - begins.year) * 12 + day.month - begins.month
            names = {name, f"{(day.day - 1) // 7 + 1}{name}", f"{-(after // 7) - 1}{name}"}
        else:
            passed = (_monday_of(day) - _monday_of(begins)).days // 7
            names = {name}
        return passed % self.interval == 0 and (not self.byday or not names.isdisjoint(self.byday))


@dataclass(frozen=True, slots=True)
class SpecialDays:
    """Days on which other hours hold: closed, or open between these minutes."""

    first: date
    last: date
    opens: int = 0
    closes: int = 0
    is_closed: bool = True


@dataclass(frozen=True, slots=True)
class Hours:
    """When a service is open, as its directory says."""

    rules: tuple[Rule, ...] = ()
    special: tuple[SpecialDays, ...] = ()

    @property
    def is_always(self) -> bool:
        """Whether it is open day and night, holidays too."""
        whole = {
            each for rule in self.rules for each in rule.byday if rule.closes - rule.opens >= 24 * 60 - 1
        }
        return whole >= {*WEEKDAYS} and all(
            rule.freq == "WEEKLY" and rule.interval == 1 for rule in self.rules
        )

    def at(self, instant: datetime, zone: str, holidays: Collection[date]) -> Opening:
        """What can be said at an instant. `holidays`: the public holidays of its place."""
        if self.is_always:
            return Opening(State.ALWAYS)
        if not self.rules and not any(not each.is_closed for each in self.special):
            return Opening(State.UNKNOWN)
        place = ZoneInfo(zone)
        now = instant.astimezone(place)
        today = now.date()
        is_doubtful = today in holidays and not self._special_of(today)
        for begins, ends in self._spans(today - _WHOLE_DAY, place):
            if ends <= now:
                continue
            day = begins.date()
            if begins <= now:
                return Opening(State.HOLIDAY) if is_doubtful and day == today else Opening(State.OPEN, ends)
            if day in holidays and not self._special_of(day):
                if day == today:
                    return Opening(State.HOLIDAY)
                continue
            return Opening(State.OPENS, begins)
        return Opening(State.UNKNOWN)

    def _special_of(self, day: date) -> list[SpecialDays]:
        return [each for each in self.special if each.first <= day <= each.last]

    def _spans(self, first: date, place: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
        """When it is open, one time after the other; what follows without a break is one."""
        held: tuple[datetime, datetime] | None = None
        for number in range(_AHEAD):
            for begins, ends in self._of_day(first + timedelta(days=number), place):
                if held is None or begins > held[1]:
                    if held is not None:
                        yield held
                    held = (begins, ends)
                else:
                    held = (held[0], max(held[1], ends))
        if held is not None:
            yield held

    def _of_day(self, day: date, place: ZoneInfo) -> list[tuple[datetime, datetime]]:
        special = self._special_of(day)
        if special:
            minutes = [(each.opens, each.closes) for each in special if not each.is_closed]
        else:
            minutes = [(rule.opens, rule.closes) for rule in self.rules if rule.falls_on(day)]
        return sorted((_moment(day, opens, place), _moment(day, closes, place)) for opens, closes in minutes)


def _moment(day: date, minutes: int, place: ZoneInfo) -> datetime:
    days, rest = divmod(minutes, 24 * 60)
    return datetime.combine(day + timedelta(days=days), time(rest // 60, rest % 60), place)


def _monday_of(day: date) -> date:
    return date.fromordinal(day.toordinal() - day.weekday())


@lru_cache(maxsize=4096)
def _last_counted(rule: Rule) -> date:
    """The last day of a rule that holds so many times; looked for within some years."""
    first, left = (rule.first or _MONDAY).toordinal(), rule.count or 0
    for ordinal in range(first, min(first + _COUNTED_DAYS, date.max.toordinal())):
        day = date.fromordinal(ordinal)
        left -= rule.repeats_on(day)
        if left <= 0:
            return day
    return date.max


def hours_of(schedules: Sequence[Mapping[str, object]]) -> Hours:
    """The hours that some schedules of HSDS tell; those that tell none in a form that can be read are left out."""
    rules: list[Rule] = []
    special: list[SpecialDays] = []
    for each in schedules:
        opens, closes = _minutes(each.get("opens_at")), _minutes(each.get("closes_at"))
        first, last = _day(each.get("valid_from")) or _day(each.get("dtstart")), _last_day(each)
        if not each.get("freq"):
            if first and last:
                is_closed = str(each.get("notes", "")).casefold().startswith("closed") or opens is None
                special.append(
                    SpecialDays(first, last, opens or 0, _after(opens or 0, closes or 0), is_closed)
                )
            continue
        if opens is None or closes is None:
            continue
        freq, interval, count = str(each["freq"]), _number(each.get("interval")), _number(each.get("count"))
        byday, monthdays = _bydays(each, freq), _monthdays(each)
        if byday is None or monthdays is None or not (byday or monthdays) or min(interval, count) < 0:
            continue
        closing = _after(opens, closes)
        rules.append(Rule(byday, opens, closing, freq, interval or 1, monthdays, first, last, count or None))
    return Hours(tuple(rules), tuple(special))


def _after(opens: int, closes: int) -> int:
    """The minute of closing, maybe on the next day. One before midnight means midnight: HSDS has no other way."""
    if closes == 24 * 60 - 1:
        return 24 * 60
    return closes if closes > opens else closes + 24 * 60


def _minutes(value: object) -> int | None:
    parts = str(value or "").split(":")
    if len(parts) < 2 or not all(part.isdecimal() for part in (parts[0], parts[1][:2])):
        return None
    return int(parts[0]) * 60 + int(parts[1][:2])


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value or "")[:10])
    except ValueError:
        return None


def _last_day(each: Mapping[str, object]) -> date | None:
    found = [day for day in (_day(each.get("valid_to")), _day(each.get("until"))) if day]
    return min(found, default=None)


def _parts(each: Mapping[str, object], name: str) -> list[str]:
    return [part.strip() for part in str(each.get(name) or "").split(",") if part.strip()]


def _bydays(each: Mapping[str, object], freq: str) -> tuple[str, ...] | None:
    """The weekdays, of a month with which of them, such as 2MO and -1FR; None where one cannot be."""
    found = [_BYDAY.fullmatch(part.upper()) for part in _parts(each, "byday")]
    if not all(found):
        return None
    which = [(part[1].removeprefix("+"), part[2]) for part in found if part]
    return (
        None if freq != "MONTHLY" and any(number for number, _name in which) else tuple(map("".join, which))
    )


def _monthdays(each: Mapping[str, object]) -> tuple[int, ...] | None:
    """The days of the month, from its end where they are below nothing; None where one cannot be."""
    parts = _parts(each, "bymonthday")
    return tuple(map(int, parts)) if all(map(_MONTHDAY.fullmatch, parts)) else None


def _number(value: object) -> int:
    return int(value) if isinstance(value, int | float) else 0
