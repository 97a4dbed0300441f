"""When a certificate counts."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.certificates.validity import CertificateStatus, Validity, expiry, last_day, status_on
from readiness.foundation.temporal import LAST_DAY
from readiness.standards.certificate_kinds import CertificateKind, load_certificate_kinds

KIND = CertificateKind(code="k", title="K", validity_years=2, renewal_days=30, grace_days=10)
SHIPPED = load_certificate_kinds()
ENDS = date(2026, 3, 31)
HELD = Validity(date(2024, 3, 31), ENDS)


@pytest.mark.parametrize(
    ("as_of", "status"),
    [
        (date(2024, 3, 30), "not_yet_valid"),
        (date(2024, 3, 31), "valid"),
        (ENDS - timedelta(days=31), "valid"),
        (ENDS - timedelta(days=30), "due"),
        (ENDS, "due"),
        (ENDS + timedelta(days=1), "grace"),
        (ENDS + timedelta(days=10), "grace"),
        (ENDS + timedelta(days=11), "lapsed"),
    ],
)
def test_a_certificate_counts_through_its_last_day(as_of: date, status: str) -> None:
    assert status_on(HELD, KIND, as_of).value == status


def test_grace_does_not_count() -> None:
    assert [status.value for status in CertificateStatus if status.counts] == ["valid", "due"]


def test_the_day_of_revocation_does_not_count() -> None:
    revoked = Validity(HELD.issued_on, ENDS, date(2025, 1, 1))
    assert status_on(revoked, KIND, date(2025, 1, 1)) is CertificateStatus.REVOKED
    assert status_on(revoked, KIND, date(2024, 12, 31)) is CertificateStatus.VALID
    assert last_day(revoked) == date(2024, 12, 31)


def test_the_printed_day_wins_over_the_default() -> None:
    assert expiry(KIND, date(2024, 1, 1), date(2024, 6, 1)) == date(2024, 6, 1)
    assert expiry(KIND, date(2024, 1, 1)) == date(2026, 1, 1)
    assert expiry(KIND, date(2024, 2, 29)) == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("code", "years"),
    [
        ("mhfa-adult", 3), ("mhfa-youth", 3), ("de-escalation", 2), ("cpr-aed", 2), ("first-aid", 2),
        ("pfa", None), ("cism", None), ("suicide-prevention", None), ("naloxone", None), ("crisis-management", None),
    ],
)  # fmt: skip
def test_the_shipped_kinds_last_as_decided_and_say_where_from(code: str, years: int | None) -> None:
    kind = SHIPPED[code]
    assert (kind.validity_years, kind.covers) == (years, ())
    assert kind.source
    assert kind.verified_on


def test_a_kind_without_validity_has_no_end() -> None:
    kind = SHIPPED["naloxone"]
    assert expiry(kind, date(2000, 1, 1)) is None
    assert last_day(Validity(date(2000, 1, 1))) == LAST_DAY


def test_files_name_kinds_in_their_own_words() -> None:
    assert [getattr(SHIPPED.find(name), "code", None) for name in ("CPR/AED", "Mental Health First Aid", "de escalation", "yoga")] == [
        "cpr-aed", "mhfa-adult", "de-escalation", None,
    ]  # fmt: skip


days = st.dates(date(2000, 1, 1), date(2040, 1, 1))


@given(days, st.none() | days, st.none() | days, days)
def test_counting_by_status_and_by_last_day_are_the_same(
    issued_on: date, expires_on: date | None, revoked_on: date | None, as_of: date
) -> None:
    validity = Validity(issued_on, expires_on, revoked_on)
    counts = issued_on <= as_of <= last_day(validity)
    assert status_on(validity, KIND, as_of).counts is counts
