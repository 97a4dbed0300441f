"""Who is on duty at a site at an instant, and who will be later that day. Pure: told the instant.

Hours are those of the clock on the site's wall: on the night on which it is set back, whoever is on duty from one to
two is so twice, and on the night on which it is set forward, an hour that does not exist is nobody's. The rule:

* A shift counts for the weekday on which it begins, and may end on the next day.
* On that day, and on the day that it is, the person is employed, not on leave and not absent; on the day that it is,
  a certificate of a kind that makes a responder counts. Last days are included, all of them.
* What someone says of a day goes before rota and absences from then on: 'here' until midnight at that site, and
  nowhere else; 'not here' for every shift that begins or goes on that day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from readiness.duty.roster import Responder, Said, Shift, SiteRoster, Skill

DAY = timedelta(days=1)
MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Someone who is on duty, or will be later today. Minutes are of the clock there; `says_so`: until midnight."""

    responder: Responder
    skills: tuple[Skill, ...]
    from_minute: int
    until_minute: int
    says_so: bool = False


@dataclass(frozen=True, slots=True)
class Presence:
    """Who is on duty now, and who begins later on this day; nobody is in both."""

    now: tuple[OnDuty, ...]
    later: tuple[OnDuty, ...]


def presence_at(site: SiteRoster, instant: datetime) -> Presence:
    """Who is on duty at a site at an instant, and who will be later that day, by the clock there."""
    there = instant.astimezone(ZoneInfo(site.time_zone))
    today, minute = there.date(), there.hour * 60 + there.minute
    now: list[OnDuty] = []
    later: list[OnDuty] = []
    for responder in site.responders:
        skills = skills_on(responder, today)
        if not skills or not _works(responder, today):
            continue
        said = last_said(responder, today, instant)
        if said is not None and said.site:
            if said.site == site.code:
                now.append(OnDuty(responder, skills, minute, MINUTES, says_so=True))
            continue
        hours = list(_hours(site, responder, today, instant))
        present = [each for each in hours if each[0] <= minute < each[1]]
        if present:
            until = max(each[1] for each in present) % MINUTES
            now.append(OnDuty(responder, skills, min(each[0] for each in present), until))
            continue
        coming = [each for each in hours if each[0] > minute]
        if coming:
            first = min(coming)
            later.append(OnDuty(responder, skills, first[0], first[1] % MINUTES))
    return Presence(tuple(now), tuple(sorted(later, key=lambda each: each.from_minute)))


def skills_on(responder: Responder, day: date) -> tuple[Skill, ...]:
    """What someone has a certificate for that counts on a day; each kind once."""
    found = {skill.kind: skill for skill in responder.skills if day in skill.days}
    return tuple(found.values())


def last_said(responder: Responder, day: date, instant: datetime | None = None) -> Said | None:
    """What someone said last of a day, up to an instant; without one, whenever they said it."""
    said = [
        each for each in responder.said if each.said_on == day and (instant is None or each.at <= instant)
    ]
    return max(said, key=lambda each: each.at, default=None)


def is_free(responder: Responder, day: date) -> bool:
    """Whether a shift counts on a day, for all that is known beforehand: employed, not on leave, not absent."""
    return _works(responder, day) and not any(day in days for days in responder.absent)


def _works(responder: Responder, day: date) -> bool:
    return any(day in days for days in responder.employed) and not any(
        day in days for days in responder.on_leave
    )


def _hours(
    site: SiteRoster, responder: Responder, today: date, instant: datetime
) -> Iterator[tuple[int, int]]:
    """The minutes of today that shifts cover, from and until; beyond midnight, the second is of tomorrow."""

    def holds(day: date) -> bool:
        said = last_said(responder, day, instant)
        return is_free(responder, day) and (said is None or said.site == site.code)

    if not holds(today):
        return
    for shift in responder.shifts:
        if begins_on(shift, today):
            yield shift.from_minute, shift.until_minute + (MINUTES if shift.passes_midnight else 0)
        if shift.passes_midnight and begins_on(shift, today - DAY) and holds(today - DAY):
            yield 0, shift.until_minute


def begins_on(shift: Shift, day: date) -> bool:
    return shift.weekday == day.weekday() and day in shift.days
