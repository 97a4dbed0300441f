"""The forms of resources."""

from wtforms import SelectField, StringField, TextAreaField

from readiness.foundation.words import msgid
from readiness.people.site_field import SiteField
from readiness.resources.visibility import Visibility
from readiness.web.forms import DayField, Form, Required, TickField

VISIBILITIES = {
    Visibility.PUBLIC.value: msgid("Everybody"),
    Visibility.STAFF.value: msgid("Only those who are signed in"),
    Visibility.REDACTED.value: msgid("Nobody, nowhere"),
}


class VerifyForm(Form):
    """That a service is as it is told here."""

    verified_on = DayField(msgid("Verified on"), [Required(msgid("Write the day on which you made sure."))])
    way = StringField(
        msgid("How"),
        [Required(msgid("Write whom you called, or where you read it."))],
        description=msgid("By which call or letter: 'called 305-555-0100, spoke to the desk'."),
    )


class VisibilityForm(Form):
    """Who may see a record."""

    visibility = SelectField(msgid("Who may see it"), choices=VISIBILITIES)
    hides_phone = TickField(msgid("Hide the numbers of the place itself too"))
    reason = StringField(
        msgid("Why"),
        [Required(msgid("Write why, for those who look at this later."))],
        description=msgid("Write nothing here by which the place could be found."),
    )


class CoverForm(Form):
    """A plan that pays for help."""

    kind = SelectField(
        msgid("Kind"), choices={"insurance": msgid("Insurance"), "eap": msgid("Employee assistance")}
    )
    name = StringField(msgid("Name"), [Required(msgid("Write what the plan is called."))])
    site = SiteField(
        msgid("Site"), description=msgid("Its name or code; leave it empty where it holds at all.")
    )
    payers = StringField(
        msgid("Taken where a service says"),
        description=msgid(
            "Words with commas between: Aetna, Medicaid. Employee assistance is named everywhere."
        ),
    )
    phone = StringField(msgid("Number to call"))
    note = TextAreaField(
        msgid("Note"), description=msgid("What people need to know: sessions, a code to name.")
    )
    from_on = DayField(msgid("First day of the plan year"), [Required(msgid("Write the first day."))])
    until_on = DayField(msgid("Last day of the plan year"), [Required(msgid("Write the last day."))])
