"""Renewals, by worked examples: each with its last day and its reason, or why it is refused."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from readiness.audit.actions import recording
from readiness.certificates.actions import (
    CertificateDetails,
    Desk,
    NewCertificate,
    Seen,
    add_certificates,
    add_within,
    renew_certificate,
)
from readiness.certificates.kind_actions import change_kind
from readiness.certificates.kinds import certificate_kinds
from readiness.certificates.models import Certificate
from readiness.certificates.renewal import Course, Reason, Refusal, Taken, rule
from readiness.certificates.ruling_words import REASONS, REFUSALS
from readiness.certificates.validity import Validity
from readiness.foundation.errors import InvalidInput
from readiness.standards.certificate_kinds import CertificateKind
from tests.factories import KINDS, make_certificate, make_person

HELD = Validity(date(2023, 3, 31), date(2026, 3, 31))


@dataclass(frozen=True)
class Example:
    """A kind, what is held already, what is taken when; and what follows."""

    why: str
    issued_on: date
    ends: date | None
    reason: Reason
    kind: dict[str, Any]
    held: tuple[Validity, ...] = (HELD,)
    printed_on: date | None = None
    course: Course = Course.FULL
    refusal: Refusal | None = None


KEEPS = {"renewal_base": "previous_expiry", "renewal_days": 90, "grace_days": 30}
SHORT = {"has_short_renewal": True, "grace_days": 30}
EXAMPLES = [
    Example("a first one runs from its day of issue", date(2026, 1, 10), date(2029, 1, 10), Reason.FROM_ISSUE, {}, ()),
    Example("a renewal runs from its own day", date(2026, 1, 10), date(2029, 1, 10), Reason.FROM_ISSUE, {}),
    Example("the printed day wins", date(2026, 1, 10), date(2027, 1, 1), Reason.PRINTED, KEEPS, printed_on=date(2027, 1, 1)),
    Example("no end", date(2026, 1, 10), None, Reason.ENDLESS, {"validity_years": None}),
    Example("early, within the window: the old date", date(2026, 1, 10), date(2029, 3, 31), Reason.KEEPS_DATE, KEEPS),
    Example("on the first day of the window", date(2025, 12, 31), date(2029, 3, 31), Reason.KEEPS_DATE, KEEPS),
    Example("a day before the window", date(2025, 12, 30), date(2028, 12, 30), Reason.TOO_EARLY, KEEPS),
    Example("on its last day", date(2026, 3, 31), date(2029, 3, 31), Reason.KEEPS_DATE, KEEPS),
    Example("on the last day of grace", date(2026, 4, 30), date(2029, 3, 31), Reason.KEEPS_DATE, KEEPS),
    Example("a day after grace", date(2026, 5, 1), date(2029, 5, 1), Reason.TOO_LATE, KEEPS),
    Example("there is none to keep the date of", date(2026, 1, 10), date(2029, 1, 10), Reason.FROM_ISSUE, KEEPS, ()),
    Example("one without an end gives no date", date(2026, 1, 10), date(2029, 1, 10), Reason.FROM_ISSUE, KEEPS,
            (Validity(date(2023, 3, 31)),)),
    Example("a revoked one gives no date", date(2026, 1, 10), date(2029, 1, 10), Reason.TOO_LATE, KEEPS,
            (Validity(HELD.issued_on, HELD.expires_on, date(2026, 1, 5)),)),
    Example("of several, that which lasts longest", date(2026, 1, 10), date(2029, 3, 31), Reason.KEEPS_DATE, KEEPS,
            (Validity(date(2020, 1, 1), date(2023, 1, 1)), HELD)),
    Example("a later one is not renewed by an earlier", date(2022, 1, 1), date(2025, 1, 1), Reason.FROM_ISSUE, KEEPS),
    Example("29 February", date(2024, 2, 29), date(2027, 2, 28), Reason.FROM_ISSUE, {}, ()),
    Example("to the month's end", date(2026, 1, 10), date(2029, 1, 31), Reason.FROM_ISSUE, {"ends_with_month": True}, ()),
    Example("the old date, to the month's end", date(2026, 2, 10), date(2029, 2, 28), Reason.KEEPS_DATE,
            {**KEEPS, "ends_with_month": True}, (Validity(date(2023, 2, 10), date(2026, 2, 12)),)),
    Example("a fixed day", date(2026, 5, 10), date(2028, 12, 31), Reason.FIXED,
            {"renewal_base": "fixed_date", "fixed_renewal_date": "12-31"}),
    Example("a fixed day, taken on it", date(2026, 12, 31), date(2029, 12, 31), Reason.FIXED,
            {"renewal_base": "fixed_date", "fixed_renewal_date": "12-31"}),
    Example("a fixed 29 February", date(2026, 5, 10), date(2029, 2, 28), Reason.FIXED,
            {"renewal_base": "fixed_date", "fixed_renewal_date": "02-29"}),
    Example("short, while it is held", date(2026, 1, 10), date(2029, 1, 10), Reason.FROM_ISSUE, SHORT, course=Course.SHORT),
    Example("short, on the last day of grace", date(2026, 4, 30), date(2029, 4, 30), Reason.FROM_ISSUE, SHORT,
            course=Course.SHORT),
    Example("short, a day after grace", date(2026, 5, 1), date(2029, 5, 1), Reason.FROM_ISSUE, SHORT,
            course=Course.SHORT, refusal=Refusal.LAPSED),
    Example("short, never held", date(2026, 5, 1), date(2029, 5, 1), Reason.FROM_ISSUE, SHORT, (), course=Course.SHORT,
            refusal=Refusal.NEVER_HELD),
    Example("short, and there is none", date(2026, 1, 10), date(2029, 1, 10), Reason.FROM_ISSUE, {}, course=Course.SHORT,
            refusal=Refusal.NO_SHORT_COURSE),
    Example("short, of one without an end", date(2040, 1, 10), date(2043, 1, 10), Reason.FROM_ISSUE, SHORT,
            (Validity(date(2023, 3, 31)),), course=Course.SHORT),
    Example("short, after it was revoked", date(2026, 2, 10), date(2029, 2, 10), Reason.FROM_ISSUE, SHORT,
            (Validity(HELD.issued_on, HELD.expires_on, date(2025, 6, 1)),), course=Course.SHORT, refusal=Refusal.LAPSED),
    Example("the full course needs nothing held", date(2030, 1, 1), date(2033, 1, 1), Reason.FROM_ISSUE, SHORT),
    Example("too soon", date(2024, 3, 29), date(2027, 3, 29), Reason.FROM_ISSUE, {"minimum_days": 365},
            refusal=Refusal.TOO_SOON),
    Example("just not too soon", date(2024, 3, 30), date(2027, 3, 30), Reason.FROM_ISSUE, {"minimum_days": 365}),
    Example("a first one is never too soon", date(2024, 3, 29), date(2027, 3, 29), Reason.FROM_ISSUE,
            {"minimum_days": 365}, ()),
]  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.why)
def test_a_worked_example(example: Example) -> None:
    kind = CertificateKind(**{"code": "k", "title": "K", "validity_years": 3, **example.kind})
    ruling = rule(kind, Taken(example.issued_on, example.printed_on, example.course), example.held)
    assert (ruling.expires_on, ruling.reason, ruling.refusal) == (
        example.ends,
        example.reason,
        example.refusal,
    )


def test_every_reason_and_refusal_is_met_and_has_its_words() -> None:
    assert {example.reason for example in EXAMPLES} == set(Reason) == set(REASONS)
    assert {example.refusal for example in EXAMPLES} - {None} == set(Refusal) == set(REFUSALS)


def test_what_is_recorded_follows_the_rules_with_the_organisations_own_values(db: str) -> None:
    change_kind(
        "cpr-aed", {"renewal_base": "previous_expiry", "has_short_renewal": True, "grace_days": 30}, "hr"
    )
    desk = Desk("hr", date(2026, 6, 30), certificate_kinds())
    held, new = make_person(), make_person(given_name="Ben")
    before = make_certificate(held, "cpr-aed", date(2024, 7, 10), date(2026, 7, 10))
    short = CertificateDetails(date(2026, 6, 20), course=Course.SHORT)
    with pytest.raises(InvalidInput, match=r"^Ben .*A short renewal course counts only for who holds"):
        add_certificates([held, new], "cpr-aed", short, desk)
    assert Certificate.select().count() == 1
    number = renew_certificate(Seen(before.fact_id, before.id), short, desk)
    renewed = Certificate.get(Certificate.fact_id == number)
    assert (renewed.expires_on, renewed.course) == (date(2028, 7, 10), "renewal")
    with pytest.raises(InvalidInput) as refused, recording("hr") as opened:
        add_within(NewCertificate(new, "cpr-aed", short), desk, opened)
    assert refused.value.problems[0].startswith("course: ")


def test_one_that_counts_as_it_can_be_renewed(db: str) -> None:
    person = make_person()
    make_certificate(person, "full", date(2024, 7, 10), date(2026, 7, 10))
    short_kind = KINDS["mhfa"].model_copy(update={"has_short_renewal": True})
    kinds = type(KINDS)({**KINDS.by_code, "mhfa": short_kind})
    desk = Desk("hr", date(2026, 6, 30), kinds)
    with recording("hr") as opened:
        add_within(
            NewCertificate(person, "mhfa", CertificateDetails(date(2026, 6, 20), course=Course.SHORT)),
            desk,
            opened,
        )
    assert Certificate.select().count() == 2
