"""What is sent or fetched: messages and calendar feeds."""

from readiness.calendars.actions import make_feed, renew_feed
from readiness.calendars.queries import feeds_of
from readiness.foundation import clock
from readiness.notices.actions import Message, owe
from readiness.notices.models import OutboxMessage
from tests.access.world import Values, World, account_of
from tests.factories import change


def message(_world: World) -> Values:
    """A message that could not be sent; messages are never deleted."""
    with change() as opened:
        owe(Message("tried", "notices.test", "", {"by": "Ana"}, clock.now()), opened)
    found = OutboxMessage.get(OutboxMessage.key == "tried")
    OutboxMessage.update(recipient="a@harbor.org").where(OutboxMessage.id == found.id).execute()
    return Values(own=found.id, none=999_999)


def feed(world: World) -> Values:
    """A feed that is fetched, and the address that it had before."""
    account = account_of(world, "hr")
    old = make_feed(account, "role", None, clock.now())
    return Values(
        own=renew_feed(account, feeds_of(account.id)[0].id, clock.now()), deleted=old, none="nothing"
    )


def feed_id(world: World) -> Values:
    """One's own feed, and another's."""
    for role in world.sessions:
        make_feed(account_of(world, role), "own", None, clock.now())
    return Values(
        own=lambda role: feeds_of(account_of(world, role).id)[-1].id,
        other=lambda role: feeds_of(account_of(world, "hr" if role != "hr" else "admin").id)[-1].id,
        none=999_999,
    )
