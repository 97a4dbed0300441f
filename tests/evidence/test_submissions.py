"""A certificate that someone sends in, until it is approved, sent back or withdrawn."""

import os
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from readiness.audit.models import AuditEvent
from readiness.certificates.actions import CertificateDetails
from readiness.certificates.models import Certificate
from readiness.evidence.actions import (
    Desk,
    Seen,
    Sent,
    approve,
    attach,
    send,
    send_again,
    send_back,
    withdraw,
)
from readiness.evidence.jobs import look_through
from readiness.evidence.keeping import Kept, Room, keep
from readiness.evidence.models import EvidenceFile
from readiness.evidence.queries import is_proof_of, proof_of, submission
from readiness.evidence.states import State
from readiness.evidence.vault import Vault
from readiness.foundation import clock
from readiness.foundation.errors import Conflict, InvalidInput, NotAllowed
from readiness.foundation.temporal import current
from readiness.notices.models import OutboxMessage
from readiness.people.models import Person
from tests.evidence.files import jpeg, picture, png
from tests.factories import KINDS, make_certificate, make_person

pytestmark = pytest.mark.usefixtures("db")

TODAY = date(2026, 11, 28)
DESK = Desk("ana@example.org", datetime(2026, 11, 28, 9, tzinfo=UTC), TODAY, KINDS)
HR = replace(DESK, actor="hr@example.org")
DETAILS = CertificateDetails(date(2026, 11, 20), issuer="Red Cross", number="77")


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(Vault(tmp_path), 1_000_000, 10_000_000)


@pytest.fixture
def kept(room: Room) -> Kept:
    return keep(jpeg(), room)


def sent_in(person: Person, kept: Kept) -> Seen:
    return Seen(send(person, Sent("cpr", DETAILS, kept), DESK), 1)


def test_what_is_approved_is_a_certificate_with_its_proof(kept: Kept) -> None:
    person = make_person(email="ana@example.org")
    seen = sent_in(person, kept)
    number = approve(seen, Sent("cpr", replace(DETAILS, number="78")), HR)
    certificate = Certificate.get((Certificate.fact_id == number) & current(Certificate))
    assert (certificate.person, certificate.kind, certificate.number) == (person, "cpr", "78")
    assert certificate.expires_on == date(2028, 11, 20)
    assert certificate.evidence == f"jpeg {kept.sha256[:16]}"
    assert [file.sha256 for file in proof_of(number)] == [kept.sha256]
    found = submission(seen.submission_id, person.id)
    assert (found.state, found.certificate, found.decided_by) == (State.APPROVED, number, "hr@example.org")
    assert [event.action for event in AuditEvent.select().order_by(AuditEvent.id)][-3:] == [
        "proof sent in", "certificate added", "proof approved",
    ]  # fmt: skip
    assert [(each.kind, each.recipient) for each in OutboxMessage.select()] == [
        ("evidence.approved", "ana@example.org")
    ]
    with pytest.raises(Conflict, match="done with it meanwhile"):
        send_back(Seen(seen.submission_id, found.version), "too late", HR)


def test_what_is_sent_back_comes_again_with_the_same_file_or_another(kept: Kept, room: Room) -> None:
    seen = sent_in(make_person(), kept)
    with pytest.raises(InvalidInput, match="Write what they should do"):
        send_back(seen, "  ", HR)
    send_back(seen, "The day cannot be read.", HR)
    found = submission(seen.submission_id)
    assert (found.state, found.word) == (State.RETURNED, "The day cannot be read.")
    send_again(Seen(found.id, found.version), Sent("cpr", DETAILS), DESK)
    assert submission(found.id).file == kept.sha256
    other = keep(png(), room)
    send_again(Seen(found.id, 3), Sent("cpr", replace(DETAILS, issued_on=date(2026, 11, 21)), other), DESK)
    again = submission(found.id)
    assert (again.state, again.file, again.issued_on) == (State.SENT, other.sha256, date(2026, 11, 21))
    with pytest.raises(Conflict):
        approve(Seen(found.id, 3), Sent("cpr", DETAILS), HR)


def test_the_same_is_told_and_a_missing_proof_goes_to_what_is_recorded(kept: Kept, room: Room) -> None:
    person = make_person()
    there = make_certificate(person, "cpr", date(2026, 11, 20))
    seen = sent_in(person, kept)
    with pytest.raises(Conflict, match="sent this one in already"):
        send(person, Sent("cpr", DETAILS, keep(png(), room)), DESK)
    with pytest.raises(
        Conflict, match="already, on 27 November 2026"
    ):  # nine in the morning of the 28th by UTC
        send(person, Sent("cpr", DETAILS, keep(png(), room)), replace(DESK, time_zone="Pacific/Honolulu"))
    assert approve(seen, Sent("cpr", DETAILS), HR) == there.fact_id
    assert Certificate.select().where(current(Certificate)).count() == 1
    with pytest.raises(Conflict, match="recorded already, with its proof"):
        send(person, Sent("cpr", DETAILS, kept), DESK)
    with pytest.raises(Conflict, match="there already"):
        attach(there.fact_id, kept, HR)


def test_nobody_approves_their_own(kept: Kept) -> None:
    person = make_person()
    seen = sent_in(person, kept)
    with pytest.raises(NotAllowed):
        approve(seen, Sent("cpr", DETAILS), replace(HR, person_id=person.id))
    assert Certificate.select().count() == 0


def test_faults_are_told_together_and_a_file_is_needed(kept: Kept) -> None:
    with pytest.raises(InvalidInput) as refused:
        send(make_person(), Sent("nothing", CertificateDetails(date(2027, 1, 1)), kept), DESK)
    assert [problem.partition(":")[0] for problem in refused.value.problems] == ["kind", "issued_on"]
    with pytest.raises(InvalidInput, match="file: Take a picture"):
        send(make_person(), Sent("cpr", DETAILS), DESK)


def test_files_have_room_for_each_person_and_in_all(tmp_path: Path) -> None:
    first, more, large = (
        keep(jpeg(picture((side, side))), Room(Vault(tmp_path), 0, 0)) for side in (200, 400, 900)
    )
    room = Room(Vault(tmp_path), first.size + more.size - 1, first.size + large.size - 1)
    person = make_person()
    send(person, Sent("cpr", DETAILS, replace(first, room=room)), DESK)
    with pytest.raises(InvalidInput, match="file: The files of one person"):
        send(person, Sent("mhfa", DETAILS, replace(more, room=room)), DESK)
    room = replace(room, of_person=10**9)
    with pytest.raises(InvalidInput, match="file: There is no room"):
        send(person, Sent("mhfa", DETAILS, replace(large, room=room)), DESK)


def test_a_file_is_kept_once_seen_by_whose_it_is_and_gone_when_nobody_needs_it(
    kept: Kept, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, ben = make_person(), make_person()
    seen = sent_in(ana, kept)
    assert keep(jpeg(), room).sha256 == kept.sha256
    file = EvidenceFile.get()
    assert is_proof_of(file.id, ana.id)
    assert not is_proof_of(file.id, ben.id)
    look_through(room.vault)
    assert room.vault.is_whole(kept.sha256)
    withdraw(seen, DESK)
    assert not is_proof_of(file.id, ana.id)
    look_through(room.vault)
    assert room.vault.is_whole(kept.sha256), "whoever sends it again just now finds it"
    grow_old(room.vault)
    look_through(room.vault)
    assert list(room.vault.root.glob("??/*")) == []
    assert EvidenceFile.select().count() == 0


def test_the_job_finds_strays_and_what_is_gone_or_damaged(kept: Kept, room: Room) -> None:
    sent_in(make_person(), kept)
    stray = room.vault.keep(b"nobody knows of it", b"")
    draft = room.vault.path(kept.sha256).with_name(f"{kept.sha256}.1-1.draft")
    draft.write_bytes(b"cut off")
    look_through(room.vault)
    assert room.vault.is_whole(stray), "it is young"
    grow_old(room.vault)
    room.vault.path(kept.sha256).write_bytes(b"altered")
    look_through(room.vault)
    assert not room.vault.path(stray).exists()
    assert not draft.exists()
    assert EvidenceFile.get().missing_since is not None
    room.vault.remove(kept.sha256)
    keep(jpeg(), room)
    look_through(room.vault)
    assert EvidenceFile.get().missing_since is None


def grow_old(vault: Vault) -> None:
    """Two days go by."""

    EvidenceFile.update(kept_at=datetime(2026, 1, 1, tzinfo=UTC)).execute()
    before = clock.now().timestamp() - 2 * 86400
    for path in vault.root.glob("??/*"):
        os.utime(path, (before, before))
