"""The forms of paper: what to print, and where it hangs."""

from collections.abc import Iterable

from wtforms import HiddenField, RadioField, SelectField, StringField

from readiness.foundation.words import msgid
from readiness.handbook.offering import LANGUAGE_NAMES
from readiness.paper.orders import KIND_NAMES, SHEETS, Kind, Order
from readiness.people.site_field import SiteField
from readiness.web.forms import CheckboxesField, DayField, Form, Required, TickField


class PrintForm(Form):
    """What is to be printed, for one site or for every one."""

    kind = RadioField(msgid("What"), choices={kind.value: name for kind, name in KIND_NAMES.items()})
    protocol = SelectField(
        msgid("Protocol"),
        description=msgid("Whose steps stand on the poster of a protocol."),
        validate_choice=False,
    )
    site = SiteField(msgid("Site"), description=msgid("Its name or code. Leave it empty for every site."))
    languages = CheckboxesField(
        msgid("Languages"),
        [Required(msgid("Choose at least one language."))],
        choices=LANGUAGE_NAMES,
        description=msgid("Each is a piece of its own."),
    )
    sheet = RadioField(msgid("Paper"), choices=SHEETS)
    is_large = TickField(
        msgid("Large type"),
        description=msgid("At least 18 points, for those who see little. It may take more sheets."),
    )
    renews_keys = TickField(
        msgid("The code shows who is on duty"),
        description=msgid(
            "For posters of sites and wallet cards. Each site gets a new key; what hangs there with the one of now "
            "shows nobody any more: replace it."
        ),
    )
    skips = TickField(
        msgid("Leave out what cannot be printed"),
        description=msgid("Without this, one site with no address keeps all others from being printed."),
    )
    seen_keys = HiddenField()

    def orders(self, known: Iterable[str]) -> list[Order]:
        """What is asked for, of the sites that the account may see."""
        kind, typed = Kind(self.kind.data), (self.site.data or "").strip()
        slug = (self.protocol.data or "") if kind is Kind.PROTOCOL else ""
        return [
            Order(kind, site, language, self.sheet.data, bool(self.is_large.data), slug)
            for site in ([typed] if typed else known)
            for language in self.languages.data
        ]


class HangForm(Form):
    """Where a piece hangs."""

    place = StringField(
        msgid("Where it hangs"), description=msgid("So that it is found again: ‘Kitchen, 2nd floor’.")
    )
    instead_of = SelectField(
        msgid("It takes the place of"),
        description=msgid("What you take down here. Write no place then, if it hangs where that hung."),
        validate_choice=False,
    )
    hung_on = DayField(msgid("Since"), [Required(msgid("Write the day on which it was hung up."))])
