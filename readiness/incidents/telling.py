"""The messages of incidents: to those who look after them, and to those who helped. None says what happened to whom."""

from datetime import datetime, timedelta

from readiness.accounts.queries import coordinators, managers_of
from readiness.audit.actions import Recording
from readiness.incidents.models import Incident, IncidentHelper
from readiness.notices.actions import Message, owe, withdraw
from readiness.standards.incidents import incident_rules

REMINDED_BEFORE = timedelta(hours=24)
"""So long before its end the time for offering a debrief is told of again."""


def carers_of(incident: Incident, now: datetime) -> list[str]:
    """The addresses of those who look after an incident: the site's managers, and the coordinators."""
    return list(dict.fromkeys([*managers_of(incident.site.id, now.date()), *coordinators(now.date())]))


def tell_recorded(incident: Incident, now: datetime, opened: Recording) -> None:
    """Tell those who look after it that there is one, and owe a reminder of the debrief that is to be offered."""
    until = incident.occurred_at + timedelta(hours=incident_rules().debrief_hours)
    about = _about(incident)
    for address in carers_of(incident, now):
        for kind, due_at in (("recorded", now), ("to_offer", max(now, until - REMINDED_BEFORE))):
            if kind == "to_offer" and until < now:
                continue
            owe(
                Message(
                    f"incidents/{incident.fact_id}/{kind}/{address}", f"incidents.{kind}", address, about, due_at,
                    link=f"/incidents/{incident.fact_id}",
                ),
                opened,
            )  # fmt: skip


def tell_offered(incident: Incident, now: datetime, opened: Recording) -> None:
    """Nobody is reminded of the offer any more; whoever offered it is, of asking everyone again."""
    withdraw(f"incidents/{incident.fact_id}/to_offer/", now)
    withdraw(f"incidents/{incident.fact_id}/follow_up/", now)
    ask_at = now + timedelta(days=incident_rules().follow_up_days)
    owe(
        Message(
            f"incidents/{incident.fact_id}/follow_up/{opened.change.id}", "incidents.follow_up", opened.actor,
            _about(incident), ask_at, link=f"/incidents/{incident.fact_id}",
        ),
        opened,
    )  # fmt: skip


def offer_to(incident: Incident, helper: IncidentHelper, now: datetime, opened: Recording) -> None:
    """Offer a debrief to somebody who helped, once."""
    if not helper.person.email:
        return
    owe(
        Message(
            f"incidents/{incident.fact_id}/offer/{helper.person.id}", "incidents.offer", helper.person.email,
            {**_about(incident), "given_name": helper.person.given_name}, now, person=helper.person.id,
        ),
        opened,
    )  # fmt: skip


def tell_over(number: int, now: datetime) -> None:
    """Everyone was asked again: nobody is reminded of it."""
    withdraw(f"incidents/{number}/follow_up/", now)


def _about(incident: Incident) -> dict[str, str]:
    """Where and on which day; not what."""
    return {"site": incident.site.name, "occurred_on": incident.occurred_on.isoformat()}
