"""The audit events of gaps that are seen to. The subject is the site's code ('': no site is recorded)."""

from typing import ClassVar

from readiness.audit.events import Event, event


@event
class GapGiven(Event):
    """Somebody was asked to see to a gap until a day. `owner`: 'account:3' or 'person:12'."""

    action: ClassVar[str] = "gap given"
    clause: str
    thread: int
    owner: str
    due_on: str


@event
class GapSpokenOf(Event):
    """Something was said of a gap; the words are kept with it."""

    action: ClassVar[str] = "gap spoken of"
    clause: str
    thread: int
    entry: int


@event
class GapClosed(Event):
    """A gap that was seen to is one no more: `closed_as` is the status that took its place."""

    action: ClassVar[str] = "gap closed"
    clause: str
    thread: int
    closed_as: str
