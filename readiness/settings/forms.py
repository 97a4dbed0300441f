"""The forms of settings and of certificate kinds."""

from typing import Any

from wtforms import IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import NumberRange
from wtforms.validators import Optional as Skippable

from config import Config
from readiness.certificates.kind_actions import ADJUSTABLE
from readiness.foundation.settings import OWN_SETTINGS
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid, number
from readiness.standards.certificate_kinds import CertificateKind, CertificateKinds
from readiness.web.forms import CheckboxesField, Form, Required, TickField


class SettingsForm(Form):
    """What the organisation says of itself; what is left empty is as the installation says."""

    organisation = StringField(msgid("Name of the organisation"))
    home_country = StringField(
        msgid("Home country"), description=msgid("Two letters, such as US. New sites are there.")
    )
    time_zone = StringField(
        msgid("Time zone"), description=msgid("Such as America/New_York. It decides what is today on lists.")
    )
    language = StringField(msgid("Language"), description=msgid("Such as en, en-GB or es."))
    due_within_days = IntegerField(
        msgid("Days ahead"),
        [Skippable()],
        description=msgid("A site is ‘due’ when it will fall short within so many days."),
    )
    line_check_days = IntegerField(
        msgid("Days until a crisis line is checked again"),
        [Skippable()],
        description=msgid("So long a verified number may stand in the handbook before it is verified again."),
    )
    paper_months = IntegerField(
        msgid("Months that paper is valid"),
        [Skippable()],
        description=msgid(
            "Cards and posters say ‘valid until’: so many months, or less where something on them holds for less."
        ),
    )

    def tell_given(self, given: Config) -> None:
        """Say at each field what holds while it is empty."""
        for key in OWN_SETTINGS:
            value = getattr(given, key)
            told = number(value) if isinstance(value, int) else value
            holds = _("Left empty, it is: %(value)s.", value=told) if told else ""
            self[key].description = " ".join(filter(None, (_(str(self[key].description)), holds)))

    def values(self) -> dict[str, Any]:
        """What is to be kept; None: as the installation says."""
        return {
            "organisation": (self.organisation.data or "").strip() or None,
            "home_country": (self.home_country.data or "").strip().upper() or None,
            "time_zone": (self.time_zone.data or "").strip() or None,
            "language": (self.language.data or "").strip() or None,
            "due_within_days": self.due_within_days.data,
            "line_check_days": self.line_check_days.data,
            "paper_months": self.paper_months.data,
        }


WHOLE_DAYS = msgid("Write a whole number of days from 0 to 3660.")


class ShippedKindForm(Form):
    """What an organisation may say of a kind that came with the release."""

    validity_years = IntegerField(
        msgid("Counts for years"),
        [Skippable(), NumberRange(1, 50, msgid("Write whole years from 1 to 50, or nothing."))],
        description=msgid(
            "To the same day so many years later. Empty: it has no end. A day that the issuer printed always wins."
        ),
    )
    renewal_days = IntegerField(
        msgid("Due so many days before its end"),
        [Required(WHOLE_DAYS), NumberRange(0, 3660, WHOLE_DAYS)],
    )
    grace_days = IntegerField(
        msgid("Days of grace"),
        [Required(WHOLE_DAYS), NumberRange(0, 3660, WHOLE_DAYS)],
        description=msgid("So long after its end it can still be renewed. Meanwhile it does not count."),
    )
    renewal_base = RadioField(
        msgid("A renewal counts"),
        choices={
            "completion": msgid("from its own day of issue"),
            "previous_expiry": msgid(
                "from the end of the one before, if renewed in time: it keeps the old date"
            ),
            "fixed_date": msgid("until a fixed day of a year"),
        },
        default="completion",
        description=msgid("In time: once it is due, and through the days of grace."),
    )
    fixed_renewal_date = StringField(
        msgid("The fixed day"), description=msgid("Month and day, such as 12-31, where it ends on one.")
    )
    ends_with_month = TickField(msgid("It ends on the last day of a month"))
    minimum_days = IntegerField(
        msgid("Days between two of them"),
        [Skippable(), NumberRange(0, 3660, WHOLE_DAYS)],
        description=msgid("At least so many. A renewal before that is refused. 0: any time."),
    )
    has_short_renewal = TickField(
        msgid("There is a short renewal course"),
        description=msgid(
            "It counts only for those who hold the certificate, or held it within the days of grace."
        ),
    )
    confirms_classes = TickField(
        msgid("HR confirms what was learned in a class"),
        description=msgid("Ticked, a class grants the certificate only once HR has confirmed it."),
    )
    aliases = TextAreaField(
        msgid("Names in files"), description=msgid("What lists from elsewhere call it, one a line.")
    )
    covers = CheckboxesField(
        msgid("Counts as these too"), description=msgid("Who holds this one is taken to hold those.")
    )

    def offer(self, kinds: CertificateKinds, code: str = "") -> None:
        """Fill the choices. Call it before the form is used."""
        self.covers.choices = {kind.code: kind.title for kind in kinds.by_code.values() if kind.code != code}

    def fill(self, kind: CertificateKind) -> None:
        """Show a kind as it is, to begin with."""
        for name, value in kind.model_dump(mode="json").items():
            if name in self._fields:
                self[name].data = "\n".join(value) if name == "aliases" else value

    def content(self) -> dict[str, Any]:
        """What is said of the kind."""
        found = {name: self[name].data for name in ADJUSTABLE}
        found["fixed_renewal_date"] = (self.fixed_renewal_date.data or "").strip()
        found["minimum_days"] = self.minimum_days.data or 0
        found["aliases"] = [line.strip() for line in (self.aliases.data or "").splitlines() if line.strip()]
        found["covers"] = list(self.covers.data or ())
        return found


class OwnKindForm(ShippedKindForm):
    """A kind of the organisation's own."""

    title = StringField(msgid("Title"), [Required(msgid("Write what the certificate is called."))])
    issuer = StringField(msgid("Issuer"), description=msgid("Who gives it, where it is always the same."))

    def content(self) -> dict[str, Any]:
        words = {"title": (self.title.data or "").strip(), "issuer": (self.issuer.data or "").strip()}
        return {**words, **super().content()}


class AddKindForm(OwnKindForm):
    """A kind that is not there yet."""

    code = StringField(
        msgid("Code"),
        [Required(msgid("Write a short code, such as ‘site-induction’."))],
        description=msgid(
            "Small letters, digits, hyphens. Requirements name it by this; it cannot be changed."
        ),
    )
