"""Recording: the one way to change a fact, with its event in the same transaction."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field

from readiness.audit.chain import GENESIS, Said, canonical_json, commitment_to, link_hash
from readiness.audit.events import Event
from readiness.audit.models import AuditDetail, AuditEvent
from readiness.foundation.temporal import Change, changing, stamp


@dataclass(slots=True)
class Recording:
    """An open change and what is to be said of it."""

    change: Change
    actor: str
    events: list[Event] = field(default_factory=list)

    def note(self, event: Event) -> None:
        """Say what was done; written with the change, or not at all."""
        self.events.append(event)


@contextmanager
def recording(actor: str, *, is_sample: bool = False) -> Iterator[Recording]:
    """Open a change on behalf of `actor`. A change without an event is refused: nothing is done silently."""
    with changing(is_sample=is_sample) as change:
        opened = Recording(change, actor)
        yield opened
        if not opened.events:
            raise RuntimeError("a change was recorded without an audit event")
        stamp(change)
        _write(opened)


def _write(opened: Recording) -> None:
    latest = AuditEvent.select(AuditEvent.hash).order_by(AuditEvent.id.desc()).first()
    previous = latest.hash if latest else GENESIS
    for event in opened.events:
        said, kept = _said(opened, event)
        previous_hash, previous = previous, link_hash(previous, said)
        names = {"actor_salt": kept.actor, "subject_salt": kept.subject}
        row = AuditEvent.create(**asdict(said), **names, previous_hash=previous_hash, hash=previous)
        AuditDetail.create(event=row, salt=kept.detail, detail=canonical_json(event.detail()))


@dataclass(frozen=True, slots=True)
class _Salts:
    actor: str
    subject: str
    detail: str


def _said(opened: Recording, event: Event) -> tuple[Said, _Salts]:
    """What an event says, and the salts of the commitments by which the chain covers it."""
    salts = _Salts(*(secrets.token_hex(16) for _part in range(3)))
    said = Said(
        opened.change.id,
        opened.change.recorded_at,
        opened.actor,
        event.action,
        event.subject,
        commitment_to(salts.detail, canonical_json(event.detail())),
        commitment_to(salts.actor, opened.actor),
        commitment_to(salts.subject, event.subject),
    )
    return said, salts
