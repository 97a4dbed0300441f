"""The audit events of people, sites and departments.

Of what a person is called and reached by, an event names the columns only: what they said stands in
the versions of the person, which can be erased without touching the trail.
"""

from dataclasses import field
from typing import ClassVar

from readiness.audit.events import Event, event


@event
class PersonAdded(Event):
    """Someone was added by hand. The subject is the staff number."""

    action: ClassVar[str] = "person added"
    site: str
    department: str
    job_title: str
    from_on: str
    until_on: str


@event
class PersonEdited(Event):
    """What someone is called or reached by was changed. The subject is the staff number."""

    action: ClassVar[str] = "person edited"
    fields: list[str]
    reason: str


@event
class PersonMoved(Event):
    """Someone works elsewhere, or as something else, from a day on. The subject is the staff number."""

    action: ClassVar[str] = "person moved"
    site: str
    department: str
    job_title: str
    from_on: str
    reason: str


@event
class MoveTakenBack(Event):
    """A move from a day on was entered by mistake. The subject is the staff number."""

    action: ClassVar[str] = "move taken back"
    from_on: str
    reason: str


@event
class EmploymentRecorded(Event):
    """Someone is employed from the first to the last day. The subject is the staff number."""

    action: ClassVar[str] = "employment recorded"
    employment: int
    from_on: str
    until_on: str
    reason: str


@event
class EmploymentCorrected(Event):
    """The first or last day of an employment was wrong, or has changed. The subject is the staff number."""

    action: ClassVar[str] = "employment corrected"
    employment: int
    from_on: str
    until_on: str
    reason: str


@event
class LeaveRecorded(Event):
    """Someone is away from the first to the last day. The subject is the staff number."""

    action: ClassVar[str] = "leave recorded"
    leave: int
    from_on: str
    until_on: str
    reason: str


@event
class LeaveCorrected(Event):
    """The first or last day of a leave was wrong, or has changed. The subject is the staff number."""

    action: ClassVar[str] = "leave corrected"
    leave: int
    from_on: str
    until_on: str
    reason: str


@event
class SpellTakenBack(Event):
    """An employment or a leave was entered by mistake: it never was. The subject is the staff number."""

    action: ClassVar[str] = "days taken back"
    kind: str
    from_on: str
    until_on: str
    reason: str


@event
class SiteAdded(Event):
    """A site was added by hand. The subject is its code."""

    action: ClassVar[str] = "site added"
    name: str


@event
class NearbyCareSet(Event):
    """How many minutes away care is, from a day on; None: none is near. The subject is the site's code."""

    action: ClassVar[str] = "nearby care set"
    from_on: str
    minutes: int | None


@event
class SiteEdited(Event):
    """What we know of a site was changed; values are the new ones, `before` the old. The subject is its code."""

    action: ClassVar[str] = "site edited"
    values: dict[str, str]
    reason: str
    before: dict[str, str] = field(default_factory=dict)


@event
class DepartmentRenamed(Event):
    """A department has another name. The subject is the new one."""

    action: ClassVar[str] = "department renamed"
    before: str


@event
class DepartmentAdded(Event):
    """A department was named for the first time. The subject is its name."""

    action: ClassVar[str] = "department added"
