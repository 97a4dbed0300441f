"""Events of reminders."""

from typing import Any, ClassVar

from readiness.audit.events import Event, event


@event
class RemindersOwed(Event):
    """Reminders were put into the outbox. The subject is the time zone whose day it was."""

    action: ClassVar[str] = "reminders owed"
    day: str
    count: int


@event
class RemindersWithdrawn(Event):
    """Reminders that were still to be sent were taken back: their reason had ended."""

    action: ClassVar[str] = "reminders withdrawn"
    count: int


@event
class ReminderRulesChanged(Event):
    """When people are reminded was changed; null: as the release has it."""

    action: ClassVar[str] = "reminder rules changed"
    content: dict[str, Any] | None
