"""The outbox: messages owed to someone; the ways by which they go out; the one-tap links that they carry."""

from peewee import SQL, AutoField, CharField, ForeignKeyField, IntegerField, JSONField, TextField

from readiness.foundation.database import BaseModel, UTCDateTimeField
from readiness.foundation.temporal import Change


def _word() -> CharField:
    return CharField(default="", constraints=[SQL("DEFAULT ''")])


class OutboxMessage(BaseModel):
    """A message that is owed. The key is unique: the same message is never owed twice.

    `state` is waiting, sending, sent, dead or withdrawn. `next_at` is when it is tried next; while it is being sent,
    until when that is somebody's: afterwards whoever comes takes it over. `person`: whom it is for, where that is
    someone employed. `sent_as`: the words as they went out, without what a one-tap link would open.
    """

    id = AutoField()
    key = CharField(unique=True)
    change = ForeignKeyField(Change)
    kind = CharField()
    recipient = CharField()
    content = JSONField()
    due_at = UTCDateTimeField(index=True)
    delivered_at = UTCDateTimeField(null=True)
    attempt_count = IntegerField(default=0)
    last_error = CharField(default="")
    language = _word()
    person = IntegerField(null=True, index=True)
    link = _word()
    tap_purpose = _word()
    tap_subject = _word()
    way = CharField(default="mail", constraints=[SQL("DEFAULT 'mail'")])
    state = CharField(max_length=16, default="waiting", constraints=[SQL("DEFAULT 'waiting'")])
    next_at = UTCDateTimeField(null=True)
    claimed_by = _word()
    resent_count = IntegerField(default=0, constraints=[SQL("DEFAULT 0")])
    ended_at = UTCDateTimeField(null=True)
    sent_as = JSONField(null=True)


class DeliveryWay(BaseModel):
    """How a way out ('mail', 'webhook') fares: since when its server does not answer, and when it is tried next."""

    name = CharField(primary_key=True, max_length=16)
    failing_since_at = UTCDateTimeField(null=True)
    next_at = UTCDateTimeField(null=True)
    failure_count = IntegerField(default=0)
    last_error = TextField(default="")


class NoticeLink(BaseModel):
    """A one-tap link: what it opens, for whom, until when; only a hash of its token is kept."""

    id = AutoField()
    token_hash = CharField(max_length=64, unique=True)
    person = IntegerField(index=True)
    purpose = CharField(max_length=32)
    subject = CharField()
    made_at = UTCDateTimeField()
    expires_at = UTCDateTimeField(index=True)
    used_at = UTCDateTimeField(null=True)


OutboxMessage.add_index(OutboxMessage.state, OutboxMessage.next_at, name="outbox_message_next")
OutboxMessage.add_index(
    OutboxMessage.recipient, OutboxMessage.delivered_at, name="outbox_message_recipient_delivered"
)
