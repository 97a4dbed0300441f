"""What may be done with messages: owing one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from readiness.audit.actions import Recording
from readiness.notices.models import OutboxMessage


@dataclass(frozen=True, slots=True)
class Message:
    """A message to be delivered at least once; the key names what it is about, once and for all."""

    key: str
    kind: str
    recipient: str
    content: dict[str, Any]
    due_at: datetime


def owe(message: Message, opened: Recording) -> bool:
    """Put a message into the outbox, in the transaction of its cause; False where it was owed already."""
    inserted = (
        OutboxMessage.insert(
            key=message.key,
            change=opened.change.id,
            kind=message.kind,
            recipient=message.recipient,
            content=message.content,
            due_at=message.due_at,
            delivered_at=None,
        )
        .on_conflict_ignore()
        .as_rowcount()
        .execute()
    )
    return bool(inserted)
