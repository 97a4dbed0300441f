"""The forms of plans and policies."""

from wtforms import RadioField, StringField, TextAreaField

from readiness.foundation.words import msgid
from readiness.people.site_field import SiteField
from readiness.policies.plan_words import Way
from readiness.web.forms import DayField, Form, Required

WAY_WORDS = {
    Way.PROTOCOL.value: msgid("In a protocol of the handbook"),
    Way.CARD.value: msgid("On the site’s card"),
    Way.DOCUMENT.value: msgid("In a document of ours"),
}
_SITE = msgid("Its name or code; leave it empty where it holds for every site.")


class ElementForm(Form):
    """Where an element of a plan is covered."""

    plan = StringField(msgid("Plan"), [Required(msgid("Write which plan it is."))])
    element = StringField(
        msgid("Element"),
        [Required(msgid("Write which element it is."))],
        description=msgid("As the requirement names it, such as ‘evacuation’."),
    )
    site = SiteField(msgid("Site"), description=_SITE)
    way = RadioField(
        msgid("Where it is covered"),
        [Required(msgid("Choose one."))],
        choices=WAY_WORDS,
        default=Way.DOCUMENT.value,
    )
    place = StringField(
        msgid("Which one"),
        [Required(msgid("Write which protocol, part of the card or document it is."))],
        description=msgid(
            "The last part of the protocol’s address; exits or assembly_point of the card; or the document, "
            "with the place where it is kept."
        ),
    )
    from_on = DayField(msgid("From"), [Required(msgid("Write the first day on which it is so."))])


class ReviewForm(Form):
    """A policy was reviewed."""

    name = StringField(
        msgid("Policy"),
        [Required(msgid("Write what the policy is called."))],
        description=msgid("As the requirement names it."),
    )
    site = SiteField(msgid("Site"), description=_SITE)
    reviewed_on = DayField(msgid("Reviewed on"), [Required(msgid("Write the day of the review."))])
    note = TextAreaField(
        msgid("What was found"), description=msgid("Where it is kept, what was changed, what is to be done.")
    )
