"""Incidents of the sample organisation: one that is over, one that is looked after, one of yesterday; a year of panic.

What came up often through the year is enough to be told of among the proposals, which tell nothing of few.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from readiness.audit.actions import Recording
from readiness.audit.events.incidents import DebriefChanged, IncidentRecorded
from readiness.foundation.temporal import record, supersede
from readiness.incidents.models import Incident
from readiness.incidents.queries import get_incident
from readiness.people.models import Site
from readiness.sample.past import Step
from readiness.sample.writing import ACTOR
from readiness.standards.incidents import incident_rules


@dataclass(frozen=True, slots=True)
class SampleIncident:
    """An incident so many days before today; the debrief was offered and held so many days after it, None: not yet."""

    site: str
    days_ago: int
    kind: str
    protocol: str
    summary: str
    helped: str = ""
    not_helped: str = ""
    lines: tuple[str, ...] = ()
    is_violent: bool = False
    offered: int | None = None
    held: int | None = None
    followed_up: int | None = None


_OF_A_YEAR = (
    ("miami", 66, "A patient waiting for a result shook and could not speak. It passed in ten minutes."),
    (
        "austin",
        95,
        "A colleague thought her heart had stopped. The first-aider had it looked at, and stayed.",
    ),
    ("leeds", 121, "Someone fled from a full meeting and sat on the stairs, unable to breathe out."),
    (
        "oakland",
        150,
        "After the alarm was tested, a visitor did not dare to come back in. Two people waited with him.",
    ),
    ("head-office", 178, "Before a talk a colleague's hands went numb. A quiet room and counting helped."),
    (
        "denver",
        205,
        "Someone stopped the lift between floors in his fear. The porter spoke to him until it moved.",
    ),
    (
        "dallas",
        239,
        "A patient's mother could not stand up again in the corridor. A nurse sat down on the floor with her.",
    ),
    ("york", 270, "A new colleague was sure that she was dying. It was over before the ambulance came."),
    (
        "portland",
        301,
        "Someone shook at the counter and could not say why. She rang her sister from the back room.",
    ),
    (
        "newark",
        328,
        "In the cold store somebody could not get his breath. He was led out, and was well by noon.",
    ),
)
"""Where and how many days ago somebody was in panic, and what was seen of it."""

INCIDENTS = (
    *(
        SampleIncident(site, days, "distress", "panic", summary, offered=1, held=2, followed_up=30)
        for site, days, summary in _OF_A_YEAR
    ),
    SampleIncident(
        "head-office", 43, "distress", "panic",
        "Someone could not breathe for fear in the canteen at noon. A first-aider sat down beside them.",
        helped="Moving the others out of the room, and slow breathing together.",
        not_helped="The poster by the door had the old extension.",
        offered=1, held=2, followed_up=30,
    ),
    SampleIncident(
        "dallas", 12, "violence", "aggression",
        "A visitor shouted at reception and struck the counter. He left when two people stood with the receptionist.",
        helped="Nobody blocked the way to the door.",
        is_violent=True, offered=1, held=3,
    ),
    SampleIncident(
        "leeds", 1, "suicide", "suicide",
        "Somebody said at the end of a shift that they wanted to end it all. A colleague asked, stayed, and called.",
        helped="The number on the card was answered at once.", lines=("gb-samaritans",),
    ),
)  # fmt: skip


def incident_steps(today: date) -> Iterator[Step]:
    """Each recorded on its day; what was done for those involved on the day on which it was done."""
    for each in INCIDENTS:
        yield from _Incident(each, today).steps()


class _Incident:
    def __init__(self, each: SampleIncident, today: date) -> None:
        self._each, self._day = each, today - timedelta(days=each.days_ago)
        self._fact = 0

    def steps(self) -> Iterator[Step]:
        yield Step(self._day, self._record)
        done = (
            ("offered", self._each.offered),
            ("held", self._each.held),
            ("followed up", self._each.followed_up),
        )
        for what, days in done:
            if days is not None:
                day = self._day + timedelta(days=days)
                yield Step(day, partial(self._debrief, what, day))

    def _record(self, opened: Recording) -> None:
        each, site = self._each, Site.get((Site.code == self._each.site) & Site.is_sample)
        occurred_at = datetime.combine(self._day, time(12, 10), ZoneInfo(site.time_zone))
        incident = record(
            Incident,
            opened.change,
            site=site,
            occurred_at=occurred_at,
            occurred_on=self._day,
            kind=each.kind,
            is_violent=each.is_violent,
            is_private=False,
            protocol=each.protocol,
            summary=each.summary,
            helped=each.helped,
            not_helped=each.not_helped,
            lines=[*each.lines],
            recorded_by=ACTOR,
            debrief_way="",
        )
        self._fact = incident.fact_id
        told_at = occurred_at.isoformat()
        opened.note(IncidentRecorded(site.code, self._fact, each.kind, told_at, has_sealed_part=False))

    def _debrief(self, what: str, day: date, opened: Recording) -> None:
        follow_up_on = day + timedelta(days=incident_rules().follow_up_days)
        values: dict[str, dict[str, Any]] = {
            "offered": {"debrief_offered_on": day, "debrief_way": "group", "follow_up_on": follow_up_on},
            "held": {"debrief_held_on": day},
            "followed up": {"followed_up_on": day},
        }
        supersede(get_incident(self._fact), opened.change, **values[what])
        opened.note(DebriefChanged(self._each.site, incident=self._fact, what=what, on=day.isoformat()))
