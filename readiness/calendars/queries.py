"""Reads of feeds."""

from readiness.calendars.models import CalendarFeed
from readiness.foundation.errors import NotFound
from readiness.foundation.words import gettext as _
from readiness.people.models import Site

OWN, OF_SITE, OF_ROLE = "own", "site", "role"


def find_feed(token_hash: str) -> CalendarFeed | None:
    """The feed with this token, with its site; None where there is none, or no more."""
    found: CalendarFeed | None = (
        CalendarFeed.select(CalendarFeed, Site)
        .left_outer_join(Site)
        .where(CalendarFeed.token_hash == token_hash)
        .first()
    )
    return found


def feeds_of(account_id: int) -> list[CalendarFeed]:
    """Somebody's feeds, by when they were made."""
    return list(
        CalendarFeed.select(CalendarFeed, Site)
        .left_outer_join(Site)
        .where(CalendarFeed.account == account_id)
        .order_by(CalendarFeed.id)
    )


def own_feed(account_id: int, feed_id: int) -> CalendarFeed:
    """One of somebody's feeds; raises NotFound, also for another's."""
    for each in feeds_of(account_id):
        if each.id == feed_id:
            return each
    raise NotFound(_("Check the address, or go back to the start."), title=_("There is no such page."))
