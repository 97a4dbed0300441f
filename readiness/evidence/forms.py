"""The forms of proof."""

from dataclasses import replace

from wtforms import DecimalField, FileField, HiddenField, SelectField, StringField, TextAreaField

from readiness.certificates.actions import CertificateDetails
from readiness.certificates.renewal import Course
from readiness.evidence.actions import Seen
from readiness.evidence.learning import Activity
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid
from readiness.standards.certificate_kinds import CertificateKinds
from readiness.web.forms import DayField, Form, Required

TAKEN = "image/jpeg,image/png,application/pdf"
"""What a browser offers to choose: phones then turn their own formats into one of these."""


class WithFile(Form):
    """A form with a picture that is taken now, or a file that is there."""

    photo = FileField(
        msgid("Take a picture"),
        description=msgid("All of the certificate, in good light."),
        render_kw={"accept": "image/jpeg", "capture": "environment"},
    )
    file = FileField(
        msgid("Or choose a file"),
        description=msgid("A PDF, JPEG or PNG, up to 20 MB."),
        render_kw={"accept": TAKEN},
    )

    def content(self) -> bytes | None:
        """What was sent along; None where nothing was."""
        for field in (self.photo, self.file):
            if field.data and field.data.filename:
                return bytes(field.data.read())
        return None


class _Certificate(Form):
    kind = SelectField(msgid("Certificate"), [Required(msgid("Choose what the certificate is."))])
    issued_on = DayField(
        msgid("Day of issue"), [Required(msgid("Write the day of issue."))], description=msgid("As printed.")
    )
    expires_on = DayField(msgid("Last day"), description=msgid("Only if one is printed."))
    issuer = StringField(msgid("Who gave it"), description=msgid("The provider or the trainer, as printed."))
    number = StringField(msgid("Number"), description=msgid("As printed."))
    seen = HiddenField()

    def offer_kinds(self, kinds: CertificateKinds) -> None:
        """Fill the choices; call it before the form is used."""
        self.kind.choices = {"": _("Choose …")} | {kind.code: kind.title for kind in kinds.offered}

    def details(self) -> CertificateDetails:
        return CertificateDetails(
            self.issued_on.data,
            self.expires_on.data,
            issuer=self.issuer.data or "",
            number=self.number.data or "",
        )


class SendForm(_Certificate, WithFile):
    """A certificate with its proof, as someone sends it in."""


class LearningForm(WithFile):
    """Something that someone learned."""

    title = StringField(msgid("What it was"), [Required(msgid("Write what it was."))])
    done_on = DayField(msgid("Day"), [Required(msgid("Write the day on which it was done."))])
    hours = DecimalField(
        msgid("Hours"),
        [Required(msgid("Write for how many hours, such as 1.5."))],
        description=msgid("Such as 1.5."),
    )
    topic = StringField(
        msgid("Topic"), description=msgid("As your requirements name it, such as ‘suicide prevention’.")
    )

    def activity(self) -> Activity:
        hours = self.hours.data
        minutes = int(hours * 60) if hours is not None and 0 < hours < 1000 else None
        return Activity(self.done_on.data, minutes, self.title.data or "", self.topic.data or "")


class ConfirmForm(_Certificate):
    """What was sent in, as it is confirmed: what was read wrong is corrected."""

    course = SelectField(
        msgid("Course"),
        choices={"": msgid("the full course"), "renewal": msgid("a short renewal course")},
        default="",
        description=msgid("A short one counts only for those who hold it already."),
    )

    def details(self) -> CertificateDetails:
        return replace(super().details(), course=Course(self.course.data or ""))


class ReturnForm(Form):
    """Why something is sent back."""

    word = TextAreaField(
        msgid("What should they do?"),
        [Required(msgid("Write what they should do."))],
        description=msgid("They read it word for word."),
        render_kw={"rows": 3},
    )
    seen = HiddenField()


class SeenForm(Form):
    """Nothing but the version that was seen, behind a lone button."""

    seen = HiddenField()


class AttachForm(WithFile):
    """A file that proves a certificate."""


def seen_in(form: Form, submission_id: int) -> Seen:
    """What was seen when the form was shown."""
    text = form["seen"].data or ""
    return Seen(submission_id, int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0)
