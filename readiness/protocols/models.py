"""Revisions of protocols: each is written once and never changed; only what became of it is."""

from peewee import AutoField, CharField, IntegerField, JSONField

from readiness.foundation.database import BaseModel, UTCDateTimeField


class ProtocolRevision(BaseModel):
    """One text of one protocol, in all languages. `state`: one of `protocols.states.State`.

    `author` wrote it, `approved_by` is somebody else. `sample_approval`: it was approved by invented people.
    """

    id = AutoField()
    slug = CharField()
    number = IntegerField()
    state = CharField(index=True)
    body = JSONField()
    author = CharField()
    written_at = UTCDateTimeField()
    approved_by = CharField(default="")
    approved_at = UTCDateTimeField(null=True)
    sample_approval = IntegerField(default=0)


ProtocolRevision.add_index(ProtocolRevision.slug, ProtocolRevision.number, unique=True, name="protocol_once")
