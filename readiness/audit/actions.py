"""Recording: the one way to change a fact, with its event in the same transaction."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields

from readiness.audit.chain import GENESIS, Said, canonical_json, commitment_to, link_hash
from readiness.audit.events import Event
from readiness.foundation.database import execute, select
from readiness.foundation.temporal import Change, changing, stamp

_EVENT = """
    INSERT INTO audit_event (change_id, recorded_at, actor, action, subject, commitment, actor_salt, actor_commitment,
      subject_salt, subject_commitment, previous_hash, hash)
    VALUES (:change, :recorded_at, :actor, :action, :subject, :commitment, :actor_salt, :actor_commitment,
      :subject_salt, :subject_commitment, :previous_hash, :hash) RETURNING id
"""
_DETAIL = "INSERT INTO audit_detail (event_id, salt, detail) VALUES (:event, :salt, :detail)"


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
    latest = list(select("SELECT hash FROM audit_event ORDER BY id DESC LIMIT 1"))
    previous = latest[0][0] if latest else GENESIS
    for event in opened.events:
        detail = canonical_json(event.detail())
        said, kept = _said(opened, event, detail)
        previous_hash, previous = previous, link_hash(previous, said)
        values = {each.name: getattr(said, each.name) for each in fields(said)}
        names = {"actor_salt": kept.actor, "subject_salt": kept.subject}
        ((number,),) = execute(_EVENT, **values, **names, previous_hash=previous_hash, hash=previous)
        execute(_DETAIL, event=number, salt=kept.detail, detail=detail)


@dataclass(frozen=True, slots=True)
class _Salts:
    actor: str
    subject: str
    detail: str


def _said(opened: Recording, event: Event, detail: str) -> tuple[Said, _Salts]:
    """What an event says, and the salts of the commitments by which the chain covers it."""
    salts = _Salts(*(secrets.token_hex(16) for _part in range(3)))
    said = Said(
        opened.change.id,
        opened.change.recorded_at,
        opened.actor,
        event.action,
        event.subject,
        commitment_to(salts.detail, detail),
        commitment_to(salts.actor, opened.actor),
        commitment_to(salts.subject, event.subject),
    )
    return said, salts
