"""The forms of privacy: a hold, an erasure, how long records stay."""

from collections.abc import Iterable
from typing import Any

from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import NumberRange
from wtforms.validators import Optional as Skippable

from readiness.foundation.words import msgid
from readiness.privacy.retention import Kind
from readiness.web.forms import DayField, Form, Required

_YEARS = msgid("Write whole years from 1 to 100, or nothing.")


class HoldForm(Form):
    """Why everything of somebody must be kept, and until when."""

    kept_for = TextAreaField(
        msgid("Why it must be kept"),
        [Required(msgid("Say why it must be kept: which claim, which inquiry."))],
    )
    until_on = DayField(
        msgid("Until"), [Skippable()], description=msgid("Empty: until somebody releases it.")
    )


class ErasureForm(Form):
    """The confirmation of an erasure: the staff number, typed, and why."""

    reason = TextAreaField(msgid("Why"), [Required(msgid("Say why: who asked for it, and when."))])
    typed = StringField(
        msgid("Staff number"),
        [Required(msgid("Type the staff number as it stands here, to confirm it."))],
        description=msgid("Type it to confirm. What is erased cannot be brought back."),
    )


def retention_form(kinds: Iterable[Kind]) -> Any:
    """A form with a field of years for each kind of record."""
    fields = {
        kind.name: IntegerField(
            kind.title,
            [Skippable(), NumberRange(1, 100, _YEARS)],
            description=kind.why,
            default=kind.years,
        )
        for kind in kinds
    }
    return type("RetentionForm", (Form,), fields)
