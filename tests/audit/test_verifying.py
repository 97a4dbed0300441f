"""Verifying the trail: whatever is altered in it is found, by itself or by a checkpoint that left the machine."""

import random
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pymerkle
import pytest
from hypothesis import given
from hypothesis import strategies as st
from peewee import PeeweeException

from config import Config
from readiness.audit.chain import GENESIS, Said, commitment_to, link_hash
from readiness.audit.checkpoints import kept_checkpoints, make_checkpoint, read_checkpoint
from readiness.audit.keys import signer_of
from readiness.audit.merkle import Frontier
from readiness.audit.models import AuditCheckpoint, AuditDetail, AuditEvent
from readiness.audit.notes import Checkpoint, Signer, Verifier
from readiness.audit.queries import hashes
from readiness.audit.verifying import TrailBroken, verify
from readiness.foundation.database import database, execute, is_sqlite, reading
from readiness.foundation.errors import InvalidInput
from readiness.foundation.temporal import Change
from tests.factories import Done, change

SIGNER = Signer("a-test", bytes(range(32)))
NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)


@pytest.fixture
def trail(db: str) -> str:
    """Forty events, some of them of one change."""
    for number in range(20):
        with change() as opened:
            opened.note(Done(f"more of {number}"))
    return db


@pytest.fixture
def open_trail(trail: str) -> str:
    """The same, for somebody who owns the database and takes its guards off."""
    if is_sqlite():
        execute("DROP TRIGGER audit_event_stays")
        execute("DROP TRIGGER audit_event_remains")
    else:
        execute("ALTER TABLE audit_event DISABLE TRIGGER USER")
    return trail


def checkpoint() -> Checkpoint:
    return read_checkpoint(make_checkpoint(SIGNER, NOW), SIGNER.verifier)


def test_a_trail_that_nobody_touched_holds(trail: str) -> None:
    seen = checkpoint()
    assert (seen.size, seen.made_at) == (40, NOW)
    with change():
        pass
    assert verify([seen]).events == 41


@pytest.mark.parametrize(
    "sql", ["UPDATE audit_event SET actor = 'x' WHERE id = 3", "DELETE FROM audit_event"]
)
def test_the_database_itself_refuses_to_alter_the_trail(trail: str, sql: str) -> None:
    with pytest.raises(PeeweeException, match="only ever added"), database.atomic():
        execute(sql)
    assert verify().events == 40


def test_postgresql_refuses_to_empty_the_trail(trail: str) -> None:
    if is_sqlite():
        return  # it knows no TRUNCATE
    with pytest.raises(PeeweeException, match="only ever added"), database.atomic():
        execute("TRUNCATE audit_event CASCADE")


@dataclass(frozen=True)
class Edit:
    """One way to alter one row or two."""

    chance: random.Random
    one: int
    other: int

    def make(self) -> None:
        ways = (self.column, self.instant, self.detail, self.salt, self.delete, self.swap, self.insert)
        self.chance.choice(ways)()

    def forged(self) -> str:
        return self.chance.choice(["x", "", f"{self.chance.getrandbits(256):064x}"])

    def column(self) -> None:
        columns = ["actor", "action", "subject", "commitment", "previous_hash", "hash"]
        columns += ["actor_commitment", "subject_commitment", "actor_salt", "subject_salt"]
        column = self.chance.choice(columns)
        longest = 32 if column.endswith("salt") else 64
        self._set(AuditEvent, AuditEvent.id, column, self.forged()[:longest])

    def instant(self) -> None:
        year = self.chance.choice([2001, 2044])
        self._set(AuditEvent, AuditEvent.id, "recorded_at", datetime(year, 1, 1, tzinfo=UTC))

    def detail(self) -> None:
        self._set(AuditDetail, AuditDetail.event, "detail", '{"a":1}')

    def salt(self) -> None:
        self._set(AuditDetail, AuditDetail.event, "salt", self.forged()[:32])

    def _set(self, model: Any, key: Any, column: str, value: object) -> None:
        model.update({column: value}).where(key == self.one).execute()

    def delete(self) -> None:
        _delete(self.one)

    def swap(self) -> None:
        first, second = AuditEvent.get_by_id(self.one), AuditEvent.get_by_id(self.other)
        for there, said in ((self.one, second), (self.other, first)):
            changed = {
                "commitment": said.commitment,
                "subject": said.subject,
                "subject_salt": said.subject_salt,
            }
            AuditEvent.update(changed).where(AuditEvent.id == there).execute()

    def insert(self) -> None:
        """A forged event that follows a true one, by someone who knows how hashes are made."""
        row = AuditEvent.get_by_id(min(self.one, 39))  # at the end, the service itself might have written it
        said = Said(row.change.id, row.recorded_at, "forger", "done", str(self.chance.random()), "0" * 64)
        forged = link_hash(row.hash, said)
        AuditEvent.create(id=1_000_000, **asdict(said), previous_hash=row.hash, hash=forged)


def _delete(number: int) -> None:
    AuditDetail.delete().where(AuditDetail.event == number).execute()
    AuditEvent.delete().where(AuditEvent.id == number).execute()


def test_a_thousand_random_edits_are_all_found(open_trail: str) -> None:
    seen, chance = checkpoint(), random.Random(20261128)  # noqa: S311 - a seed, so that what fails fails again
    for _edit in range(1000):
        with database.atomic() as undone:
            Edit(chance, *chance.sample(range(1, 41), 2)).make()
            with pytest.raises(TrailBroken):
                verify([seen])
            undone.rollback()
    assert verify([seen]).events == 40


def test_an_end_that_was_cut_off_is_found_by_a_checkpoint_alone(open_trail: str) -> None:
    seen = checkpoint()
    for number in range(35, 41):
        _delete(number)
    with pytest.raises(TrailBroken, match="Of 3 changes the trail says nothing"):
        verify()
    Change.delete().where(Change.id > 17).execute()
    assert verify().events == 34
    with pytest.raises(TrailBroken, match="saw 40 events, and there are 34: the end was cut off"):
        verify([seen])


def test_a_trail_that_was_written_anew_is_found_by_a_checkpoint_alone(open_trail: str) -> None:
    seen, previous = checkpoint(), GENESIS
    for row in AuditEvent.select().order_by(AuditEvent.id):
        actor = "somebody else" if row.id == 11 else row.actor
        by, to = commitment_to(row.actor_salt, actor), row.subject_commitment
        said = Said(row.change.id, row.recorded_at, actor, row.action, row.subject, row.commitment, by, to)
        hash_ = link_hash(previous, said)
        AuditEvent.update(actor=actor, actor_commitment=by, previous_hash=previous, hash=hash_).where(
            AuditEvent.id == row.id
        ).execute()
        previous = hash_
    assert verify().events == 40
    with pytest.raises(TrailBroken, match="saw other events: the trail was written anew"):
        verify([seen])


def test_details_that_are_gone_without_an_erasure_that_tells_of_it_are_found(trail: str) -> None:
    AuditDetail.delete().where(AuditDetail.event == 11).execute()
    with pytest.raises(TrailBroken, match="Of event 11 more was erased"):
        verify()


def test_many_faults_are_counted_and_the_first_are_named(open_trail: str) -> None:
    AuditEvent.update(actor="x").execute()
    with pytest.raises(TrailBroken) as told:
        verify()
    assert told.value.problems[0] == "Event 1 says something else than when it was written."
    assert told.value.problems[-1] == "And 20 more."
    assert len(told.value.problems) == 21


def test_a_second_implementation_comes_to_the_same_root(trail: str) -> None:
    tree = pymerkle.InmemoryTree(algorithm="sha256")
    with reading():
        for hash_ in hashes():
            tree.append_entry(bytes.fromhex(hash_))
    assert checkpoint().root == tree.get_root()


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=70))
def test_the_root_is_that_of_rfc_6962_for_any_leaves(leaves: list[bytes]) -> None:
    tree, frontier = pymerkle.InmemoryTree(algorithm="sha256"), Frontier()
    for leaf in leaves:
        tree.append_entry(leaf)
        frontier.append(leaf)
    assert frontier.root() == tree.get_root()


def test_nothing_new_makes_no_new_checkpoint(trail: str) -> None:
    first = make_checkpoint(SIGNER, NOW)
    assert make_checkpoint(SIGNER, datetime(2026, 7, 1, tzinfo=UTC)) == first
    assert AuditCheckpoint.select().count() == 1
    with change():
        pass
    assert make_checkpoint(SIGNER, NOW) != first
    assert [each.size for each in kept_checkpoints(SIGNER.verifier)] == [41, 40]


def test_a_checkpoint_that_was_altered_at_any_place_is_refused(trail: str) -> None:
    note = make_checkpoint(SIGNER, NOW)
    for place in range(len(note.rstrip())):
        other = "B" if note[place] == "A" else "A"
        altered = note[:place] + other + note[place + 1 :]
        try:
            read = read_checkpoint(altered, SIGNER.verifier)
        except InvalidInput:
            continue
        # The last letter of a Base64 text holds bits that say nothing.
        assert read == checkpoint()
        assert place >= len(note.rstrip()) - 3


def test_a_checkpoint_of_another_key_is_refused_in_words(trail: str) -> None:
    note = make_checkpoint(Signer("a-test", bytes(32)), NOW)
    with pytest.raises(InvalidInput, match="is not signed by a-test with the key"):
        read_checkpoint(note, SIGNER.verifier)
    with pytest.raises(InvalidInput, match="This is no checkpoint"):
        read_checkpoint("what is this", SIGNER.verifier)


def test_the_public_key_is_read_as_it_was_handed_over() -> None:
    assert Verifier.read(f" {SIGNER.verifier.text()}\n") == SIGNER.verifier


def test_the_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    config = Config(data_dir=tmp_path)
    assert signer_of(config) == signer_of(config)
    assert (tmp_path / "signing_key").stat().st_mode & 0o077 == 0
    assert [each.name for each in tmp_path.iterdir()] == ["signing_key"]
