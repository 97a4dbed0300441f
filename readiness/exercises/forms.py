"""The forms of exercises."""

from wtforms import HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import NumberRange
from wtforms.validators import Optional as Skippable

from readiness.exercises.topics import TOPIC_WORDS, TRAIT_WORDS
from readiness.foundation.words import msgid
from readiness.people.site_field import NAME_OR_CODE, WHICH_SITE, SiteField
from readiness.web.forms import CheckboxesField, DayField, Form, Required, SuggestingField

ANNOUNCED = {
    "yes": msgid("Everyone who takes part knows the day"),
    "no": msgid("The day is kept back; that exercises are held is announced all the same"),
}


class PlanForm(Form):
    """Planning one exercise."""

    scenario = SelectField(msgid("Scenario"), [Required(msgid("Choose a scenario."))])
    site_code = SiteField(msgid("Site"), [Required(WHICH_SITE)], description=NAME_OR_CODE)
    planned_on = DayField(msgid("Day"), [Required(msgid("Write the day on which it is to be held."))])
    announced = RadioField(
        msgid("Announced"),
        choices=ANNOUNCED,
        default="yes",
        description=msgid("Only a scenario that says so may keep its day back."),
    )
    topic = SelectField(
        msgid("What is practised"),
        choices=TOPIC_WORDS,
        description=msgid("As laws name it: a requirement may ask for so many of it."),
    )
    shift = StringField(
        msgid("Shift"), description=msgid("As requirements and plans name it, such as night.")
    )
    traits = CheckboxesField(msgid("How it is held"), choices=TRAIT_WORDS)


class HeldForm(Form):
    """Saying that a drill was held."""

    held_on = DayField(msgid("Held on"), [Required(msgid("Write the day on which it was held."))])
    participant_count = IntegerField(
        msgid("How many took part"), [Skippable(), NumberRange(0, 1_000_000, msgid("Write a whole number."))]
    )


class SignForm(Form):
    """Signing an after-action report."""

    summary = TextAreaField(
        msgid("In a few sentences"),
        [Required(msgid("Write what this exercise has shown."))],
        description=msgid(
            "What it has shown, for those who were not there. No names of those who struggled."
        ),
    )
    seen = HiddenField()


class GiveForm(Form):
    """Who sees to an action, until when."""

    owner = SuggestingField(msgid("Who sees to it"), [Required(msgid("Write who sees to it."))])
    due_on = DayField(msgid("Until"), [Required(msgid("Write the day until which it is to be done."))])


class DoneForm(Form):
    """What was done, and when."""

    note = TextAreaField(msgid("What was done"), [Required(msgid("Write what was done."))])
    done_on = DayField(msgid("Done on"), [Required(msgid("Write the day on which it was done."))])


class CloseForm(Form):
    """By which later exercise an action is closed."""

    effect = RadioField(msgid("The exercise that shows it"), [Required(msgid("Choose an exercise."))])


class ReopenForm(Form):
    """Why an action is open again."""

    reason = StringField(msgid("Why"), [Required(msgid("Write why it is open again."))])


class MetForm(Form):
    """How a training need was met."""

    note = StringField(
        msgid("Which training, and who had it"), [Required(msgid("Write which training it was."))]
    )
    met_on = DayField(msgid("Had on"), [Required(msgid("Write the day of the training."))])


class TrainForm(Form):
    """Which certificate meets a training need, and for whom it is."""

    certificate = SelectField(msgid("Certificate that shows it"), [Required(msgid("Choose a kind."))])
    people = TextAreaField(
        msgid("Who is to be trained"),
        [Required(msgid("Write at least one staff number."))],
        description=msgid("Staff numbers, one a line. Those who took part stand here to begin with."),
    )


class InviteForm(Form):
    """Whom to invite, in which role."""

    people = TextAreaField(
        msgid("Staff numbers"),
        [Required(msgid("Write at least one staff number."))],
        description=msgid("One a line. Whoever was invited before is not asked again."),
    )
    role = SelectField(msgid("As"))


class CodeForm(Form):
    """The code of an exercise, as somebody types it."""

    code = StringField(msgid("Code"), [Required(msgid("Write the code that you were given."))])
