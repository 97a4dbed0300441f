"""The audit trail's tables; rows are only ever added."""

from peewee import SQL, AutoField, CharField, ForeignKeyField, IntegerField, TextField

from readiness.foundation.database import BaseModel, UTCDateTimeField
from readiness.foundation.temporal import Change


def _later(length: int) -> CharField:
    """A column that rows of earlier releases have empty."""
    return CharField(max_length=length, default="", constraints=[SQL("DEFAULT ''")])


class AuditEvent(BaseModel):
    """One thing that was done. Each row's hash covers the row before it.

    Of who did it and to what, the hash covers salted commitments, so that a name can be erased while the chain
    still holds: its salt is '' then. Rows of earlier releases have none; their hash covers the names themselves.
    """

    id = AutoField()
    change = ForeignKeyField(Change, backref="events")
    recorded_at = UTCDateTimeField(index=True)
    actor = CharField()
    action = CharField(index=True)
    subject = CharField(index=True)
    commitment = CharField(max_length=64)
    actor_salt = _later(32)
    actor_commitment = _later(64)
    subject_salt = _later(32)
    subject_commitment = _later(64)
    previous_hash = CharField(max_length=64)
    hash = CharField(max_length=64, unique=True)


class AuditDetail(BaseModel):
    """What the event says in full, as JSON with its salt.

    It is kept apart, so that it can be erased one day while the chain over the events still holds.
    """

    event = ForeignKeyField(AuditEvent, primary_key=True, backref="detail")
    salt = CharField(max_length=32)
    detail = TextField()


class AuditCheckpoint(BaseModel):
    """What the trail came to after `size` events, as a signed note. Copies of it that left the machine bear witness."""

    size = IntegerField(primary_key=True)
    made_at = UTCDateTimeField()
    note = TextField()
