"""The forms of the auditor's room."""

from wtforms import HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from readiness.certificates.kinds import certificate_kinds
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid
from readiness.web.forms import DayField, Form, Required, SuggestingField


class SaveForm(Form):
    """What a saved question is for; the question stands in the address."""

    title = StringField(msgid("What it is for"), [Required(msgid("Write what it is for.")), Length(max=120)])


class DrawForm(Form):
    """Of which certificates how many are drawn."""

    wanted = IntegerField(msgid("How many certificates"), [Required(msgid("Write a number from 1 to 500."))])
    from_on = DayField(msgid("Issued from"), [Required(msgid("Write the first day."))])
    until_on = DayField(msgid("Issued until"), [Required(msgid("Write the last day."))])
    kind = SelectField(msgid("Kind"))
    seed = StringField(
        msgid("Seed"),
        [Optional(), Length(max=64)],
        description=msgid(
            "Any words. The same seed and question draw the same again; left empty, one is made."
        ),
    )

    def offer(self) -> None:
        """The kinds that there are."""
        kinds = certificate_kinds().by_code.values()
        self.kind.choices = [("", _("Any")), *((kind.code, kind.title) for kind in kinds)]


class RemarkForm(Form):
    """An answer, or what is asked further."""

    words = TextAreaField(msgid("What you say"), [Required(msgid("Write what you mean.")), Length(max=4000)])
    link = SuggestingField(
        msgid("A page that goes with it"),
        [Optional(), Length(max=500)],
        description=msgid(
            "Choose one that is offered while you type, or write its path here, such as "
            "/reports/gaps?as_of=2026-06-30."
        ),
    )


class RequestForm(RemarkForm):
    """Something that is asked for."""

    title = StringField(
        msgid("What you ask for"), [Required(msgid("Write it in a few words.")), Length(max=120)]
    )


class PressForm(Form):
    """A change that needs no more than a press."""

    nothing = HiddenField()
