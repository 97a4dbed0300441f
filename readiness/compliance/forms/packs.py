"""The forms of packs: one that was looked at, and a file of one's own."""

from datetime import date

from wtforms import FileField, TextAreaField

from readiness.compliance.forms.dated import PreviewedForm
from readiness.foundation.words import day as day_in_words
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid
from readiness.web.forms import DayField, Required


class AdoptForm(PreviewedForm):
    """From when a pack is held to."""

    from_on = DayField(
        msgid("From"),
        [Required(msgid("Write the first day on which the pack applies."))],
        description=msgid("Choose today if it is to require nothing of the past."),
    )

    def tell_first(self, first: date) -> None:
        """Say of the day on which the pack's terms begin whether it is the one filled in."""
        if self.from_on.data == first:
            said = _("Filled in is the first day on which its terms hold.")
        else:
            said = _("The first day on which its terms hold is %(day)s.", day=day_in_words(first))
        self.from_on.description = f"{said} {_(str(self.from_on.description))}"


class PackFileForm(PreviewedForm):
    """A pack of one's own: a file, or its text."""

    file = FileField(msgid("Pack file"), description=msgid("A TOML file, up to 200 kB."))
    text = TextAreaField(msgid("Its text"), description=msgid("You can correct it here and check it again."))
    from_on = DayField(
        msgid("From"), description=msgid("Left empty, it applies from the first day of the pack’s terms.")
    )

    def begin_on(self, first: date) -> None:
        """Where no day was written, take the first one, and show it."""
        if self.from_on.data is None:
            self.from_on.data, self.from_on.raw_data = first, None
