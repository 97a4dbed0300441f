"""Training that an exercise asks for: of which kind, for whom, in which class; met by itself when they hold it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from readiness.audit.actions import Recording, recording
from readiness.audit.events.exercises import TrainingNeedChanged
from readiness.certificates.kinds import certificate_kinds
from readiness.classes.actions import Desk
from readiness.classes.enrolling import invite
from readiness.classes.queries import OpenSeats, open_seats
from readiness.exercises.chasing import NEED, stop_chasing
from readiness.exercises.following_up import get_need
from readiness.exercises.models import ExerciseAttendance, TrainingNeed, TrainingNeedPerson
from readiness.exercises.queries import get_exercise, people_named
from readiness.foundation.database import among, number_list, select
from readiness.foundation.errors import Conflict, InvalidInput
from readiness.foundation.temporal import NEVER, current, record, supersede, withdraw
from readiness.foundation.words import gettext as _
from readiness.people.models import Person

LOOKED_AHEAD = timedelta(days=180)
"""So far ahead classes are looked for."""


@dataclass(frozen=True, slots=True)
class Trainee:
    """Somebody who is to be trained; `issued_on`: of the certificate that shows it, None while there is none."""

    person: Person
    issued_on: date | None


def ask_training(need_id: int, certificate: str, staff_numbers: Sequence[str], actor: str) -> None:
    """Say which kind of certificate meets a need, and for whom it is; raises InvalidInput naming who is unknown."""
    need = get_need(need_id)
    if need.met_on is not None:
        raise Conflict(_("This training was had already."))
    if certificate not in certificate_kinds().by_code:
        raise InvalidInput(_("certificate: Choose a kind of certificate."))
    people = people_named(staff_numbers)
    with recording(actor) as opened:
        supersede(need, opened.change, certificate=certificate)
        _write_people(need, people, opened)
        _note(need, "given", {"certificate": certificate, "people": len(people)}, opened)


def _write_people(need: TrainingNeed, people: list[Person], opened: Recording) -> None:
    before = {row.person.id: row for row in _rows(need.fact_id)}
    for person in people:
        if before.pop(person.id, None) is None:
            record(
                TrainingNeedPerson, opened.change, exercise=need.exercise, need=need.fact_id, person=person
            )
    for gone in before.values():
        withdraw(gone, opened.change)


def _rows(need_id: int) -> list[TrainingNeedPerson]:
    rows = TrainingNeedPerson.select(TrainingNeedPerson, Person).join(Person)
    rows = rows.where((TrainingNeedPerson.need == need_id) & current(TrainingNeedPerson))
    return list(rows.order_by(Person.family_name, Person.given_name, Person.id))


def _note(need: TrainingNeed, what: str, values: dict[str, object], opened: Recording) -> None:
    opened.note(
        TrainingNeedChanged(
            get_exercise(need.exercise).site.code,
            exercise=need.exercise,
            training_need=need.fact_id,
            what=what,
            values=values,
        )
    )


def trainees(need: TrainingNeed) -> list[Trainee]:
    """For whom it is, and who has been trained since the exercise."""
    rows = _rows(need.fact_id)
    issued = _issued(need, [row.person.id for row in rows])
    return [Trainee(row.person, issued.get(row.person.id)) for row in rows]


def _issued(need: TrainingNeed, person_ids: list[int]) -> dict[int, date]:
    """By person the first day after the exercise on which a certificate that counts was issued to them."""
    held_on = get_exercise(need.exercise).held_on
    if held_on is None or not need.certificate or not person_ids:
        return {}
    kinds = {
        f"k{place}": code for place, code in enumerate(certificate_kinds().counting_as(need.certificate))
    }
    rows = select(
        "SELECT c.person_id, min(c.issued_on) AS issued_on FROM certificate c "
        f"WHERE c.superseded_in = :never AND c.issued_on > :held_on AND c.revoked_on IS NULL "
        f"AND {among('c.person_id', 'people')} AND c.kind IN ({', '.join(f':{name}' for name in kinds)}) "
        "GROUP BY c.person_id",
        never=NEVER,
        held_on=held_on,
        people=number_list(sorted(person_ids)),
        **kinds,
    )
    return dict(rows)


def took_part(need: TrainingNeed) -> list[str]:
    """The staff numbers of those who were at the exercise, to begin with."""
    rows = (
        ExerciseAttendance.select(ExerciseAttendance, Person)
        .join(Person)
        .where((ExerciseAttendance.exercise == need.exercise) & current(ExerciseAttendance))
    )
    return sorted(row.person.staff_number for row in rows if row.person)


def classes_for(need: TrainingNeed, now: datetime) -> list[OpenSeats]:
    """Classes to come that lead to the kind that is asked for, with their free seats."""
    return open_seats(need.certificate, (now, now + LOOKED_AHEAD)) if need.certificate else []


def invite_to_class(need_id: int, class_id: int, desk: Desk) -> int:
    """Invite everyone who still needs it to a class; gives how many were invited."""
    people = [each.person for each in trainees(get_need(need_id)) if each.issued_on is None]
    return len(invite(class_id, people, desk))


def settle_needs(actor: str) -> list[int]:
    """Say of every need that it is met, once everyone it is for holds the kind, issued after the exercise."""
    settled = []
    rows = TrainingNeed.select().where(
        TrainingNeed.met_on.is_null() & (TrainingNeed.certificate != "") & current(TrainingNeed)
    )
    for need in list(rows.order_by(TrainingNeed.fact_id)):
        days = [each.issued_on for each in trainees(need)]
        if days and all(days):
            met_on = max(day for day in days if day)
            note = _("All %(count)s hold it, issued after the exercise.", count=len(days))
            with recording(actor) as opened:
                supersede(need, opened.change, met_on=met_on, note=note)
                stop_chasing(NEED, need.fact_id, opened.change.recorded_at)
                _note(need, "met", {"met_on": met_on.isoformat(), "note": note}, opened)
            settled.append(need.fact_id)
    return settled
