"""The form of what is settled about nightly files."""

from typing import Any

from wtforms import BooleanField, IntegerField, TextAreaField, ValidationError
from wtforms.validators import NumberRange
from wtforms.validators import Optional as Skippable

from readiness.foundation.emails import is_email, no_email
from readiness.foundation.words import msgid
from readiness.nightly.settings import NightlySettings
from readiness.web.forms import Form, Required

_PERCENT = msgid("Write a whole number from 0 to 100.")


class NightlyForm(Form):
    """How far a file is trusted, when one is expected, and who is told."""

    most_percent = IntegerField(
        msgid("Hold a file back from so many per cent"),
        [Required(_PERCENT), NumberRange(0, 100, _PERCENT)],
        description=msgid(
            "Of the staff who would leave by it, of its rows with faults, or of rows fewer than the last one had."
        ),
    )
    lists_everybody = BooleanField(
        msgid("A staff file lists everybody"),
        description=msgid("Whoever works here and no longer stands in it left on the day before."),
    )
    expected_hour = IntegerField(
        msgid("A file is there by this hour"),
        [Skippable(), NumberRange(0, 23, msgid("Write an hour from 0 to 23, or nothing."))],
        description=msgid("By the organisation's clock. Where none came since the day before, that is told."),
    )
    report_to = TextAreaField(
        msgid("Who gets the report by mail"), description=msgid("E-mail addresses, one a line.")
    )

    def validate_report_to(self, field: Any) -> None:
        """Every line is an address."""
        wrong = [line for line in _lines(field.data) if not is_email(line)]
        if wrong:
            raise ValidationError(" ".join(map(no_email, wrong)))

    def fill(self, settings: NightlySettings) -> None:
        """Show what holds, to begin with."""
        self.most_percent.data = settings.most_percent
        self.lists_everybody.data = settings.lists_everybody
        self.expected_hour.data = settings.expected_hour
        self.report_to.data = "\n".join(settings.report_to)

    def settings(self) -> NightlySettings:
        """What is to be kept."""
        return NightlySettings(
            most_percent=self.most_percent.data,
            expected_hour=self.expected_hour.data,
            report_to=tuple(_lines(self.report_to.data)),
            lists_everybody=bool(self.lists_everybody.data),
        )


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]
