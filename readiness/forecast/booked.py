"""If what is booked happens: those who have a seat get their certificate, and planned exercises are held."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from readiness.compliance.days.supposing import Supposed
from readiness.forecast.queries import booked_seats, codes_of, planned_exercises
from readiness.foundation.temporal import Knowledge
from readiness.standards.certificate_kinds import CertificateKinds
from readiness.training.offers import Rulings, Seated, certificate_spell, earned


@dataclass(frozen=True, slots=True)
class Booked:
    """What is booked, taken for true; the codes of the sites to which it makes a difference."""

    supposed: Supposed
    codes: Sequence[str]
    seats: int
    exercises: int


def booked(kinds: CertificateKinds, today: date, now: datetime, known: Knowledge) -> Booked:
    """All that was known to be booked from an instant on, and its day. A certificate that would not count is none."""
    seats, exercises = booked_seats(now, known), planned_exercises(today, known)
    people = sorted({seat.person_id for seat in seats})
    earning = earned([Seated(seat.person_id, seat.staff_number, seat) for seat in seats], kinds, known)
    return Booked(
        Supposed(earning=earning, holding=exercises),
        codes_of(people, exercises.keys(), today, known),
        sum(map(len, earning.values())),
        sum(map(len, exercises.values())),
    )


def if_taught(
    kind: str, held_on: date, people: Collection[tuple[int, str]], kinds: CertificateKinds, known: Knowledge
) -> Supposed:
    """That people (number, staff number) take a class of a kind on a day, and get its certificate."""
    rulings = Rulings.of(kinds, {kind}, sorted(number for number, _staff_number in people), known)
    untils = {staff_number: rulings.until(number, kind, held_on) for number, staff_number in people}
    return Supposed(
        earning={
            staff_number: [certificate_spell(kind, held_on, until_on)]
            for staff_number, until_on in untils.items()
            if until_on is not None
        }
    )
