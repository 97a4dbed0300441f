"""A report that is to come by itself."""

from readiness.accounts.models import AccountSession
from readiness.foundation import clock
from tests.access.conftest import House
from tests.access.preparing.sending import Sent


def schedule(house: House, _role: str) -> Sent:
    to = str(AccountSession.get_by_id(house.world.sessions["hr"]).account.id)
    return {
        "report": "gaps",
        "form": "pdf",
        "every": "week",
        "first_on": clock.today("Pacific/Kiritimati").isoformat(),
        "recipients": [to],
    }
