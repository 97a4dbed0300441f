"""Somebody is taken out of the trail: the chain and earlier checkpoints still hold, and nothing hides behind it."""

import re
from datetime import UTC, datetime

import pytest

from readiness.audit.actions import recording
from readiness.audit.chain import GENESIS, Said, commitment_to, link_hash
from readiness.audit.checkpoints import make_checkpoint, read_checkpoint
from readiness.audit.erased import numbers_in, ranges
from readiness.audit.erasing import Names, erase_events
from readiness.audit.events.people import PersonMoved
from readiness.audit.models import AuditDetail, AuditEvent
from readiness.audit.notes import Checkpoint, Signer
from readiness.audit.verifying import TrailBroken, verify
from readiness.foundation.database import execute, is_sqlite, select
from tests.factories import Done

SIGNER = Signer("a-test", bytes(range(32)))
NAMES = Names(
    emails=("ana@example.org",),
    numbers=("P-77",),
    anywhere=re.compile("ana ruiz|ana@example.org", re.IGNORECASE),
    pseudonym="erased-7f3k2m",
    address="erased-7f3k2m@erased.invalid",
)


def moved(reason: str) -> PersonMoved:
    return PersonMoved("P-77", "HQ", "", "Nurse", "2026-01-01", reason)


def write_trail() -> Checkpoint:
    with recording("hr@example.org") as opened:
        opened.note(moved("as agreed"))
        opened.note(moved("as agreed with Ana Ruiz"))
    with recording("Ana@example.org") as opened:
        opened.note(Done("HQ"))
    return read_checkpoint(make_checkpoint(SIGNER, datetime(2026, 6, 30, tzinfo=UTC)), SIGNER.verifier)


def unguarded(sql: str) -> None:
    """What somebody who owns the database can do."""
    if is_sqlite():
        (guard,) = next(select("SELECT sql FROM sqlite_master WHERE name = 'audit_event_stays'"))
        execute("DROP TRIGGER audit_event_stays")
        execute(sql)
        execute(guard)
    else:
        execute("ALTER TABLE audit_event DISABLE TRIGGER USER")
        execute(sql)
        execute("ALTER TABLE audit_event ENABLE TRIGGER USER")


def written_by_an_earlier_release() -> None:
    """The same rows, with hashes that cover the names themselves."""
    previous = GENESIS
    for row in AuditEvent.select().order_by(AuditEvent.id):
        said = Said(row.change.id, row.recorded_at, row.actor, row.action, row.subject, row.commitment)
        hash_ = link_hash(previous, said)
        unguarded(
            f"UPDATE audit_event SET previous_hash = '{previous}', hash = '{hash_}', actor_salt = '', "
            f"actor_commitment = '', subject_salt = '', subject_commitment = '' WHERE id = {row.id}"
        )
        previous = hash_


def erase() -> None:
    with recording("hr@example.org") as opened:
        opened.note(erase_events(NAMES, "asked for", {}))


def told() -> str:
    rows = select(
        "SELECT e.actor, e.subject, d.detail FROM audit_event e LEFT JOIN audit_detail d ON d.event_id = e.id"
    )
    return repr(list(rows)).casefold()


@pytest.mark.parametrize("is_old", [False, True])
def test_the_name_is_gone_and_the_trail_and_earlier_checkpoints_hold(db: str, is_old: bool) -> None:
    write_trail()
    if is_old:
        written_by_an_earlier_release()
    seen = read_checkpoint(
        make_checkpoint(Signer("b", bytes(32)), datetime(2026, 7, 1, tzinfo=UTC)),
        Signer("b", bytes(32)).verifier,
    )
    erase()
    assert verify([seen]).erased == 1
    assert not re.search("ana|p-77", told())
    assert "erased-7f3k2m@erased.invalid" in told()
    assert "as agreed" in told()  # what names nobody is still told of the pseudonym
    # And again: somebody else who stands in the same events.
    with recording("admin@example.org") as opened:
        hr = Names(
            ("hr@example.org",), (), re.compile("hr@"), "erased-222222", "erased-222222@erased.invalid"
        )
        opened.note(erase_events(hr, "asked for", {}))
    assert verify([seen]).events == 5
    assert "hr@example.org" not in told()


@pytest.mark.parametrize("is_old", [False, True])
@pytest.mark.parametrize(
    "edit",
    [
        "UPDATE audit_event SET actor = 'erased-other', actor_salt = '' WHERE id = 1",
        "UPDATE audit_event SET subject = 'erased-other' WHERE id = 1",
        "UPDATE audit_event SET actor = 'mallory' WHERE id = 2",
        "UPDATE audit_event SET action = 'done' WHERE id = 1",
        "UPDATE audit_event SET commitment = hash WHERE id = 2",
    ],
)
def test_no_edit_hides_behind_an_erasure(db: str, is_old: bool, edit: str) -> None:
    write_trail()
    if is_old:
        written_by_an_earlier_release()
    erase()
    unguarded(edit)
    with pytest.raises(TrailBroken):
        verify()


def test_numbers_are_told_in_ranges() -> None:
    assert ranges([3, 1, 2, 7, 9, 8, 2]) == "1-3,7-9"
    assert list(numbers_in("1-3,7-9")) == [1, 2, 3, 7, 8, 9]
    assert list(numbers_in("")) == []


def test_a_commitment_says_nothing_without_its_salt(db: str) -> None:
    write_trail()
    erase()
    row = AuditEvent.get_by_id(3)
    assert (row.actor, row.actor_salt) == ("erased-7f3k2m@erased.invalid", "")
    assert row.actor_commitment != commitment_to("", "Ana@example.org")
    assert AuditDetail.select().where(AuditDetail.event == 2).count() == 0
