"""The outbox: messages owed to someone, written in the transaction of their cause."""

from peewee import AutoField, CharField, ForeignKeyField, IntegerField, JSONField

from readiness.foundation.database import BaseModel, UTCDateTimeField
from readiness.foundation.temporal import Change


class OutboxMessage(BaseModel):
    """A message that is owed. The key is unique: the same message is never owed twice."""

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
