"""Reads of the audit trail."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from readiness.audit.erased import Erasure, erasures_in
from readiness.audit.events.privacy import PersonErased
from readiness.audit.models import AuditCheckpoint, AuditEvent
from readiness.audit.said import Link, Said
from readiness.foundation.database import as_instant, select, stream

LINK = (
    "e.id, e.change_id, e.recorded_at, e.actor, e.action, e.subject, e.commitment, e.actor_commitment, "
    "e.subject_commitment, e.previous_hash, e.hash, d.salt, d.detail, e.actor_salt, e.subject_salt"
)
"""The columns of a link, in the order in which `links` reads them."""


def links() -> Iterator[Link]:
    """Every event in its order, as it is read from the database; within a block of `reading`."""
    for number, change, recorded_at, *said, previous, hash_, salt, detail, actor_salt, subject_salt in stream(
        f"SELECT {LINK} FROM audit_event e LEFT JOIN audit_detail d ON d.event_id = e.id ORDER BY e.id"
    ):
        told = Said(change, as_instant(recorded_at), *said)
        yield Link(number, told, previous, hash_, salt, detail, actor_salt, subject_salt)


def erasures() -> list[Erasure]:
    """What was erased of the trail, as it tells itself."""
    return erasures_in(
        select(
            "SELECT e.id, e.subject, d.detail FROM audit_event e JOIN audit_detail d ON d.event_id = e.id "
            "WHERE e.action = :erased ORDER BY e.id",
            erased=PersonErased.action,
        )
    )


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


def kept_notes(most: int | None = None) -> list[KeptNote]:
    """Every checkpoint that was made here, or so many of them, the latest first."""
    rows = AuditCheckpoint.select().order_by(AuditCheckpoint.size.desc()).limit(most)
    return [KeptNote(row.size, row.made_at, row.note) for row in rows]


def latest_kept() -> KeptNote | None:
    """The checkpoint that was kept last."""
    return next(iter(kept_notes(1)), None)
