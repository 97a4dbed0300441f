"""Accounts, and their calendars."""

from readiness.accounts.models import AccountSession
from tests.access.conftest import House
from tests.access.preparing.sending import Sent


def sign_out(house: House, _role: str) -> Sent:
    account = AccountSession.get_by_id(house.world.sessions["employee"]).account.id
    return {"path": f"/settings/accounts/{account}/sign-out"}


def calendar(_house: House, _role: str) -> Sent:
    return {"kind": "site", "site": "own-site"}
