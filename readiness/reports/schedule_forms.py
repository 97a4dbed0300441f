"""The form by which a report comes by itself."""

from datetime import date

from wtforms import RadioField, SelectField
from wtforms.validators import Optional

from readiness.foundation.temporal import knowledge_at
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid
from readiness.people.queries import site_choices
from readiness.reports.dues import EVERY
from readiness.reports.forms import FORMAT_WORDS
from readiness.reports.scheduling import may_get
from readiness.reports.tables import reports_for
from readiness.requirements.queries import adopted_titles
from readiness.web.forms import CheckboxesField, DayField, Form, Required, TickField

_MOST_SITES = 10_000


class ScheduleForm(Form):
    """Which report, how often, to whom."""

    report = RadioField(msgid("Report"), [Required(msgid("Choose a report."))])
    site = SelectField(msgid("Only this site"), [Optional()])
    pack = SelectField(msgid("Only this pack"), [Optional()])
    is_complete = TickField(msgid("Include findings that need nothing done"))
    form = SelectField(msgid("Format"), [Required(msgid("Choose a format."))])
    every = RadioField(msgid("How often"), [Required(msgid("Choose how often."))])
    first_on = DayField(msgid("For the first time on"), [Required(msgid("Write the first day."))])
    recipients = CheckboxesField(msgid("To whom"), [Required(msgid("Choose at least one account."))])

    def offer(self, role: str, today: date) -> None:
        """What there is to choose from."""
        reports = {name: each for name, each in reports_for(role).items() if name != "restated"}
        self.report.choices = {name: _(each.title) for name, each in reports.items()}
        sites = {each.code: each.name for each in site_choices(None, _MOST_SITES)}
        self.site.choices = {"": _("Every site"), **sites}
        self.pack.choices = {"": _("Every pack"), **adopted_titles(knowledge_at())}
        self.form.choices = {name: _(words) for name, words in FORMAT_WORDS.items()}
        self.every.choices = {name: _(words) for name, words in EVERY.items()}
        accounts = {each.id: each for name in reports for each in may_get(name, today)}
        self.recipients.choices = {
            str(each.id): f"{each.name}, {each.email}"
            for each in sorted(accounts.values(), key=lambda a: a.name)
        }
