"""What may be done by hand with where someone works, from when until when, and with leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from readiness.audit.actions import Recording, recording
from readiness.audit.events.people import (
    EmploymentCorrected,
    EmploymentRecorded,
    LeaveCorrected,
    LeaveRecorded,
    MoveTakenBack,
    PersonMoved,
    SpellTakenBack,
)
from readiness.audit.histories import changed_meanwhile
from readiness.foundation.errors import Conflict, InvalidInput
from readiness.foundation.temporal import FIRST_DAY, LAST_DAY, day_before, record, supersede, withdraw
from readiness.foundation.words import day as day_in_words
from readiness.foundation.words import gettext as _
from readiness.people.models import Employment, Leave, Membership
from readiness.people.person_actions import Work, checked_work, write_department
from readiness.people.queries import current_spells, get_person_by_id, get_site_by_id, get_spell
from readiness.people.typed import Typed

Spell = Employment | Leave


@dataclass(frozen=True, slots=True)
class Days:
    """The first and last day, as they are typed; None is an open end. `reason` is why."""

    from_on: date | None
    until_on: date | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """Another place of work from a day on. `seen`: which memberships the form was opened with."""

    work: Work
    from_on: date | None
    reason: str = ""
    seen: str = ""


def move_person(person_id: int, move: Move, actor: str) -> None:
    """Someone works elsewhere, or as something else, from a day until the next move that is known."""
    typed = Typed()
    work, reason = checked_work(typed, move.work), typed.text("reason", move.reason)
    if move.from_on is None:
        typed.fault("from_on", _("Write the first day there."))
    typed.check()
    from_on = move.from_on or FIRST_DAY
    person = get_person_by_id(person_id)
    with recording(actor) as opened:
        known = current_spells(Membership, person_id)
        _check_seen(known, move.seen)
        department = write_department(work.department, opened)
        place = {"site": work.site_id, "department": department, "job_title": work.job_title}
        _write_move(known, from_on, {**place, "person": person}, opened)
        opened.note(
            PersonMoved(
                person.staff_number,
                site=get_site_by_id(work.site_id).code if work.site_id else "",
                department=work.department,
                job_title=work.job_title,
                from_on=from_on.isoformat(),
                reason=reason,
            )
        )


def _write_move(known: Sequence[Membership], from_on: date, place: dict[str, Any], opened: Recording) -> None:
    covering = next((each for each in known if each.from_on <= from_on <= each.until_on), None)
    if covering is not None and covering.from_on == from_on:
        supersede(covering, opened.change, **place)
        return
    later = [each.from_on for each in known if each.from_on > from_on]
    until_on = day_before(min(later)) if later else LAST_DAY
    if covering is not None:
        supersede(covering, opened.change, until_on=day_before(from_on))
    record(Membership, opened.change, from_on=from_on, until_on=until_on, **place)


def take_back_move(fact_id: int, reason: str, actor: str) -> None:
    """A move was entered by mistake: what held before it goes on holding."""
    typed = Typed()
    reason = typed.reason(reason)
    typed.check()
    with recording(actor) as opened:
        moved = get_spell(Membership, fact_id)
        before = next(
            (
                each
                for each in current_spells(Membership, moved.person.id)
                if each.until_on == day_before(moved.from_on)
            ),
            None,
        )
        if before is None or moved.from_on == FIRST_DAY:
            raise Conflict(_("Nothing is known from before this move. Move the person instead."))
        withdraw(moved, opened.change)
        supersede(before, opened.change, until_on=moved.until_on)
        opened.note(
            MoveTakenBack(moved.person.staff_number, from_on=moved.from_on.isoformat(), reason=reason)
        )


def record_employment(person_id: int, days: Days, actor: str) -> None:
    """Someone who was employed before is so again."""
    _record(Employment, person_id, days, actor)


def correct_employment(fact_id: int, days: Days, seen: str, actor: str) -> None:
    """Another first or last day of an employment: it was wrong, or someone leaves, or stays."""
    _correct(Employment, fact_id, seen, days, actor)


def take_back_employment(fact_id: int, reason: str, actor: str) -> None:
    """An employment was entered by mistake. Someone's only one is corrected instead."""
    person = get_spell(Employment, fact_id).person
    if len(current_spells(Employment, person.id)) == 1:
        raise Conflict(_("This is the only employment that is known. Correct its days instead."))
    _take_back(Employment, fact_id, reason, actor)


def record_leave(person_id: int, days: Days, actor: str) -> None:
    """Someone is away from the first to the last day."""
    _record(Leave, person_id, days, actor)


def correct_leave(fact_id: int, days: Days, seen: str, actor: str) -> None:
    """Another first or last day of a leave."""
    _correct(Leave, fact_id, seen, days, actor)


def take_back_leave(fact_id: int, reason: str, actor: str) -> None:
    """A leave was entered by mistake."""
    _take_back(Leave, fact_id, reason, actor)


def _record(model: type[Spell], person_id: int, days: Days, actor: str) -> None:
    person = get_person_by_id(person_id)
    from_on, until_on, reason = _checked(days, needs_reason=False)
    with recording(actor) as opened:
        _check_alone(current_spells(model, person_id), from_on, until_on)
        spell = record(model, opened.change, person=person, from_on=from_on, until_on=until_on)
        told = {"from_on": _told(from_on), "until_on": _told(until_on), "reason": reason}
        if model is Leave:
            opened.note(LeaveRecorded(person.staff_number, leave=spell.fact_id, **told))
        else:
            opened.note(EmploymentRecorded(person.staff_number, employment=spell.fact_id, **told))


def _correct(model: type[Spell], fact_id: int, seen: str, days: Days, actor: str) -> None:
    from_on, until_on, reason = _checked(days, needs_reason=True)
    with recording(actor) as opened:
        spell = get_spell(model, fact_id)
        if str(spell.id) != seen:
            raise changed_meanwhile(spell.recorded_in)
        if (spell.from_on, spell.until_on) == (from_on, until_on):
            raise Conflict(_("Nothing was changed: the days are as they were."))
        others = [each for each in current_spells(model, spell.person.id) if each.fact_id != fact_id]
        _check_alone(others, from_on, until_on)
        supersede(spell, opened.change, from_on=from_on, until_on=until_on)
        told = {"from_on": _told(from_on), "until_on": _told(until_on), "reason": reason}
        if model is Leave:
            opened.note(LeaveCorrected(spell.person.staff_number, leave=fact_id, **told))
        else:
            opened.note(EmploymentCorrected(spell.person.staff_number, employment=fact_id, **told))


def _take_back(model: type[Spell], fact_id: int, reason: str, actor: str) -> None:
    typed = Typed()
    reason = typed.reason(reason)
    typed.check()
    with recording(actor) as opened:
        spell = get_spell(model, fact_id)
        withdraw(spell, opened.change)
        opened.note(
            SpellTakenBack(
                spell.person.staff_number,
                kind="leave" if model is Leave else "employment",
                from_on=_told(spell.from_on),
                until_on=_told(spell.until_on),
                reason=reason,
            )
        )


def _checked(days: Days, *, needs_reason: bool) -> tuple[date, date, str]:
    typed = Typed()
    from_on, until_on = typed.days(days.from_on, days.until_on)
    reason = typed.reason(days.reason) if needs_reason else typed.text("reason", days.reason)
    if days.from_on is None and not needs_reason:
        typed.fault("from_on", _("Write the first day."))
    typed.check()
    return from_on, until_on, reason


def _check_alone(others: Sequence[Spell], from_on: date, until_on: date) -> None:
    for other in others:
        if other.from_on <= until_on and from_on <= other.until_on:
            raise InvalidInput(
                _(
                    "from_on: these days run into others that are known, from %(from_on)s until %(until_on)s. "
                    "Correct those, or choose other days.",
                    from_on=_in_words(other.from_on),
                    until_on=_in_words(other.until_on),
                )
            )


def _in_words(day: date) -> str:
    return _("an open end") if day in {FIRST_DAY, LAST_DAY} else day_in_words(day)


def _told(day: date) -> str:
    """A day in the trail; '' for an open end."""
    return "" if day in {FIRST_DAY, LAST_DAY} else day.isoformat()


def seen_of(known: Sequence[Membership]) -> str:
    """What a form remembers of the memberships that it was opened with."""
    return "-".join(str(each.id) for each in known)


def _check_seen(known: Sequence[Membership], seen: str) -> None:
    if seen != seen_of(known):
        raise changed_meanwhile(max((each.recorded_in for each in known), default=0))
