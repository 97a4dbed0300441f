"""The form with which training is planned."""

from wtforms import IntegerField, RadioField
from wtforms.validators import InputRequired, NumberRange

from readiness.compliance.judging.ahead import HORIZON
from readiness.foundation.words import msgid
from readiness.training.offers import ANYWHERE, REGION, SITE
from readiness.web.forms import Form

LONGEST = 731
TRAVEL = {
    SITE: msgid("Those who work at that site"),
    REGION: msgid("Those who work in the same country and region"),
    ANYWHERE: msgid("Everybody"),
}


class TrainingForm(Form):
    """For how long, and from where people may come."""

    days = IntegerField(
        msgid("Days ahead"),
        [
            InputRequired(msgid("Write how many days are planned.")),
            NumberRange(1, LONGEST, msgid("Write a whole number from 1 to 731.")),
        ],
        default=HORIZON.days,
    )
    travel = RadioField(
        msgid("Who may come to a class that is held at a site"), choices=TRAVEL, default=REGION
    )
