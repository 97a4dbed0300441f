"""What may be done with several at once: attaching one file, approving, and undoing a batch whole."""

from collections.abc import Sequence

from readiness.audit.actions import Recording, recording
from readiness.audit.events.evidence import BatchUndone
from readiness.certificates.actions import CertificateDetails, as_seen
from readiness.certificates.actions import Seen as SeenCertificate
from readiness.certificates.batches import BatchKind, note_batch
from readiness.certificates.models import CertificateBatch
from readiness.certificates.queries import get_batch
from readiness.certificates.undoing import take_back_certificates
from readiness.evidence.actions import Desk, Seen, Sent, approve_within, attach_within
from readiness.evidence.keeping import Kept, file_row
from readiness.evidence.models import ProofSubmission
from readiness.evidence.queries import decided_in, submission
from readiness.evidence.states import State
from readiness.foundation.errors import Conflict, InvalidInput, ReadinessError
from readiness.foundation.taking_back import BuiltOn, FactTable, built_on, take_back
from readiness.foundation.words import gettext as _
from readiness.notices.actions import withdraw as withdraw_messages

PROOFS = FactTable("certificate_proof", "fact_id", ("certificate", "file_id"))


def attach_all(seen: Sequence[SeenCertificate], kept: Kept, desk: Desk) -> None:
    """Put one file to several certificates as their proof, such as the list of a class: to all, or to none."""
    if not seen:
        raise InvalidInput(_("Choose at least one certificate."))
    with recording(desk.actor) as opened:
        for each in seen:
            certificate = as_seen(each)
            attach_within(certificate, file_row(kept, certificate.person.id), opened)
        note_batch(BatchKind.ATTACHED, len(seen), opened)


def approve_all(seen: Sequence[Seen], desk: Desk) -> None:
    """Approve several as they were sent in, all of them or none. Raises InvalidInput naming every fault."""
    if not seen:
        raise InvalidInput(_("Choose at least one."))
    faults: list[str] = []
    with recording(desk.actor) as opened:
        for each in seen:
            found = submission(each.submission_id)
            details = CertificateDetails(
                found.issued_on, found.expires_on, issuer=found.issuer, number=found.number
            )
            try:
                approve_within(each, Sent(found.kind, details), desk, opened)
            except ReadinessError as refused:
                faults += [
                    f"{found.name}: {problem.partition(': ')[2] or problem}" for problem in refused.problems
                ]
        if faults:
            raise InvalidInput(faults)
        note_batch(BatchKind.APPROVED, len(seen), opened)


def undo_batch(batch_id: int, desk: Desk) -> None:
    """Take back all that a batch did, or nothing. Raises Conflict where something of it was changed since."""
    with recording(desk.actor) as opened:
        batch = get_batch(batch_id)
        taken = (
            CertificateBatch.update(undone_in=opened.change.id)
            .where((CertificateBatch.id == batch_id) & CertificateBatch.undone_in.is_null())
            .execute()
        )
        if taken != 1:
            raise Conflict(_("It was undone already."))
        try:
            take_back_certificates(batch.change, opened.change)
            _take_back_proofs(batch.change, opened)
        except BuiltOn:
            raise Conflict(
                _(
                    "Something of it was corrected, revoked or proved since. Take that back first, one by one."
                ),
                title=_("It cannot be undone as a whole."),
            ) from None
        _reopen(batch.change, desk)
        opened.note(BatchUndone(batch.what, change=batch.change, count=batch.count))


def _take_back_proofs(change: int, opened: Recording) -> None:
    later = built_on(PROOFS, change)
    if later:
        raise BuiltOn(later)
    take_back(PROOFS, change, opened.change)


def _reopen(change: int, desk: Desk) -> None:
    """What was approved in a change waits again."""
    for row in decided_in(change):
        ProofSubmission.update(
            state=State.SENT,
            version=row.version + 1,
            certificate=None,
            decided_at=None,
            decided_by="",
            decided_in=None,
        ).where(ProofSubmission.id == row.id).execute()
        withdraw_messages(f"evidence/{row.id}/approved", desk.now)
