"""The rules of reminding that hold here: those that are shipped, with the organisation's own in their place."""

from typing import Any

from readiness.foundation.settings import stored
from readiness.standards.reminders import ReminderRules, reminder_rules, shipped_reminders

SETTING = "reminders"


def rules_in_force() -> ReminderRules:
    """Those that hold; raises ConfigurationError where what is kept is not accepted."""
    own = stored(SETTING)
    return shipped_reminders() if own is None else laid_over_shipped(own)


def laid_over_shipped(own: dict[str, Any]) -> ReminderRules:
    """The shipped rules with own ones in the place of theirs; raises ConfigurationError."""
    shipped = shipped_reminders().model_dump(mode="json", by_alias=True)
    return reminder_rules({**shipped, **own}, "reminders")
