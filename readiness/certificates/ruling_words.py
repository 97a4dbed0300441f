"""Rulings on renewals in words."""

from readiness.certificates.renewal import Reason, Refusal, Ruling
from readiness.foundation.words import day, msgid
from readiness.foundation.words import gettext as _
from readiness.standards.certificate_kinds import CertificateKind

REASONS = {
    Reason.PRINTED: msgid("as printed"),
    Reason.ENDLESS: msgid("this kind has no end unless one is printed"),
    Reason.FROM_ISSUE: msgid("counted from its day of issue"),
    Reason.KEEPS_DATE: msgid(
        "renewed in time, it keeps the old date: counted from the end of the one before"
    ),
    Reason.TOO_EARLY: msgid("renewed too early to keep the old date: counted from its day of issue"),
    Reason.TOO_LATE: msgid("renewed too late to keep the old date: counted from its day of issue"),
    Reason.FIXED: msgid("this kind ends on a fixed day of the year"),
}
REFUSALS = {
    Refusal.NO_SHORT_COURSE: msgid("course: ‘%(kind)s’ has no short renewal course. Choose the full one."),
    Refusal.NEVER_HELD: msgid(
        "course: A short renewal course counts only for who holds ‘%(kind)s’, and nothing is recorded before this day. "
        "Record that one first, or choose the full course."
    ),
    Refusal.LAPSED: msgid(
        "course: A short renewal course counted until %(day)s, since the one before has ended. Take the full one."
    ),
    Refusal.TOO_SOON: msgid(
        "issued_on: ‘%(kind)s’ can be renewed from %(day)s on: so long has to lie between two of them."
    ),
}


def refusal_words(ruling: Ruling, kind: CertificateKind) -> str:
    """Why a certificate is refused, with the field that it is about; '' where it is not."""
    if ruling.refusal is None:
        return ""
    limit = day(ruling.limit_on) if ruling.limit_on else ""
    return _(REFUSALS[ruling.refusal], kind=kind.title, day=limit)


def ruling_words(ruling: Ruling) -> str:
    """Until when, and why: '31 March 2029: counted from its day of issue'."""
    until = day(ruling.expires_on) if ruling.expires_on else _("no end")
    return f"{until}: {_(REASONS[ruling.reason])}"
