"""A gap that is given to somebody, and spoken of."""

from datetime import timedelta
from typing import Any

from readiness.accounts.models import AccountSession
from tests.access.conftest import House
from tests.access.preparing.sending import DAY, Sent
from tests.factories import adopt, make_person, make_site

HOLDERS = {"check": "holders_per_headcount", "terms": {"certificate": "cpr-aed", "at_least": 1}}


def gap(house: House, **more: Any) -> str:
    """A site where nobody holds what is asked; what its address says of the gap."""
    site = make_site("lone-site", country="US", region="")
    make_person(site)
    adopt(HOLDERS, **more)
    return "clause=tested/clause-1&of=lone-site"


def give(house: House, _role: str) -> Sent:
    path = f"/compliance/follow-ups/give?{gap(house)}"
    owner = AccountSession.get_by_id(house.world.sessions["hr"]).account.email
    return {
        "path": path,
        "owner": owner,
        "due_on": (DAY + timedelta(days=9)).isoformat(),
        "text": "Please.",
        "seen": "0",
    }


def say(house: House, _role: str) -> Sent:
    return {"path": f"/compliance/follow-ups/say?{gap(house)}", "text": "Soon."}


def ask(house: House, _role: str) -> Sent:
    return {"path": f"/compliance/follow-ups/ask?{gap(house, jurisdiction='US-CA')}"}
