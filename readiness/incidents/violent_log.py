"""The log of violent incidents, as it is shown, printed and taken away: the fields that are asked, nobody's name."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from readiness.foundation.temporal import NEVER, Knowledge, current, known
from readiness.incidents.models import Incident, ViolentLogEntry
from readiness.people.models import Site
from readiness.standards.incidents import incident_rules

HEADS = (
    "number", "date", "time", "site", "location", "type", "description", "committed_by", "circumstances", "place",
    "incident_type", "authorities", "protection", "completed_by", "job_title", "completed_on",
)  # fmt: skip
"""The columns of the file: (A) to (I) in their order."""


@dataclass(frozen=True, slots=True)
class Logged:
    """A violent incident in the log; `entry` None: nobody has written its entry yet."""

    incident: int
    occurred_at: datetime
    site: Site
    entry: ViolentLogEntry | None
    is_private: bool = False

    def chosen(self, question_id: str) -> list[str]:
        """The answers to a question in words."""
        if self.entry is None:
            return []
        given: str | list[str] = self.entry.answers.get(question_id, [])
        choices = incident_rules().asked(question_id).choices
        return [choices.get(each, each) for each in (given if isinstance(given, list) else [given])]


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Of which sites (None: all), in which days."""

    from_on: date
    until_on: date
    site_ids: Collection[int] | None = None


def log_of(sought: LogFilter, knowledge: Knowledge) -> Iterator[Logged]:
    """The log, the latest first."""
    rows = (
        Incident.select(Incident, Site)
        .join(Site)
        .where(
            Incident.is_violent
            & known(Incident, knowledge)
            & Incident.occurred_on.between(sought.from_on, sought.until_on)
        )
        .order_by(Incident.occurred_at.desc(), Incident.fact_id)
    )
    if sought.site_ids is not None:
        rows = rows.where(Incident.site.in_(sorted(sought.site_ids)))
    incidents = list(rows)
    numbers = [row.fact_id for row in incidents]
    entries = {
        row.incident: row
        for row in ViolentLogEntry.select().where(
            ViolentLogEntry.incident.in_(numbers) & known(ViolentLogEntry, knowledge)
        )
    }
    return (
        Logged(row.fact_id, row.occurred_at, row.site, entries.get(row.fact_id), row.is_private)
        for row in incidents
    )


def cells(logged: Logged, at_site: datetime) -> list[str]:
    """A row of the file. `at_site`: when it was by the clock there."""
    entry = logged.entry
    begin = [str(logged.incident), at_site.date().isoformat(), at_site.strftime("%H:%M"), logged.site.name]
    if entry is None:
        return [*begin, *[""] * (len(HEADS) - len(begin))]
    several = "; ".join
    return [
        *begin, entry.location, several(logged.chosen("types")), entry.description,
        several(logged.chosen("committed_by")), several(logged.chosen("circumstances")),
        several(logged.chosen("place")), several(logged.chosen("attacks")), entry.authorities, entry.protection,
        entry.completed_by, entry.job_title, entry.completed_on.isoformat(),
    ]  # fmt: skip


def open_entries(site_ids: Collection[int] | None) -> int:
    """How many violent incidents have no entry yet."""
    written = ViolentLogEntry.select(ViolentLogEntry.incident).where(current(ViolentLogEntry))
    rows = Incident.select().where(
        Incident.is_violent & (Incident.superseded_in == NEVER) & Incident.fact_id.not_in(written)
    )
    if site_ids is not None:
        rows = rows.where(Incident.site.in_(sorted(site_ids)))
    return int(rows.count())
