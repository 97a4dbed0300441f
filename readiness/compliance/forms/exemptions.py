"""The form of exemptions."""

from wtforms import SelectField, StringField

from readiness.compliance.forms.dated import FromForm, reason_field
from readiness.foundation.words import msgid
from readiness.people.site_field import SiteField
from readiness.web.forms import DayField, Required


class ExemptionForm(FromForm):
    """Who need not meet which clause, from when until when, and why."""

    clause = SelectField(msgid("From what"), [Required(msgid("Choose the requirement."))])
    site = SiteField(
        msgid("Site"), description=msgid("Its name or code; empty only for somebody with no site on record.")
    )
    staff_number = StringField(
        msgid("Staff number"),
        description=msgid("Where a requirement is about people: whose exemption it is."),
    )
    from_on = DayField(msgid("From"), [Required(msgid("Write the first day on which it holds."))])
    until_on = DayField(
        msgid("Until"),
        [Required(msgid("Write the last day on which it holds. An exemption needs an end."))],
        description=msgid("The last day on which it holds."),
    )
    reason = reason_field()
