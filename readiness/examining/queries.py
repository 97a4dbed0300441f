"""Reads of the auditor's room."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from typing import Any

from readiness.accounts.models import Account
from readiness.certificates.kinds import kinds_known
from readiness.certificates.validity import CertificateStatus, Validity, status_on
from readiness.evidence.models import EvidenceFile
from readiness.evidence.queries import proofs_of
from readiness.examining.models import (
    ANSWERED,
    CLOSED,
    OPEN,
    AuditRemark,
    AuditRequest,
    EvidenceSample,
    SavedQuestion,
)
from readiness.foundation.database import among, number_list, reading, select, stream
from readiness.foundation.errors import NotFound
from readiness.foundation.temporal import Knowledge, known_sql
from readiness.foundation.words import gettext as _


@dataclass(frozen=True, slots=True)
class Population:
    """Of which certificates is drawn: issued on which days, at which site they are held, of which kind ('': any)."""

    from_on: date
    until_on: date
    site: str = ""
    kind: str = ""


def numbers_of(population: Population, knowledge: Knowledge) -> Iterator[int]:
    """The numbers of the certificates of which is drawn, by what was known."""
    sql = f"""
        SELECT c.fact_id FROM certificate c WHERE {known_sql("c")} AND c.issued_on BETWEEN :from_on AND :until_on
        AND (:kind = '' OR c.kind = :kind)
        AND (:site = '' OR EXISTS (SELECT 1 FROM membership m JOIN site s ON s.id = m.site_id
          WHERE m.person_id = c.person_id AND s.code = :site AND {known_sql("m")}
          AND m.from_on <= :until_on AND m.until_on >= :until_on))
    """
    asked = {"kind": population.kind, "site": population.site, "known": knowledge.number}
    with (
        reading(),
        closing(stream(sql, from_on=population.from_on, until_on=population.until_on, **asked)) as rows,
    ):
        for (number,) in rows:
            yield number


@dataclass(frozen=True, slots=True)
class Drawn:
    """A certificate that was drawn, as it was known then, with the files that prove it.

    `number`: the certificate's number here. `status`: what it was on the last day of the sample.
    """

    number: int
    staff_number: str
    name: str
    kind: str
    issued_on: date
    expires_on: date | None
    status: CertificateStatus
    revoked_on: date | None
    revoked_reason: str
    files: Sequence[EvidenceFile]


def drawn_of(sample: EvidenceSample) -> list[Drawn]:
    """The certificates of a sample that are there still, in the order in which they were drawn."""
    knowledge = Knowledge(sample.change, sample.known_at)
    rows = select(
        "SELECT c.fact_id, p.staff_number, p.given_name, p.family_name, c.kind, c.issued_on, c.expires_on, "
        "c.revoked_on, c.revoked_reason "
        "FROM certificate c JOIN person p ON p.id = c.person_id "
        f"WHERE {known_sql('c')} AND {among('c.fact_id', 'numbers')}",
        known=sample.change,
        numbers=number_list(sample.drawn),
    )
    found: dict[int, tuple[Any, ...]] = {row[0]: row for row in rows}
    proofs, kinds = proofs_of(list(found), knowledge), kinds_known(knowledge)
    return [
        Drawn(
            number,
            staff,
            f"{given} {family}".strip(),
            kind,
            issued_on,
            expires_on,
            status_on(Validity(issued_on, expires_on, revoked_on), kinds.known(kind), sample.until_on),
            revoked_on,
            reason,
            proofs.get(number, []),
        )
        for number, staff, given, family, kind, issued_on, expires_on, revoked_on, reason in (
            found[each] for each in sample.drawn if each in found
        )
    ]


def no_longer_kept(sample: EvidenceSample, drawn: Sequence[Drawn]) -> list[int]:
    """The numbers of those that were drawn and are there no more: they went with the sample organisation."""
    there = {each.number for each in drawn}
    return [number for number in sample.drawn if number not in there]


def questions_of(account_id: int | None) -> list[SavedQuestion]:
    """What an account saved, or all did (None), each with its account; the latest first."""
    rows = SavedQuestion.select(SavedQuestion, Account).join(Account)
    if account_id is not None:
        rows = rows.where(SavedQuestion.account == account_id)
    return list(rows.order_by(SavedQuestion.id.desc()))


def get_question(question_id: int) -> SavedQuestion:
    """A saved question by its number; raises NotFound."""
    row: SavedQuestion | None = SavedQuestion.get_or_none(SavedQuestion.id == question_id)
    if row is None:
        raise NotFound(_("There is no such question."))
    return row


def samples_of(account_id: int | None) -> list[EvidenceSample]:
    """What an account drew, or all did (None), each with its account; the latest first."""
    rows = EvidenceSample.select(EvidenceSample, Account).join(Account)
    if account_id is not None:
        rows = rows.where(EvidenceSample.account == account_id)
    return list(rows.order_by(EvidenceSample.id.desc()))


def get_sample(sample_id: int) -> EvidenceSample:
    """A sample by its number; raises NotFound."""
    row: EvidenceSample | None = EvidenceSample.get_or_none(EvidenceSample.id == sample_id)
    if row is None:
        raise NotFound(_("There is no such sample."))
    return row


def requests_of(account_id: int | None) -> list[AuditRequest]:
    """What an account asks for, or all do (None); what is open first."""
    rows = AuditRequest.select()
    if account_id is not None:
        rows = rows.where(AuditRequest.account == account_id)
    order = {OPEN: 0, ANSWERED: 1, CLOSED: 2}
    return sorted(rows, key=lambda row: (order[row.state], -row.id))


def waiting_count(account_id: int | None) -> int:
    """How many requests wait for an answer (None), or were answered and wait for the account that asked."""
    rows = select(
        "SELECT count(*) FROM audit_request WHERE state = :state AND (:asker = 0 OR account_id = :asker)",
        state=OPEN if account_id is None else ANSWERED,
        asker=account_id or 0,
    )
    return int(next(rows)[0])


def get_request(request_id: int) -> AuditRequest:
    """A request by its number; raises NotFound."""
    row: AuditRequest | None = AuditRequest.get_or_none(AuditRequest.id == request_id)
    if row is None:
        raise NotFound(_("There is no such request."))
    return row


def remarks_of(request_id: int) -> list[AuditRemark]:
    """What was said about a request, in its order."""
    return list(AuditRemark.select().where(AuditRemark.request == request_id).order_by(AuditRemark.id))
