"""The audit events of privacy. Their subject never is a name: a staff number, or the pseudonym that took its place."""

from typing import ClassVar

from readiness.audit.events import Event, event


@event
class PersonErased(Event):
    """The name of someone was taken out. The subject is the pseudonym that stands in its place.

    Of the trail: of which events who did it, to what, and the details were erased ('1-4,7'); `old` are those of
    earlier releases whose hash covered the name, `old_sha256` is of what stays of them. `rows`: by table.
    """

    action: ClassVar[str] = "person erased"
    reason: str
    actors: str
    subjects: str
    details: str
    old: str
    old_sha256: str
    rows: dict[str, int]


@event
class DataGiven(Event):
    """All that is kept of someone was given as a file. The subject is the staff number, or the account."""

    action: ClassVar[str] = "personal data given"
    rows: int
    is_to_themself: bool


@event
class HoldPlaced(Event):
    """Nothing of someone is removed or erased for now. The subject is the staff number."""

    action: ClassVar[str] = "privacy hold placed"
    until_on: str
    reason: str


@event
class HoldReleased(Event):
    """What was held may be removed again. The subject is the staff number."""

    action: ClassVar[str] = "privacy hold released"
    hold: int


@event
class RowsRemoved(Event):
    """Records were removed because their time is over. The subject is the kind of record."""

    action: ClassVar[str] = "records removed"
    rows: int
    before_on: str
