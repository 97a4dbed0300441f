"""The form by which a report is taken away."""

from wtforms import DateTimeLocalField, RadioField
from wtforms.validators import Optional

from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid
from readiness.reports.tables import reports_for
from readiness.reports.taking_away import FORMS
from readiness.web.forms import CheckboxesField, Form, Required, TickField

FORMAT_WORDS = {
    "pdf": msgid("PDF, to read and to print"),
    "xlsx": msgid("XLSX, for a spreadsheet program"),
    "csv": msgid("CSV, for any program"),
    "json": msgid("JSON, for programs"),
}


class ReportForm(Form):
    """Which report, in which formats."""

    report = RadioField(msgid("Report"), [Required(msgid("Choose a report."))])
    forms = CheckboxesField(msgid("Formats"), [Required(msgid("Choose at least one format."))])
    is_complete = TickField(
        msgid("Include findings that need nothing done"),
        description=msgid("Of compliance: without it, only gap, due and cannot tell."),
    )

    held_against = DateTimeLocalField(
        msgid("Held against what was known until"),
        [Optional()],
        description=msgid("Of 'Restated since': day and time, by the organisation's clock."),
    )

    def offer(self, role: str) -> None:
        """The reports that someone of a role may read, and the formats that there are."""
        self.report.choices = {name: _(report.title) for name, report in reports_for(role).items()}
        self.forms.choices = {
            form: _(FORMAT_WORDS[form]) for form in sorted(FORMS, key=list(FORMAT_WORDS).index)
        }
