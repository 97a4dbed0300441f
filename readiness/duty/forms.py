"""The forms of rotas, absences, and of what responders agree to."""

from wtforms import RadioField, SelectField, StringField

from readiness.duty.actions import IN_WRITING, Agreed
from readiness.duty.queries import COLLEAGUES, ON_CARD
from readiness.duty.rota_actions import ShiftWish
from readiness.duty.week import WEEKDAYS
from readiness.foundation.words import msgid
from readiness.web.forms import CheckboxesField, DayField, Form, Required, TickField

WHO = msgid("Staff number")
WHO_HINT = msgid("Those who work at the site and have a certificate that counts are offered.")
CHOICES = {str(number): name for number, name in enumerate(WEEKDAYS)}


class HoursForm(Form):
    """From when until when, and on which days."""

    from_time = StringField(msgid("From"), [Required(msgid("Write the time as 08:30."))])
    until_time = StringField(
        msgid("Until"),
        [Required(msgid("Write the time as 08:30."))],
        description=msgid("By the clock at the site. A time that is not after the first is on the next day."),
    )
    from_on = DayField(msgid("First day"), description=msgid("Leave it empty for no beginning."))
    until_on = DayField(
        msgid("Last day"),
        description=msgid("On which the shift may still begin. Leave it empty for no end."),
    )


class AddShiftForm(HoursForm):
    """Someone goes on duty on weekdays."""

    staff_number = StringField(
        WHO, [Required(msgid("Write the staff number; it says who it is."))], description=WHO_HINT
    )
    weekdays = CheckboxesField(msgid("Weekdays"), choices=CHOICES)

    def wish(self) -> ShiftWish:
        return ShiftWish(
            self.staff_number.data or "",
            tuple(int(each) for each in self.weekdays.data or ()),
            self.from_time.data or "",
            self.until_time.data or "",
            self.from_on.data,
            self.until_on.data,
        )


class ChangeShiftForm(HoursForm):
    """Other hours, another weekday."""

    weekday = SelectField(msgid("Weekday"), choices=CHOICES)

    def wish(self, staff_number: str) -> ShiftWish:
        return ShiftWish(
            staff_number,
            (int(self.weekday.data or 0),),
            self.from_time.data or "",
            self.until_time.data or "",
            self.from_on.data,
            self.until_on.data,
        )


class EndShiftForm(Form):
    """The last day of a weekly shift."""

    until_on = DayField(
        msgid("Last day"),
        [Required(msgid("Write the last day."))],
        description=msgid("A day before the first takes the shift back, as if it had never been."),
    )


class AbsenceForm(Form):
    """Days on which someone of the rota is not on duty."""

    staff_number = StringField(WHO, [Required(msgid("Write the staff number; it says who it is."))])
    from_on = DayField(msgid("First day"), [Required(msgid("Write the first day."))])
    until_on = DayField(msgid("Last day"), description=msgid("Leave it empty for one day."))


class ConsentForm(Form):
    """What someone agrees to have shown."""

    phone = StringField(
        msgid("Work telephone"), description=msgid("Colleagues tap it to call. Leave it empty to show none.")
    )
    place = StringField(msgid("Where you are"), description=msgid("Such as: 2nd floor, by the kitchen."))
    languages = StringField(
        msgid("Languages in which you can help"), description=msgid("Such as: English, Spanish")
    )
    audience = RadioField(
        msgid("Who sees it"),
        choices={
            ON_CARD: msgid("Whoever opens the site's card by its QR code, without signing in"),
            COLLEAGUES: msgid("Only colleagues who have signed in"),
        },
        default=ON_CARD,
    )
    agrees = TickField(
        msgid("Show my given name and this while I am on duty"),
        [Required(msgid("Tick the box to agree. Without it nothing is shown."))],
    )

    def agreed(self) -> Agreed:
        return Agreed(
            self.phone.data or "",
            self.place.data or "",
            self.languages.data or "",
            audience=self.audience.data or "",
        )


class WrittenConsentForm(ConsentForm):
    """The same, of someone who agreed on paper."""

    place = StringField(msgid("Where they are"), description=msgid("Such as: 2nd floor, by the kitchen."))
    languages = StringField(
        msgid("Languages in which they can help"), description=msgid("Such as: English, Spanish")
    )
    agreed_on = DayField(msgid("Signed on"), [Required(msgid("Write the day on which they signed."))])
    agrees = TickField(
        msgid("They agreed in writing to be shown so while on duty"),
        [Required(msgid("Tick the box once you have the paper. Without it nothing is shown."))],
    )

    def agreed(self) -> Agreed:
        return Agreed(
            self.phone.data or "",
            self.place.data or "",
            self.languages.data or "",
            self.agreed_on.data,
            IN_WRITING,
            self.audience.data or "",
        )


class KindsForm(Form):
    """Which kinds of certificates make a responder."""

    kinds = CheckboxesField(msgid("Kinds"), choices={})
