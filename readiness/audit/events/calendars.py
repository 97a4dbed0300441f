"""The audit events of calendar feeds. The subject is the account; none holds what opens a feed."""

from typing import ClassVar

from readiness.audit.events import Event, event


@event
class CalendarFeedMade(Event):
    """Somebody made an address for a calendar app; `site` is a code, '' where the feed is of none."""

    action: ClassVar[str] = "calendar feed made"
    feed: int
    kind: str
    site: str


@event
class CalendarFeedRenewed(Event):
    """A feed has a new address; the one before shows nothing any more."""

    action: ClassVar[str] = "calendar feed renewed"
    feed: int


@event
class CalendarFeedEnded(Event):
    """A feed shows nothing any more."""

    action: ClassVar[str] = "calendar feed ended"
    feed: int
