"""The forms of gaps that are seen to."""

from wtforms import HiddenField, TextAreaField

from readiness.foundation.words import msgid
from readiness.web.forms import DayField, Form, Required, SuggestingField


class GiveForm(Form):
    """Who sees to a gap, until when."""

    owner = SuggestingField(
        msgid("Who sees to it"),
        [Required(msgid("Write who sees to it."))],
        description=msgid(
            "The address or name of an account, or the staff number, address or full name of somebody employed. "
            "They get a message."
        ),
    )
    due_on = DayField(msgid("Until"), [Required(msgid("Write the day by which it is to be done."))])
    text = TextAreaField(msgid("A word to them"))
    seen = HiddenField(default="0")


class SayForm(Form):
    """Something to say of a gap."""

    text = TextAreaField(msgid("What there is to say"), [Required(msgid("Write what there is to say."))])
