"""When sites are open in a week, and on which weekdays that leaves a shift. Pure."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from readiness.foundation.words import gettext as _
from readiness.planning.lines import EVERY_SITE, named_sites, read_lines

WEEKDAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
"""As opening hours are written on maps."""
DAY = 24 * 60
LEAST = 60
"""Minutes: a shift of which less lies within the opening hours is no time for an exercise."""

_TIME = r"([01]\d|2[0-4]):([0-5]\d)"
_HOURS = rf"{_TIME}\s*[-–]\s*{_TIME}"
_PART = re.compile(rf"([a-z][a-z,\s–-]*?)\s+{_HOURS}$", re.IGNORECASE)
_SHIFT = re.compile(rf"(.+?)\s+{_HOURS}$")


@dataclass(frozen=True, slots=True)
class Hours:
    """Minutes from midnight; `until` is beyond a day where they pass midnight."""

    first: int
    until: int


@dataclass(frozen=True, slots=True)
class Opening:
    """Hours at which sites are open on some weekdays (0: Monday)."""

    sites: tuple[str, ...]
    weekdays: frozenset[int]
    hours: Hours

    def is_of(self, code: str) -> bool:
        return code in self.sites or EVERY_SITE in self.sites


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift; `hours` None: it is not said when."""

    name: str
    hours: Hours | None = None


def opening_lines(text: str, codes: Collection[str]) -> list[Opening]:
    """'leeds, york: Mo-Fr 08:00-18:00; Sa 09:00-13:00', one a line; raises InvalidInput."""
    return [each for line in read_lines("opening", text, lambda line: _opening(line, codes)) for each in line]


def shift_lines(text: str) -> list[Shift]:
    """'day 07:00-15:00', or only 'day', one a line; raises InvalidInput."""
    return read_lines("shifts", text, _shift)


def open_weekdays(openings: Sequence[Opening], code: str) -> frozenset[int] | None:
    """The weekdays on which a site is open; None where nothing is said of it."""
    there = [each.weekdays for each in openings if each.is_of(code)]
    return frozenset().union(*there) if there else None


def open_shifts(
    openings: Sequence[Opening], shifts: Sequence[Shift], code: str
) -> tuple[tuple[str, frozenset[int]], ...]:
    """The weekdays on which an exercise can be held on a shift; shifts of which nothing is said are left out."""
    there = [each for each in openings if each.is_of(code)]
    if not there:
        return ()
    return tuple(
        (
            shift.name,
            frozenset(weekday for weekday in range(7) if _most_minutes(shift.hours, there, weekday) >= LEAST),
        )
        for shift in shifts
        if shift.hours is not None
    )


def _most_minutes(hours: Hours, there: Sequence[Opening], weekday: int) -> int:
    """The longest time within a shift that begins on a weekday at which the site is open."""
    return max(
        (
            min(hours.until, each.hours.until + DAY * beside)
            - max(hours.first, each.hours.first + DAY * beside)
            for beside in (-1, 0, 1)
            for each in there
            if (weekday + beside) % 7 in each.weekdays
        ),
        default=0,
    )


def _opening(line: str, codes: Collection[str]) -> list[Opening]:
    named, colon, said = line.partition(":")
    sites = named_sites(named, codes)
    if not colon or not sites:
        raise ValueError(_("write it as leeds, york: Mo-Fr 08:00-18:00; Sa 09:00-13:00"))
    return [_part(part.strip(), sites) for part in said.split(";") if part.strip()]


def _part(part: str, sites: tuple[str, ...]) -> Opening:
    found = _PART.match(part)
    if found is None:
        raise ValueError(_("write it as leeds, york: Mo-Fr 08:00-18:00; Sa 09:00-13:00"))
    return Opening(sites, frozenset(_weekdays(found[1])), _hours(found.groups()[1:]))


def _weekdays(text: str) -> Iterator[int]:
    for span in text.lower().replace("–", "-").split(","):
        first, _dash, last = (each.strip() for each in span.partition("-"))
        start = _weekday(first)
        end = _weekday(last) if last else start
        yield from (day % 7 for day in range(start, end + 1 if end >= start else end + 8))


def _weekday(text: str) -> int:
    if text[:2] not in WEEKDAYS:
        raise ValueError(_("%(day)s is no day of the week: write Mo, Tu, We, Th, Fr, Sa or Su", day=text))
    return WEEKDAYS.index(text[:2])


def _shift(line: str) -> Shift:
    found = _SHIFT.match(line)
    return Shift(line) if found is None else Shift(found[1], _hours(found.groups()[1:]))


def _hours(times: Sequence[str]) -> Hours:
    first, until = (int(times[place]) * 60 + int(times[place + 1]) for place in (0, 2))
    if max(first, until) > DAY or first == until:
        raise ValueError(_("the hours are not a time of the day: write them as 08:00-18:00"))
    return Hours(first, until if until > first else until + DAY)
