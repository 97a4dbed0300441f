"""Forms of something that is so from a day on: with why, shown before it is done, or ended."""

import hashlib
import json
from datetime import date
from typing import cast

from wtforms import HiddenField, StringField

from readiness.foundation.words import msgid
from readiness.web.forms import DayField, Form, Required

WHY = msgid("For anyone who looks at this later. It goes into the audit trail.")
_NOT_ASKED = {"csrf_token", "seen", "file", "accepts_less", "reason"}
"""What does not change the outcome that is shown."""


def reason_field() -> StringField:
    """Why something is done, for the trail."""
    return StringField(
        msgid("Why"), [Required(msgid("Write why, for those who look at this later."))], description=WHY
    )


class FromForm(Form):
    """A form of something that is so from a day on."""

    from_on: DayField

    @property
    def day(self) -> date:
        """The first day; to be asked only once the form is in order."""
        return cast(date, self.from_on.data)


class PreviewedForm(FromForm):
    """A form whose outcome is shown before it is done: it is done once what was shown is what is sent."""

    seen = HiddenField()
    has_changed = False
    """Whether something was changed since it was last looked at."""

    @property
    def digest(self) -> str:
        """What is asked for, in short: it changes with everything that is filled in."""
        filled = {name: str(field.data) for name, field in self._fields.items() if name not in _NOT_ASKED}
        return hashlib.sha256(json.dumps(filled, sort_keys=True).encode()).hexdigest()[:32]

    @property
    def was_seen(self) -> bool:
        return bool(self.seen.data == self.digest)

    def show(self) -> None:
        """What is filled in now is shown: sent again unchanged, it is done."""
        self.has_changed = bool(self.seen.data) and not self.was_seen
        self.seen.data = self.digest


class EndForm(FromForm):
    """From when something is asked no more, and why."""

    from_on = DayField(
        msgid("From"),
        [Required(msgid("Write the first day on which it is so."))],
        description=msgid("What was required before this day stays required for that time."),
    )
    reason = reason_field()
