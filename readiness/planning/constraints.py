"""What a plan must keep to beside the requirements: days, teams, shifts, drills that repeat. Pure.

Each is a line of text, so that it can be read, kept and shown again as it was written.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import get_args

from dateutil.rrule import rrule, rruleset, rrulestr

from readiness.compliance.days.records import ExerciseKind, Topic
from readiness.foundation.words import gettext as _
from readiness.planning.lines import named_sites, read_lines
from readiness.planning.opening import Opening, Shift
from readiness.planning.shapes import Form

MOST_OCCURRENCES = 400
_DAY = r"\d{4}-\d{2}-\d{2}"
_CLOSED = re.compile(rf"({_DAY})(?:\s+to\s+({_DAY}))?\s*(?:@\s*([^:]+?)\s*)?(?::\s*(.+))?$")
_TEAM = re.compile(r"([^:=]+?)\s*:\s*(.+?)\s*=\s*(\d+)$")
_REPEATING = re.compile(
    rf"(.+?)\s*:\s*([a-z-]+)(?:\s+([a-z-]+))?\s+from\s+({_DAY})\s+(?:RRULE:)?(FREQ=\S+)(?:\s+except\s+(.+))?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Closed:
    """Days on which sites are not open, and why; `sites` empty: every one."""

    from_on: date
    until_on: date
    why: str
    sites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team that runs exercises at sites, at most so many a day; EVERY_SITE stands for all."""

    name: str
    sites: tuple[str, ...]
    a_day: int


@dataclass(frozen=True, slots=True)
class Repeating:
    """A drill that repeats by a rule (RFC 5545's RRULE), except on some days."""

    sites: tuple[str, ...]
    form: Form
    from_on: date
    rule: str
    exceptions: tuple[date, ...] = ()

    def days(self, first: date, last: date) -> Iterator[date]:
        """Its days within a plan, without the exceptions."""
        days = rruleset()
        found = rrulestr(self.rule, dtstart=datetime.combine(self.from_on, time()))
        assert isinstance(found, rrule)  # noqa: S101
        days.rrule(found)
        for day in self.exceptions:
            days.exdate(datetime.combine(day, time()))
        start = datetime.combine(first, time())
        for count, each in enumerate(days.xafter(start, inc=True)):
            if each.date() > last or count >= MOST_OCCURRENCES:
                return
            yield each.date()


@dataclass(frozen=True, slots=True)
class Constraints:
    """All of it. `closed_weekdays`: 0 is Monday. `most_a_quarter`: exercises that anyone is in."""

    closed_weekdays: frozenset[int] = frozenset({5, 6})
    keeps_holidays: bool = True
    closed: Sequence[Closed] = ()
    teams: Sequence[TeamLine] = ()
    most_a_quarter: int | None = None
    shifts: Sequence[Shift] = ()
    repeating: Sequence[Repeating] = ()
    avoids_classes: bool = True
    opening: Sequence[Opening] = ()


def closed_lines(text: str, codes: Collection[str]) -> list[Closed]:
    """'2026-12-21 to 2027-01-03: Winter break', '2026-10-05 @ leeds: Fair', one a line; raises InvalidInput."""
    return read_lines("closed", text, lambda line: _closed(line, codes))


def _closed(line: str, codes: Collection[str]) -> Closed:
    found = _CLOSED.match(line)
    if found is None:
        raise ValueError(_("write it as 2026-12-21 to 2027-01-03: Winter break"))
    first = _day(found[1])
    last = _day(found[2]) if found[2] else first
    if last < first:
        raise ValueError(_("the last day is before the first"))
    return Closed(first, last, found[4] or _("closed"), named_sites(found[3] or "", codes))


def team_lines(text: str, codes: Collection[str]) -> list[TeamLine]:
    """'North: leeds, york = 2', one a line; '*' stands for every site."""
    return read_lines("teams", text, lambda line: _team(line, codes))


def _team(line: str, codes: Collection[str]) -> TeamLine:
    found = _TEAM.match(line)
    if found is None or not int(found[3]):
        raise ValueError(_("write it as North: leeds, york = 2"))
    return TeamLine(found[1], named_sites(found[2], codes), int(found[3]))


def repeating_lines(text: str, codes: Collection[str]) -> list[Repeating]:
    """'leeds: fire from 2026-09-01 RRULE:FREQ=MONTHLY;BYDAY=2TU except 2026-12-08', one a line."""
    return read_lines("repeating", text, lambda line: _repeating(line, codes))


def _repeating(line: str, codes: Collection[str]) -> Repeating:
    found = _REPEATING.match(line)
    if found is None:
        raise ValueError(_("write it as leeds: fire from 2026-09-01 RRULE:FREQ=MONTHLY;BYDAY=2TU"))
    sites, topic, kind, from_on, rule, exceptions = found.groups()
    if topic not in get_args(Topic):
        raise ValueError(
            _("‘%(topic)s’ is none of %(topics)s", topic=topic, topics=", ".join(get_args(Topic)))
        )
    if kind and kind not in get_args(ExerciseKind):
        raise ValueError(_("‘%(kind)s’ is no kind of exercise", kind=kind))
    given = tuple(_day(each) for each in re.findall(_DAY, exceptions or ""))
    repeating = Repeating(
        named_sites(sites, codes), Form(kind or "drill", topic), _day(from_on), rule.upper(), given
    )
    try:
        list(repeating.days(repeating.from_on, repeating.from_on + timedelta(days=31)))
    except (ValueError, AssertionError) as error:
        raise ValueError(_("the rule cannot be read: %(why)s", why=error)) from None
    return repeating


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(_("%(day)s is no day", day=text)) from None
