"""If what is booked happens: who has a seat, or is invited too, gets the certificate; planned exercises are held."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from readiness.classes.states import ENROLLED, INVITED
from readiness.compliance.days.supposing import Supposed
from readiness.forecast.queries import codes_of, planned_exercises, seats_and_invitations
from readiness.foundation.temporal import Knowledge
from readiness.standards.certificate_kinds import CertificateKinds
from readiness.training.offers import Rulings, Seated, certificate_spell, earned


@dataclass(frozen=True, slots=True)
class Booked:
    """What is booked, taken for true; the codes of the sites to which it makes a difference.

    `seats`: so many of those who are taken to come get a certificate that counts, all of them by the day `counts_on`;
    None: nobody does. `invited`: so many people are invited and have not answered.
    """

    supposed: Supposed
    codes: Sequence[str]
    seats: int
    exercises: int
    invited: int
    counts_on: date | None


@dataclass(frozen=True, slots=True)
class Booking:
    """Of what is asked: what was booked from an instant on, and its day, as it was known; with all invited or not."""

    today: date
    now: datetime
    known: Knowledge
    with_invited: bool = False


def booked(kinds: CertificateKinds, asked: Booking) -> Booked:
    """All that was known to be booked. A certificate that would not count is none."""
    known, today = asked.known, asked.today
    named, exercises = seats_and_invitations(asked.now, known), planned_exercises(today, known)
    invited = [seat for seat in named if seat.state == INVITED]
    seats = named if asked.with_invited else [seat for seat in named if seat.state == ENROLLED]
    people = sorted({seat.person_id for seat in seats})
    earning = earned([Seated(seat.person_id, seat.staff_number, seat) for seat in seats], kinds, known)
    return Booked(
        Supposed(earning=earning, holding=exercises),
        codes_of(people, exercises.keys(), today, known),
        sum(map(len, earning.values())),
        sum(map(len, exercises.values())),
        len({seat.person_id for seat in invited}),
        max((each.spell.from_on for spells in earning.values() for each in spells), default=None),
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
