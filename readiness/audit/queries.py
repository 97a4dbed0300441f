"""Reads of the audit trail."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from readiness.audit.chain import Link, Said
from readiness.audit.models import AuditCheckpoint, AuditEvent
from readiness.foundation.database import as_instant, select, stream


def links() -> Iterator[Link]:
    """Every event in its order, as it is read from the database; within a block of `reading`."""
    for (
        number,
        change,
        recorded_at,
        actor,
        action,
        subject,
        commitment,
        previous,
        hash_,
        salt,
        detail,
    ) in stream(
        "SELECT e.id, e.change_id, e.recorded_at, e.actor, e.action, e.subject, e.commitment, e.previous_hash, "
        "e.hash, d.salt, d.detail FROM audit_event e LEFT JOIN audit_detail d ON d.event_id = e.id ORDER BY e.id"
    ):
        said = Said(change, as_instant(recorded_at), actor, action, subject, commitment)
        yield Link(number, said, previous, hash_, salt, detail)


def hashes() -> Iterator[str]:
    """The hash of every event in its order; within a block of `reading`."""
    return (hash_ for (hash_,) in stream("SELECT hash FROM audit_event ORDER BY id"))


def changes_without_event() -> list[int]:
    """The numbers of changes of which the trail says nothing; the service makes none."""
    rows = select(
        "SELECT c.id FROM change c WHERE NOT EXISTS (SELECT 1 FROM audit_event e WHERE e.change_id = c.id) "
        "ORDER BY c.id"
    )
    return [number for (number,) in rows]


def event_count() -> int:
    """How many events there are."""
    return int(AuditEvent.select().count())


@dataclass(frozen=True, slots=True)
class KeptNote:
    """A checkpoint as it was made."""

    size: int
    made_at: datetime
    note: str


def kept_notes() -> list[KeptNote]:
    """Every checkpoint that was made here, the latest first."""
    rows = AuditCheckpoint.select().order_by(AuditCheckpoint.size.desc())
    return [KeptNote(row.size, row.made_at, row.note) for row in rows]
