"""Revisions of protocols: each is written once and never changed; only what became of it is. Who read which."""

from peewee import AutoField, CharField, DateField, ForeignKeyField, IntegerField, JSONField, TextField

from readiness.accounts.models import Account
from readiness.foundation.database import BaseModel, UTCDateTimeField
from readiness.foundation.temporal import Fact, index_changes


class ProtocolRevision(BaseModel):
    """One text of one protocol, in all languages. `state`: one of `protocols.states.State`.

    `author` wrote it, `approved_by` is somebody else. `sample_approval`: it was approved by invented people.
    `sent_back`: why it was sent back from review.
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
    sent_back = TextField(default="")


ProtocolRevision.add_index(ProtocolRevision.slug, ProtocolRevision.number, unique=True, name="protocol_once")


class ProtocolReview(Fact):
    """Somebody read a revision and signed for it.

    `kind`: 'holds' where an account says that it still holds, 'clinician' where a clinician read it, whom
    `reviewer` names. `reviewed_on` is the day of the reading.
    """

    slug = CharField()
    number = IntegerField()
    kind = CharField()
    reviewer = CharField()
    reviewed_on = DateField()


class Acknowledgement(Fact):
    """An account said of a revision that it has been read."""

    slug = CharField()
    number = IntegerField()
    account = ForeignKeyField(Account, index=False)
    acknowledged_on = DateField()


ProtocolReview.add_index(ProtocolReview.slug, ProtocolReview.number, name="protocol_review_of")
Acknowledgement.add_index(Acknowledgement.slug, Acknowledgement.number, name="acknowledgement_of")
Acknowledgement.add_index(Acknowledgement.account, name="acknowledgement_by")
for model in (ProtocolReview, Acknowledgement):
    index_changes(model)
