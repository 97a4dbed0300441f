"""What may be done with an incident: recording it, saying more of it, its log entry, its timeline."""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from readiness.audit.actions import Recording, recording
from readiness.audit.events.incidents import (
    IncidentChanged,
    IncidentRecorded,
    ViolentIncidentLogged,
)
from readiness.foundation.clock import day_of
from readiness.foundation.errors import InvalidInput
from readiness.foundation.temporal import record, supersede
from readiness.foundation.words import gettext as _
from readiness.incidents.identifying import faults_of
from readiness.incidents.models import Incident, IncidentMoment, ViolentLogEntry
from readiness.incidents.queries import get_incident, known_names, log_entry_of
from readiness.incidents.sealed import write_sealed
from readiness.incidents.sealing import Sealer
from readiness.incidents.telling import tell_recorded
from readiness.lines.queries import crisis_lines
from readiness.people.models import Site
from readiness.people.queries import get_site
from readiness.standards.incidents import incident_rules


@dataclass(frozen=True, slots=True)
class Shared:
    """What of an incident is safe to share. `occurred_at`: an instant; `lines`: the codes of those that were called."""

    occurred_at: datetime
    kind: str
    is_violent: bool
    protocol: str
    is_private: bool
    summary: str
    helped: str = ""
    not_helped: str = ""
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class LogEntry:
    """What the log of violent incidents asks; `answers` by the ids of its questions."""

    location: str
    description: str
    answers: dict[str, str | list[str]]
    authorities: str
    protection: str
    completed_by: str
    job_title: str


NOT_OFFERED = {
    "debrief_offered_on": None,
    "debrief_way": "",
    "debrief_held_on": None,
    "follow_up_on": None,
    "followed_up_on": None,
}


def record_incident(
    site_code: str, shared: Shared, sealed: dict[str, str], sealer: Sealer, now: datetime, actor: str
) -> int:
    """Record what happened, with what is sealed of it; gives its number.

    Raises InvalidInput naming every field in which somebody could be recognised.
    """
    site = get_site(site_code)
    check_shared(shared, now)
    with recording(actor) as opened:
        incident = record(
            Incident, opened.change, site=site, occurred_on=day_at(site, shared.occurred_at), recorded_by=actor,
            **asdict(shared), **NOT_OFFERED,
        )  # fmt: skip
        is_sealed = any(text.strip() for text in sealed.values())
        opened.note(
            IncidentRecorded(
                site.code,
                incident=incident.fact_id,
                kind=shared.kind,
                occurred_at=shared.occurred_at.isoformat(),
                has_sealed_part=is_sealed,
            )
        )
        if is_sealed:
            write_sealed(incident, sealed, sealer, now, opened)
        tell_recorded(incident, now, opened)
        return incident.fact_id


def check_shared(shared: Shared, now: datetime) -> None:
    """Raise InvalidInput for what is to come, a kind or line that is none, and where somebody could be recognised."""
    faults = []
    if shared.occurred_at > now:
        faults.append(_("occurred_at: That is still to come."))
    if shared.kind not in incident_rules().kind:
        faults.append(_("kind: Choose what happened."))
    known = crisis_lines()
    faults += [
        _("lines: There is no crisis line '%(code)s'.", code=code)
        for code in shared.lines
        if code not in known
    ]
    texts = {"summary": shared.summary, "helped": shared.helped, "not_helped": shared.not_helped}
    faults += faults_of(texts, known_names)
    if faults:
        raise InvalidInput(faults)


def day_at(site: Site, instant: datetime) -> date:
    """The day of an instant at a site."""
    return day_of(instant, site.time_zone)


def correct_incident(number: int, shared: Shared, now: datetime, actor: str) -> None:
    """Say anew what may be shared; what was known before stays to be asked for."""
    incident = get_incident(number)
    check_shared(shared, now)
    values = {**asdict(shared), "occurred_on": day_at(incident.site, shared.occurred_at)}
    new = sorted(name for name, value in values.items() if getattr(incident, name) != value)
    if new:
        with recording(actor) as opened:
            supersede(incident, opened.change, **values)
            _note(incident, "corrected", new, opened)


def _note(incident: Incident, what: str, fields: list[str], opened: Recording) -> None:
    opened.note(IncidentChanged(incident.site.code, incident=incident.fact_id, what=what, fields=fields))


def add_moment(number: int, noted_at: datetime, text: str, now: datetime, actor: str) -> None:
    """Add a line to the timeline."""
    incident = get_incident(number)
    faults = faults_of({"text": text}, known_names)
    if noted_at > now:
        faults.append(_("noted_at: That is still to come."))
    if faults:
        raise InvalidInput(faults)
    with recording(actor) as opened:
        record(IncidentMoment, opened.change, incident=number, noted_at=noted_at, text=text)
        _note(incident, "moment added", ["text"], opened)


def log_violence(number: int, entry: LogEntry, today: date, actor: str) -> None:
    """Write what the log of violent incidents asks, or correct it.

    Raises InvalidInput for what is no answer, and where someone involved could be recognised.
    """
    incident = get_incident(number)
    faults = _answer_faults(entry)
    told = ("location", "description", "authorities", "protection")
    faults += faults_of({name: getattr(entry, name) for name in told}, known_names)
    if faults:
        raise InvalidInput(faults)
    values = {**asdict(entry), "completed_on": today}
    with recording(actor) as opened:
        before = log_entry_of(number)
        if before is None:
            record(ViolentLogEntry, opened.change, incident=number, **values)
        else:
            supersede(before, opened.change, **values)
        if not incident.is_violent:
            supersede(incident, opened.change, is_violent=True)
        opened.note(
            ViolentIncidentLogged(incident.site.code, incident=number, completed_on=today.isoformat())
        )


def _answer_faults(entry: LogEntry) -> list[str]:
    faults = []
    for question in incident_rules().question:
        given = entry.answers.get(question.id, [])
        chosen = given if isinstance(given, list) else [given]
        if not chosen or not set(chosen) <= question.choices.keys():
            faults.append(_("%(question)s: Choose what fits.", question=question.id))
    return faults
