"""What may be done with feeds: making one, giving it a new address, ending it."""

from datetime import date, datetime

from readiness.audit.actions import recording
from readiness.audit.events.calendars import CalendarFeedEnded, CalendarFeedMade, CalendarFeedRenewed
from readiness.calendars.models import CalendarFeed
from readiness.calendars.queries import OF_ROLE, OF_SITE, OWN, feeds_of, own_feed
from readiness.foundation.database import write_if_free
from readiness.foundation.errors import Conflict, InvalidInput
from readiness.foundation.words import gettext as _
from readiness.people.models import Site
from readiness.web.access import Account
from readiness.web.sessions import hashed, new_token

MOST_FEEDS = 10


def make_feed(account: Account, kind: str, site: Site | None, now: datetime) -> str:
    """Make a feed; gives its token, this once. Raises InvalidInput, Conflict where there is such a feed already."""
    if kind not in (OWN, OF_SITE, OF_ROLE) or (kind == OF_SITE) != (site is not None):
        raise InvalidInput(_("kind: Choose which calendar it is to be."))
    token = new_token()
    with recording(account.email) as opened:
        present = feeds_of(account.id)
        if len(present) >= MOST_FEEDS:
            raise Conflict(_("You have %(most)s calendars. End one first.", most=MOST_FEEDS))
        if any(each.kind == kind and each.site == site for each in present):
            raise Conflict(_("You have this calendar already. Renew its address if you have lost it."))
        made = CalendarFeed.create(
            account=account.id, kind=kind, site=site, token_hash=hashed(token), made_at=now, fetched_on=None
        )
        opened.note(CalendarFeedMade(account.email, feed=made.id, kind=kind, site=site.code if site else ""))
    return token


def renew_feed(account: Account, feed_id: int, now: datetime) -> str:
    """Give a feed a new address; the one before shows nothing from now on. Gives the token, this once."""
    token = new_token()
    with recording(account.email) as opened:
        feed = own_feed(account.id, feed_id)
        feed.token_hash, feed.made_at, feed.fetched_on = hashed(token), now, None
        feed.save(only=[CalendarFeed.token_hash, CalendarFeed.made_at, CalendarFeed.fetched_on])
        opened.note(CalendarFeedRenewed(account.email, feed=feed.id))
    return token


def end_feed(account: Account, feed_id: int) -> None:
    """Let a feed show nothing any more."""
    with recording(account.email) as opened:
        own_feed(account.id, feed_id).delete_instance()
        opened.note(CalendarFeedEnded(account.email, feed=feed_id))


def note_fetched(feed: CalendarFeed, today: date) -> None:
    """Say on which day an app asked last: at most once a day, and only where nobody else is writing."""
    if feed.fetched_on != today:
        write_if_free(
            "UPDATE calendar_feed SET fetched_on = :today WHERE id = :feed", today=today, feed=feed.id
        )
