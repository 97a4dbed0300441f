"""The forms of certificates."""

from collections.abc import Iterable

from wtforms import HiddenField, SelectField, StringField

from readiness.certificates.actions import CertificateDetails
from readiness.certificates.renewal import Course
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid
from readiness.standards.certificate_kinds import CertificateKind, CertificateKinds
from readiness.web.forms import DayField, Form, Required, TickField

WHY = msgid("For anyone who looks at this later. It goes into the audit trail.")


class CertificateForm(Form):
    """What a certificate says."""

    issued_on = DayField(msgid("Day of issue"), [Required(msgid("Write the day of issue."))])
    expires_on = DayField(
        msgid("Last day"),
        description=msgid(
            "As printed. Left empty, it is worked out from the day of issue, as is usual for its kind."
        ),
    )
    is_endless = TickField(msgid("It has no end"))
    issuer = StringField(msgid("Issuer"))
    number = StringField(msgid("Number"), description=msgid("The issuer's, as printed."))
    course = SelectField(
        msgid("Course"),
        choices={"": msgid("the full course"), "renewal": msgid("a short renewal course")},
        default="",
        description=msgid("A short one counts only for those who hold it already."),
    )
    seen = HiddenField()

    def details(self) -> CertificateDetails:
        return CertificateDetails(
            self.issued_on.data,
            self.expires_on.data,
            bool(self.is_endless.data),
            self.issuer.data or "",
            (self.number.data or "") if self.number else "",
            Course(self.course.data or "") if self.course else Course.FULL,
        )

    def fit(self, kinds: Iterable[CertificateKind]) -> None:
        """Ask for the course only where one of the kinds has a short one. Call it before the form is used."""
        if not any(kind.has_short_renewal for kind in kinds):
            del self.course


class AddCertificateForm(CertificateForm):
    """A certificate that is not there yet."""

    kind = SelectField(msgid("Certificate"), [Required(msgid("Choose what the certificate is."))])

    def offer_kinds(self, kinds: CertificateKinds) -> None:
        """Fill the choices: kinds that are retired are not added any more. Call it before the form is used."""
        self.fit(kinds.offered)
        self.kind.choices = {"": _("Choose …")} | {kind.code: kind.title for kind in kinds.offered}


class AddSeveralForm(AddCertificateForm):
    """The same certificate of several people: what differs from one to the other is left out."""

    number = None


class CorrectCertificateForm(CertificateForm):
    """What a certificate really says, with why it was wrong."""

    reason = StringField(
        msgid("Why"), [Required(msgid("Write why, for those who look at this later."))], description=WHY
    )


class RevokeForm(Form):
    """From when certificates do not count, and why."""

    revoked_on = DayField(
        msgid("First day on which it does not count"),
        [Required(msgid("Write the first day on which it does not count."))],
    )
    reason = StringField(
        msgid("Why"), [Required(msgid("Write why, for those who look at this later."))], description=WHY
    )
    seen = HiddenField()


class ReasonForm(Form):
    """Why something is taken back."""

    reason = StringField(
        msgid("Why"), [Required(msgid("Write why, for those who look at this later."))], description=WHY
    )
    seen = HiddenField()
