"""A roster: all that the cards of sites need to say who is on duty, as values, and as one text for a machine. Pure.

It is told days, weekdays and minutes, never an answer: who is on duty now is worked out when a card is asked for, so
that in an old copy too whoever lapsed, left or went on leave is shown no more.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from pydantic import TypeAdapter

from readiness.foundation.temporal import FIRST_DAY, LAST_DAY

_HEAD = b"roster 1"
"""The number of the text's form. A machine of another release leaves alone what it cannot read."""


@dataclass(frozen=True, slots=True)
class Days:
    """A first and a last day, both included."""

    from_on: date = FIRST_DAY
    until_on: date = LAST_DAY

    def __contains__(self, day: date) -> bool:
        return self.from_on <= day <= self.until_on


@dataclass(frozen=True, slots=True)
class Shift:
    """On one weekday (0 is Monday) of every week, by the clock on the site's wall, in minutes after midnight.

    One that does not end after it begins ends on the next day. `days` are those on which it begins. `number` is the
    fact's.
    """

    weekday: int
    from_minute: int
    until_minute: int
    days: Days = field(default_factory=Days)
    number: int = 0

    @property
    def passes_midnight(self) -> bool:
        return self.until_minute <= self.from_minute


@dataclass(frozen=True, slots=True)
class Skill:
    """A kind of certificate that makes a responder, with the days on which a certificate of it counts."""

    kind: str
    title: str
    days: Days


@dataclass(frozen=True, slots=True)
class Said:
    """What someone said of a day, at an instant: here, at the site with this code; or '', not here."""

    said_on: date
    site: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """What someone agreed to have shown; `on_card` False: to colleagues who have signed in, and on no card."""

    name: str
    phone: str = ""
    place: str = ""
    languages: tuple[str, ...] = ()
    on_card: bool = True


@dataclass(frozen=True, slots=True)
class Responder:
    """Someone on the rota of a site, or who says that they are there. `shown` None: to nobody."""

    person_id: int
    shifts: tuple[Shift, ...] = ()
    employed: tuple[Days, ...] = ()
    on_leave: tuple[Days, ...] = ()
    absent: tuple[Days, ...] = ()
    skills: tuple[Skill, ...] = ()
    said: tuple[Said, ...] = ()
    shown: Shown | None = None


@dataclass(frozen=True, slots=True)
class SiteRoster:
    """The responders of a site, the time zone of its clocks, and the hash of its card's key; '' where it has none."""

    code: str
    time_zone: str
    key_hash: str = ""
    responders: tuple[Responder, ...] = ()


_SITE = TypeAdapter(SiteRoster)


def written(sites: Iterable[SiteRoster]) -> bytes:
    """A roster as a text: its form, then a line for each site, with its code before it."""
    lines = {json.dumps(site.code).encode(): _SITE.dump_json(site) for site in sites}
    return b"\n".join([_HEAD, *(code + b"\t" + line for code, line in sorted(lines.items()))])


@dataclass(frozen=True, slots=True)
class Roster:
    """A roster as it was written. A site is read when it is asked for: there may be hundreds, and one is wanted."""

    lines: Mapping[bytes, bytes]

    def site(self, code: str) -> SiteRoster | None:
        """The responders of a site; None for one that has no key."""
        line = self.lines.get(json.dumps(code).encode())
        return None if line is None else _SITE.validate_json(line)


def read(text: bytes) -> Roster:
    """The roster that was written; raises ValueError for a text of another release, or of something else."""
    head, *lines = text.split(b"\n")
    if head != _HEAD:
        raise ValueError("The roster is of another release.")
    return Roster({code: rest for code, _tab, rest in (line.partition(b"\t") for line in lines)})
