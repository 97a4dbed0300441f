"""The form by which a report comes by itself."""

from datetime import date

from wtforms import RadioField, SelectField, StringField
from wtforms.validators import Length, Optional

from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid
from readiness.reports.dues import EVERY
from readiness.reports.forms import FORMAT_WORDS
from readiness.reports.scheduling import may_get
from readiness.reports.tables import reports_for
from readiness.web.forms import CheckboxesField, DayField, Form, Required, TickField


class ScheduleForm(Form):
    """Which report, how often, to whom."""

    report = RadioField(msgid("Report"), [Required(msgid("Choose a report."))])
    site = StringField(msgid("Only this site"), [Optional(), Length(max=64)], description=msgid("Its code."))
    pack = StringField(msgid("Only this pack"), [Optional(), Length(max=64)], description=msgid("Its id."))
    is_complete = TickField(msgid("Findings that ask for nothing too"))
    form = SelectField(msgid("Format"), [Required(msgid("Choose a format."))])
    every = RadioField(msgid("How often"), [Required(msgid("Choose how often."))])
    first_on = DayField(msgid("For the first time on"), [Required(msgid("Write the first day."))])
    recipients = CheckboxesField(msgid("To whom"), [Required(msgid("Choose at least one account."))])

    def offer(self, role: str, today: date) -> None:
        """What there is to choose from."""
        reports = {name: each for name, each in reports_for(role).items() if name != "restated"}
        self.report.choices = {name: _(each.title) for name, each in reports.items()}
        self.form.choices = {name: _(words) for name, words in FORMAT_WORDS.items()}
        self.every.choices = {name: _(words) for name, words in EVERY.items()}
        accounts = {each.id: each for name in reports for each in may_get(name, today)}
        self.recipients.choices = {
            str(each.id): f"{each.name}, {each.email}"
            for each in sorted(accounts.values(), key=lambda a: a.name)
        }
