"""The forms of the handbook as a whole."""

from wtforms import StringField

from readiness.foundation.words import msgid
from readiness.web.forms import Form, Required


class ReasonForm(Form):
    """Why an earlier edition is gone back to."""

    reason = StringField(
        msgid("Why"),
        [Required(msgid("Write why, for those who look at this later."))],
        description=msgid("For those who look at this later. It goes into the trail."),
    )
