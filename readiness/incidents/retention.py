"""How long incidents are kept: removed whole when the years are over, never while anything holds them."""

from datetime import date

from readiness.audit.actions import Recording, recording
from readiness.audit.events.incidents import HoldChanged, IncidentRemoved
from readiness.foundation.errors import Conflict, InvalidInput, NotFound
from readiness.foundation.temporal import current, record, supersede
from readiness.foundation.words import gettext as _
from readiness.incidents.identifying import faults_of
from readiness.incidents.models import OF_INCIDENTS, Incident, IncidentHold
from readiness.incidents.queries import get_incident, hold_of, known_names
from readiness.people.models import Site
from readiness.standards.incidents import incident_rules


def kept_until(occurred_on: date) -> date:
    """The last day on which an incident must be kept."""
    years = incident_rules().keep_years
    try:
        return occurred_on.replace(year=occurred_on.year + years)
    except ValueError:  # 29 February
        return date(occurred_on.year + years, 3, 1)


def place_hold(number: int, reason: str, today: date, actor: str) -> None:
    """Hold an incident against removal, for a claim or an inquiry; raises Conflict where it is held."""
    incident = get_incident(number)
    faults = faults_of({"reason": reason}, known_names)
    if faults:
        raise InvalidInput(faults)
    if hold_of(number) is not None:
        raise Conflict(_("It is held already."))
    with recording(actor) as opened:
        record(
            IncidentHold, opened.change, incident=number, reason=reason, placed_by=actor, placed_on=today,
            released_by="", released_on=None,
        )  # fmt: skip
        opened.note(HoldChanged(incident.site.code, incident=number, is_held=True, reason=reason))


def release_hold(number: int, today: date, actor: str) -> None:
    """Hold it no longer; raises NotFound where nothing holds it."""
    incident, hold = get_incident(number), hold_of(number)
    if hold is None:
        raise NotFound(_("Nothing holds it."))
    with recording(actor) as opened:
        supersede(hold, opened.change, released_by=actor, released_on=today)
        opened.note(HoldChanged(incident.site.code, incident=number, is_held=False, reason=hold.reason))


def remove_what_is_over(today: date, actor: str) -> list[int]:
    """Remove every incident whose years are over and that nothing holds; gives their numbers."""
    held = IncidentHold.select(IncidentHold.incident).where(
        IncidentHold.released_on.is_null() & current(IncidentHold)
    )
    over = (
        Incident.select(Incident, Site)
        .join(Site)
        .where(
            current(Incident) & (Incident.occurred_on < _years_before(today)) & Incident.fact_id.not_in(held)
        )
    )
    if not over.exists():
        return []
    with recording(actor) as opened:
        # Asked again within the change: only one is open, so that nobody places a hold meanwhile.
        gone = list(over)
        for incident in gone:
            _remove(incident, opened)
        return [incident.fact_id for incident in gone]


def _years_before(today: date) -> date:
    """Whatever is of an earlier day than this has been kept for long enough."""
    years = incident_rules().keep_years
    try:
        return today.replace(year=today.year - years)
    except ValueError:  # 29 February
        return date(today.year - years, 2, 28)


def _remove(incident: Incident, opened: Recording) -> None:
    """Every version of it and of what hangs on it; the trail keeps that there was one, and of which day."""
    number = incident.fact_id
    for model in OF_INCIDENTS:
        model.delete().where(model.incident == number).execute()
    Incident.delete().where(Incident.fact_id == number).execute()
    opened.note(
        IncidentRemoved(
            incident.site.code,
            incident=number,
            occurred_on=incident.occurred_on.isoformat(),
            kept_years=incident_rules().keep_years,
        )
    )


def forget_what_is_of_no_incident() -> None:
    """Delete what is left of incidents that are removed, as a sample is; within a change that is open."""
    for model in OF_INCIDENTS:
        model.delete().where(model.incident.not_in(Incident.select(Incident.fact_id))).execute()
