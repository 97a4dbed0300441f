"""The audit events of paper: what was printed, what was hung up and taken down."""

from typing import ClassVar

from readiness.audit.events import Event, event


@event
class PaperPrinted(Event):
    """Pieces were ordered together. The subject is their batch; `sites` counts, `with_keys` says of new ones."""

    action: ClassVar[str] = "paper printed"
    kinds: list[str]
    languages: list[str]
    sites: int
    pieces: int
    with_keys: bool


@event
class PaperHung(Event):
    """A piece hangs at a place. The subject is its serial; `instead_of` the one whose place it takes, or ''."""

    action: ClassVar[str] = "paper hung up"
    site: str
    place: str
    hung_on: str
    instead_of: str


@event
class PaperTakenDown(Event):
    """A piece hangs no more, from a day; or was never there ('' for the day). The subject is its serial."""

    action: ClassVar[str] = "paper taken down"
    site: str
    place: str
    taken_down_on: str
