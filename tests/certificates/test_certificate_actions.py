"""What is done with certificates by hand, and what was known of them when."""

from datetime import date, timedelta

import pytest

from readiness.audit.models import AuditEvent
from readiness.certificates import actions
from readiness.certificates.actions import CertificateDetails, Desk, Seen
from readiness.certificates.history import certificate_history
from readiness.certificates.known import known_certificate
from readiness.certificates.models import Certificate
from readiness.certificates.queries import get_certificate
from readiness.certificates.validity import CertificateStatus
from readiness.foundation.errors import Conflict, InvalidInput, NotFound
from readiness.foundation.temporal import LAST_DAY, Question, knowledge_at
from readiness.people.reach import Reach
from readiness.people.selection import Asked
from tests.factories import KINDS, make_certificate, make_person, make_site

TODAY = date(2026, 6, 30)
DESK = Desk("hr@example.org", TODAY, KINDS)
ISSUED = date(2025, 1, 1)


def seen(number: int) -> Seen:
    return Seen(number, get_certificate(number).id)


def history(number: int) -> list[str]:
    return [
        " ".join([*entry.sentences, *(f"{label}: {was} > {now}" for label, was, now in entry.differences)])
        for entry in certificate_history(number, KINDS, knowledge_at())
    ]


def asked(reach: frozenset[int] | None = None) -> Asked:
    return Asked(Question(TODAY, knowledge_at()), Reach(reach, TODAY))


def test_without_a_last_day_a_certificate_lasts_as_long_as_its_kind(db: str) -> None:
    person = make_person()
    usual = actions.add_certificate(person.id, "cpr", CertificateDetails(ISSUED, issuer="Red Cross"), DESK)
    printed = actions.add_certificate(person.id, "mhfa", CertificateDetails(ISSUED, date(2025, 6, 1)), DESK)
    endless = actions.add_certificate(person.id, "cpr", CertificateDetails(TODAY, is_endless=True), DESK)
    assert [get_certificate(each).expires_on for each in (usual, printed, endless)] == [
        date(2027, 1, 1), date(2025, 6, 1), None,
    ]  # fmt: skip
    assert get_certificate(endless).counts_until_on == LAST_DAY
    assert history(usual) == [
        "Recorded: CPR, issued on 1 January 2025, last day 1 January 2027, by Red Cross."
    ]


def test_every_fault_of_a_certificate_is_named_at_once(db: str) -> None:
    person = make_person()
    details = CertificateDetails(TODAY + timedelta(days=1), ISSUED, is_endless=True, issuer="x" * 201)
    with pytest.raises(InvalidInput) as refused:
        actions.add_certificate(person.id, "nothing", details, DESK)
    fields = {problem.partition(":")[0] for problem in refused.value.problems}
    assert fields == {"kind", "issued_on", "expires_on", "is_endless", "issuer"}
    assert Certificate.select().count() == 0


def test_a_certificate_that_is_there_already_is_not_added_again(db: str) -> None:
    person = make_person()
    actions.add_certificate(person.id, "cpr", CertificateDetails(ISSUED, number="1"), DESK)
    with pytest.raises(Conflict, match="issued_on: this certificate is there already"):
        actions.add_certificate(person.id, "cpr", CertificateDetails(ISSUED), DESK)
    actions.add_certificate(person.id, "cpr", CertificateDetails(ISSUED, number="2"), DESK)


def test_a_renewal_adds_a_period_and_leaves_the_one_before(db: str) -> None:
    first = actions.add_certificate(make_person().id, "cpr", CertificateDetails(ISSUED), DESK)
    with pytest.raises(InvalidInput, match="A renewal is issued after"):
        actions.renew_certificate(seen(first), CertificateDetails(ISSUED), DESK)
    second = actions.renew_certificate(seen(first), CertificateDetails(date(2026, 6, 1)), DESK)
    assert get_certificate(second).expires_on == date(2028, 6, 1)
    assert get_certificate(first).expires_on == date(2027, 1, 1)


def test_a_correction_supersedes_and_is_refused_to_who_saw_an_older_version(db: str) -> None:
    number = actions.add_certificate(make_person().id, "cpr", CertificateDetails(ISSUED, number="A"), DESK)
    old = seen(number)
    before = knowledge_at()
    actions.correct_certificate(
        old, CertificateDetails(ISSUED, date(2026, 1, 1), number="B"), "misread", DESK
    )
    assert history(number)[0] == "Last day: 1 January 2027 > 1 January 2026 Number: A > B"
    then = Asked(Question(TODAY, before), Reach(None, TODAY))
    assert known_certificate(number, then, KINDS).expires_on == date(2027, 1, 1)
    with pytest.raises(Conflict, match=r"hr@example\.org changed this"):
        actions.correct_certificate(old, CertificateDetails(ISSUED), "again", DESK)
    with pytest.raises(Conflict, match="Nothing was changed"):
        actions.correct_certificate(
            seen(number), CertificateDetails(ISSUED, date(2026, 1, 1), number="B"), "same", DESK
        )
    with pytest.raises(InvalidInput, match="reason: Write why"):
        actions.correct_certificate(seen(number), CertificateDetails(ISSUED), " ", DESK)


def test_several_are_revoked_for_one_reason_all_or_none(db: str) -> None:
    numbers = [
        make_certificate(make_person(), "cpr", ISSUED, date(2027, 1, 1)).fact_id for _person in range(3)
    ]
    chosen = [seen(number) for number in numbers]
    actions.revoke_certificates(chosen[:1], TODAY, "fraud", "hr@example.org")
    with pytest.raises(Conflict):
        actions.revoke_certificates([*chosen[1:], seen(numbers[0])], TODAY, "fraud", "hr@example.org")
    assert [get_certificate(number).revoked_on for number in numbers] == [TODAY, None, None]
    actions.revoke_certificates(chosen[1:], TODAY, "fraud", "hr@example.org")
    assert {get_certificate(number).revoked_reason for number in numbers} == {"fraud"}
    assert AuditEvent.select().where(AuditEvent.action == "certificate revoked").count() == 3
    with pytest.raises(InvalidInput) as refused:
        actions.revoke_certificates([], None, "", "hr@example.org")
    assert len(refused.value.problems) == 3


def test_a_revocation_that_was_a_mistake_is_taken_back(db: str) -> None:
    number = make_certificate(make_person(), "cpr", ISSUED, date(2027, 1, 1)).fact_id
    actions.revoke_certificates([seen(number)], TODAY, "fraud", "hr@example.org")
    actions.reinstate_certificate(seen(number), "another Ana", "hr@example.org")
    certificate = get_certificate(number)
    assert (certificate.revoked_on, certificate.counts_until_on) == (None, date(2027, 1, 1))
    assert history(number)[:2] == [
        "Reinstated: the revocation was a mistake.",
        "Revoked: it does not count from 30 June 2026 on.",
    ]


def test_what_is_withdrawn_is_held_no_more_but_its_history_stays(db: str) -> None:
    number = make_certificate(make_person(), "cpr", ISSUED).fact_id
    actions.withdraw_certificate(seen(number), "twice", "hr@example.org")
    with pytest.raises(NotFound):
        get_certificate(number)
    known = known_certificate(number, asked(), KINDS)
    assert (known.is_withdrawn, known.status) == (True, CertificateStatus.VALID)
    assert history(number)[0] == "Withdrawn: it was entered by mistake."


def test_a_certificate_of_who_is_out_of_reach_is_not_found(db: str) -> None:
    oslo, bergen = make_site("oslo"), make_site("bergen")
    number = make_certificate(make_person(oslo), "cpr", ISSUED).fact_id
    assert known_certificate(number, asked(frozenset({oslo.id})), KINDS).id == number
    with pytest.raises(NotFound):
        known_certificate(number, asked(frozenset({bergen.id})), KINDS)
