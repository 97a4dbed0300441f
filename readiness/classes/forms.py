"""The forms of classes."""

from decimal import Decimal

from wtforms import (
    DecimalField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import NumberRange
from wtforms.validators import Optional as Skippable

from readiness.certificates.kinds import certificate_kinds
from readiness.classes.actions import ClassDetails
from readiness.classes.models import TrainingClass
from readiness.classes.queries import trainers
from readiness.classes.times import zone_of
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid
from readiness.people.site_field import SiteField
from readiness.web.forms import DayField, Form, Required, TickField

TIME = msgid("Write the time as 09:30.")


class ClassForm(Form):
    """What a class is."""

    kind = SelectField(msgid("Leads to"), [Required(msgid("Choose what the class leads to."))])
    held_on = DayField(msgid("Day"), [Required(msgid("Write the day on which it is held."))])
    begins = StringField(
        msgid("Begins"), [Required(TIME)], description=msgid("By the clock there, such as 09:30.")
    )
    ends = StringField(msgid("Ends"), [Required(TIME)])
    site_code = SiteField(
        msgid("Site"), description=msgid("Its name or code. Leave it empty for a class elsewhere.")
    )
    place = StringField(msgid("Room, or address elsewhere"))
    time_zone = StringField(
        msgid("Time zone"),
        description=msgid("Such as America/New_York. Empty: that of the site."),
    )
    language = StringField(msgid("Language"), description=msgid("In which it is held, such as English."))
    trainer = StringField(msgid("Trainer"), description=msgid("As it stands on the certificate."))
    trainer_account = SelectField(
        msgid("The trainer's account"),
        description=msgid("Who may tick who was there, beside HR and coordinators."),
    )
    seat_count = IntegerField(msgid("Seats"), [Required(msgid("Write how many seats there are."))])
    cut_off_on = DayField(
        msgid("Last day to sign up"),
        description=msgid("To its end, by the clock there. Empty: until it begins."),
    )
    price = DecimalField(
        msgid("Price of a seat"),
        [Skippable(), NumberRange(0, 1_000_000, msgid("Write an amount from 0 to 1,000,000."))],
        places=2,
    )
    currency = StringField(msgid("Currency"), description=msgid("Three letters, such as USD."))
    note = TextAreaField(msgid("What to know"), description=msgid("What to bring, how to get there."))
    is_open = TickField(msgid("Everyone who works here may sign up"), default=True)
    seen = HiddenField()

    def offer(self) -> None:
        """Fill the choices. Call it before the form is used."""
        self.kind.choices = {"": _("Choose …")} | {
            each.code: each.title for each in certificate_kinds().offered
        }
        self.trainer_account.choices = {"": _("None")} | {str(number): name for number, name in trainers()}

    def details(self) -> ClassDetails:
        return ClassDetails(
            kind=self.kind.data or "",
            held_on=self.held_on.data,
            begins=self.begins.data or "",
            ends=self.ends.data or "",
            site_code=(self.site_code.data or "").strip(),
            place=self.place.data or "",
            time_zone=(self.time_zone.data or "").strip(),
            language=self.language.data or "",
            trainer=self.trainer.data or "",
            trainer_account=int(self.trainer_account.data or 0) or None,
            seat_count=self.seat_count.data,
            cut_off_on=self.cut_off_on.data,
            seat_cost=int((self.price.data or Decimal(0)) * 100),
            currency=self.currency.data or "",
            note=self.note.data or "",
            is_open=bool(self.is_open.data),
        )


def typed(present: TrainingClass) -> dict[str, object]:
    """A class as the form shows it, to begin with."""
    zone = zone_of(present.time_zone)
    cut_off = present.cut_off_at.astimezone(zone) if present.cut_off_at else None
    return {
        "kind": present.kind,
        "held_on": present.held_on,
        "begins": f"{present.starts_at.astimezone(zone):%H:%M}",
        "ends": f"{present.ends_at.astimezone(zone):%H:%M}",
        "site_code": present.site.code if present.site else "",
        "trainer_account": str(present.trainer_account_id or ""),
        "cut_off_on": cut_off.date() if cut_off else None,
        "price": Decimal(present.seat_cost) / 100 if present.seat_cost else None,
        "seen": str(present.id),
        **{
            name: getattr(present, name)
            for name in (
                "place",
                "time_zone",
                "language",
                "trainer",
                "seat_count",
                "currency",
                "note",
                "is_open",
            )
        },
    }


class CancelForm(Form):
    """Why a class is not held."""

    reason = StringField(
        msgid("Why"),
        [Required(msgid("Write why, for those who counted on it."))],
        description=msgid("Everyone who is in it, waits or is invited is told this sentence."),
    )


class PeopleForm(Form):
    """Who is to be in a class."""

    people = TextAreaField(
        msgid("Staff numbers"),
        [Required(msgid("Write at least one staff number."))],
        description=msgid("One a line, or with commas between them."),
    )

    def numbers(self) -> list[str]:
        """The staff numbers, each once, in their order."""
        typed = (self.people.data or "").replace(",", "\n").replace(";", "\n").split("\n")
        return list(dict.fromkeys(number.strip() for number in typed if number.strip()))


class CorrectForm(Form):
    """Why what was settled is corrected."""

    reason = StringField(msgid("Why"), [Required(msgid("Write why, for those who look at this later."))])


RATING_WORDS = {
    "5": msgid("Very useful"),
    "4": msgid("Useful"),
    "3": msgid("Partly useful"),
    "2": msgid("Of little use"),
    "1": msgid("Of no use"),
}


class FeedbackForm(Form):
    """What somebody thinks of a class."""

    rating = RadioField(
        msgid("How useful was it?"), [Required(msgid("Choose one of the five."))], choices=RATING_WORDS
    )
    words = TextAreaField(
        msgid("What would have made it better?"),
        description=msgid("Leave out what would tell who you are."),
    )
