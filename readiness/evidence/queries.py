"""Reads of proof: what was sent in, what proves a certificate, and who may see a file."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from readiness.evidence.models import CertificateProof, EvidenceFile, ProofSubmission
from readiness.evidence.states import State
from readiness.foundation.database import select
from readiness.foundation.errors import NotFound
from readiness.foundation.temporal import NEVER, Knowledge, current, known
from readiness.foundation.words import gettext as _
from readiness.people.models import Person


@dataclass(frozen=True, slots=True)
class Submission:
    """What someone sent in, as pages show it."""

    id: int
    version: int
    state: State
    person_id: int
    staff_number: str
    name: str
    kind: str
    issued_on: date
    expires_on: date | None
    issuer: str
    number: str
    sent_at: datetime
    decided_at: datetime | None
    decided_by: str
    word: str
    certificate: int | None
    file: str
    media: str
    page_count: int


_SUBMISSIONS = """
    SELECT s.id, s.version, s.state, p.id AS person, p.staff_number, p.given_name, p.family_name, s.kind, s.issued_on,
      s.expires_on, s.issuer, s.number, s.sent_at, s.decided_at, s.decided_by, s.word, s.certificate,
      coalesce(f.sha256, ''), coalesce(f.media, ''), coalesce(f.page_count, 0)
    FROM proof_submission s JOIN person p ON p.id = s.person_id LEFT JOIN evidence_file f ON f.id = s.file_id
"""


def _read(condition: str, **values: Any) -> list[Submission]:
    return [
        Submission(
            id_, version, State(state), person_id, staff_number,
            f"{given_name} {family_name}".strip() or staff_number, *rest,
        )
        for id_, version, state, person_id, staff_number, given_name, family_name, *rest in select(
            f"{_SUBMISSIONS} WHERE {condition}", **values
        )
    ]  # fmt: skip


def submission(submission_id: int, person_id: int | None = None) -> Submission:
    """What was sent in under this number, by this person where one is given; raises NotFound."""
    owner, values = ("", {}) if person_id is None else (" AND s.person_id = :person", {"person": person_id})
    for found in _read(f"s.id = :id{owner}", id=submission_id, **values):
        return found
    raise NotFound(_("Check the address, or go back to the start."), title=_("There is no such page."))


def find_submission(submission_id: int, person_id: int) -> Submission | None:
    """What a person sent in under this number, if they did."""
    found = _read("s.id = :id AND s.person_id = :person", id=submission_id, person=person_id)
    return found[0] if found else None


def submissions_of(person_id: int, most: int = 50) -> list[Submission]:
    """What someone sent in, the latest first."""
    return _read("s.person_id = :person ORDER BY s.id DESC LIMIT :most", person=person_id, most=most)


def submissions_in(state: State, most: int) -> list[Submission]:
    """What stands so: what waits the longest first, what is decided the latest first."""
    order = "s.sent_at, s.id" if state is State.SENT else "s.sent_at DESC, s.id DESC"
    return _read(f"s.state = :state ORDER BY {order} LIMIT :most", state=state, most=most)


def waiting_count() -> int:
    """How many of those that were sent in wait for somebody."""
    rows = select("SELECT count(*) FROM proof_submission WHERE state = :state", state=State.SENT)
    return int(next(rows)[0])


def is_told(today: date) -> bool:
    """Whether those who look at proof were told on this day what waits."""
    rows = select(
        "SELECT 1 FROM outbox_message WHERE key >= :from AND key < :until LIMIT 1",
        **{
            "from": f"evidence/waiting/{today.isoformat()}/",
            "until": f"evidence/waiting/{today.isoformat()}0",
        },
    )
    return next(rows, None) is not None


def find_alike(person_id: int, kind: str, issued_on: date, apart_from: int) -> ProofSubmission | None:
    """What the same person sent in already of the same kind and day, and is still open."""
    found: ProofSubmission | None = (
        ProofSubmission.select()
        .where(
            (ProofSubmission.person == person_id)
            & (ProofSubmission.kind == kind)
            & (ProofSubmission.issued_on == issued_on)
            & ProofSubmission.state.in_([State.SENT, State.RETURNED])
            & (ProofSubmission.id != apart_from)
        )
        .first()
    )
    return found


def open_count(person_id: int) -> int:
    """How many of someone's certificates are on their way."""
    rows = select(
        "SELECT count(*) FROM proof_submission WHERE person_id = :person AND state IN ('sent', 'returned')",
        person=person_id,
    )
    return int(next(rows)[0])


def get_row(submission_id: int) -> ProofSubmission:
    """The row of what was sent in; raises NotFound."""
    row: ProofSubmission | None = (
        ProofSubmission.select(ProofSubmission, Person)
        .join(Person)
        .where(ProofSubmission.id == submission_id)
        .first()
    )
    if row is None:
        raise NotFound(_("Check the address, or go back to the start."), title=_("There is no such page."))
    return row


def decided_in(change: int) -> list[ProofSubmission]:
    """What was approved in a change."""
    return list(
        ProofSubmission.select().where(
            (ProofSubmission.decided_in == change) & (ProofSubmission.state == State.APPROVED)
        )
    )


def find_file(sha256: str) -> EvidenceFile | None:
    """The row of a file, by its hash."""
    found: EvidenceFile | None = EvidenceFile.get_or_none(EvidenceFile.sha256 == sha256)
    return found


def proof_of(certificate_id: int, knowledge: Knowledge | None = None) -> list[EvidenceFile]:
    """The files that prove a certificate, by what was known; without an instant, as we hold it now."""
    holds = current(CertificateProof) if knowledge is None else known(CertificateProof, knowledge)
    return list(
        EvidenceFile.select()
        .join(CertificateProof)
        .where((CertificateProof.certificate == certificate_id) & holds)
        .order_by(CertificateProof.fact_id)
    )


def proofs_of(certificate_ids: Sequence[int], knowledge: Knowledge) -> dict[int, list[EvidenceFile]]:
    """The same of several certificates, by their numbers, in one statement."""
    found: dict[int, list[EvidenceFile]] = defaultdict(list)
    proofs = (
        CertificateProof.select(CertificateProof, EvidenceFile)
        .join(EvidenceFile)
        .where(CertificateProof.certificate.in_(list(certificate_ids)) & known(CertificateProof, knowledge))
        .order_by(CertificateProof.fact_id)
    )
    for proof in proofs:
        found[proof.certificate].append(proof.file)
    return found


_OF_PERSON = """
    SELECT s.file_id FROM proof_submission s WHERE s.person_id = :person AND s.file_id IS NOT NULL
    UNION SELECT r.file_id FROM certificate_proof r JOIN certificate c ON c.fact_id = r.certificate
      AND c.superseded_in = :never WHERE c.person_id = :person AND r.superseded_in = :never
    UNION SELECT l.file_id FROM learning_activity l WHERE l.person_id = :person AND l.file_id IS NOT NULL
      AND l.superseded_in = :never
"""


def is_proof_of(file_id: int, person_id: int) -> bool:
    """Whether a file is what someone sent in, or proves a certificate of theirs."""
    rows = select(
        f"SELECT 1 FROM evidence_file f WHERE f.id = :file AND f.id IN ({_OF_PERSON})",
        file=file_id,
        person=person_id,
        never=NEVER,
    )
    return next(rows, None) is not None


def bytes_kept() -> int:
    """How much room all files take."""
    return int(next(select("SELECT coalesce(sum(size), 0) FROM evidence_file"))[0])


def bytes_of(person_id: int) -> int:
    """How much room the files of one person take."""
    rows = select(
        f"SELECT coalesce(sum(f.size), 0) FROM evidence_file f WHERE f.id IN ({_OF_PERSON})",
        person=person_id,
        never=NEVER,
    )
    return int(next(rows)[0])


def all_files() -> Sequence[EvidenceFile]:
    """Every file that is kept."""
    return list(EvidenceFile.select().order_by(EvidenceFile.id))


def whole_files() -> set[str]:
    """The names of the files that the vault should have: of those that it lacks, that is on record."""
    return {name for (name,) in select("SELECT sha256 FROM evidence_file WHERE missing_since IS NULL")}


def unused_files(kept_before: datetime) -> list[EvidenceFile]:
    """Files that nothing refers to, nor ever did in what was known, and that were kept before an instant."""
    used = (
        "SELECT file_id FROM certificate_proof UNION SELECT file_id FROM proof_submission "
        "WHERE file_id IS NOT NULL UNION SELECT file_id FROM learning_activity WHERE file_id IS NOT NULL"
    )
    ids = [
        id_
        for (id_,) in select(
            f"SELECT id FROM evidence_file WHERE kept_at < :before AND id NOT IN ({used})", before=kept_before
        )
    ]
    return list(EvidenceFile.select().where(EvidenceFile.id.in_(ids)))
