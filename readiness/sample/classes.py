"""Classes of the sample: some to come, one of them full; one that is over and waits for HR; one that was cancelled."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from readiness.audit.actions import Recording
from readiness.audit.events import SamplePartRecorded
from readiness.audit.events.classes import ClassCancelled, ClassClosed, ClassPlanned
from readiness.classes.models import ClassAttendance, Enrolment, TrainingClass
from readiness.classes.states import ABSENT, BY_LIST, ENROLLED, THERE, WAITING
from readiness.foundation.database import instant_value
from readiness.foundation.temporal import current, next_fact_id, record, supersede
from readiness.people.models import Site
from readiness.sample.organisation import SamplePerson
from readiness.sample.past import Step
from readiness.sample.writing import ACTOR, write_versions

_ENROLMENT = ("training_class", "person_id", "state", "asked_at", "asked_by")


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


def class_steps(people: list[SamplePerson], person_ids: Mapping[str, int], today: date) -> Iterator[Step]:
    """Planned two months ahead; people sign up, and who was there is noted on the day after."""
    for each in CLASSES:
        yield from _Class(each, people, person_ids, today).steps()


class _Class:
    def __init__(
        self, each: SampleClass, people: list[SamplePerson], person_ids: Mapping[str, int], today: date
    ) -> None:
        self._each, self._people, self._person_ids = each, people, person_ids
        self._today, self._held_on = today, today + timedelta(days=each.days)
        self._fact = 0

    def steps(self) -> Iterator[Step]:
        yield Step(self._held_on - timedelta(days=62), self._plan)
        yield Step(self._held_on - timedelta(days=59), self._enrol)
        if self._each.is_cancelled:
            yield Step(self._today - timedelta(days=3), self._cancel)
        if self._each.days < 0:
            yield Step(self._held_on + timedelta(days=1), self._close)

    def _ready(self) -> list[int]:
        """The last of those who had been there for a while when it was planned, and stay."""
        here = [
            self._person_ids[person.staff_number]
            for person in self._people
            if person.site == self._each.site
            and person.from_on <= self._held_on - timedelta(days=80)
            and not person.until_on
        ]
        return here[-self._each.people :]

    def _plan(self, opened: Recording) -> None:
        site = Site.get((Site.code == self._each.site) & Site.is_sample)
        planned = record(TrainingClass, opened.change, **_values(self._each, site, self._held_on))
        self._fact = planned.fact_id
        starts_at, seats = planned.starts_at.isoformat(), planned.seat_count
        opened.note(ClassPlanned(str(self._fact), planned.kind, starts_at, site.code, seats))

    def _planned(self) -> TrainingClass:
        return TrainingClass.get((TrainingClass.fact_id == self._fact) & current(TrainingClass))

    def _enrol(self, opened: Recording) -> None:
        planned, ready = self._planned(), self._ready()
        first, asked_at = next_fact_id(Enrolment), planned.starts_at - timedelta(days=60)
        rows = [
            (
                first + place,
                self._fact,
                person_id,
                ENROLLED if place < planned.seat_count else WAITING,
                instant_value(asked_at + timedelta(hours=place)),
                ACTOR,
            )
            for place, person_id in enumerate(ready)
        ]
        write_versions(Enrolment, _ENROLMENT, rows, opened)
        opened.note(SamplePartRecorded("enrolments", new=len(ready)))

    def _cancel(self, opened: Recording) -> None:
        reason = "The trainer is ill."
        supersede(self._planned(), opened.change, is_cancelled=True, cancelled_reason=reason)
        opened.note(ClassCancelled(str(self._fact), reason=reason, told=0))

    def _close(self, opened: Recording) -> None:
        planned, ready = self._planned(), self._ready()
        for place, person_id in enumerate(ready):
            record(
                ClassAttendance,
                opened.change,
                training_class=self._fact,
                person=person_id,
                state=ABSENT if place == 0 else THERE,
                way=BY_LIST,
                noted_at=planned.ends_at,
                noted_by=ACTOR,
            )
        supersede(planned, opened.change, is_closed=True)
        opened.note(ClassClosed(str(self._fact), there=len(ready) - 1, absent=1, granted=0))


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
    }
