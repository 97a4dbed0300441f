"""What may be done with the rota: weekly shifts, absences, and what people say of today."""

from dataclasses import dataclass
from datetime import date, datetime

from readiness.audit.actions import recording
from readiness.audit.events.duty import (
    AbsenceTakenBack,
    AbsenceWritten,
    PresenceSaid,
    ShiftEnded,
    ShiftWritten,
)
from readiness.duty.hours import hours_words, minute_of
from readiness.duty.models import DutyAbsence, DutySaid, DutyShift
from readiness.foundation.errors import Conflict
from readiness.foundation.temporal import (
    current,
    day_before,
    record,
    supersede,
    withdraw,
)
from readiness.foundation.words import gettext as _
from readiness.people.models import Person, Site
from readiness.people.queries import find_person
from readiness.people.typed import Typed


@dataclass(frozen=True, slots=True)
class ShiftWish:
    """A weekly shift as it is typed: whose (staff number), on which weekdays, from when until when, on which days."""

    staff_number: str
    weekdays: tuple[int, ...]
    from_time: str
    until_time: str
    from_on: date | None = None
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class _Checked:
    person: Person
    weekdays: tuple[int, ...]
    from_minute: int
    until_minute: int
    from_on: date
    until_on: date

    def values(self, weekday: int) -> dict[str, object]:
        return {
            "person": self.person,
            "weekday": weekday,
            "from_minute": self.from_minute,
            "until_minute": self.until_minute,
            "from_on": self.from_on,
            "until_on": self.until_on,
        }


def add_shifts(site: Site, wish: ShiftWish, actor: str) -> None:
    """Put someone on duty at a site on weekdays; raises InvalidInput naming every fault."""
    checked = _checked(site, wish)
    with recording(actor) as opened:
        for weekday in checked.weekdays:
            record(DutyShift, opened.change, site=site, **checked.values(weekday))
            opened.note(_written(site, checked, weekday))


def change_shift(shift: DutyShift, wish: ShiftWish, actor: str) -> None:
    """Give a weekly shift other values, for all the days on which it holds; raises InvalidInput."""
    checked = _checked(shift.site, wish, instead_of=shift.fact_id)
    with recording(actor) as opened:
        supersede(shift, opened.change, **checked.values(checked.weekdays[0]))
        opened.note(_written(shift.site, checked, checked.weekdays[0]))


def end_shift(shift: DutyShift, first_day_without: date, actor: str) -> None:
    """End a weekly shift: from a day on it is no more. One that never began is taken back."""
    until_on = day_before(first_day_without)
    with recording(actor) as opened:
        if until_on >= shift.until_on:
            raise Conflict(_("It has ended by then already."))
        told = ""
        if until_on < shift.from_on:
            withdraw(shift, opened.change)
        else:
            supersede(shift, opened.change, until_on=until_on)
            told = until_on.isoformat()
        opened.note(
            ShiftEnded(shift.person.staff_number, site=shift.site.code, weekday=shift.weekday, until_on=told)
        )


def _written(site: Site, checked: _Checked, weekday: int) -> ShiftWritten:
    return ShiftWritten(
        checked.person.staff_number,
        site=site.code,
        weekday=weekday,
        hours=hours_words(checked.from_minute, checked.until_minute),
        from_on=checked.from_on.isoformat(),
        until_on=checked.until_on.isoformat(),
    )


def _checked(site: Site, wish: ShiftWish, instead_of: int = 0) -> _Checked:
    """What was typed as it is kept; raises InvalidInput naming all that is wrong with it."""
    typed = Typed()
    number = typed.text(
        "staff_number", wish.staff_number, missing=_("Write the staff number; it says who it is.")
    )
    person = find_person(number) if number else None
    if number and person is None:
        typed.fault("staff_number", _("There is nobody with the staff number '%(number)s'.", number=number))
    if not wish.weekdays:
        typed.fault("weekdays", _("Choose at least one weekday."))
    from_minute, until_minute = minute_of(wish.from_time), minute_of(wish.until_time)
    for field, minute in (("from_time", from_minute), ("until_time", until_minute)):
        if minute is None:
            typed.fault(field, _("Write the time as 08:30."))
    from_on, until_on = typed.days(wish.from_on, wish.until_on)
    if person is not None and from_minute is not None:
        for other in _same(site, person, wish.weekdays, from_minute, instead_of):
            if other.from_on <= until_on and other.until_on >= from_on:
                typed.fault(
                    "weekdays",
                    _("This person has a shift that begins then already."),
                )
                break
    typed.check()
    assert person is not None  # noqa: S101 - check() has raised otherwise
    return _Checked(person, wish.weekdays, from_minute or 0, until_minute or 0, from_on, until_on)


def _same(
    site: Site, person: Person, weekdays: tuple[int, ...], from_minute: int, instead_of: int
) -> list[DutyShift]:
    return list(
        DutyShift.select().where(
            (DutyShift.site == site.id)
            & (DutyShift.person == person.id)
            & DutyShift.weekday.in_(list(weekdays))
            & (DutyShift.from_minute == from_minute)
            & (DutyShift.fact_id != instead_of)
            & current(DutyShift)
        )
    )


def add_absence(person: Person, from_on: date | None, until_on: date | None, actor: str) -> None:
    """Take someone off duty for some days, whatever the rota says; raises InvalidInput."""
    typed = Typed()
    if from_on is None:
        typed.fault("from_on", _("Write the first day."))
    first, last = typed.days(from_on, until_on or from_on)
    typed.check()
    with recording(actor) as opened:
        record(DutyAbsence, opened.change, person=person, from_on=first, until_on=last)
        opened.note(AbsenceWritten(person.staff_number, from_on=first.isoformat(), until_on=last.isoformat()))


def take_back_absence(absence: DutyAbsence, actor: str) -> None:
    """Let the rota hold again on days on which someone was said to be absent."""
    with recording(actor) as opened:
        withdraw(absence, opened.change)
        opened.note(
            AbsenceTakenBack(
                absence.person.staff_number,
                from_on=absence.from_on.isoformat(),
                until_on=absence.until_on.isoformat(),
            )
        )


def say(person: Person, site: Site | None, said_on: date, now: datetime, actor: str) -> None:
    """Say of a day that someone is at a site, or (None) not on duty; what was said of it before holds no more."""
    with recording(actor) as opened:
        present = DutySaid.get_or_none(
            (DutySaid.person == person.id) & (DutySaid.said_on == said_on) & current(DutySaid)
        )
        values = {"site": site, "said_at": now}
        if present is None:
            record(DutySaid, opened.change, person=person, said_on=said_on, **values)
        else:
            supersede(present, opened.change, **values)
        opened.note(
            PresenceSaid(person.staff_number, said_on=said_on.isoformat(), site=site.code if site else "")
        )
