"""Recording: the one way to change a fact, with its event in the same transaction."""

import hashlib
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from readiness.audit.events import Event
from readiness.audit.models import AuditDetail, AuditEvent
from readiness.foundation.temporal import Change, changing, stamp

GENESIS = "0" * 64


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
    recorded_at = opened.change.recorded_at
    for event in opened.events:
        salt = secrets.token_hex(16)
        detail = canonical_json(event.detail())
        commitment = hashlib.sha256(bytes.fromhex(salt) + detail.encode()).hexdigest()
        values = {
            "change": opened.change.id,
            "recorded_at": recorded_at,
            "actor": opened.actor,
            "action": event.action,
            "subject": event.subject,
            "commitment": commitment,
        }
        previous_hash, previous = previous, link_hash(previous, values)
        row = AuditEvent.create(**values, previous_hash=previous_hash, hash=previous)
        AuditDetail.create(event=row, salt=salt, detail=detail)


def link_hash(previous: str, values: dict[str, object]) -> str:
    """The hash of one event: over the event before it and everything that this one says."""
    stated = {**values, "recorded_at": values["recorded_at"].isoformat()}  # type: ignore[attr-defined]
    return hashlib.sha256(b"\x00" + bytes.fromhex(previous) + canonical_json(stated).encode()).hexdigest()


def canonical_json(value: object) -> str:
    """One text for one value: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
