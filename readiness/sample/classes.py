"""Classes of the sample: some to come, one of them full; one that is over and waits for HR; one that was cancelled."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from readiness.audit.actions import Recording
from readiness.classes.models import ClassAttendance, Enrolment, TrainingClass
from readiness.classes.states import ABSENT, BY_LIST, ENROLLED, THERE, WAITING
from readiness.foundation.temporal import record
from readiness.people.models import Site
from readiness.sample.organisation import SamplePerson

ACTOR = "sample"


@dataclass(frozen=True, slots=True)
class SampleClass:
    """A class so many days from today; the next of the site's people fill its seats, and some wait."""

    kind: str
    site: str
    days: int
    place: str
    seat_count: int
    people: int
    seat_cost: int = 0
    language: str = "English"
    is_cancelled: bool = False


CLASSES = (
    SampleClass("pfa", "head-office", 12, "Room 114", 4, 6),
    SampleClass("de-escalation", "portland", 19, "Training room", 12, 5, seat_cost=4500),
    SampleClass("mhfa-adult", "hull", 26, "Canteen", 10, 2, seat_cost=18000),
    SampleClass("suicide-prevention", "miami", 33, "Room 2", 8, 3, language="Spanish"),
    SampleClass("mhfa-adult", "newark", -9, "Loading bay office", 8, 5),
    SampleClass("cpr-aed", "dallas", 6, "Room 7", 8, 3, is_cancelled=True),
)


def write_classes(
    people: list[SamplePerson], person_ids: Mapping[str, int], today: date, opened: Recording
) -> None:
    """Plan them, and let people sign up."""
    for each in CLASSES:
        site = Site.get((Site.code == each.site) & Site.is_sample)
        held_on = today + timedelta(days=each.days)
        planned = record(TrainingClass, opened.change, **_values(each, site, held_on))
        ready = [
            person_ids[person.staff_number]
            for person in people
            if person.site == each.site and person.from_on <= today and not person.until_on
        ]
        for place, person_id in enumerate(ready[-each.people :]):
            _sign_up(planned, person_id, place, opened)


def _values(each: SampleClass, site: Site, held_on: date) -> dict[str, object]:
    starts_at = datetime.combine(held_on, time(9), ZoneInfo(site.time_zone)).astimezone(UTC)
    return {
        "kind": each.kind,
        "site": site,
        "place": each.place,
        "held_on": held_on,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=7),
        "time_zone": site.time_zone,
        "language": each.language,
        "trainer": "Jo Ferrer, invented",
        "seat_count": each.seat_count,
        "seat_cost": each.seat_cost,
        "currency": ("GBP" if site.country == "GB" else "USD") if each.seat_cost else "",
        "is_cancelled": each.is_cancelled,
        "cancelled_reason": "The trainer is ill." if each.is_cancelled else "",
        "is_closed": each.days < 0,
    }


def _sign_up(planned: TrainingClass, person_id: int, place: int, opened: Recording) -> None:
    asked_at = planned.starts_at - timedelta(days=60) + timedelta(hours=place)
    state = ENROLLED if place < planned.seat_count else WAITING
    record(
        Enrolment,
        opened.change,
        training_class=planned.fact_id,
        person=person_id,
        state=state,
        asked_at=asked_at,
        asked_by=ACTOR,
    )
    if planned.is_closed:
        record(
            ClassAttendance,
            opened.change,
            training_class=planned.fact_id,
            person=person_id,
            state=ABSENT if place == 0 else THERE,
            way=BY_LIST,
            noted_at=planned.ends_at,
            noted_by=ACTOR,
        )
