"""Crediting an incident as an exercise for one clause that allows it: with its citation, and what proves it."""

from dataclasses import dataclass
from datetime import date

from readiness.audit.actions import Recording, recording
from readiness.audit.events.incidents import IncidentCredited
from readiness.foundation.errors import Conflict, InvalidInput, NotFound
from readiness.foundation.temporal import current, record, withdraw
from readiness.foundation.words import gettext as _
from readiness.incidents.identifying import faults_of
from readiness.incidents.models import Incident, IncidentCredit
from readiness.incidents.queries import get_incident, known_names

SHORTEST_PROOF = 10


@dataclass(frozen=True, slots=True)
class Credit:
    """For which clause an incident is to count, where that stands, and what proves that it does."""

    pack_id: str
    clause_id: str
    citation: str
    proof: str


def credit_incident(number: int, wanted: Credit, today: date, actor: str) -> None:
    """Let an incident count for a clause; whoever calls has asked whether the clause allows it.

    Raises InvalidInput where nothing proves it, Conflict where it counts already.
    """
    incident = get_incident(number)
    faults = faults_of({"proof": wanted.proof}, known_names)
    if len(wanted.proof.strip()) < SHORTEST_PROOF:
        faults.append(
            _("proof: Write what proves that it was equal to such an exercise, and where that is kept.")
        )
    if faults:
        raise InvalidInput(faults)
    if _credit_of(number, wanted.pack_id, wanted.clause_id) is not None:
        raise Conflict(_("It counts for this clause already."))
    with recording(actor) as opened:
        record(
            IncidentCredit, opened.change, incident=number, site=incident.site, occurred_on=incident.occurred_on,
            kind=incident.kind, pack_id=wanted.pack_id, clause_id=wanted.clause_id, citation=wanted.citation,
            proof=wanted.proof.strip(), credited_by=actor, credited_on=today,
        )  # fmt: skip
        _note(incident, wanted.pack_id, wanted.clause_id, wanted.citation, opened, is_credited=True)


def take_back_credit(number: int, pack_id: str, clause_id: str, actor: str) -> None:
    """It does not count for a clause after all; raises NotFound where it does not."""
    incident, credit = get_incident(number), _credit_of(number, pack_id, clause_id)
    if credit is None:
        raise NotFound(_("It does not count for this clause."))
    with recording(actor) as opened:
        withdraw(credit, opened.change)
        _note(incident, pack_id, clause_id, credit.citation, opened, is_credited=False)


def _credit_of(number: int, pack_id: str, clause_id: str) -> IncidentCredit | None:
    found: IncidentCredit | None = IncidentCredit.get_or_none(
        (IncidentCredit.incident == number)
        & (IncidentCredit.pack_id == pack_id)
        & (IncidentCredit.clause_id == clause_id)
        & current(IncidentCredit)
    )
    return found


def _note(
    incident: Incident, pack_id: str, clause_id: str, citation: str, opened: Recording, *, is_credited: bool
) -> None:
    opened.note(
        IncidentCredited(
            incident.site.code,
            incident=incident.fact_id,
            pack=pack_id,
            clause=clause_id,
            kind="" if incident.is_private else incident.kind,
            citation=citation,
            is_credited=is_credited,
        )
    )
