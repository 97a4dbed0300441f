"""Incidents of the sample organisation: one that is over, one that is looked after, one of yesterday."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from readiness.audit.actions import Recording
from readiness.foundation.temporal import record
from readiness.incidents.models import Incident
from readiness.people.models import Site
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


INCIDENTS = (
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


def write_incidents(today: date, actor: str, opened: Recording) -> None:
    """Record them, within the change of the sample."""
    sites = {site.code: site for site in Site.select().where(Site.is_sample)}
    for each in INCIDENTS:
        site, day = sites[each.site], today - timedelta(days=each.days_ago)
        offered_on = _after(day, each.offered)
        record(
            Incident,
            opened.change,
            site=site,
            occurred_at=datetime.combine(day, time(12, 10), ZoneInfo(site.time_zone)),
            occurred_on=day,
            kind=each.kind,
            is_violent=each.is_violent,
            is_private=False,
            protocol=each.protocol,
            summary=each.summary,
            helped=each.helped,
            not_helped=each.not_helped,
            lines=[*each.lines],
            recorded_by=actor,
            debrief_offered_on=offered_on,
            debrief_way="group" if offered_on else "",
            debrief_held_on=_after(day, each.held),
            follow_up_on=_after(day, each.offered and each.offered + incident_rules().follow_up_days),
            followed_up_on=_after(day, each.followed_up),
        )


def _after(day: date, days: int | None) -> date | None:
    return None if days is None else day + timedelta(days=days)
