"""The audit events of responders. Of what someone agreed to have shown, an event says only which of it there is."""

from typing import ClassVar

from readiness.audit.events import Event, event


@event
class ResponderAgreed(Event):
    """Someone agreed to be shown to colleagues as a responder. The subject is the staff number."""

    action: ClassVar[str] = "responder agreed to be shown"
    agreed_on: str
    way: str
    fields: list[str]
    audience: str = "card"


@event
class ResponderWithdrew(Event):
    """Someone is to be shown no more. The subject is the staff number."""

    action: ClassVar[str] = "responder withdrew"


@event
class ShiftWritten(Event):
    """Someone is on duty at a site on a weekday (0: Monday) in every week. The subject is the staff number."""

    action: ClassVar[str] = "duty shift written"
    site: str
    weekday: int
    hours: str
    from_on: str
    until_on: str


@event
class ShiftEnded(Event):
    """A weekly shift has a last day, or was entered by mistake: then '' . The subject is the staff number."""

    action: ClassVar[str] = "duty shift ended"
    site: str
    weekday: int
    until_on: str


@event
class AbsenceWritten(Event):
    """Someone is not on duty on these days. The subject is the staff number."""

    action: ClassVar[str] = "duty absence written"
    from_on: str
    until_on: str


@event
class AbsenceTakenBack(Event):
    """Days on which someone was not on duty were entered by mistake. The subject is the staff number."""

    action: ClassVar[str] = "duty absence taken back"
    from_on: str
    until_on: str


@event
class PresenceSaid(Event):
    """Someone said that they are at a site on a day, or ('') not on duty. The subject is the staff number."""

    action: ClassVar[str] = "duty presence said"
    said_on: str
    site: str


@event
class CardKeyMade(Event):
    """The card of a site has a new key; the one before opens nothing any more. The subject is the site's code."""

    action: ClassVar[str] = "card key made"


@event
class CardKeyRemoved(Event):
    """The card of a site shows nobody any more. The subject is the site's code."""

    action: ClassVar[str] = "card key removed"
