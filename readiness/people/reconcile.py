"""What a row of the staff file changes of what we know about a person. Pure.

The file says what holds on the day it is imported. Another site, department or job title is a
move from that day on; another start or end of employment is a correction, unless the new start
lies after the known end: that is a rehire.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from readiness.foundation.temporal import FIRST_DAY, LAST_DAY, day_before


class KnownSpell(NamedTuple):
    """A current version of employment or leave."""

    id: int
    fact_id: int
    from_on: date
    until_on: date


class Place(NamedTuple):
    """Where and as what; in a wanted place, None leaves as it is what the file does not say."""

    site_id: int | None
    department_id: int | None
    job_title: str | None


class KnownMembership(NamedTuple):
    """A current version of membership."""

    id: int
    fact_id: int
    place: Place
    from_on: date
    until_on: date


@dataclass(frozen=True, slots=True)
class StaffRow:
    """What a row says that is dated. None: the file has no such column; `status` '' says nothing."""

    from_on: date | None
    until_on: date | None
    status: str
    place: Place
    names_department: bool


class NewSpell(NamedTuple):
    """A version to record; `fact_id` None: a fact that we did not know of."""

    fact_id: int | None
    from_on: date
    until_on: date
    place: Place | None = None


@dataclass(slots=True)
class Plan:
    """Versions to close, by their id, and versions to record."""

    closed: list[int] = field(default_factory=list)
    recorded: list[NewSpell] = field(default_factory=list)

    def replace(self, known: KnownSpell | KnownMembership, new: NewSpell) -> None:
        self.closed.append(known.id)
        self.recorded.append(new)

    def __bool__(self) -> bool:
        return bool(self.closed or self.recorded)


def employment_plan(row: StaffRow, known: Sequence[KnownSpell]) -> Plan:
    """Known spells come in the order of their days."""
    plan = Plan()
    if not known:
        plan.recorded.append(NewSpell(None, row.from_on or FIRST_DAY, row.until_on or LAST_DAY))
        return plan
    latest = known[-1]
    same = next((spell for spell in known if spell.from_on == row.from_on), None)
    if row.from_on is None or same is not None:
        spell = same or latest
        until_on = spell.until_on if row.until_on is None else row.until_on
        if until_on != spell.until_on:
            plan.replace(spell, NewSpell(spell.fact_id, spell.from_on, until_on))
    elif row.from_on > latest.until_on:
        plan.recorded.append(NewSpell(None, row.from_on, row.until_on or LAST_DAY))
    else:
        until_on = latest.until_on if row.until_on is None else row.until_on
        plan.replace(latest, NewSpell(latest.fact_id, row.from_on, until_on))
    return plan


def membership_plan(row: StaffRow, known: Sequence[KnownMembership], today: date) -> Plan:
    """Known memberships come in the order of their days."""
    plan = Plan()
    if not known:
        place = Place(row.place.site_id, row.place.department_id, row.place.job_title or "")
        plan.recorded.append(NewSpell(None, FIRST_DAY, LAST_DAY, place))
        return plan
    latest = known[-1]
    place = Place(
        latest.place.site_id if row.place.site_id is None else row.place.site_id,
        row.place.department_id if row.names_department else latest.place.department_id,
        latest.place.job_title if row.place.job_title is None else row.place.job_title,
    )
    if place == latest.place and latest.until_on == LAST_DAY:
        return plan
    if latest.from_on >= today:
        plan.replace(latest, NewSpell(latest.fact_id, latest.from_on, LAST_DAY, place))
        return plan
    if latest.until_on >= today:
        plan.replace(latest, NewSpell(latest.fact_id, latest.from_on, day_before(today), latest.place))
    plan.recorded.append(NewSpell(None, today, LAST_DAY, place))
    return plan


def leave_plan(row: StaffRow, known: Sequence[KnownSpell], today: date) -> Plan:
    """A leave without dates holds from the day of the import until a file says otherwise."""
    plan = Plan()
    now = next((spell for spell in known if spell.from_on <= today <= spell.until_on), None)
    if row.status == "on_leave":
        if now is None and status_by_dates(row.from_on, row.until_on, today) == "active":
            plan.recorded.append(NewSpell(None, today, LAST_DAY))
    elif row.status and now is not None:
        if now.from_on == today:
            plan.closed.append(now.id)
        else:
            plan.replace(now, NewSpell(now.fact_id, now.from_on, day_before(today)))
    return plan


def status_by_dates(from_on: date | None, until_on: date | None, today: date) -> str:
    """What the dates say of a day: they decide, whatever a status says."""
    if from_on is not None and from_on > today:
        return "not_started"
    if until_on is not None and until_on < today:
        return "ended"
    return "active"
