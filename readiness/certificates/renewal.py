"""Until when a certificate counts by the rules of its kind, and whether a renewal counts at all. Pure.

The day that the issuer printed wins over every rule. Without one, a first certificate runs from its day of issue, and
a renewal from there or from the end of the one before, as its kind says. Each answer comes with its reason.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from readiness.certificates.validity import Validity, expiry, last_day
from readiness.foundation.temporal import LAST_DAY
from readiness.standards.certificate_kinds import CertificateKind


class Course(StrEnum):
    """What was learned: all of it, or a short course for those who hold the certificate already."""

    FULL = ""
    SHORT = "renewal"


class Reason(StrEnum):
    """Why a certificate ends when it does."""

    PRINTED = "printed"
    ENDLESS = "endless"
    FROM_ISSUE = "from its day of issue"
    KEEPS_DATE = "keeps the old date"
    TOO_EARLY = "too early to keep the old date"
    TOO_LATE = "too late to keep the old date"
    FIXED = "fixed day"


class Refusal(StrEnum):
    """Why a certificate cannot be what it is said to be."""

    NO_SHORT_COURSE = "no short course"
    NEVER_HELD = "never held"
    LAPSED = "lapsed"
    TOO_SOON = "too soon"


@dataclass(frozen=True, slots=True)
class Taken:
    """A certificate as it is typed: its day of issue, the last day that is printed if one is, and the course."""

    issued_on: date
    printed_on: date | None = None
    course: Course = Course.FULL


@dataclass(frozen=True, slots=True)
class Ruling:
    """The last day (None: it has none), why, and why not, if it is refused. `open_until` or `open_from`: by when."""

    expires_on: date | None
    reason: Reason
    refusal: Refusal | None = None
    limit_on: date | None = None


def rule(kind: CertificateKind, taken: Taken, held: Sequence[Validity]) -> Ruling:
    """How long a certificate counts. `held`: what the person has of this kind, and of those that count as it."""
    before = _before(taken.issued_on, held)
    expires_on, reason = _end(kind, taken, before)
    refusal, limit_on = _refusal(kind, taken, before)
    return Ruling(expires_on, reason, refusal, limit_on)


def _before(issued_on: date, held: Sequence[Validity]) -> Validity | None:
    """The one that is renewed: of those issued before, that which lasts longest."""
    earlier = [each for each in held if each.issued_on < issued_on]
    return max(earlier, key=last_day, default=None)


def _refusal(
    kind: CertificateKind, taken: Taken, before: Validity | None
) -> tuple[Refusal | None, date | None]:
    if taken.course is Course.SHORT:
        if not kind.has_short_renewal:
            return Refusal.NO_SHORT_COURSE, None
        if before is None:
            return Refusal.NEVER_HELD, None
        until = _plus(last_day(before), kind.grace_days)
        if taken.issued_on > until:
            return Refusal.LAPSED, until
    if before is not None and kind.minimum_days:
        opens = before.issued_on + timedelta(days=kind.minimum_days)
        if taken.issued_on < opens:
            return Refusal.TOO_SOON, opens
    return None, None


def _end(kind: CertificateKind, taken: Taken, before: Validity | None) -> tuple[date | None, Reason]:
    if taken.printed_on is not None:
        return taken.printed_on, Reason.PRINTED
    usual = expiry(kind, taken.issued_on)
    if usual is None:
        return None, Reason.ENDLESS
    if kind.renewal_base == "fixed_date" and kind.fixed_renewal_date:
        return _fixed(kind.fixed_renewal_date, usual), Reason.FIXED
    reason = Reason.FROM_ISSUE
    if kind.renewal_base == "previous_expiry" and before is not None and before.expires_on is not None:
        reason = _kept(kind, taken.issued_on, before)
        if reason is Reason.KEEPS_DATE:
            usual = expiry(kind, before.expires_on) or usual
    return (_month_end(usual) if kind.ends_with_month else usual), reason


def _kept(kind: CertificateKind, issued_on: date, before: Validity) -> Reason:
    """Whether a renewal on this day keeps the old date: within the window before the end, and within grace after it."""
    ends_on = last_day(before)
    if issued_on < _plus(ends_on, -kind.renewal_days):
        return Reason.TOO_EARLY
    if issued_on > _plus(ends_on, kind.grace_days) or before.revoked_on is not None:
        return Reason.TOO_LATE
    return Reason.KEEPS_DATE


def _fixed(month_and_day: str, latest: date) -> date:
    """The last such day of a year that is not after the latest; 29 February is the 28th where there is none."""
    for year in (latest.year, latest.year - 1):
        month, of_month = map(int, month_and_day.split("-"))
        found = date(year, month, min(of_month, monthrange(year, month)[1]))
        if found <= latest:
            return found
    return latest


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _plus(day: date, days: int) -> date:
    return day if day == LAST_DAY else day + timedelta(days=days)
