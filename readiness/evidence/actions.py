"""What may be done with proof: sending it in, withdrawing, sending back, approving, putting it to a certificate."""

from dataclasses import dataclass
from datetime import date, datetime

from readiness.audit.actions import Recording, recording
from readiness.audit.events.evidence import (
    ProofApproved,
    ProofAttached,
    ProofReturned,
    ProofSent,
    ProofTakenBack,
)
from readiness.certificates import actions as certificates
from readiness.certificates.actions import CertificateDetails, NewCertificate
from readiness.certificates.models import Certificate
from readiness.certificates.queries import find_same, get_certificate
from readiness.evidence.keeping import Kept, file_row, named
from readiness.evidence.messages import owe_approved, owe_returned
from readiness.evidence.models import CertificateProof, EvidenceFile, ProofSubmission
from readiness.evidence.queries import find_alike, get_row, open_count, proof_of
from readiness.evidence.states import State
from readiness.foundation.clock import day_of
from readiness.foundation.errors import Conflict, NotAllowed, TooMany
from readiness.foundation.temporal import record
from readiness.foundation.words import day
from readiness.foundation.words import gettext as _
from readiness.notices import links
from readiness.notices.actions import withdraw as withdraw_messages
from readiness.notices.links import FoundLink
from readiness.people.models import Person
from readiness.people.typed import Typed
from readiness.standards.certificate_kinds import CertificateKinds

MOST_OPEN = 20


@dataclass(frozen=True, slots=True)
class Desk:
    """Who acts, when, with which kinds. `person_id`: who that is among the staff, if anyone."""

    actor: str
    now: datetime
    today: date
    kinds: CertificateKinds
    person_id: int | None = None
    way: str = "page"
    link: FoundLink | None = None
    """The link by which somebody acts who did not sign in; it is used up with what is done."""
    time_zone: str = "UTC"
    """By it the day of an instant is told."""

    @property
    def of_certificates(self) -> certificates.Desk:
        return certificates.Desk(self.actor, self.today, self.kinds)


@dataclass(frozen=True, slots=True)
class Seen:
    """Something that was sent in, and the version of it that someone saw."""

    submission_id: int
    version: int


@dataclass(frozen=True, slots=True)
class Sent:
    """A certificate as someone sends it in. `file` None: the one that was sent before."""

    kind: str
    details: CertificateDetails
    file: Kept | None = None


def send(person: Person, sent: Sent, desk: Desk) -> int:
    """Send in a certificate with its proof; gives its number. Raises InvalidInput, and Conflict where it is there."""
    values = _checked(sent, desk)
    with recording(desk.actor) as opened:
        if open_count(person.id) >= MOST_OPEN:
            raise TooMany(_("So many of yours are looked at already. Wait for some of them."), seconds=3600)
        _check_alike(person, values["kind"], values["issued_on"], desk.time_zone)
        file = _needed_file(sent, None, person)
        row = ProofSubmission.create(
            person=person, state=State.SENT, file=file, sent_at=desk.now, sent_by=desk.actor, **values
        )
        _note_sent(row, file, desk, opened)
    return int(row.id)


def send_again(seen: Seen, sent: Sent, desk: Desk) -> None:
    """Mend what is on its way or was sent back, and send it in anew."""
    values = _checked(sent, desk)
    with recording(desk.actor) as opened:
        row = _as_seen(seen, State.SENT, State.RETURNED)
        _check_alike(row.person, values["kind"], values["issued_on"], desk.time_zone, row.id)
        file = _needed_file(sent, row.file, row.person)
        _move(row, State.SENT, file=file, sent_at=desk.now, sent_by=desk.actor, **values)
        _note_sent(row, file, desk, opened)


def withdraw(seen: Seen, desk: Desk) -> None:
    """Take back what was sent in. Its file is kept no longer."""
    with recording(desk.actor) as opened:
        row = _as_seen(seen, State.SENT, State.RETURNED)
        _move(row, State.WITHDRAWN, file=None)
        opened.note(ProofTakenBack(row.person.staff_number, submission=row.id))


def send_back(seen: Seen, word: str, desk: Desk) -> None:
    """Send back what was sent in, with a word that says what to do."""
    typed = Typed()
    word = typed.text("word", word, longest=500, missing=_("Write what they should do."))
    typed.check()
    with recording(desk.actor) as opened:
        row = _as_seen(seen, State.SENT)
        _move(row, State.RETURNED, word=word, decided_at=desk.now, decided_by=desk.actor)
        opened.note(ProofReturned(row.person.staff_number, submission=row.id, word=word))
        owe_returned(row, desk.kinds, desk.now, opened)


def approve(seen: Seen, confirmed: Sent, desk: Desk) -> int:
    """Find what was sent in to be right, as it is confirmed: the certificate is recorded with its proof.

    Where the same certificate is there already, the proof is put to that one. Gives the number of the certificate.
    """
    with recording(desk.actor) as opened:
        return approve_within(seen, confirmed, desk, opened)


def approve_within(seen: Seen, confirmed: Sent, desk: Desk, opened: Recording) -> int:
    """The same within a change that is open."""
    row = _as_seen(seen, State.SENT)
    if row.person.id == desk.person_id:
        raise NotAllowed(_("Somebody else has to look at your own. Ask a colleague in HR."))
    file = _needed_file(confirmed, row.file, row.person)
    corrected = _corrected(row, confirmed)
    number = _recorded(row.person, confirmed, file, desk, opened)
    decided = {"decided_at": desk.now, "decided_by": desk.actor, "decided_in": opened.change.id}
    _move(row, State.APPROVED, certificate=number, word="", **decided)
    opened.note(
        ProofApproved(
            row.person.staff_number,
            submission=row.id,
            certificate=number,
            file=file.sha256,
            corrected=corrected,
        )
    )
    owe_approved(row, desk.kinds, desk.now, opened)
    return number


def attach(certificate_id: int, kept: Kept, desk: Desk) -> None:
    """Put a file to a certificate as its proof. Raises Conflict where it is there already."""
    with recording(desk.actor) as opened:
        certificate = get_certificate(certificate_id)
        attach_within(certificate, file_row(kept, certificate.person.id), opened)


def attach_within(certificate: Certificate, file: EvidenceFile, opened: Recording) -> None:
    """The same within a change that is open."""
    if file.sha256 in {each.sha256 for each in proof_of(certificate.fact_id)}:
        raise Conflict(_("file: This file is there already."))
    certificates.prove(certificate, named(file), opened)
    record(CertificateProof, opened.change, certificate=certificate.fact_id, file=file)
    opened.note(
        ProofAttached(certificate.person.staff_number, certificate=certificate.fact_id, file=file.sha256)
    )


def _recorded(person: Person, sent: Sent, file: EvidenceFile, desk: Desk, opened: Recording) -> int:
    """The certificate that a file proves: the one that is there, or else a new one."""
    issued_on = sent.details.issued_on
    same = find_same(person.id, sent.kind, issued_on, sent.details.number) if issued_on else None
    if same is not None:
        attach_within(get_certificate(same.fact_id), file, opened)
        return int(same.fact_id)
    new = NewCertificate(person, sent.kind, sent.details, named(file))
    number = certificates.add_within(new, desk.of_certificates, opened)
    record(CertificateProof, opened.change, certificate=number, file=file)
    return number


def _checked(sent: Sent, desk: Desk) -> dict[str, object]:
    """What was sent in, as it is kept. Raises InvalidInput naming every fault, Conflict where nothing is asked."""
    typed, details = Typed(), sent.details
    if sent.kind not in {each.code for each in desk.kinds.offered}:
        typed.fault("kind", _("Choose what the certificate is."))
    if details.issued_on is None:
        typed.fault("issued_on", _("Write the day of issue."))
    elif details.issued_on > desk.today:
        typed.fault("issued_on", _("This day is still to come. A certificate is recorded once it is issued."))
    elif details.expires_on is not None and details.expires_on < details.issued_on:
        typed.fault("expires_on", _("is before the day of issue. Mend one of the two days."))
    values: dict[str, object] = {
        "kind": sent.kind,
        "issued_on": details.issued_on,
        "expires_on": details.expires_on,
        "issuer": typed.text("issuer", details.issuer),
        "number": typed.text("number", details.number),
    }
    typed.check()
    return values


def _check_alike(
    person: Person, kind: object, issued_on: object, time_zone: str, apart_from: int = 0
) -> None:
    """Refuse what is on its way already, or recorded with its proof; of one without, the proof is welcome."""
    assert isinstance(issued_on, date)  # noqa: S101
    alike = find_alike(person.id, str(kind), issued_on, apart_from)
    if alike is not None:
        raise Conflict(
            _(
                "issued_on: You sent this one in already, on %(day)s. Change that one instead.",
                day=day(day_of(alike.sent_at, time_zone)),
            )
        )
    same = find_same(person.id, str(kind), issued_on, "")
    if same is not None and proof_of(same.fact_id):
        raise Conflict(
            _("issued_on: This certificate is recorded already, with its proof. There is nothing to do.")
        )


def _needed_file(sent: Sent, before: EvidenceFile | None, person: Person) -> EvidenceFile:
    if sent.file is not None:
        return file_row(sent.file, person.id)
    if before is None:
        typed = Typed()
        typed.fault("file", _("Take a picture of the certificate, or choose a file."))
        typed.check()
    assert before is not None  # noqa: S101
    return before


def _corrected(row: ProofSubmission, confirmed: Sent) -> dict[str, str]:
    """What was confirmed otherwise than it was sent in."""
    details = confirmed.details
    now = {
        "kind": confirmed.kind,
        "issued_on": details.issued_on,
        "expires_on": details.expires_on,
        "issuer": details.issuer,
        "number": details.number,
    }
    return {
        name: str(value or "") for name, value in now.items() if (value or "") != (getattr(row, name) or "")
    }


def _as_seen(seen: Seen, *states: State) -> ProofSubmission:
    """The row, if it is as it was seen and may still be changed; raises Conflict."""
    row = get_row(seen.submission_id)
    if row.version != seen.version or State(row.state) not in states:
        raise Conflict(_("Something was done with it meanwhile. Look at it again, then repeat what you did."))
    return row


def _move(row: ProofSubmission, state: State, **values: object) -> None:
    moved = (
        ProofSubmission.update(state=state, version=row.version + 1, **values)
        .where((ProofSubmission.id == row.id) & (ProofSubmission.version == row.version))
        .execute()
    )
    if moved != 1:
        raise Conflict(_("Something was done with it meanwhile. Look at it again, then repeat what you did."))
    for name, value in {"state": state, "version": row.version + 1, **values}.items():
        setattr(row, name, value)


def _note_sent(row: ProofSubmission, file: EvidenceFile, desk: Desk, opened: Recording) -> None:
    if desk.link is not None:
        links.spend(desk.link, desk.now)
    opened.note(
        ProofSent(
            row.person.staff_number,
            submission=row.id,
            kind=row.kind,
            issued_on=row.issued_on.isoformat(),
            file=file.sha256,
            way=desk.way,
        )
    )
    withdraw_messages(f"evidence/{row.id}/", desk.now)
