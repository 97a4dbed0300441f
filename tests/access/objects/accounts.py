"""Accounts, their links and sessions, as they stand in addresses."""

from readiness.accounts.actions import AccountWish, Choice, invite, use_link
from readiness.accounts.queries import find_account
from readiness.accounts.sign_in import Browser
from readiness.accounts.standing import Moment
from readiness.foundation import clock
from readiness.incidents.sealed import grant_reading
from readiness.web.access import Role
from tests.access.world import Values, World
from tests.signing_in import PASSWORD


def token(world: World) -> Values:
    moment = Moment(clock.now(), clock.today("UTC"))
    used = invite("used@example.org", AccountWish("Ben Used", Role.HR), "a test", moment).token
    use_link(used, Choice(PASSWORD), "", Browser("", ""), moment)
    unused = invite("unused@example.org", AccountWish("Ana Unused", Role.HR), "a test", moment).token
    return Values(own=unused, deleted=used, none="nothing")


def account(world: World) -> Values:
    """An account that is neither signed in nor that of whoever asks; accounts are never deleted."""
    moment = Moment(clock.now(), clock.today("UTC"))
    invite("someone@example.org", AccountWish("Cara Some", Role.HR), "a test", moment)
    grant_reading("someone@example.org", moment.today, "a test")
    found = find_account("someone@example.org")
    assert found is not None
    return Values(own=found.account.id, none=999_999)


def session(world: World) -> Values:
    """One's own session, that of another, one that has ended."""
    return Values(
        own=lambda role: world.sessions.get(role, world.sessions["hr"]),
        other=lambda role: world.sessions["hr" if role != "hr" else "admin"],
        none=999_999,
    )
