"""What may be done with messages: owing one, withdrawing it when its reason ends, sending it again."""

from datetime import datetime

from readiness.audit.actions import Recording
from readiness.audit.events.notices import MessageSentAgain
from readiness.foundation.database import execute, select
from readiness.foundation.errors import Conflict, NotFound
from readiness.foundation.words import gettext as _
from readiness.foundation.words import language as language_now
from readiness.notices.letters import letter_of
from readiness.notices.messages import (
    DEAD,
    MAIL,
    POSTED,
    SENT,
    WAITING,
    WEBHOOK,
    WITHDRAWN,
    Message,
    Tap,
    is_address,
)
from readiness.notices.models import OutboxMessage
from readiness.notices.webhook import has_webhook

__all__ = ["Message", "Tap", "owe", "owe_again", "owe_by", "send_again", "withdraw", "withdraw_exactly"]


def owe(message: Message, opened: Recording) -> bool:
    """Put a message into the outbox, in the transaction of its cause; False where it was owed already.

    Raises ConfigurationError where its template and its content do not fit: it is a fault of whoever wrote them.
    An address that none can be written to is a fault of the record: the message is kept, as one that cannot go out.
    Where the organisation has a webhook, the same message is owed by that way too.
    """
    letter_of(message.kind, message.content, message.language or language_now())
    fault = "" if is_address(message.recipient) else no_address(message.recipient)
    is_new = _insert(message, opened, message.key, MAIL, fault)
    if is_new and has_webhook():
        _insert(message, opened, message.key + POSTED, WEBHOOK)
    return is_new


def owe_by(message: Message, opened: Recording, way: str) -> bool:
    """Owe a message by one way alone, as a test of it."""
    letter_of(message.kind, message.content, message.language or language_now())
    return _insert(message, opened, message.key, way)


def _insert(message: Message, opened: Recording, key: str, way: str, fault: str = "") -> bool:
    inserted = (
        OutboxMessage.insert(
            key=key,
            change=opened.change.id,
            kind=message.kind,
            recipient=message.recipient,
            content=message.content,
            due_at=message.due_at,
            next_at=message.due_at,
            language=message.language or language_now(),
            person=message.person,
            link=message.link,
            tap_purpose=message.tap.purpose if message.tap else "",
            tap_subject=message.tap.subject if message.tap else "",
            way=way,
            state=DEAD if fault else WAITING,
            last_error=fault,
            ended_at=message.due_at if fault else None,
        )
        .on_conflict_ignore()
        .as_rowcount()
        .execute()
    )
    return bool(inserted)


def no_address(recipient: str) -> str:
    """Why nothing can be sent to what was given as an address."""
    if not recipient.strip():
        return _("No e-mail address is known.")
    return _("‘%(recipient)s’ is no e-mail address.", recipient=recipient[:100])


def withdraw(key_prefix: str, now: datetime) -> int:
    """Take back what is still to be sent of all messages whose key begins so; how many there were.

    To be called in the change in which their reason ends. What is on its way to the server just now still arrives.
    """
    if not key_prefix:
        raise ValueError("an empty prefix would withdraw everything")
    cursor = execute(
        "UPDATE outbox_message SET state = :withdrawn, ended_at = :now, claimed_by = '' "
        "WHERE state IN ('waiting', 'sending') AND substr(key, 1, :length) = :prefix",
        withdrawn=WITHDRAWN,
        now=now,
        length=len(key_prefix),
        prefix=key_prefix,
    )
    return int(cursor.rowcount)


def withdraw_exactly(key: str, now: datetime) -> bool:
    """Take back one message that is still to be sent; False where it is not."""
    cursor = execute(
        "UPDATE outbox_message SET state = :withdrawn, ended_at = :now, claimed_by = '' "
        "WHERE state IN ('waiting', 'sending') AND key IN (:key, :posted)",
        withdrawn=WITHDRAWN,
        now=now,
        key=key,
        posted=key + POSTED,
    )
    return bool(cursor.rowcount)


def owe_again(key: str, now: datetime) -> bool:
    """Owe what was withdrawn, since its reason is back; False for what was sent or waits."""
    cursor = execute(
        "UPDATE outbox_message SET state = :waiting, ended_at = NULL, next_at = :now "
        "WHERE state = :withdrawn AND key IN (:key, :posted)",
        waiting=WAITING,
        withdrawn=WITHDRAWN,
        now=now,
        key=key,
        posted=key + POSTED,
    )
    return bool(cursor.rowcount)


def send_again(message_id: int, now: datetime, opened: Recording) -> str:
    """Owe again, at once, what was sent, could not be sent or was withdrawn; gives its recipient."""
    rows = select("SELECT state, recipient, way FROM outbox_message WHERE id = :id", id=message_id)
    found = next(rows, None)
    if found is None:
        raise NotFound(_("There is no such message."))
    state, recipient, way = found
    if state not in (SENT, DEAD, WITHDRAWN):
        raise Conflict(_("It is still to be sent."))
    if way == MAIL and not is_address(recipient):
        raise Conflict(no_address(recipient))
    OutboxMessage.update(
        state=WAITING,
        next_at=now,
        attempt_count=0,
        last_error="",
        ended_at=None,
        resent_count=OutboxMessage.resent_count + 1,
    ).where(OutboxMessage.id == message_id).execute()
    opened.note(MessageSentAgain(recipient, message=message_id))
    return str(recipient)
