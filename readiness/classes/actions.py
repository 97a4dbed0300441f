"""What may be done with a class itself: planning, changing and moving, cancelling."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from readiness.accounts.models import Account
from readiness.audit.actions import recording
from readiness.audit.events.classes import ClassCancelled, ClassChanged, ClassPlanned
from readiness.audit.histories import changed_meanwhile
from readiness.certificates.kinds import certificate_kinds
from readiness.classes.messages import CANCELLED, MOVED, Post, place_words
from readiness.classes.models import TrainingClass
from readiness.classes.queries import enrolments_in, get_class, seats_of
from readiness.classes.seating import fill_free_seats
from readiness.classes.states import ENROLLED, INVITED, WAITING
from readiness.classes.times import clock_words, hours_of, instant_of, time_of, zone_of
from readiness.foundation.errors import Conflict
from readiness.foundation.temporal import record, supersede
from readiness.foundation.words import day
from readiness.foundation.words import gettext as _
from readiness.people.queries import find_site
from readiness.people.typed import Typed

MOST_SEATS = 1000
MOVING = ("starts_at", "ends_at", "time_zone", "site", "place")
"""What a class is moved by: whoever is in it is told."""


@dataclass(frozen=True, slots=True)
class ClassDetails:
    """What a class is, as it is typed. Without a zone: that of the site. `seat_cost` in hundredths."""

    kind: str
    held_on: date | None
    begins: str
    ends: str
    site_code: str = ""
    place: str = ""
    time_zone: str = ""
    language: str = ""
    trainer: str = ""
    trainer_account: int | None = None
    seat_count: int | None = None
    cut_off_on: date | None = None
    cut_off_time: str = ""
    seat_cost: int = 0
    currency: str = ""
    note: str = ""
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class Desk:
    """Who acts, and when."""

    actor: str
    now: datetime


def plan_class(details: ClassDetails, desk: Desk) -> int:
    """Plan a class; gives its number. Raises InvalidInput naming every fault."""
    values = checked(details)
    with recording(desk.actor) as opened:
        planned = record(TrainingClass, opened.change, **values)
        opened.note(
            ClassPlanned(
                str(planned.fact_id),
                kind=planned.kind,
                starts_at=planned.starts_at.isoformat(),
                site=details.site_code,
                seats=planned.seat_count,
            )
        )
        return planned.fact_id


def change_class(number: int, version: int, details: ClassDetails, desk: Desk) -> bool:
    """Change a class; gives whether it was moved, of which everyone in it is told.

    Seats that become free are given to those who wait. Raises InvalidInput, Conflict.
    """
    values = checked(details)
    with recording(desk.actor) as opened:
        present = changeable(number, version)
        changed = {name: value for name, value in values.items() if getattr(present, name) != value}
        if not changed:
            raise Conflict(_("Nothing was changed: everything is as it was."))
        seats = seats_of(present)
        if values["seat_count"] < seats.enrolled_count:
            raise Conflict(
                _(
                    "seat_count: %(count)s people have a seat already. Take some out first.",
                    count=seats.enrolled_count,
                )
            )
        before = {name: _told(getattr(present, name)) for name in changed}
        later = supersede(present, opened.change, **changed)
        told = {name: _told(value) for name, value in changed.items()}
        opened.note(ClassChanged(str(number), values=told, before=before))
        post = Post(get_class(number), opened, desk.now)
        is_moved = any(name in changed for name in MOVING)
        if is_moved:
            for each in enrolments_in(number, ENROLLED, WAITING, INVITED):
                post.forget(each.person)
                post.tell(MOVED, each.person, was=_when(present))
        if later.seat_count > present.seat_count:
            fill_free_seats(post)
    return is_moved


def _when(training_class: TrainingClass) -> str:
    """When it was to be, and where, in one line."""
    hours = clock_words(training_class.starts_at, training_class.ends_at, training_class.time_zone)
    return f"{day(training_class.held_on)}, {hours}, {place_words(training_class)}"


def _told(value: Any) -> str:
    return str(getattr(value, "code", "" if value is None else value))


def changeable(number: int, version: int | None = None) -> TrainingClass:
    """A class that may still be changed; raises Conflict where it is over, cancelled, or another than was seen."""
    present = get_class(number)
    if version is not None and present.id != version:
        raise changed_meanwhile(present.recorded_in)
    if present.is_cancelled:
        raise Conflict(_("This class was cancelled."))
    if present.is_closed:
        raise Conflict(_("Who was there is settled: this class is over."))
    return present


def cancel_class(number: int, reason: str, desk: Desk) -> int:
    """Cancel a class and tell everyone who is in it, waits or is invited; gives how many. It stays as cancelled."""
    typed = Typed()
    reason = typed.reason(reason)
    typed.check()
    with recording(desk.actor) as opened:
        present = changeable(number)
        supersede(present, opened.change, is_cancelled=True, cancelled_reason=reason)
        post = Post(present, opened, desk.now)
        people = [each.person for each in enrolments_in(number, ENROLLED, WAITING, INVITED)]
        for person in people:
            post.forget(person)
        told = sum(post.tell(CANCELLED, person, reason=reason) for person in people)
        opened.note(ClassCancelled(str(number), reason=reason, told=told))
    return told


def checked(details: ClassDetails) -> dict[str, Any]:
    """What a class is, as it is kept; raises InvalidInput naming every fault."""
    typed = Typed()
    kinds = certificate_kinds()
    if details.kind not in {each.code for each in kinds.offered}:
        typed.fault("kind", _("Choose what the class leads to."))
    site = find_site(details.site_code) if details.site_code else None
    if details.site_code and site is None:
        typed.fault("site_code", _("There is no site with this code."))
    place = typed.text("place", details.place)
    if site is None and not place and not details.site_code:
        typed.fault("place", _("Write where it is: a site, or an address elsewhere."))
    zone = details.time_zone or (site.time_zone if site else "")
    times = _times(typed, details, zone)
    values: dict[str, Any] = {
        "kind": details.kind,
        "site": site,
        "place": place,
        "time_zone": zone,
        "language": typed.text("language", details.language, longest=40),
        "trainer": typed.text("trainer", details.trainer),
        "trainer_account": _account(typed, details.trainer_account),
        "seat_count": details.seat_count or 0,
        "seat_cost": details.seat_cost,
        "currency": details.currency.strip().upper() if details.seat_cost else "",
        "note": typed.text("note", details.note, longest=1000),
        "is_open": details.is_open,
    }
    if not 1 <= values["seat_count"] <= MOST_SEATS:
        typed.fault("seat_count", _("Write how many seats there are, from 1 to %(most)s.", most=MOST_SEATS))
    if details.seat_cost < 0 or (details.seat_cost and len(values["currency"]) != 3):
        typed.fault("currency", _("Write the currency of the price in three letters, such as USD."))
    typed.check()
    return {**values, **times}


def _account(typed: Typed, number: int | None) -> Account | None:
    found: Account | None = Account.get_or_none(Account.id == number) if number else None
    if number and found is None:
        typed.fault("trainer_account", _("This account is not there any more. Choose again."))
    return found


def _times(typed: Typed, details: ClassDetails, zone_name: str) -> dict[str, Any]:
    """When it is, and until when people may sign up."""
    zone, begins, ends = zone_of(zone_name), time_of(details.begins), time_of(details.ends)
    if zone is None or not zone_name:
        typed.fault("time_zone", _("Write the time zone there, such as America/New_York."))
    if details.held_on is None:
        typed.fault("held_on", _("Write the day on which it is held."))
    for name, at in (("begins", begins), ("ends", ends)):
        if at is None:
            typed.fault(name, _("Write the time as 09:30."))
    zone = zone or ZoneInfo("UTC")
    if details.held_on is None or begins is None or ends is None:
        return {}
    hours = hours_of(details.held_on, begins, ends, zone)
    if hours is None:
        typed.fault("begins", _("Clocks go forward on that night, and this time is skipped. Choose another."))
        return {}
    return {
        "held_on": details.held_on,
        "starts_at": hours.starts_at.astimezone(UTC),
        "ends_at": hours.ends_at.astimezone(UTC),
        "cut_off_at": _cut_off(typed, details, zone, hours.starts_at),
    }


def _cut_off(typed: Typed, details: ClassDetails, zone: ZoneInfo, starts_at: datetime) -> datetime | None:
    if details.cut_off_on is None:
        return None
    at = time_of(details.cut_off_time or "23:59")
    instant = instant_of(details.cut_off_on, at, zone) if at else None
    if instant is None:
        typed.fault("cut_off_time", _("Write the time as 09:30."))
    elif instant > starts_at:
        typed.fault("cut_off_on", _("Signing up ends before the class begins. Choose an earlier day."))
    return instant
