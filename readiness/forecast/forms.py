"""The forms of what would be. They are sent as addresses, since they change nothing: an answer can be handed on."""

from typing import Self

from werkzeug.datastructures import MultiDict
from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import NumberRange, ValidationError
from wtforms.validators import Optional as Skippable

from readiness.compliance.days.subjects import CareFact, SiteFacts
from readiness.compliance.days.supposing import NEW, NEW_SITE, Opening
from readiness.foundation.countries import country_fault
from readiness.foundation.temporal import ASKED_YEARS
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid
from readiness.web.forms import CheckboxesField, DayField, Form, Required, TickField

WHO = msgid("Staff numbers separated by commas, spaces or lines; names separated by commas or lines.")


def near_enough(_form: Form, field: DayField) -> None:
    """Refuse a day at the edge of the calendar: the days around it are looked at too."""
    if field.data is not None and field.data.year not in ASKED_YEARS:
        first, last = ASKED_YEARS[0], ASKED_YEARS[-1]
        raise ValidationError(_("Ask about a day from %(first)s to %(last)s.", first=first, last=last))


def of_a_country(_form: Form, field: StringField) -> None:
    """Refuse what is no country: nothing would be asked there, and nobody would know why."""
    if fault := country_fault(field.data or ""):
        raise ValidationError(fault)


class AskingForm(Form):
    """A form that asks and changes nothing. `is_asked`: whether anything of it was filled in."""

    is_asked = False

    class Meta:
        csrf = False

    @classmethod
    def of(cls, arguments: MultiDict[str, str]) -> Self:
        """The form as an address fills it in."""
        filled = bool(arguments.keys() & vars(cls).keys())
        form = cls(formdata=arguments if filled else None)
        form.is_asked = filled
        return form


class LeavingForm(AskingForm):
    """One or several people leave."""

    staff_number = TextAreaField(
        msgid("Who leaves"), [Required(msgid("Write the staff number."))], description=WHO
    )
    last_on = DayField(msgid("Last day at work"), [Required(msgid("Write the last day.")), near_enough])


class TermsForm(AskingForm):
    """Other numbers are asked for."""

    clause = CheckboxesField(
        msgid("What is asked"),
        [Required(msgid("Choose a requirement."))],
        validate_choice=False,
        description=msgid("One or several: the same numbers would apply to each."),
    )
    one_per = IntegerField(
        msgid("One for every so many people"),
        [Skippable(), NumberRange(1, 1_000_000, msgid("Write a number from 1."))],
    )
    at_least = IntegerField(
        msgid("People at least"), [Skippable(), NumberRange(1, 1_000_000, msgid("Write a number from 1."))]
    )
    from_on = DayField(
        msgid("From"), [Required(msgid("Write the day from which it would apply.")), near_enough]
    )


class TeachingForm(AskingForm):
    """A class takes place."""

    kind = SelectField(
        msgid("Certificate"), [Required(msgid("Choose a certificate."))], validate_choice=False
    )
    held_on = DayField(msgid("Held on"), [Required(msgid("Write the day of the class.")), near_enough])
    staff_numbers = TextAreaField(
        msgid("Who would be there"),
        [Required(msgid("Write their staff numbers."))],
        description=WHO,
    )


class OpeningForm(AskingForm):
    """A site opens."""

    country = StringField(
        msgid("Country"),
        [Required(msgid("Write the country as two letters, such as US.")), of_a_country],
        description=msgid("Two letters, such as US. Laws hold by country."),
    )
    region = StringField(msgid("State or region"), description=msgid("Such as US-CA."))
    kind = StringField(msgid("What it is"), description=msgid("Such as office, clinic, warehouse."))
    hazard = StringField(
        msgid("Hazard"), description=msgid("Such as low or higher, as requirements name it.")
    )
    open_to_public = TickField(msgid("Open to the public"))
    headcount = IntegerField(
        msgid("How many will work there"),
        [
            Required(msgid("Write how many, as a number.")),
            NumberRange(1, 1_000_000, msgid("Write a number from 1.")),
        ],
    )
    care_minutes = IntegerField(
        msgid("Minutes to medical care"),
        [Skippable(), NumberRange(0, 999, msgid("Write minutes, from 0 to 999."))],
        description=msgid("To an infirmary, clinic or hospital; empty where none is near."),
    )
    opens_on = DayField(msgid("Opens on"), [Required(msgid("Write the first day.")), near_enough])

    def opening(self, time_zone: str) -> Opening:
        """The site as it was filled in, once the form holds."""
        assert self.opens_on.data is not None  # noqa: S101
        texts = {name: (self[name].data or "").strip() for name in ("country", "region", "kind", "hazard")}
        minutes = self.care_minutes.data
        care = () if minutes is None else (CareFact(self.opens_on.data, minutes),)
        site = SiteFacts(
            NEW_SITE, NEW, "", **{**texts, "country": texts["country"].upper()},
            open_to_public=self.open_to_public.data, time_zone=time_zone,
            care=care,
        )  # fmt: skip
        return Opening(site, self.headcount.data, self.opens_on.data)
