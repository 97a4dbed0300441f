"""The forms of incidents."""

from datetime import datetime

from wtforms import DateTimeLocalField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from readiness.foundation.words import msgid
from readiness.people.site_field import NAME_OR_CODE, WHICH_SITE, SiteField
from readiness.standards.incidents import incident_rules
from readiness.web.forms import CheckboxesField, DayField, Form, Required, TickField

NO_NAMES = msgid("No names, addresses or numbers: this part is for everyone who may see incidents.")
WAY_WORDS = {
    "one-to-one": msgid("One to one, with somebody trained"),
    "group": msgid("In a group, led by somebody trained"),
    "outside": msgid("By somebody from outside, such as the employee assistance programme"),
}
ANSWER_WORDS = {"accepted": msgid("Would like it"), "declined": msgid("Declined, which needs no reason")}


class InstantField(DateTimeLocalField):  # type: ignore[misc]
    """A day and a time as they are at the site."""

    data: datetime | None

    def __init__(self, label: str, validators: list[object] | None = None, **options: object) -> None:
        super().__init__(label, validators, format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], **options)


class SharedForm(Form):
    """What of an incident may be shared."""

    occurred_at = InstantField(
        msgid("When it happened"),
        [Optional()],
        description=msgid("By the clock at the site. Left empty: just now."),
    )
    kind = SelectField(msgid("What happened"), [Required(msgid("Choose what happened."))])
    is_violent = TickField(
        msgid("Violence, or a threat of it, was part of it"),
        description=msgid("It then goes into the log of violent incidents, which asks a few more questions."),
    )
    summary = TextAreaField(
        msgid("In a few sentences"), [Required(msgid("Write in a few sentences what happened."))],
        description=NO_NAMES,
    )  # fmt: skip
    protocol = SelectField(msgid("Protocol that was used"), description=msgid("As far as you know."))
    lines = CheckboxesField(
        msgid("Lines that were called"),
        description=msgid("As far as you know. Not who called, nor what was said."),
    )
    helped = TextAreaField(msgid("What helped"), description=msgid("For whoever writes the protocol."))
    not_helped = TextAreaField(msgid("What did not help"))
    is_private = TickField(
        msgid("It is a privacy case"),
        description=msgid(
            "An intimate injury, sexual assault, mental illness, an infection, or somebody asks for it. "
            "Administrators and auditors then see only that there was one."
        ),
    )


class RecordForm(SharedForm):
    """Recording an incident, in a minute; the sealed part may be written at once."""

    site_code = SiteField(msgid("Site"), [Required(WHICH_SITE)], description=NAME_OR_CODE)
    people = TextAreaField(
        msgid("Who was concerned"),
        description=msgid("Sealed: you will not see it again unless you were given the permission."),
    )
    account = TextAreaField(msgid("What happened, in full"))
    witnesses = TextAreaField(msgid("Who saw it"))


class SealedForm(Form):
    """The sealed part, written anew by somebody who may read it."""

    people = TextAreaField(msgid("Who was concerned"))
    account = TextAreaField(msgid("What happened, in full"))
    witnesses = TextAreaField(msgid("Who saw it"))


class ReasonForm(Form):
    """Why somebody reads what is sealed."""

    reason = StringField(
        msgid("Why you need to read it"),
        [Required(msgid("Write why you need to read it."))],
        description=msgid("It stands in the audit trail with your name. Write nothing there that is sealed."),
    )


class MomentForm(Form):
    """A line of the timeline."""

    noted_at = InstantField(msgid("When"), [Required(msgid("Write when."))])
    text = StringField(msgid("What"), [Required(msgid("Write what happened then."))], description=NO_NAMES)


class OfferForm(Form):
    """A debrief is offered to everyone involved."""

    way = RadioField(msgid("How"), choices=WAY_WORDS)
    offered_on = DayField(msgid("Offered on"), [Required(msgid("Write the day on which it was offered."))])


class HeldForm(Form):
    """The debrief was held."""

    held_on = DayField(msgid("Held on"), [Required(msgid("Write the day on which it was held."))])


class FollowUpForm(Form):
    """Those involved were asked again."""

    followed_up_on = DayField(msgid("Asked again on"), [Required(msgid("Write the day."))])


class HelperForm(Form):
    """Somebody helped."""

    staff_number = StringField(msgid("Staff number"), [Required(msgid("Write the staff number."))])


class HoldForm(Form):
    """An incident is held against removal."""

    reason = StringField(msgid("Why"), [Required(msgid("Write why it is to be kept."))], description=NO_NAMES)


class GrantForm(Form):
    """An account may read sealed parts."""

    email = StringField(msgid("E-mail address of the account"), [Required(msgid("Write the address."))])


class LogForm(Form):
    """What the log of violent incidents asks."""

    location = StringField(msgid("Where exactly"), [Required(msgid("Write where."))], description=NO_NAMES)
    description = TextAreaField(
        msgid("A detailed description"), [Required(msgid("Describe what happened."))], description=NO_NAMES
    )
    types = CheckboxesField()
    committed_by = RadioField()
    circumstances = CheckboxesField()
    place = RadioField()
    attacks = CheckboxesField()
    authorities = TextAreaField(
        msgid("Was security or law enforcement contacted, and what did they do?"),
        [Required(msgid("Write it, or that nobody was contacted."))],
    )
    protection = TextAreaField(
        msgid("What was done to protect people from a continuing threat?"),
        [Required(msgid("Write it, or that nothing was needed."))],
    )
    completed_by = StringField(msgid("Completed by (name)"), [Required(msgid("Write the name."))])
    job_title = StringField(msgid("Job title"), [Required(msgid("Write the job title."))])

    def ask(self) -> None:
        """Give the questions that are answered by choosing their words and choices."""
        for question in incident_rules().question:
            field = self[question.id]
            field.choices = list(question.choices.items())
            field.label.text = f"{question.title} {question.clause}"
