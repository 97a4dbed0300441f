"""Who is on duty in the sample, and what the cards of its sites say."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from readiness.audit.actions import Recording
from readiness.audit.events import SamplePartRecorded
from readiness.certificates.validity import Validity, expiry, last_day
from readiness.duty.models import DutyConsent, DutyShift
from readiness.duty.skills import SHIPPED
from readiness.foundation.temporal import FIRST_DAY, LAST_DAY, next_fact_id, record
from readiness.people.models import Site
from readiness.sample.organisation import SITES, SamplePerson
from readiness.sample.past import Step
from readiness.sample.writing import ACTOR, write_versions
from readiness.standards.certificate_kinds import CertificateKinds

WORKDAYS, EVERY_DAY = range(5), range(7)
DAY, LATE, NIGHT = (8 * 60, 17 * 60), (13 * 60, 21 * 60), (19 * 60, 7 * 60)
PATTERNS = {
    # The head office is never without somebody; Portland forgot its Fridays; nobody keeps a rota in Hull.
    "head-office": ((EVERY_DAY, (7 * 60, 19 * 60)), (EVERY_DAY, NIGHT), (WORKDAYS, DAY), (WORKDAYS, LATE)),
    "portland": ((range(4), DAY),),
    "hull": (),
}
CARD_OF = "head-office"
USUAL = ((WORKDAYS, DAY), (WORKDAYS, DAY), (WORKDAYS, LATE))
PLACES = ("Reception", "2nd floor, by the kitchen", "Room 114", "Loading bay", "Front desk")
AGREED_DAYS_AGO = 14
_SHIFT = ("person_id", "site_id", "weekday", "from_minute", "until_minute", "from_on", "until_on")
CARDS = {
    "meeting_place": "Front gate; someone will stand there in a yellow vest.",
    "exits": "Front door, and the stairs beside the lift.",
    "assembly_point": "Car park, by the trees.",
    "defibrillator": "Reception, on the wall behind the desk.",
    "dispatcher_words": "The gate opens by itself for ambulances.",
}


def rota_step(
    people: list[SamplePerson], person_ids: Mapping[str, int], today: date, kinds: CertificateKinds
) -> Step:
    """Put those who are trained on rotas; most of them agreed to be shown."""
    agreed_on = today - timedelta(days=AGREED_DAYS_AGO)

    def write(opened: Recording) -> None:
        shifts: list[tuple[int, int, int, int, int]] = []
        for site in Site.select().where(Site.is_sample).order_by(Site.code):
            ready = (each for each in people if each.site == site.code and _is_ready(each, today, kinds))
            for place, (pattern, person) in enumerate(
                zip(PATTERNS.get(site.code, USUAL), ready, strict=False)
            ):
                number = person_ids[person.staff_number]
                shifts += [(number, site.id, weekday, *pattern[1]) for weekday in pattern[0]]
                if place != 2:  # the third of a site prefers not to be shown
                    _agree(person, number, place, agreed_on, opened)
        first = next_fact_id(DutyShift)
        rows = [(first + place, *each, FIRST_DAY, LAST_DAY) for place, each in enumerate(shifts)]
        write_versions(DutyShift, _SHIFT, rows, opened)
        opened.note(SamplePartRecorded("rotas", new=len(shifts)))

    return Step(agreed_on, write)


def _is_ready(person: SamplePerson, today: date, kinds: CertificateKinds) -> bool:
    is_here = (
        person.from_on <= today and not person.until_on and not person.leave_from_on and not person.moved_on
    )
    return is_here and any(_counting(person, today, kinds))


def _counting(person: SamplePerson, today: date, kinds: CertificateKinds) -> Iterator[bool]:
    for held in person.certificates:
        expires_on = expiry(kinds[held.kind], held.issued_on, held.expires_on)
        until_on = last_day(Validity(held.issued_on, expires_on, held.revoked_on))
        yield held.kind in SHIPPED and held.issued_on <= today and (until_on - today).days > 100


def _agree(person: SamplePerson, person_id: int, place: int, agreed_on: date, opened: Recording) -> None:
    # Numbers that are set aside for made-up people.
    is_british = next(site.country for site in SITES if site.code == person.site) == "GB"
    number = f"01632 960{int(person.staff_number[1:]) % 1000:03}" if is_british else f"312-555-01{place:02}"
    record(
        DutyConsent,
        opened.change,
        person=person_id,
        agreed_on=agreed_on,
        way="themselves",
        recorded_by=ACTOR,
        phone=number,
        place=PLACES[(place + len(person.site)) % len(PLACES)],
        languages=["English", "Spanish"] if "es" in person.languages else ["English"],
    )
