"""The audit events of nightly files; their subject is the file's name."""

from typing import ClassVar

from readiness.audit.events import Event, event


@event
class NightlyFileArrived(Event):
    """A nightly file has come: by the folder or the address. `sha256` '': it could not be kept."""

    action: ClassVar[str] = "nightly file arrived"
    run: int
    way: str
    sha256: str


@event
class NightlyFileEnded(Event):
    """A nightly file was held back, or has come to its end; or none came."""

    action: ClassVar[str] = "nightly file told"
    run: int
    state: str
    reasons: list[str]
    counts: dict[str, int]


@event
class NightlyTokenMade(Event):
    """The token with which nightly files are posted was made anew, or taken away."""

    action: ClassVar[str] = "nightly token made"
    is_made: bool
