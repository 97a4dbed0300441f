"""Incidents: who helped, what is sealed, and what counts as an exercise."""

from datetime import timedelta

from readiness.accounts.models import AccountSession
from readiness.compliance.judging.crediting import Claim, credit_for_clause
from readiness.incidents.caring import offer_debrief
from readiness.incidents.sealed import grant_reading
from tests.access.conftest import House
from tests.access.preparing.sending import DAY, Prepare, Sent, own, post
from tests.factories import adopt, make_person


def reader(house: House, _role: str) -> Sent:
    return {"email": AccountSession.get_by_id(house.world.sessions["hr"]).account.email}


def ask_again(house: House, role: str) -> Sent:
    offer_debrief(own(house, "incident_id", role), "group", DAY, DAY, "a test")
    return {"followed_up_on": DAY.isoformat()}


def add_helper(house: House, _role: str) -> Sent:
    return {"staff_number": make_person(house.world.own_site).staff_number}


def rest(_house: House, _role: str) -> Sent:
    return {"what": "rest", "until_on": (DAY + timedelta(days=14)).isoformat()}


def write_sealed(house: House, _role: str) -> Sent:
    account = AccountSession.get_by_id(house.world.sessions["hr"]).account
    grant_reading(account.email, DAY, "a test")
    return {"role": "hr", "people": "Some words.", "account": "", "witnesses": ""}


def read_sealed(house: House, role: str) -> Sent:
    """It is sealed with the key of this installation."""
    path = f"/incidents/{own(house, 'incident_id', 'hr')}/sealed/write"
    post(house, "hr", path, write_sealed(house, role))
    return {"role": "hr", "reason": "A claim is open."}


def asked_for_exercises(*, is_credited: bool) -> Prepare:
    """An incident that may count for a clause, or counts already."""

    def prepare(house: House, role: str) -> Sent:
        adopt(
            {
                "check": "exercises_in_window",
                "terms": {"at_least": 1, "within_months": 12, "incidents_count": True},
            }
        )
        number, claim = own(house, "incident_id", role), Claim("tested", "clause-1", "The log, in folder 12")
        if is_credited:
            credit_for_clause(number, claim, DAY, "a test")
        return {"pack": claim.pack_id, "clause": claim.clause_id, "proof": claim.proof}

    return prepare
